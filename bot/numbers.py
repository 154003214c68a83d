"""The yearly check of the emergency numbers (rule 21 of data protection)."""

from __future__ import annotations

from datetime import date

from bot.keeper import Attention
from handlers.texts.emergency import OUTDATED
from safety.card import NUMBERS, card_for


def check_numbers(today: date) -> None:
    """Look whether every card still shows its own numbers.

    Raises:
        Attention: a check is over a year old, so a card has fallen back.
    """
    if any(card_for(kind, today).expired for kind in NUMBERS):
        raise Attention(OUTDATED)

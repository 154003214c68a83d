"""The yearly check of the emergency numbers (rule 21 of data protection)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.keeper import Attention
from handlers.texts.emergency import OUTDATED
from knowledge.crisis import current_numbers
from knowledge.offers import Offer
from safety.card import NUMBERS, card_for


def check_numbers(today: date, offer_of: Callable[[str], Offer | None]) -> None:
    """Look whether every card still shows its own numbers; some stand in offers.

    Raises:
        Attention: a check is over a year old, so a card has fallen back.
    """
    current = current_numbers(offer_of)
    if any(card_for(kind, today, current).expired for kind in NUMBERS):
        raise Attention(OUTDATED)

"""The checks of the emergency numbers: the first one, and then each year (rule 21)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from bot.keeper import Attention
from handlers.texts.emergency import OUTDATED, not_yet_checked
from knowledge.crisis import current_numbers
from knowledge.offers import Offer
from safety.card import NUMBERS, card_for, never_checked

MONTH = timedelta(days=30)


def check_numbers(today: date, offer_of: Callable[[str], Offer | None]) -> None:
    """Look whether every card still shows its own numbers; some stand in offers.

    Raises:
        Attention: a check is over a year old, so a card has fallen back.
    """
    current = current_numbers(offer_of)
    if any(card_for(kind, today, current).expired for kind in NUMBERS):
        raise Attention(OUTDATED)


def check_first_checks(today: date, offer_of: Callable[[str], Offer | None]) -> None:
    """Look whether somebody has checked each number at least once; unchecked ones stay in use.

    Raises:
        Attention: nobody has; told once a month, as a first check takes its time.
    """
    unchecked = never_checked(today, current_numbers(offer_of))
    if unchecked:
        raise Attention(not_yet_checked(unchecked), every=MONTH)

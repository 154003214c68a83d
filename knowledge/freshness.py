"""How old an entry is. The clock starts with a person's check, never with a source's date."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum, auto

from knowledge.offers import Offer

GREEN = timedelta(days=180)
AMBER = timedelta(days=365)


class Freshness(Enum):
    """What is known about an entry's age."""

    VERIFIED_GREEN = auto()
    VERIFIED_AMBER = auto()
    VERIFIED_OLD = auto()
    SOURCE_DATED = auto()  # nobody has checked it; its newest source has a date
    UNKNOWN = auto()  # nobody has checked it, and no source has a date


def as_of(offer: Offer, today: date) -> Freshness:
    """The entry's freshness on that day."""
    if offer.verified_on is None:
        return Freshness.SOURCE_DATED if offer.stand else Freshness.UNKNOWN
    age = today - offer.verified_on
    if age <= GREEN:
        return Freshness.VERIFIED_GREEN
    return Freshness.VERIFIED_AMBER if age <= AMBER else Freshness.VERIFIED_OLD

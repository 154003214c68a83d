"""The emergency numbers as the knowledge base has them now."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from knowledge.offers import Offer
from safety import card
from safety.card import EmergencyNumber

ANOTHER = re.compile(r"\s+(?:oder|und)\s+|[,;]")
WHOSE = re.compile(r"\s*\([^)]*\)")  # "089 … (Sozialstelle)"
AS_OF = re.compile(r"\s*\(Stand [^)]*\)")
LONGEST_HOURS = 60  # characters; a card is read in seconds


def current_numbers(offer_of: Callable[[str], Offer | None]) -> dict[str, EmergencyNumber]:
    """The numbers, by id, that stand in an offer; one without number or source does not count."""
    found = {}
    for name, known in card.all_numbers().items():
        offer = offer_of(known.offer) if known.offer is not None else None
        if offer is not None and offer.phone and offer.sources:
            found[name] = _from(offer, offer.phone, known)
    return found


def _from(offer: Offer, phone: str, known: EmergencyNumber) -> EmergencyNumber:
    number = WHOSE.sub("", ANOTHER.split(phone)[0]).strip()
    hours = AS_OF.sub("", offer.opening_hours or "")
    return replace(
        known,
        number=number,
        hours=hours if 0 < len(hours) <= LONGEST_HOURS else known.hours,
        source=offer.sources[0].url,
        source_date=offer.stand,
        checked_on=_later(offer.verified_on, known.checked_on if _same(number, known) else None),
    )


def _same(number: str, known: EmergencyNumber) -> bool:
    return number.replace(" ", "") == known.number.replace(" ", "")


def _later(one: date | None, other: date | None) -> date | None:
    return max((day for day in (one, other) if day is not None), default=None)

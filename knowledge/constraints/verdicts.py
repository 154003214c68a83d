"""How an offer stands to what a question demands.

An offer meets a demand, contradicts it, or says nothing of it; unknown is not contradiction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from knowledge.ages import within
from knowledge.constraints.demands import SCHOOLS, Demand, Demands
from knowledge.constraints.hours import at_the_weekend, in_the_evening
from knowledge.constraints.languages import speaks
from knowledge.constraints.places import is_at
from knowledge.offers import Offer
from language.words import fold

FREE_AS_A_WHOLE = re.compile(
    r"(?:fuer (?:eltern|familien|kinder|jugendliche|alle)\w* )?kosten(?:los|frei)\b"
    r"(?! fuer mitglied)"
)
APPLICATION = re.compile(r"antrag|hilfeplan")
COSTS = re.compile(r"€|euro|gebuehr|beitrag|preis|betrag")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an offer stands to the demands it says something about."""

    met: tuple[Demand, ...]
    contradicted: tuple[Demand, ...]


def judge(offer: Offer, demands: Demands) -> Verdict:
    """Hold an offer against the demands."""
    found = dict(_found(offer, demands))
    return Verdict(
        tuple(demand for demand, holds in found.items() if holds),
        tuple(demand for demand, holds in found.items() if not holds),
    )


def _found(offer: Offer, demands: Demands) -> Iterator[tuple[Demand, bool]]:
    if demands.ages and (offer.age_from is not None or offer.age_to is not None):
        yield Demand.AGE, bool(within(offer, demands.ages))
    if demands.school:
        named = [name for name, pattern in SCHOOLS.items() if pattern.search(fold(offer.name))]
        if named:
            yield Demand.SCHOOL, demands.school in named
    spoken = speaks(offer.languages, demands.languages) if demands.languages else None
    if spoken is not None:
        yield Demand.LANGUAGE, spoken
    there = is_at(offer, demands.places) if demands.places else None
    if there or (there is False and Demand.IN_TOWN not in demands.plain):
        yield Demand.PLACE, there
    for demand in sorted(demands.plain):
        holds = _HOLDS[demand](offer)
        if holds is not None:
            yield demand, holds


def _free(offer: Offer) -> bool | None:
    """What is free for a part of it, or for members, says nothing of the rest."""
    cost = fold(offer.cost or "")
    if FREE_AS_A_WHOLE.match(cost):
        return True
    return False if COSTS.search(cost) else None


def _anonymous(offer: Offer) -> bool | None:
    if "anonym" in fold(f"{offer.access or ''} {offer.description}"):
        return True
    return False if _needs_application(offer) else None


def _no_application(offer: Offer) -> bool | None:
    access = fold(offer.access or "")
    if "ohne" in access or access.startswith("offen"):
        return True
    return False if _needs_application(offer) else None


def _needs_application(offer: Offer) -> bool:
    """The youth welfare office advises without an application, so the ring alone is no sign."""
    access = fold(offer.access or "")
    return "ohne antrag" not in access and APPLICATION.search(access) is not None


def _evening(offer: Offer) -> bool | None:
    return in_the_evening(offer.opening_hours)


def _weekend(offer: Offer) -> bool | None:
    return at_the_weekend(offer.opening_hours)


def _in_town(offer: Offer) -> bool | None:
    return True if offer.reach == "taufkirchen" else None


_HOLDS: dict[Demand, Callable[[Offer], bool | None]] = {
    Demand.FREE: _free,
    Demand.ANONYMOUS: _anonymous,
    Demand.NO_APPLICATION: _no_application,
    Demand.EVENING: _evening,
    Demand.WEEKEND: _weekend,
    Demand.IN_TOWN: _in_town,
}

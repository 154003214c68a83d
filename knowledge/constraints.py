"""What a question demands beside the need: age, cost, way in, anonymity, language, hour, place.

An offer meets a demand, contradicts it, or says nothing of it; unknown is not contradiction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.ages import ages_in, fits
from knowledge.offers import Offer, Ring
from language.words import fold


class Demand(StrEnum):
    """A kind of demand."""

    AGE = "age"
    SCHOOL = "school"
    FREE = "free"
    ANONYMOUS = "anonymous"
    NO_APPLICATION = "no_application"
    LANGUAGE = "language"
    EVENING = "evening"
    IN_TOWN = "in_town"


FREE = re.compile(
    r"\b(?:kostenlos\w*|kostenfrei\w*|umsonst|gratis|fuer lau|kost(?:et)? nix|kostet nichts"
    r"|(?:darf|soll|kann) (?:nix|nichts) kosten|ohne kosten|free of charge|ucretsiz)\b"
)
ANONYMOUS = re.compile(
    r"\b(?:anonym\w*|ohne (?:seinen |ihren |den )?namen|namen nicht (?:sagen|nennen))\b"
)
NO_APPLICATION = re.compile(
    r"\b(?:ohne (?:langen |grossen |viel )?(?:antrag|antraege|papierkram|buerokratie)"
    r"|ohne (?:amt|jugendamt|anmeldung)|nicht (?:gleich )?(?:aufs|ins|zum) (?:jugend)?amt"
    r"|niedrigschwellig\w*|einfach (?:hin|vorbei)\w*|spontan)\b"
)
EVENING = re.compile(
    r"\b(?:abends?|am abend|nach feierabend|nachts?|rund um die uhr|wochenende)\b"
)
IN_TOWN = re.compile(
    r"\b(?:taufkirchen|hier im ort|im ort|vor ort|zu fuss|in der naehe|ums eck)\b"
)
SCHOOLS = {
    "grundschule": re.compile(r"\bgrundschul\w*"),
    "mittelschule": re.compile(r"\b(?:mittelschul\w*|hauptschul\w*|quali)\b"),
    "realschule": re.compile(r"\b(?:realschul\w*|mittlere reife)\b"),
}
LANGUAGES = {
    "Türkisch": re.compile(r"\btuerkisch\w*"),
    "Arabisch": re.compile(r"\barabisch\w*"),
    "Ukrainisch": re.compile(r"\bukrainisch\w*"),
    "Englisch": re.compile(r"\b(?:auf englisch|spricht nur englisch|englischsprachig\w*)\b"),
    "Gebärdensprache": re.compile(r"\bgebaerden\w*"),
}
COSTS = re.compile(r"€|euro|gebuehr|beitrag|preis|betrag")
MANY_LANGUAGES = re.compile(r"fremdsprachen|weitere sprachen|viele sprachen")
OPEN_LATE = re.compile(
    r"24 stunden|rund um die uhr|bis (?:19|20|21|22|23|24)\b|abend|sa\b|samstag"
)


@dataclass(frozen=True, slots=True)
class Demands:
    """What one question demands; empty where it demands nothing."""

    ages: frozenset[int] = frozenset()
    school: str | None = None
    languages: tuple[str, ...] = ()
    plain: frozenset[Demand] = field(default_factory=frozenset)

    def __bool__(self) -> bool:
        return bool(self.ages or self.school or self.languages or self.plain)


def demands_of(question: str) -> Demands:
    """Read a question."""
    text = fold(question)
    plain = {
        demand
        for demand, pattern in (
            (Demand.FREE, FREE),
            (Demand.ANONYMOUS, ANONYMOUS),
            (Demand.NO_APPLICATION, NO_APPLICATION),
            (Demand.EVENING, EVENING),
            (Demand.IN_TOWN, IN_TOWN),
        )
        if pattern.search(text)
    }
    schools = [name for name, pattern in SCHOOLS.items() if pattern.search(text)]
    languages = tuple(name for name, pattern in LANGUAGES.items() if pattern.search(text))
    school = schools[0] if len(schools) == 1 else None
    return Demands(ages_in(question), school, languages, frozenset(plain))


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
        yield Demand.AGE, fits(offer, demands.ages)
    if demands.school:
        named = [name for name, pattern in SCHOOLS.items() if pattern.search(fold(offer.name))]
        if named:
            yield Demand.SCHOOL, demands.school in named
    if demands.languages and offer.languages:
        spoken = " ".join(offer.languages)
        many = MANY_LANGUAGES.search(fold(spoken)) is not None
        yield Demand.LANGUAGE, many or any(one in spoken for one in demands.languages)
    for demand in Demand:
        if demand in demands.plain:
            holds = _HOLDS[demand](offer)
            if holds is not None:
                yield demand, holds


def _free(offer: Offer) -> bool | None:
    cost = fold(offer.cost or "")
    if "kostenlos" in cost or "kostenfrei" in cost:
        return True
    return False if COSTS.search(cost) else None


def _anonymous(offer: Offer) -> bool | None:
    if "anonym" in fold(f"{offer.access or ''} {offer.description}"):
        return True
    return False if offer.ring is Ring.STATUTORY else None


def _no_application(offer: Offer) -> bool | None:
    access = fold(offer.access or "")
    if "ohne" in access or access.startswith("offen"):
        return True
    return False if "antrag" in access or offer.ring is Ring.STATUTORY else None


def _evening(offer: Offer) -> bool | None:
    hours = fold(offer.opening_hours or "")
    return None if not hours else OPEN_LATE.search(hours) is not None


def _in_town(offer: Offer) -> bool | None:
    return True if offer.reach == "taufkirchen" else None


_HOLDS: dict[Demand, Callable[[Offer], bool | None]] = {
    Demand.FREE: _free,
    Demand.ANONYMOUS: _anonymous,
    Demand.NO_APPLICATION: _no_application,
    Demand.EVENING: _evening,
    Demand.IN_TOWN: _in_town,
}

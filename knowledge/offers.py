"""Offers: the pieces of the knowledge base. Unknown stays unknown (None, or empty)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol


class Ring(StrEnum):
    """How near an offer is to the family's surroundings, nearest first."""

    LIFEWORLD = "lifeworld"  # lebensumfeld: neighbours, clubs, parishes, volunteers
    MAINSTREAM = "mainstream"  # regelsystem: school, Kita, library, health
    COUNSELLING = "counselling"  # sozialraum: social services, open without application
    STATUTORY = "statutory"  # jugendamt: through the youth welfare office


RING_OF_EBENE = {
    "lebensumfeld": Ring.LIFEWORLD,
    "regelsystem": Ring.MAINSTREAM,
    "sozialraum": Ring.COUNSELLING,
    "jugendamt": Ring.STATUTORY,
}

CATEGORIES = {
    "kinderbetreuung": "Kinderbetreuung",
    "schule": "Schule",
    "jugendsozialarbeit": "Hilfe an Schulen",
    "offene-jugendarbeit": "Jugend und Freizeit",
    "familienbildung": "Familienbildung",
    "beratung-erziehung": "Erziehungsberatung",
    "fruehe-hilfen": "Frühe Hilfen",
    "sport": "Sport und Bewegung",
    "kultur-bildung": "Kultur und Bildung",
    "nachbarschaftshilfe": "Nachbarschaft",
    "existenzsicherung": "Geld und Grundbedarf",
    "wohnen": "Wohnen",
    "migration": "Ankommen, Sprache",
    "gesundheit-psyche": "Gesundheit, Seele",
    "sucht": "Sucht",
    "gewaltschutz": "Schutz vor Gewalt",
    "inklusion": "Behinderung, Teilhabe",
    "uebergang-beruf": "Ausbildung, Beruf",
    "krise": "Akute Krise",
    "jugendamt": "Jugendamt",
}
"""The themes offers are sorted under, with labels that fit on a button."""

REACHES = ("taufkirchen", "landkreis-muenchen", "bayern", "bundesweit")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read. `link`: whether people may be sent there. `note`: why not."""

    url: str | None
    source_date: str | None
    link: bool = True
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """Concrete help, with place and contact.

    `stand` is the date of the newest source as far as known ('2018', '2018-11' or '2018-11-05');
    `verified_on` the day a person checked the entry. Neither implies the other.
    """

    id: str
    name: str
    description: str
    provider: str | None = None
    category: str | None = None
    ring: Ring | None = None
    target_groups: tuple[str, ...] = ()
    age_from: int | None = None
    age_to: int | None = None
    cost: str | None = None
    access: str | None = None
    languages: tuple[str, ...] = ()
    address: str | None = None
    town: str | None = None
    postcode: str | None = None
    phone: str | None = None
    email: str | None = None
    web: str | None = None
    opening_hours: str | None = None
    reach: str | None = None
    keywords: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    stand: str | None = None
    note: str | None = None
    verified_on: date | None = None


class Offers(Protocol):
    """Where the offers are kept."""

    async def all(self) -> Sequence[Offer]:
        """Every offer, by id."""

    async def offer(self, offer_id: str) -> Offer | None:
        """The offer with this id."""

    async def replace_all(self, offers: Sequence[Offer]) -> None:
        """Keep exactly these offers, all or none."""

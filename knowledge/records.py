"""Offers as records: the keys of the YAML files, checked field by field, loss-free both ways."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from knowledge.offers import CATEGORIES, REACHES, RING_OF_EBENE, Offer, Source

Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=r"^[^\x00]*$"),
]
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$")]
PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
Age = Annotated[int, Field(ge=0, le=120)]
EBENE_OF_RING = {ring: ebene for ebene, ring in RING_OF_EBENE.items()}


class SourceRecord(BaseModel):
    """One entry of `sources`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    url: Words | None
    source_date: PartialDate | None = None
    link: bool = True
    note: Words | None = None


def one_of(names: Iterable[str]) -> AfterValidator:
    """Check that a text is one of *names*."""
    known = tuple(names)

    def check(value: str) -> str:
        if value not in known:
            raise ValueError(f"must be one of {', '.join(known)}")
        return value

    return AfterValidator(check)


Kategorie = Annotated[str, one_of(CATEGORIES)]
Ebene = Annotated[str, one_of(RING_OF_EBENE)]
Reichweite = Annotated[str, one_of(REACHES)]


class OfferRecord(BaseModel):
    """One record, under the German keys of the data files."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: Key
    name: Annotated[Words, StringConstraints(max_length=200)]
    beschreibung: Words
    traeger: Annotated[Words, StringConstraints(max_length=300)] | None = None
    kategorie: Kategorie | None = None
    ebene: Ebene | None = None
    zielgruppe: list[Words] = []
    alter_von: Age | None = None
    alter_bis: Age | None = None
    kosten: Words | None = None
    zugang: Words | None = None
    sprachen: list[Words] = []
    adresse: Words | None = None
    ort: Words | None = None
    plz: Annotated[str, StringConstraints(pattern=r"^\d{5}$")] | None = None
    telefon: Words | None = None
    email: Words | None = None
    web: Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=500)] | None = None
    oeffnungszeiten: Words | None = None
    reichweite: Reichweite | None = None
    schlagworte: list[Words] = []
    sources: list[SourceRecord] = []
    stand: PartialDate | None = None
    hinweis: Words | None = None
    geprueft_am: date | None = None

    @model_validator(mode="after")
    def ages_in_order(self) -> OfferRecord:
        """The lower age comes first."""
        low, high = self.alter_von, self.alter_bis
        if low is not None and high is not None and low > high:
            raise ValueError("alter_von is above alter_bis")
        return self


def offer_from_record(record: OfferRecord) -> Offer:
    """The offer a checked record describes."""
    return Offer(
        id=record.id,
        name=record.name,
        description=record.beschreibung,
        provider=record.traeger,
        category=record.kategorie,
        ring=RING_OF_EBENE[record.ebene] if record.ebene else None,
        target_groups=tuple(record.zielgruppe),
        age_from=record.alter_von,
        age_to=record.alter_bis,
        cost=record.kosten,
        access=record.zugang,
        languages=tuple(record.sprachen),
        address=record.adresse,
        town=record.ort,
        postcode=record.plz,
        phone=record.telefon,
        email=record.email,
        web=record.web,
        opening_hours=record.oeffnungszeiten,
        reach=record.reichweite,
        keywords=tuple(record.schlagworte),
        sources=tuple(
            Source(one.url, one.source_date, one.link, one.note) for one in record.sources
        ),
        stand=record.stand,
        note=record.hinweis,
        verified_on=record.geprueft_am,
    )


def record_from_offer(offer: Offer) -> dict[str, Any]:
    """The record of an offer; rare keys stand there only where they say something."""
    record: dict[str, Any] = {
        "id": offer.id,
        "name": offer.name,
        "traeger": offer.provider,
        "kategorie": offer.category,
        "ebene": EBENE_OF_RING[offer.ring] if offer.ring else None,
        "beschreibung": offer.description,
        "zielgruppe": list(offer.target_groups),
        "alter_von": offer.age_from,
        "alter_bis": offer.age_to,
        "kosten": offer.cost,
        "zugang": offer.access,
        "sprachen": list(offer.languages),
        "adresse": offer.address,
        "ort": offer.town,
        "plz": offer.postcode,
        "telefon": offer.phone,
        "email": offer.email,
        "web": offer.web,
        "oeffnungszeiten": offer.opening_hours,
        "reichweite": offer.reach,
        "schlagworte": list(offer.keywords),
        "sources": [_source_record(source) for source in offer.sources],
        "stand": offer.stand,
        "hinweis": offer.note,
    }
    if offer.verified_on is not None:
        record["geprueft_am"] = offer.verified_on
    return record


def _source_record(source: Source) -> dict[str, Any]:
    record: dict[str, Any] = {"url": source.url, "source_date": source.source_date}
    if not source.link:
        record["link"] = False
    return record | {"note": source.note} if source.note else record

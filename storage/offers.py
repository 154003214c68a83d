"""The offers in the database; no field is lost on the way in or out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import RowMapping, delete, func, insert, select

from knowledge.offers import Offer, Ring, Source
from storage.tables import OfferRow, ProviderRow, SocialSpaceRow
from storage.unit_of_work import UnitOfWork

SAME = (
    "id", "name", "description", "category", "age_from", "age_to", "cost", "access", "address",
    "town", "postcode", "phone", "email", "web", "opening_hours", "reach", "stand", "note",
    "verified_on",
)  # fmt: skip
LISTS = ("target_groups", "languages", "keywords")
# Columns and no row objects: ten thousand of those are what a start would wait for.
READ = select(
    *(getattr(OfferRow, name) for name in (*SAME, *LISTS)),
    OfferRow.ring,
    OfferRow.sources,
    ProviderRow.name.label("provider"),
).outerjoin(ProviderRow, ProviderRow.id == OfferRow.provider_id)


class SqlOffers:
    """Keeps the promise of `knowledge.offers.Offers`."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def all(self) -> Sequence[Offer]:
        """Every offer, by id."""
        async with self._work.reading() as session:
            rows = await session.execute(READ.order_by(OfferRow.id))
            return [_offer(row) for row in rows.mappings()]

    async def offer(self, offer_id: str) -> Offer | None:
        """The offer with this id."""
        async with self._work.reading() as session:
            rows = await session.execute(READ.where(OfferRow.id == offer_id))
            found = rows.mappings().first()
            return _offer(found) if found is not None else None

    async def replace_all(self, offers: Sequence[Offer]) -> None:
        """Keep exactly these offers, all or none."""
        session = await self._work.writing()
        await session.execute(delete(OfferRow))
        await session.execute(delete(ProviderRow))
        names = sorted({offer.provider for offer in offers if offer.provider})
        if names:
            await session.execute(insert(ProviderRow), [{"name": name} for name in names])
        rows = await session.execute(select(ProviderRow.name, ProviderRow.id))
        providers = {name: number for name, number in rows}  # noqa: C416 - rows are no pairs to mypy
        space = await session.scalar(select(func.min(SocialSpaceRow.id)))
        if offers:
            await session.execute(
                insert(OfferRow), [_row(offer, providers, space) for offer in offers]
            )


def _row(offer: Offer, providers: dict[str, int], space: int | None) -> dict[str, Any]:
    row = {name: getattr(offer, name) for name in SAME}
    row |= {name: list(getattr(offer, name)) for name in LISTS}
    return row | {
        "social_space_id": space,
        "provider_id": providers[offer.provider] if offer.provider else None,
        "ring": offer.ring,
        "sources": [asdict(one) for one in offer.sources],
    }


def _offer(row: RowMapping) -> Offer:
    fields = dict(row)
    fields |= {name: tuple(row[name]) for name in LISTS}
    fields["ring"] = Ring(row["ring"]) if row["ring"] else None
    fields["sources"] = tuple(Source(**one) for one in row["sources"])
    return Offer(**fields)

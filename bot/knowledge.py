"""What the process knows of the offers: brought into the database once, indexed at start."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.memory import give_back, uncollected
from knowledge.analysis import Analyse, analyse
from knowledge.importing import shipped_offers
from knowledge.matching import ThemeIndex
from knowledge.offers import Offer
from knowledge.search import SearchIndex
from knowledge.themes import shipped_themes
from knowledge.vectors import Vectorise
from language.encoder import encode
from safety.privacy import KnownPublic
from storage.database import Database
from storage.derived import Derived, load_derived, save_derived
from storage.offers import SqlOffers
from storage.spaces import ensure_first_space
from storage.unit_of_work import UnitOfWork
from team.spaces import SocialSpace


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The social space, the search over its offers, and what the guard takes for public."""

    space: SocialSpace
    index: SearchIndex
    known_public: KnownPublic


async def load_knowledge(database: Database, controller: str) -> Knowledge:
    """Read the offers; the shipped ones are imported where there are none yet."""
    with uncollected():
        return await _load(database, controller)


async def _load(database: Database, controller: str) -> Knowledge:
    async with UnitOfWork(database) as work:
        space = await ensure_first_space(work, controller)
        offers = SqlOffers(work)
        known = await offers.all()
        if not known:
            await offers.replace_all(shipped_offers())
            known = await offers.all()
        derived = Derived(encode, analyse, await load_derived(work))
        index = await asyncio.to_thread(index_of, known, derived.vectors, derived.analyses)
        await save_derived(work, derived)
        await work.commit()
    derived.settle()
    give_back()
    return Knowledge(space, index, public_words(known))


def index_of(
    offers: Sequence[Offer], vectorise: Vectorise = encode, analyse: Analyse = analyse
) -> SearchIndex:
    """The search over these offers, with the curated themes."""
    themes = ThemeIndex(shipped_themes(), analyse=analyse)
    return SearchIndex(offers, themes, vectorise, analyse)


def public_words(offers: Sequence[Offer]) -> KnownPublic:
    """What stands in the offers for everybody to read."""
    return KnownPublic.from_texts(
        " | ".join(part for part in _public_parts(offer) if part) for offer in offers
    )


def _public_parts(offer: Offer) -> tuple[str | None, ...]:
    return (
        offer.name,
        offer.provider,
        offer.description,
        offer.address,
        offer.phone,
        offer.email,
        offer.web,
        offer.access,
        offer.opening_hours,
        offer.note,
        *offer.keywords,
    )

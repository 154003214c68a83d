"""The shipped offers and the search over them, read and built once; tests change neither."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from bot.knowledge import index_of
from knowledge.importing import shipped_offers
from knowledge.offers import Offer
from knowledge.search import SearchIndex

OFFERS = tuple(shipped_offers())


@cache
def search() -> SearchIndex:
    """The search of a bot that knows them."""
    return index_of(OFFERS)


def search_over(offers: Sequence[Offer], *_: object) -> SearchIndex:
    """The same where these are the shipped offers; stands in for `index_of`."""
    return search() if set(offers) == set(OFFERS) else index_of(offers)

"""Reasons claim only what was asked for."""

from __future__ import annotations

from functools import cache

import pytest

from knowledge.findings import ReasonKind
from knowledge.offers import Offer
from knowledge.search import SearchIndex

OFFER = Offer(
    "a", "Beratung", "Hilfe für Mädchen", keywords=("Mama ist krank", "Nachhilfe kostenlos")
)
OTHER = Offer("b", "Chor", "Singen für alle", keywords=("Lieder",))


@cache
def index() -> SearchIndex:
    """A search over two offers."""
    return SearchIndex([OFFER, OTHER])


def reasons(question: str) -> list[str]:
    """The words named for the offer."""
    found = {one.offer.id: one for one in index().search(question).results}
    return [one.word for one in found["a"].reasons if one.kind is ReasonKind.WORD]


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("mama ist krank", ["Mama ist krank"]),
        ("bruder krank", ["krank"]),
        ("13m klaut mama geld", []),
        ("nachhilfe", ["Nachhilfe"]),
        ("nachhilfe umsonst", ["Nachhilfe"]),
        ("zwei mädchen", []),
    ],
)
def test_a_keyword_is_named_whole_only_where_all_of_it_is_asked_for(
    question: str, named: list[str]
) -> None:
    """Nobody said that the mother is ill; and who it is about is no reason."""
    assert reasons(question) == named

"""The search while offers are edited and removed."""

from __future__ import annotations

from dataclasses import replace

from knowledge.findings import Confidence
from knowledge.offers import Offer
from knowledge.search import SearchIndex

OFFERS = [
    Offer("a", "Chor", "Singen für alle"),
    Offer("b", "Werkstatt", "Fahrräder reparieren"),
    Offer("c", "Chor", "Singen für alle"),
    Offer("d", "Garten", "Beete und Blumen"),
]


def test_the_words_of_a_removed_offer_are_known_no_more() -> None:
    """Else the answer would be called sure, with nothing behind it."""
    index = SearchIndex(OFFERS)
    assert index.search("fahrräder reparieren").confidence is Confidence.SURE

    index.remove("b")

    assert index.search("fahrräder reparieren").confidence is Confidence.NONE


def test_equals_stay_in_order_of_their_ids() -> None:
    """Whichever was edited last."""
    index = SearchIndex(OFFERS)

    index.put(OFFERS[0])

    assert [one.offer.id for one in index.search("chor", 2).results] == ["a", "c"]


def test_many_edits_leave_what_a_fresh_start_would_have() -> None:
    """Slots of what was replaced are cleared out."""
    index = SearchIndex(OFFERS)

    for edit in range(50):
        index.put(replace(OFFERS[1], description=f"Fahrräder und Roller reparieren {edit % 2}"))

    changed = replace(OFFERS[1], description="Fahrräder und Roller reparieren 1")
    fresh = SearchIndex([OFFERS[0], changed, *OFFERS[2:]])
    assert [one.offer for one in index.search("roller").results] == [
        one.offer for one in fresh.search("roller").results
    ]
    assert len(index.offers) == 4

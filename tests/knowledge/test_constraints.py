"""What a question demands beside the need, and how offers stand to it."""

from __future__ import annotations

import pytest

from knowledge.constraints import Demand, Demands, judge, need_of
from knowledge.importing import shipped_offers
from knowledge.matching import ThemeIndex
from knowledge.offers import Offer, Ring
from knowledge.search import SearchIndex
from knowledge.themes import shipped_themes

index = SearchIndex(shipped_offers(), ThemeIndex(shipped_themes()))


@pytest.mark.parametrize(
    ("question", "offer"),
    [
        ("hort in taufkirchen", "awo-hort-baumhaus"),
        ("schuldnerberatung taufkirchen", "awo-schuldnerberatung"),
        ("kita in taufkirchen", "rathaus-kita-verwaltung"),
    ],
)
def test_the_towns_name_does_not_drown_the_need(question: str, offer: str) -> None:
    """Nearly every offer names the town; who types it wants what is asked for beside it."""
    assert index.search(question).results[0].offer.id == offer


def test_words_that_only_demand_are_no_need() -> None:
    """Nobody who wants no "Anmeldung" looks for one; where nothing else is said, they stay."""
    assert need_of("Ferien ohne Anmeldung, kostenlos").split() == ["ferien", ","]
    assert need_of("kostenlos in Taufkirchen") == "kostenlos in Taufkirchen"
    for finding in index.search("ferien ohne anmeldung").results:
        assert "Anmeldung" not in {reason.word for reason in finding.reasons}


@pytest.mark.parametrize(
    ("offer", "demand", "holds"),
    [
        (Offer("a", "A", "", ring=Ring.STATUTORY), Demand.ANONYMOUS, None),
        (Offer("a", "A", "", ring=Ring.STATUTORY), Demand.NO_APPLICATION, None),
        (Offer("a", "A", "", access="Antrag, Hilfeplanverfahren"), Demand.NO_APPLICATION, False),
        (Offer("a", "A", "", access="Termin, ohne Antrag"), Demand.NO_APPLICATION, True),
        (Offer("a", "A", "", cost="kostenlos"), Demand.FREE, True),
        (Offer("a", "A", "", cost="für Eltern kostenlos"), Demand.FREE, True),
        (Offer("a", "A", "", cost="Tonstudio und Proberaum kostenlos"), Demand.FREE, None),
        (Offer("a", "A", "", cost="kleiner Betrag"), Demand.FREE, False),
    ],
)
def test_only_what_an_offer_says_meets_or_contradicts(
    offer: Offer, demand: Demand, holds: bool | None
) -> None:
    """Its ring, or a part of it that is free, says nothing."""
    verdict = judge(offer, Demands(plain=frozenset({demand})))

    assert (demand in verdict.met, demand in verdict.contradicted) == (
        holds is True,
        holds is False,
    )

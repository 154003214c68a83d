"""What a question demands beside the need, and how offers stand to it."""

from __future__ import annotations

import pytest

from knowledge.constraints import Demand, Demands, Verdict, demands_of, judge, need_of
from knowledge.offers import Offer, Ring
from tests.shipped import search


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
    assert search().search(question).results[0].offer.id == offer


def test_words_that_only_demand_are_no_need() -> None:
    """Nobody who wants no "Anmeldung" looks for one; where nothing else is said, they stay."""
    assert need_of("Ferien ohne Anmeldung, kostenlos").split() == ["ferien", ","]
    assert need_of("kostenlos in Taufkirchen") == "kostenlos in Taufkirchen"
    for finding in search().search("ferien ohne anmeldung").results:
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


def test_a_place_lifts_what_is_there_and_sinks_what_is_only_for_its_own_town() -> None:
    """What is for the whole Landkreis is no contradiction."""
    here = Offer("a", "Treff", "", town="Taufkirchen", reach="taufkirchen", address="Ahornring")
    there = Offer("b", "Laden", "", town="Ottobrunn / Unterhaching", reach="landkreis-muenchen")
    wide = Offer("c", "Amt", "", town="Landkreis München", reach="landkreis-muenchen")
    ottobrunn, ring = demands_of("laden in Ottobrunn"), demands_of("was gibt es am Ahornring")

    assert judge(here, ottobrunn).contradicted == (Demand.PLACE,)
    assert judge(there, ottobrunn).met == (Demand.PLACE,)
    assert judge(wide, ottobrunn) == judge(wide, ring) == Verdict((), ())
    assert judge(here, ring).met == (Demand.PLACE,)


@pytest.mark.parametrize("place", ["Ottobrunn", "Am Wald", "Lindenring"])
def test_a_place_alone_finds_what_is_there(place: str) -> None:
    """It is no situation that people are in."""
    assert Demand.PLACE in search().search(place).results[0].met

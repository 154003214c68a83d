"""Emergency detection and the card's numbers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from safety import card
from safety.card import FALLBACK, all_numbers, card_for
from safety.emergency import EmergencyKind, EmergencyLevel, detect

TODAY = date(2026, 11, 24)

CLEAR = [
    ("Schülerin sagt sie mag nimmer leben", EmergencyKind.SUICIDE),
    ("er hat gesagt er bringt sich um", EmergencyKind.SUICIDE),
    ("habe einen Abschiedsbrief im Ranzen gefunden", EmergencyKind.SUICIDE),
    ("kind hat blaue flecken und will ned heim", EmergencyKind.CHILD_PROTECTION),
    ("Mutter schlägt ihr Kind, gerade eben gesehen", EmergencyKind.CHILD_PROTECTION),
    ("der Bub ist seit gestern abgehauen", EmergencyKind.CHILD_PROTECTION),
    ("ihr Mann hat sie gewürgt", EmergencyKind.VIOLENCE),
    ("Jugendlicher ist bewusstlos", EmergencyKind.LIFE_DANGER),
    ("Kleinkind hat eine Knopfzelle verschluckt", EmergencyKind.POISONING),
    ("sie hört Stimmen und fühlt sich verfolgt", EmergencyKind.PSYCHIATRIC),
    ("Mutter mit Kind weiß nicht wo sie heute Nacht schlafen soll", EmergencyKind.NO_SHELTER),
    ("ich kann selber nicht mehr", EmergencyKind.OWN_CRISIS),
]
QUIET = [
    "hausaufgaben klappen nicht, kind 8",
    "Suizidprävention an der Mittelschule, wer bietet das an",
    "Fortbildung zu Kindeswohlgefährdung für unser Team",
    "Trauergruppe für Kinder nach dem Tod der Oma",
    "Vater war früher gewalttätig, ist seit zehn Jahren in Therapie, sucht Männergruppe",
    "schwimmkurs für 6 jährige",
    "/meine",
    "/start abcdefgh12345678",
    "morgen 9 Uhr",
    "31.02. 14 Uhr",
    "jeden zweiten Dienstag 14 Uhr",
    "Musterraum 3",
    "Besprechungsraum Beispiel",
    "Musterschule",
    "Hallo!",
    "1",
]
DOUBT = [
    "der Film war zum Umbringen langweilig, wann ist Jugendtreff?",
    "häusliche Gewalt",
    "frauenhaus",
]


@pytest.mark.parametrize(("text", "kind"), CLEAR)
def test_danger_is_seen_also_where_it_is_only_described(text: str, kind: EmergencyKind) -> None:
    """The card comes first."""
    found = detect(text)

    assert found is not None
    assert (found.kind, found.level) == (kind, EmergencyLevel.CLEAR)


@pytest.mark.parametrize("text", QUIET)
def test_courses_prevention_grief_and_the_past_are_no_emergency(text: str) -> None:
    """Too many false alarms, and nobody reads the card any more."""
    assert detect(text) is None


@pytest.mark.parametrize("text", DOUBT)
def test_figures_of_speech_and_bare_topics_leave_a_doubt(text: str) -> None:
    """Results come, with a button to the card."""
    found = detect(text)

    assert found is not None
    assert found.level is EmergencyLevel.DOUBT


@given(some.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    """Never an error."""
    detect(text)


def test_every_number_has_a_source_or_stands_in_the_law() -> None:
    """Never a number without a source, and no invented check date."""
    for number in all_numbers().values():
        assert number.by_law or number.source


@pytest.mark.parametrize("kind", EmergencyKind)
def test_every_kind_has_a_card(kind: EmergencyKind) -> None:
    """112 or 110 is always on it."""
    numbers = [one.number for one in card_for(kind, TODAY).numbers]

    assert {"112", "110"} & set(numbers)


def test_an_expired_check_falls_back_to_the_numbers_that_always_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """112, 110 and the Krisendienst; the card says that it expired."""
    from dataclasses import replace

    numbers = dict(all_numbers())
    old = TODAY - timedelta(days=366)
    numbers["giftnotruf"] = replace(numbers["giftnotruf"], checked_on=old)
    monkeypatch.setattr(card, "all_numbers", lambda: numbers)

    shown = card_for(EmergencyKind.POISONING, TODAY)

    assert shown.expired
    assert [one.number for one in shown.numbers] == [numbers[name].number for name in FALLBACK]

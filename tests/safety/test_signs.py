"""What is said plainly, and what only sounds like it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from safety import emergency_signs
from safety.emergency import EmergencyKind, EmergencyLevel, detect
from safety.emergency_signs import _signs, told_by_signs

S, V = EmergencyKind.SUICIDE, EmergencyKind.VIOLENCE


def level(text: str) -> EmergencyLevel | None:
    """How sure the detection is of a danger."""
    found = detect(text)
    return found.level if found is not None else None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ich bring mich um", S),
        ("ich bringe mich heute noch um", S),
        ("wir bringen uns um", S),
        ("bring mi um", S),
        ("ich könnte mich umbringen", S),
        ("ich nehm mir das Leben", S),
        ("der Vater bringt mich um", V),
        ("ich hab Angst, er bringt sie um", V),
    ],
)
def test_who_speaks_of_killing_is_taken_at_their_word(text: str, kind: EmergencyKind) -> None:
    """An idiom has something outside as its subject; a person is no idiom."""
    found = detect(text)

    assert found is not None
    assert (found.kind, found.level) == (kind, EmergencyLevel.CLEAR)


@pytest.mark.parametrize(
    "text",
    [
        "das Formular bringt mich noch um",
        "der Papierkram bringt mich noch um",
        "die Hausaufgaben bringen uns noch um",
        "des Formular bringt mi no um",
        "das bringt mich um den Schlaf",
        "ich könnt den Drucker umbringen",
    ],
)
def test_what_kills_one_only_in_a_manner_of_speaking_leaves_a_doubt(text: str) -> None:
    """Results come, with a button to the card."""
    assert level(text) is EmergencyLevel.DOUBT


@pytest.mark.parametrize(
    "text",
    [
        "Wir suchen einen Schwimmkurs für den Buben, übrigens hat er blaue Flecken am Rücken",
        "kein Verdacht auf Fremdeinwirkung, aber Kind ist bewusstlos",
        "nach dem Elternabend, Mutter hat gesagt sie will nicht mehr leben",
        "Film über Drogen war super, außerdem hat ein Mädchen gesagt sie ritzt sich",
        "früher ging es. Der Vater schlägt das Kind jetzt gerade",
        "keine Suizidgedanken, aber sie hat Tabletten geschluckt",
    ],
)
def test_a_harmless_word_elsewhere_takes_nothing_from_a_plain_sign(text: str) -> None:
    """A course, the past and a denial speak for their own clause."""
    assert level(text) is EmergencyLevel.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "Vortrag am Montag, Thema Suizid",
        "Fortbildung, Thema Kindeswohlgefährdung",
        "Vater war früher gewalttätig, ist seit zehn Jahren in Therapie, sucht Männergruppe",
        "sie war früher suizidal, jetzt stabil, sucht einen Chor",
    ],
)
def test_a_bare_topic_and_the_past_reach_over_commas(text: str) -> None:
    """What a course is about often stands behind a comma."""
    assert level(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "/ sie will sich das Leben nehmen",
        "/hilfe meine Schülerin will sich umbringen",
        "/notfall kind ist bewusstlos",
        "/start@lotse_bot er will sich das Leben nehmen",
        "//kind ist bewusstlos, atmet nicht",
    ],
)
def test_words_behind_a_slash_are_words(text: str) -> None:
    """Who is frightened presses the wrong key."""
    assert level(text) is EmergencyLevel.CLEAR


@pytest.mark.parametrize(
    "text", ["/hilfe", "/meine ", "/start sterben-will-er", "/start", "/", ""]
)
def test_a_bare_command_and_a_links_code_are_none(text: str) -> None:
    """A code is random letters."""
    assert detect(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "HILFE!!",
        "SOS",
        "112",
        "Notarzt",
        "notfall",
        "Notfallkarte bitte",
        "wir brauchen einen Krankenwagen",
        "jemand mit Messer in der Schule",
        "Jugendlicher will vor den Zug",
        "er googelt Methoden wie man schmerzlos einschläft",
        "i wui nimma",
    ],
)
def test_calls_for_help_are_heard(text: str) -> None:
    """In one word, too."""
    assert level(text) is EmergencyLevel.CLEAR


@pytest.mark.parametrize(
    "text",
    ["hilfe", "zimmer 112", "er mag nimmer in den Verein", "Krankenwagen anschauen mit der Kita"],
)
def test_the_same_words_in_everyday_use_are_none(text: str) -> None:
    """Help is also a page, and 112 a room."""
    assert detect(text) is None


def test_each_clause_is_read_once_however_many_signs_it_holds() -> None:
    """A message of 4,096 characters full of signs must not take seconds."""
    harmless = CountingPattern(_signs().harmless)
    signs = replace(_signs(), harmless=harmless)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(emergency_signs, "_signs", lambda: signs)
        told_by_signs("Kurs, " + "er ritzt sich mit striemen und blauen flecken " * 80)

    assert harmless.searched == 1


class CountingPattern:
    """A pattern that counts how often it searches."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self.searched = 0

    def search(self, *where: Any) -> re.Match[str] | None:
        """Search, and count."""
        self.searched += 1
        return self.pattern.search(*where)


@pytest.mark.parametrize("end", ["", "x", "! x"])
def test_a_cry_of_any_length_is_read_to_its_end(end: str) -> None:
    """An ambiguous pattern would not come back in a lifetime."""
    assert (detect(f"hilfe{'!' * 3_000}{end}") is None) == bool(end)

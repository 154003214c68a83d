"""What is said plainly, and what only sounds like it."""

from __future__ import annotations

import pytest

from safety.emergency import EmergencyKind, EmergencyLevel, detect

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

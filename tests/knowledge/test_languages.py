"""Languages people ask for, and languages they ask in."""

from __future__ import annotations

import pytest

from knowledge.bands import is_foreign
from knowledge.constraints import Demand, demands_of
from knowledge.constraints.languages import languages_in, speaks


@pytest.mark.parametrize(
    ("question", "languages"),
    [
        ("beratung auf türkisch", ("Türkisch",)),
        ("mutter spricht nur dari", ("Dari",)),
        ("rumänische familie", ("Rumänisch",)),
        ("spricht englisch", ("Englisch",)),
        ("fünf in englisch", ()),
        ("nachhilfe französisch", ()),
        ("französischsprachige beratung", ("Französisch",)),
        ("dolmetscher gebärdensprache", ("Gebärdensprache",)),
    ],
)
def test_languages_are_read_and_subjects_are_not(
    question: str, languages: tuple[str, ...]
) -> None:
    """Who needs help in English lessons speaks German."""
    assert languages_in(question) == languages


def test_only_a_list_with_nothing_but_german_contradicts() -> None:
    """Nobody knows which the 120 languages are."""
    assert speaks(("Deutsch", "teilweise Türkisch"), ("Türkisch",)) is True
    assert speaks(("Deutsch", "18 Fremdsprachen"), ("Türkisch",)) is None
    assert speaks((), ("Türkisch",)) is None
    assert speaks(("Deutsch",), ("Türkisch",)) is False


def test_turkish_letters_are_read() -> None:
    """As in German "ü" is spelt out; "ı" is an i."""
    assert Demand.FREE in demands_of("ücretsiz kurs").plain
    assert is_foreign("kızım okula gitmek istemiyor")

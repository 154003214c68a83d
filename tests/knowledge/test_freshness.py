"""Age of entries, contacts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from handlers.texts.finding import age_of_entry, card
from knowledge.contacts import dialable
from knowledge.freshness import Freshness, as_of
from knowledge.importing import shipped_offers
from knowledge.offers import Offer

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("days", "freshness"),
    [
        (0, Freshness.VERIFIED_GREEN),
        (180, Freshness.VERIFIED_GREEN),
        (181, Freshness.VERIFIED_AMBER),
        (365, Freshness.VERIFIED_AMBER),
        (366, Freshness.VERIFIED_OLD),
    ],
)
def test_the_clock_runs_from_a_persons_check(days: int, freshness: Freshness) -> None:
    """Green for half a year, amber for a year."""
    offer = Offer("a", "A", "", stand="2012", verified_on=TODAY - timedelta(days=days))

    assert as_of(offer, TODAY) is freshness


@pytest.mark.parametrize(
    ("stand", "words"),
    [
        (None, "Stand unbekannt"),
        ("2019", "Quelle von 2019, noch nicht geprüft"),
        ("2024-12", "Quelle von 12/2024, noch nicht geprüft"),
        ("2023-05-04", "Quelle von 04.05.2023, noch nicht geprüft"),
    ],
)
def test_a_source_is_never_called_up_to_date(stand: str | None, words: str) -> None:
    """Unknown stays unknown, and a source's date is no check."""
    assert age_of_entry(Offer("a", "A", "", stand=stand), TODAY) == words


def test_no_card_of_the_shipped_offers_is_too_long_or_says_aktuell() -> None:
    """Every one of the 135 cards fits on a screen and shows the age of its entry."""
    for offer in shipped_offers():
        text = card(offer, TODAY)
        assert "aktuell" not in age_of_entry(offer, TODAY)
        assert age_of_entry(offer, TODAY) in text
        assert len(text) < 2000


@pytest.mark.parametrize(
    ("phone", "written"),
    [
        ("089 666722-130", "+49 89 666722130"),
        ("116 111", "116 111"),
        ("0800 111 0 111 oder 0800 111 0 222", "+49 800 1110111 oder +49 800 1110222"),
        ("nur abends", "nur abends"),
    ],
)
def test_numbers_are_written_so_that_phones_can_dial_them(phone: str, written: str) -> None:
    """Short numbers stay as they are."""
    assert dialable(phone) == written

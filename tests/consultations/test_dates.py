"""Typed days and times."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from consultations.dates import NoSuchDay, NotADate, parse_when

TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.mark.parametrize(
    ("words", "day", "at"),
    [
        ("Di 14.05. 14:00", date(2027, 5, 14), time(14)),
        ("14.5. 14 Uhr", date(2027, 5, 14), time(14)),
        ("14.05.2028, 14:30", date(2028, 5, 14), time(14, 30)),
        ("14.5.28 9:15", date(2028, 5, 14), time(9, 15)),
        ("30.11. um 8 uhr", date(2026, 11, 30), time(8)),
        ("morgen 9 Uhr", date(2026, 11, 25), time(9)),
        ("heute 17:45", date(2026, 11, 24), time(17, 45)),
        ("nächsten Do 15 uhr", date(2026, 11, 26), time(15)),
        ("Dienstag 10 Uhr", date(2026, 12, 1), time(10)),
        ("29.2. 12 Uhr", date(2028, 2, 29), time(12)),
    ],
)
def test_days_and_times_as_people_write_them(words: str, day: date, at: time) -> None:
    """A day without a year is the next such day."""
    assert parse_when(words, TODAY) == (day, at)


def test_a_day_the_calendar_lacks_comes_with_its_neighbours() -> None:
    """Instead of an error two days to choose from."""
    with pytest.raises(NoSuchDay) as refusal:
        parse_when("31.02. 14 Uhr", TODAY)

    assert refusal.value.suggestions == (date(2027, 2, 28), date(2027, 3, 3))


@pytest.mark.parametrize("words", ["", "bald", "14 Uhr", "14.05.", "45.13. 14:00", "Di 25:00"])
def test_words_without_day_or_time_are_refused(words: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(NotADate):
        parse_when(words, TODAY)


@given(some.text(max_size=60))
def test_nothing_typed_breaks_it(words: str) -> None:
    """Any text is a moment or one of the two refusals."""
    try:
        day, _ = parse_when(words, TODAY)
    except (NotADate, NoSuchDay):
        return
    assert day.year >= 2000

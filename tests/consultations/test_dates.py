"""Typed days and times."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from consultations.dates import (
    AskBack,
    NoSuchDay,
    NotADate,
    OtherWeekday,
    TwoDays,
    parse_when,
)

TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.mark.parametrize(
    ("words", "day", "at"),
    [
        ("Fr 14.05. 14:00", date(2027, 5, 14), time(14)),
        ("Freitag, den 14.05., um 14:00", date(2027, 5, 14), time(14)),
        ("14.05. (Freitag) 14:00", date(2027, 5, 14), time(14)),
        ("so gegen 14 Uhr am 14.05.", date(2027, 5, 14), time(14)),
        ("14.5. 14 Uhr", date(2027, 5, 14), time(14)),
        ("14.05.2028, 14:30", date(2028, 5, 14), time(14, 30)),
        ("14.5.28 9:15", date(2028, 5, 14), time(9, 15)),
        ("30.11. um 8 uhr", date(2026, 11, 30), time(8)),
        ("morgen 9 Uhr", date(2026, 11, 25), time(9)),
        ("heute 17:45", date(2026, 11, 24), time(17, 45)),
        ("nächsten Do 15 uhr", date(2026, 11, 26), time(15)),
        ("Dienstag 10 Uhr", date(2026, 12, 1), time(10)),
        ("29.2. 12 Uhr", date(2028, 2, 29), time(12)),
        ("heute morgen 9 Uhr", date(2026, 11, 24), time(9)),
        ("Mittwoch morgen 9 Uhr", date(2026, 11, 25), time(9)),
        ("Donnerstag morgen 9 Uhr", date(2026, 11, 26), time(9)),
        ("Donnerstagmorgen 9 Uhr", date(2026, 11, 26), time(9)),
        ("Do morgens 9 Uhr", date(2026, 11, 26), time(9)),
        ("morgen, Mittwoch, 9 Uhr", date(2026, 11, 25), time(9)),
        ("heute (Di) 17 Uhr", date(2026, 11, 24), time(17)),
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


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("Di 14.05. 14:00", (date(2027, 5, 14), date(2027, 5, 11))),  # a Friday
        ("14.05. Montag 14:00", (date(2027, 5, 14), date(2027, 5, 17))),
        ("so 14.05. 14:00", (date(2027, 5, 14), date(2027, 5, 16))),
        ("Mo 25.11. 14:00", (date(2026, 11, 25), date(2026, 11, 30))),  # last Monday is past
        ("Mi, 12.05.2027 um 14 Uhr", None),
    ],
)
def test_a_weekday_that_does_not_fit_the_date_is_asked_back(
    words: str, days: tuple[date, date] | None
) -> None:
    """The date as typed, or the nearest such weekday; none is chosen silently."""
    if days is None:
        assert parse_when(words, TODAY)[0] == date(2027, 5, 12)
        return
    with pytest.raises(OtherWeekday) as doubt:
        parse_when(words, TODAY)

    assert doubt.value.suggestions == days
    assert doubt.value.at == time(14)


@pytest.mark.parametrize("words", ["morgen Donnerstag 9 Uhr", "Donnerstag, also morgen, 9 Uhr"])
def test_tomorrow_on_another_weekday_is_asked_back(words: str) -> None:
    """Either may be the slip."""
    with pytest.raises(TwoDays) as doubt:
        parse_when(words, TODAY)

    assert doubt.value.suggestions == (date(2026, 11, 25), date(2026, 11, 26))


@pytest.mark.parametrize("words", ["", "bald", "14 Uhr", "14.05.", "45.13. 14:00", "Di 25:00"])
def test_words_without_day_or_time_are_refused(words: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(NotADate):
        parse_when(words, TODAY)


@given(some.text(max_size=60))
def test_nothing_typed_breaks_it(words: str) -> None:
    """Any text is a moment, refused or asked back."""
    try:
        day, _ = parse_when(words, TODAY)
    except (NotADate, AskBack):
        return
    assert day.year >= 2000

"""Times in words: the clock on the wall, on both sides of its changes and of midnight."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handlers.texts.when import clock, day, span


def utc(text: str) -> datetime:
    """A moment as the diary keeps it."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("starts_at", "minutes", "now", "shown"),
    [
        # the last Sunday of March: at two it is three
        ("2027-03-27T13:00", 90, "2027-03-20T12:00", "Sa 27.03., 14:00–15:30"),
        ("2027-03-28T00:30", 90, "2027-03-20T12:00", "So 28.03., 01:30–04:00"),
        ("2027-03-28T12:00", 90, "2027-03-20T12:00", "So 28.03., 14:00–15:30"),
        ("2027-03-27T22:30", 240, "2027-03-20T12:00", "Sa 27.03., 23:30–04:30"),
        # the last Sunday of October: at three it is two once more
        ("2027-10-30T12:00", 90, "2027-10-20T12:00", "Sa 30.10., 14:00–15:30"),
        ("2027-10-30T23:30", 90, "2027-10-20T12:00", "So 31.10., 01:30–02:00"),
        ("2027-10-31T13:00", 90, "2027-10-20T12:00", "So 31.10., 14:00–15:30"),
        ("2027-10-30T21:30", 240, "2027-10-20T12:00", "Sa 30.10., 23:30–02:30"),
        # midnight, and the year
        ("2027-06-01T21:15", 90, "2027-05-20T12:00", "Di 01.06., 23:15–00:45"),
        ("2027-12-31T22:15", 90, "2027-12-01T12:00", "Fr 31.12., 23:15–00:45"),
        ("2027-12-31T23:00", 90, "2027-12-01T12:00", "Sa 01.01.2028, 00:00–01:30"),
    ],
)
def test_a_table_is_shown_as_the_clock_on_the_wall_has_it(
    starts_at: str, minutes: int, now: str, shown: str
) -> None:
    """What is kept in UTC; the day is the one on which it starts."""
    begins = utc(starts_at)

    assert span(begins, begins + timedelta(minutes=minutes), utc(now)) == shown


@pytest.mark.parametrize(
    ("moment", "now", "shown"),
    [
        # half past eleven in the evening in Taufkirchen is half past nine or ten in UTC
        ("2027-03-28T12:00", "2027-03-27T22:30", "So 28.03. (morgen)"),
        ("2027-03-28T21:59", "2027-03-27T23:00", "So 28.03. (heute)"),
        ("2027-03-28T22:00", "2027-03-27T23:00", "Mo 29.03. (morgen)"),
        ("2027-10-31T13:00", "2027-10-30T21:59", "So 31.10. (morgen)"),
        ("2027-10-31T22:59", "2027-10-30T22:00", "So 31.10. (heute)"),
        ("2027-10-31T23:00", "2027-10-30T22:00", "Mo 01.11. (morgen)"),
    ],
)
def test_a_day_begins_at_midnight_in_taufkirchen(moment: str, now: str, shown: str) -> None:
    """Also on the days of 23 and of 25 hours."""
    assert day(utc(moment), utc(now)) == shown


def test_an_hour_that_comes_twice_is_shown_as_the_clock_has_it() -> None:
    """Half past two, an hour apart."""
    now = utc("2027-10-30T12:00")

    assert clock(utc("2027-10-31T00:30"), now) == "morgen, 02:30 Uhr"
    assert clock(utc("2027-10-31T01:30"), now) == "morgen, 02:30 Uhr"

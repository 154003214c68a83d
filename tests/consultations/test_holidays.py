"""Public and school holidays."""

from __future__ import annotations

from datetime import date

import pytest

from consultations.holidays import holiday_on, school_calendar_ends, school_holidays


@pytest.mark.parametrize(("catholic", "name"), [(True, "Mariä Himmelfahrt"), (False, None)])
def test_assumption_day_depends_on_the_municipality(catholic: bool, name: str | None) -> None:
    """15 August is a holiday where most people are Catholic."""
    assert holiday_on(date(2028, 8, 15), catholic_majority=catholic) == name


@pytest.mark.parametrize(
    ("first", "last", "name"),  # bekanntgemacht vom Kultusministerium, Schuljahr 2026/27
    [
        (date(2026, 11, 2), date(2026, 11, 6), "Herbstferien"),
        (date(2026, 12, 24), date(2027, 1, 8), "Weihnachtsferien"),
        (date(2027, 2, 8), date(2027, 2, 12), "Faschingsferien"),
        (date(2027, 3, 22), date(2027, 4, 2), "Osterferien"),
        (date(2027, 5, 18), date(2027, 5, 28), "Pfingstferien"),
        (date(2027, 8, 2), date(2027, 9, 13), "Sommerferien"),
    ],
)
def test_school_holidays_are_called_as_people_here_call_them(
    first: date, last: date, name: str
) -> None:
    """The library has one name for what other states have instead."""
    days = school_holidays({2026, 2027})

    assert days[first] == days[last] == name
    assert first.replace(day=first.day - 1) not in days


def test_the_school_calendar_has_an_end() -> None:
    """Nobody knows school holidays for ever; up to its end there are some in each year."""
    end = school_calendar_ends()

    assert end >= date(2029, 9, 10)
    assert max(school_holidays({end.year})) == end
    assert school_holidays({end.year + 1}) == {}

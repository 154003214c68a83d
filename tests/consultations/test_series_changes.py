"""What becomes of a rule when its tables are moved or called off."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from consultations.series import CODES, Series
from consultations.series_changes import ended, shifted

DAY = timedelta(days=1)
TUESDAYS = Series("FREQ=WEEKLY;BYDAY=TU;COUNT=6", date(2026, 12, 1), time(14), time(15, 30))


def test_a_series_ends_the_day_before() -> None:
    """With its last day, as iCalendar ends a rule; without any day there is none."""
    shorter = ended(TUESDAYS, date(2026, 12, 22))

    assert shorter is not None
    assert shorter.rrule == "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261215T235959"
    assert list(shorter.days()) == list(TUESDAYS.days())[:3]
    assert ended(TUESDAYS, date(2026, 12, 1)) is None


@pytest.mark.parametrize(
    ("rule", "by", "expected"),
    [
        ("FREQ=WEEKLY;BYDAY=TU", DAY, "FREQ=WEEKLY;BYDAY=WE"),
        ("FREQ=WEEKLY;BYDAY=TU", timedelta(hours=-15), "FREQ=WEEKLY;BYDAY=MO"),
        ("FREQ=WEEKLY;BYDAY=TU", timedelta(minutes=30), "FREQ=WEEKLY;BYDAY=TU"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", -2 * DAY, "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU"),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU", DAY,
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=TU",
        ),
        ("FREQ=DAILY", 7 * DAY, "FREQ=DAILY"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", 2 * DAY, "FREQ=MONTHLY;BYMONTHDAY=17"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", timedelta(hours=1), "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("FREQ=MONTHLY;BYDAY=1TU", 7 * DAY, "FREQ=MONTHLY;BYDAY=2TU"),
        ("FREQ=MONTHLY;BYDAY=-1TU", -7 * DAY, "FREQ=MONTHLY;BYDAY=-2TU"),
        ("FREQ=MONTHLY;BYDAY=1TU", -DAY, None),
        ("FREQ=MONTHLY;BYMONTHDAY=1", -DAY, None),
    ],
)  # fmt: skip
def test_a_rule_follows_its_tables(rule: str, by: timedelta, expected: str | None) -> None:
    """Or there is none; a wrong one is never kept."""
    start = next(iter(Series(rule, date(2026, 12, 1), time(14)).days()))
    series = Series(rule, start, time(14), time(15, 30)).times(14)

    moved = shifted(series, start, by)

    if expected is None:
        assert moved is None
        return
    assert moved is not None
    assert moved.rrule.split(";UNTIL")[0] == expected
    assert moved.length == series.length


def test_only_the_days_that_follow_are_moved() -> None:
    """What was before stands in the old rule."""
    moved = shifted(TUESDAYS, date(2026, 12, 22), DAY)

    assert moved is not None
    assert list(moved.days()) == [day + DAY for day in list(TUESDAYS.days())[3:]]
    assert shifted(TUESDAYS, date(2027, 12, 22), DAY) is None


@given(
    codes=some.sets(some.sampled_from(CODES), min_size=1, max_size=3),
    every=some.integers(1, 3),
    by=some.integers(-20, 20),
    since=some.integers(0, 10),
)
def test_a_weekly_rule_always_follows(codes: set[str], every: int, by: int, since: int) -> None:
    """Whatever its days and its interval: the moved rule has just the moved days."""
    interval = f";INTERVAL={every}" if every > 1 else ""
    rule = f"FREQ=WEEKLY{interval};BYDAY={','.join(sorted(codes, key=CODES.index))}"
    start = next(iter(Series(rule, date(2026, 12, 1), time(14)).days()))
    series = Series(rule, start, time(14)).times(12)
    days = list(series.days())
    assume(since < len(days))

    moved = shifted(series, days[since], by * DAY)

    assert moved is not None
    assert list(moved.days()) == [day + by * DAY for day in days[since:]]

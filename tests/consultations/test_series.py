"""Series: their days, their limits, and what a change of them concerns."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from consultations.holidays import public_holidays, school_calendar_ends, school_holidays
from consultations.publishing import LOCAL, moment
from consultations.series import (
    CODES,
    Concerned,
    Extent,
    NothingLeft,
    Series,
    TooFar,
    TooMany,
    concerned,
    days_of,
    first_day,
    single,
    weekly,
)
from consultations.slots import Slot
from consultations.states import SlotState

TODAY = date(2026, 11, 24)  # a Tuesday
TUESDAYS = Series("FREQ=WEEKLY;BYDAY=TU", date(2026, 12, 1), time(14))


def test_a_series_over_christmas_skips_the_holidays_by_name() -> None:
    """Christmas and New Year fall out, with their German names."""
    series = weekly(date(2026, 12, 11), time(14), 1, 5)

    days = days_of(series, TODAY, catholic_majority=False)

    assert days.skipped == (
        (date(2026, 12, 25), "Erster Weihnachtstag"),
        (date(2027, 1, 1), "Neujahr"),
    )
    assert days.kept == (date(2026, 12, 11), date(2026, 12, 18), date(2027, 1, 8))


def test_school_holidays_fall_out_where_that_is_wanted() -> None:
    """With their names; a public holiday among them is named as such."""
    series = replace(
        Series("FREQ=WEEKLY;BYDAY=MO", date(2027, 5, 10), time(14)).times(4),
        skips_school_holidays=True,
    )

    days = days_of(series, TODAY, catholic_majority=True)

    assert days.kept == (date(2027, 5, 10), date(2027, 5, 31))
    assert days.skipped == (
        (date(2027, 5, 17), "Pfingstmontag"),
        (date(2027, 5, 24), "Pfingstferien"),
    )
    kept_all = days_of(replace(series, skips_school_holidays=False), TODAY, catholic_majority=True)
    assert date(2027, 5, 24) in kept_all.kept


def test_holidays_stay_where_that_is_wanted() -> None:
    """A series that is meant for Christmas keeps it."""
    series = replace(weekly(date(2026, 12, 25), time(14), 1, 2), skips_holidays=False)

    assert days_of(series, TODAY, catholic_majority=True).skipped == ()


def test_nothing_left_says_what_fell_out() -> None:
    """A single table on a holiday."""
    day = date(2028, 8, 15)
    with pytest.raises(NothingLeft) as refusal:
        days_of(single(day, time(14)), TODAY, catholic_majority=True)

    assert refusal.value.skipped == ((day, "Mariä Himmelfahrt"),)
    assert days_of(single(day, time(14)), TODAY, catholic_majority=False).kept == (day,)


@pytest.mark.parametrize(
    ("series", "number"),
    [
        (TUESDAYS, None),
        (TUESDAYS.times(53), 53),
        (TUESDAYS.times(1000), 1000),
        (TUESDAYS.times(999_999), 999_999),
        (TUESDAYS.until(date(2028, 11, 28)), 105),
        (Series("FREQ=DAILY", date(2026, 12, 1), time(8)).until(date(2027, 1, 31)), 62),
    ],
)
def test_too_many_days_are_refused_with_their_number(series: Series, number: int | None) -> None:
    """None where the series has no end; the limit is named."""
    with pytest.raises(TooMany) as refusal:
        days_of(series, TODAY, catholic_majority=True)

    assert (refusal.value.number, refusal.value.limit) == (number, 52)


def test_a_lower_limit_can_be_set() -> None:
    """The caller may allow less."""
    assert len(days_of(TUESDAYS.times(3), TODAY, catholic_majority=True, most=3).kept) == 3
    with pytest.raises(TooMany):
        days_of(TUESDAYS.times(4), TODAY, catholic_majority=True, most=3)


def test_a_series_ends_at_most_one_year_ahead() -> None:
    """A year of Tuesdays is possible, thirteen months are not; a single table may be later."""
    monthly = Series("FREQ=MONTHLY;BYMONTHDAY=15", date(2026, 12, 15), time(14))

    assert len(days_of(TUESDAYS.times(52), TODAY, catholic_majority=True).kept) == 52
    assert days_of(monthly.times(12), TODAY, catholic_majority=True).kept[-1] == date(2027, 11, 15)
    with pytest.raises(TooFar) as refusal:
        days_of(monthly.times(13), TODAY, catholic_majority=True)
    assert (refusal.value.last, refusal.value.limit) == (date(2027, 12, 15), date(2027, 11, 24))


def test_days_that_are_over_are_left_out_of_a_running_series() -> None:
    """They count, but are not given again."""
    days = days_of(TUESDAYS.times(4), date(2026, 12, 9), catholic_majority=True)

    assert days.kept == (date(2026, 12, 15), date(2026, 12, 22))


def test_the_end_of_the_school_calendar_is_told() -> None:
    """Only where school holidays matter and a day lies behind it."""
    end = school_calendar_ends()
    series = weekly(end - timedelta(days=60), time(14), 2, 6)

    def told(one: Series) -> date | None:
        return days_of(one, one.starts_on, catholic_majority=True).known_until

    assert told(replace(series, skips_school_holidays=True)) == end
    assert told(series) is None
    assert told(replace(TUESDAYS.times(20), skips_school_holidays=True)) is None


@pytest.mark.parametrize(
    ("first", "utc_hours"),
    [(date(2026, 10, 18), {12, 13}), (date(2027, 3, 21), {13, 12})],
)
def test_a_series_keeps_its_time_on_the_wall(first: date, utc_hours: set[int]) -> None:
    """Over both changes of the clocks, which fall on its second day."""
    days = days_of(weekly(first, time(14), 1, 3), first, catholic_majority=True).kept

    moments = [moment(day, time(14)) for day in days]

    assert {one.astimezone(LOCAL).hour for one in moments} == {14}
    assert {one.hour for one in moments} == utc_hours
    assert moments[0].hour != moments[1].hour


def test_times_that_do_not_exist_or_come_twice() -> None:
    """02:30 is 03:30 in March, and the first of the two in October."""
    left_out, twice = (
        moment(date(2027, 3, 28), time(2, 30)),
        moment(date(2026, 10, 25), time(2, 30)),
    )

    assert left_out == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert left_out.astimezone(LOCAL).time() == time(3, 30)
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_table_may_end_after_midnight() -> None:
    """The length is that on the clock."""
    assert replace(TUESDAYS, ends=time(15, 30)).length == timedelta(minutes=90)
    assert replace(TUESDAYS, at=time(23), ends=time(0, 30)).length == timedelta(minutes=90)
    assert TUESDAYS.length is None


WEEKDAYS = some.lists(some.sampled_from(range(7)), min_size=1, max_size=3, unique=True)
RULES = some.one_of(
    some.tuples(some.just("WEEKLY"), some.integers(1, 4), WEEKDAYS),
    some.tuples(some.just("NTH"), some.sampled_from([-1, 1, 2, 3, 4, 5]), WEEKDAYS),
    some.tuples(some.just("DAY"), some.sampled_from([-1, *range(1, 32)]), some.just([])),
)


@given(
    rule=RULES,
    start=some.dates(date(2026, 1, 1), date(2029, 6, 30)),
    weeks=some.integers(5, 50),
    public=some.booleans(),
    school=some.booleans(),
)
def test_every_day_fits_the_rule_and_none_is_skipped_or_lost(
    rule: tuple[str, int, list[int]], start: date, weeks: int, public: bool, school: bool
) -> None:
    """Checked day by day with a calendar instead of a rule; a kept day is no skipped one."""
    last = start + timedelta(weeks=weeks)
    first = first_day(_text(rule), start)
    assert first is not None
    series = Series(_text(rule), first, time(14), None, public, school).until(last)
    every = [start + timedelta(days=ahead) for ahead in range((last - start).days + 1)]
    fitting = [day for day in every if _fits(day, first, rule)]

    kept, skipped = _kept_and_skipped(series, start)

    years = {day.year for day in every}
    closed = public_holidays(years, catholic_majority=True) if public else {}
    closed = closed | (school_holidays(years) if school else {})
    assert sorted(kept | skipped) == fitting
    assert not kept & set(closed)
    assert skipped <= set(closed)


def _kept_and_skipped(series: Series, start: date) -> tuple[set[date], set[date]]:
    try:
        days = days_of(series, start, catholic_majority=True, most=400)
    except NothingLeft as refusal:
        return set(), {day for day, _ in refusal.skipped}
    return set(days.kept), {day for day, _ in days.skipped}


def _text(rule: tuple[str, int, list[int]]) -> str:
    kind, number, weekdays = rule
    if kind == "WEEKLY":
        codes = ",".join(CODES[day] for day in sorted(weekdays))
        return f"FREQ=WEEKLY;INTERVAL={number};BYDAY={codes}"
    if kind == "NTH":
        codes = ",".join(f"{number}{CODES[day]}" for day in sorted(weekdays))
        return f"FREQ=MONTHLY;BYDAY={codes}"
    return f"FREQ=MONTHLY;BYMONTHDAY={number}"


def _fits(day: date, first: date, rule: tuple[str, int, list[int]]) -> bool:
    kind, number, weekdays = rule
    if kind == "WEEKLY":
        return day >= first and _matches_week(day, first, number, weekdays)
    return _matches_month(day, rule)


def _matches_week(day: date, first: date, every: int, weekdays: list[int]) -> bool:
    monday, from_monday = (one - timedelta(days=one.weekday()) for one in (day, first))
    return day.weekday() in weekdays and (monday - from_monday).days // 7 % every == 0


def _matches_month(day: date, rule: tuple[str, int, list[int]]) -> bool:
    kind, number, weekdays = rule
    last = monthrange(day.year, day.month)[1]
    if kind == "DAY":
        return day.day == (number if number > 0 else last)
    is_last = day.day + 7 > last
    return day.weekday() in weekdays and (
        is_last if number < 0 else (day.day - 1) // 7 + 1 == number
    )


NOW = datetime(2026, 12, 9, 12, tzinfo=UTC)


def slot(number: int, starts_at: datetime, state: SlotState = SlotState.OPEN) -> Slot:
    """A table of the series."""
    return Slot(number, starts_at, starts_at + timedelta(hours=1), "Raum", 1, 1, 3, state=state)


TABLES = [slot(at, NOW + timedelta(weeks=at - 3)) for at in range(1, 6)]  # the third starts now
CALLED_OFF = slot(9, NOW + timedelta(days=3), SlotState.CANCELLED)


@pytest.mark.parametrize(
    ("chosen", "extent", "changed", "begun"),
    [
        (4, Extent.ONE, [4], []),
        (4, Extent.FOLLOWING, [4, 5], []),
        (4, Extent.ALL, [4, 5], [1, 2, 3]),
        (2, Extent.ONE, [], [2]),
        (2, Extent.FOLLOWING, [4, 5], [2, 3]),
    ],
)
def test_what_a_change_concerns(
    chosen: int, extent: Extent, changed: list[int], begun: list[int]
) -> None:
    """What has begun stays, what was called off is not told; the order given does not matter."""
    tables = [CALLED_OFF, *reversed(TABLES)]

    found = concerned(tables, TABLES[chosen - 1], extent, now=NOW)

    assert [one.id for one in found.changed] == changed
    assert [one.id for one in found.begun] == begun


@given(
    hours=some.lists(some.integers(-200, 200), min_size=1, max_size=12),
    extent=some.sampled_from(Extent),
    data=some.data(),
)
def test_no_table_is_changed_that_has_begun(
    hours: list[int], extent: Extent, data: some.DataObject
) -> None:
    """And each extent holds the smaller ones."""
    tables = [slot(at, NOW + timedelta(hours=one)) for at, one in enumerate(hours)]
    chosen = data.draw(some.sampled_from(tables))

    def every(found: Concerned) -> set[int]:
        return {one.id for one in (*found.changed, *found.begun)}

    found = concerned(tables, chosen, extent, now=NOW)
    one, following, all_of_them = (
        every(concerned(tables, chosen, wide, now=NOW)) for wide in Extent
    )

    assert all(one.starts_at > NOW for one in found.changed)
    assert one == {chosen.id}
    assert one <= following <= all_of_them == {table.id for table in tables}

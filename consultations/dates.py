"""Reading a typed German day and time: "Di 14.05. 14:00", "nächsten Do 15 Uhr", "morgen 9 Uhr".

Where the words name two days, a weekday beside a date of another or beside "morgen", none is
chosen silently: both come back, to be asked about.
"""

from __future__ import annotations

import re
from datetime import date, time, timedelta

WEEKDAYS = ("mo", "di", "mi", "do", "fr", "sa", "so")
NEAR = {"heute": 0, "morgen": 1, "übermorgen": 2, "uebermorgen": 2}

DAY = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.?(?:(?:\s?(20\d{2}))|(\d{2}))?(?![\d:])")
CLOCK = re.compile(r"\b(\d{1,2})[:.](\d{2})\b(?!\.)|\b(\d{1,2})\s?(?:uhr|h)\b", re.IGNORECASE)
MORNING = re.compile(r"\s+morgen\b", re.IGNORECASE)
WEEKDAY = re.compile(
    r"\b(mo|di|mi|do|fr|sa|so)(?:\.|ntag|enstag|ttwoch|nnerstag|eitag|mstag|nntag)?"
    r"(?:morgens?)?\b",
    re.IGNORECASE,
)


class NotADate(Exception):
    """There is no day or no time in the words."""


class AskBack(Exception):
    """It may be one of two days, `suggestions`; the time `at` is clear."""

    def __init__(self, suggestions: tuple[date, date], at: time) -> None:
        super().__init__()
        self.suggestions = suggestions
        self.at = at


class NoSuchDay(AskBack):
    """The calendar has no such day; these are the days around it."""


class OtherWeekday(AskBack):
    """The date falls on another weekday than the one named; the date comes first."""


class TwoDays(AskBack):
    """A weekday and "heute", "morgen" or "übermorgen" are different days; the weekday is last."""


def parse_when(words: str, today: date) -> tuple[date, time]:
    """The day and time meant; a day without a year is the next such day.

    Raises:
        NotADate: day or time is missing.
        NoSuchDay: for "31.02.".
        OtherWeekday: for "Di 14.05." where that is a Friday.
        TwoDays: for "morgen, Mittwoch" where tomorrow is a Friday.
    """
    found = DAY.search(words)
    if found is None:
        at = _clock(words)
        return _near_day(words, today, at), at
    at = _clock(words[: found.start()] + " " + words[found.end() :])
    day = day_in_calendar(found, today, at)
    weekday = _weekday_of_date(words, found)
    if weekday is not None and weekday != day.weekday():
        raise OtherWeekday((day, nearest(day, weekday, today)), at)
    return day, at


def _weekday_of_date(words: str, day: re.Match[str]) -> int | None:
    """The weekday named beside a date; "so" is a filler unless it stands right before it."""
    for found in WEEKDAY.finditer(words):
        between = words[found.end() : day.start()] if found.end() <= day.start() else "after"
        if found[0] != "so" or not between.strip(" .,"):
            return WEEKDAYS.index(found[1].lower())
    return None


def nearest(day: date, weekday: int, today: date) -> date:
    """The closest such weekday around a day that is another; not before today."""
    back = (day.weekday() - weekday) % 7
    before, after = day - timedelta(days=back), day + timedelta(days=7 - back)
    return before if back <= 3 and before >= today else after


def _clock(words: str) -> time:
    found = CLOCK.search(words)
    if found is None:
        raise NotADate
    hour = int(found[1] or found[3])
    minute = int(found[2] or 0)
    if hour > 23 or minute > 59:
        raise NotADate
    return time(hour, minute)


def day_in_calendar(found: re.Match[str], today: date, at: time) -> date:
    """The day a match of `DAY` names; without a year the next such day.

    Raises:
        NotADate: there are no such numbers in any month.
        NoSuchDay: for "31.02.".
    """
    day, month, year = int(found[1]), int(found[2]), found[3] or found[4]
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise NotADate
    wanted = int(year) + (2000 if len(year) == 2 else 0) if year else today.year
    try:
        result = date(wanted, month, day)
    except ValueError:
        if year or month != 2 or day != 29:
            around = _around(wanted, month, day, today, fixed=bool(year))
            raise NoSuchDay(around, at) from None
        return _next_leap_day(today)
    if not year and result < today:
        return _calendar_day_next_year(result)
    return result


def _calendar_day_next_year(result: date) -> date:
    if (result.month, result.day) == (2, 29):
        return _next_leap_day(result)
    return result.replace(year=result.year + 1)


def _next_leap_day(after: date) -> date:
    year = after.year
    while True:
        try:
            leap = date(year, 2, 29)
        except ValueError:
            year += 1
            continue
        if leap > after:
            return leap
        year += 1


def _around(year: int, month: int, day: int, today: date, *, fixed: bool) -> tuple[date, date]:
    """For 31.02.: the last day of the month, and as many days later as were too many."""
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    last = first_of_next - timedelta(days=1)
    if not fixed and last < today:
        return _around(year + 1, month, day, today, fixed=True)
    return last, last + timedelta(days=day - last.day)


def _near_day(words: str, today: date, at: time) -> date:
    near, found = _day_by_its_distance(words, today), WEEKDAY.search(words)
    if found is None:
        if near is None:
            raise NotADate
        return near
    ahead = (WEEKDAYS.index(found[1].lower()) - today.weekday()) % 7
    day = today + timedelta(days=ahead or 7)
    if near is None or _is_morning_of(words, found):
        return day
    if near.weekday() == day.weekday():
        return near
    raise TwoDays((near, day), at)


def _day_by_its_distance(words: str, today: date) -> date | None:
    for word, ahead in NEAR.items():
        if re.search(rf"\b{word}\b", words, re.IGNORECASE):
            return today + timedelta(days=ahead)
    return None


def _is_morning_of(words: str, weekday: re.Match[str]) -> bool:
    """Whether "morgen" right behind a weekday means its morning, as in "Mittwoch morgen"."""
    return weekday[0] != "so" and bool(MORNING.match(words, weekday.end()))

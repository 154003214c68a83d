"""Reading a typed German day and time: "Di 14.05. 14:00", "nächsten Do 15 Uhr", "morgen 9 Uhr"."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

WEEKDAYS = ("mo", "di", "mi", "do", "fr", "sa", "so")
NEAR = {"heute": 0, "morgen": 1, "übermorgen": 2, "uebermorgen": 2}

DAY = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.?(?:(?:\s?(20\d{2}))|(\d{2}))?(?![\d:])")
CLOCK = re.compile(r"\b(\d{1,2})[:.](\d{2})\b(?!\.)|\b(\d{1,2})\s?(?:uhr|h)\b", re.IGNORECASE)
WEEKDAY = re.compile(
    r"\b(mo|di|mi|do|fr|sa|so)(?:\.|ntag|enstag|ttwoch|nnerstag|eitag|mstag|nntag)?\b",
    re.IGNORECASE,
)


class NotADate(Exception):
    """There is no day or no time in the words."""


class NoSuchDay(Exception):
    """The calendar has no such day; `suggestions` are the days around it."""

    def __init__(self, suggestions: tuple[date, date]) -> None:
        super().__init__()
        self.suggestions = suggestions


def parse_when(words: str, today: date) -> tuple[date, time]:
    """The day and time meant; a day without a year is the next such day.

    Raises:
        NotADate: day or time is missing.
        NoSuchDay: for "31.02.".
    """
    found = DAY.search(words)
    rest = words if found is None else words[: found.start()] + " " + words[found.end() :]
    at = _clock(rest)
    if found is not None:
        return _calendar_day(found, today), at
    return _near_day(words, today), at


def _clock(words: str) -> time:
    found = CLOCK.search(words)
    if found is None:
        raise NotADate
    hour = int(found[1] or found[3])
    minute = int(found[2] or 0)
    if hour > 23 or minute > 59:
        raise NotADate
    return time(hour, minute)


def _calendar_day(found: re.Match[str], today: date) -> date:
    day, month, year = int(found[1]), int(found[2]), found[3] or found[4]
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise NotADate
    wanted = int(year) + (2000 if len(year) == 2 else 0) if year else today.year
    try:
        result = date(wanted, month, day)
    except ValueError:
        if year or month != 2 or day != 29:
            raise NoSuchDay(_around(wanted, month, day, today, fixed=bool(year))) from None
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


def _near_day(words: str, today: date) -> date:
    for word, ahead in NEAR.items():
        if re.search(rf"\b{word}\b", words, re.IGNORECASE):
            return today + timedelta(days=ahead)
    found = WEEKDAY.search(words)
    if found is None:
        raise NotADate
    ahead = (WEEKDAYS.index(found[1].lower()) - today.weekday()) % 7
    return today + timedelta(days=ahead or 7)

"""Working hours: Monday to Friday, 8 to 17 o'clock in Europe/Berlin, but for public holidays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Berlin")
OPENS, CLOSES = time(8), time(17)
FRIDAY = 4


def after_working_hours(
    start: datetime, span: timedelta, closed: Callable[[date], bool] = lambda _: False
) -> datetime:
    """The moment at which *span* of working hours has passed since *start*, in UTC."""
    left, day = span, start.astimezone(LOCAL).date()
    while True:
        if day.weekday() <= FRIDAY and not closed(day):
            opens = max(start, _moment(day, OPENS))
            open_for = _moment(day, CLOSES) - opens
            if open_for >= left:
                return opens + left
            left -= max(open_for, timedelta(0))
        day += timedelta(days=1)


def in_working_hours(now: datetime, closed: Callable[[date], bool] = lambda _: False) -> bool:
    """Whether people are at work; never at night."""
    local = now.astimezone(LOCAL)
    works = local.weekday() <= FRIDAY and not closed(local.date())
    return works and OPENS <= local.time() < CLOSES


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LOCAL).astimezone(UTC)

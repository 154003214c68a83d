"""Moments in words: `Di 14.05., 14:00–15:30`, with the relative day beside."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Berlin")
WEEKDAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
WEEKDAY_NAMES = (
    "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag",
)  # fmt: skip
NEAR = {0: "heute", 1: "morgen", 2: "übermorgen"}


def day(moment: datetime, now: datetime) -> str:
    """`Di 14.05.`, with the year where it is not this one, and `(morgen)` where it is near."""
    local, today = moment.astimezone(LOCAL), now.astimezone(LOCAL).date()
    return calendar_day(local.date(), today)


def calendar_day(wanted: date, today: date) -> str:
    """The same for a day without a time."""
    year = "" if wanted.year == today.year else str(wanted.year)
    near = NEAR.get((wanted - today).days)
    beside = f" ({near})" if near else ""
    return f"{WEEKDAYS[wanted.weekday()]} {wanted:%d.%m.}{year}{beside}"


def span(starts_at: datetime, ends_at: datetime, now: datetime) -> str:
    """`Di 14.05., 14:00–15:30`."""
    start, end = starts_at.astimezone(LOCAL), ends_at.astimezone(LOCAL)
    return f"{day(starts_at, now)}, {start:%H:%M}–{end:%H:%M}"


def clock(moment: datetime, now: datetime) -> str:
    """`heute, 16:00` or `Di 14.05., 16:00`."""
    local, today = moment.astimezone(LOCAL), now.astimezone(LOCAL).date()
    near = NEAR.get((local.date() - today).days)
    return f"{near or calendar_day(local.date(), today)}, {local:%H:%M} Uhr"

"""A series of tables: a rule of days, what falls out of it, and what a change of it concerns.

Days and times are those on the wall in Europe/Berlin: a series at 14:00 stays at 14:00 when clocks
change (`consultations.publishing.moment` makes each day's instant). Typed words become a series in
`consultations.series_words`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrule, rrulestr

from consultations.holidays import public_holidays, school_calendar_ends, school_holidays
from consultations.slots import Slot
from consultations.states import SlotState

MOST_IN_SERIES = 52  # a year, weekly
FARTHEST = relativedelta(years=1)
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")  # weekdays in a rule, Monday first


class SeriesRefused(Exception):
    """A rule about series said no; each subclass is one rule."""


class TooMany(SeriesRefused):
    """The series has more than *limit* days: *number*, or no end where that is None."""

    def __init__(self, number: int | None, limit: int) -> None:
        super().__init__()
        self.number = number
        self.limit = limit


class TooFar(SeriesRefused):
    """The last day of the series is later than *limit*, one year ahead."""

    def __init__(self, last: date, limit: date) -> None:
        super().__init__()
        self.last = last
        self.limit = limit


class NothingLeft(SeriesRefused):
    """No day is left: all are over or fall out; `skipped` names those that fall out."""

    def __init__(self, skipped: tuple[tuple[date, str], ...]) -> None:
        super().__init__()
        self.skipped = skipped


@dataclass(frozen=True, slots=True)
class Series:
    """When tables take place.

    *rrule* is the value of an RRULE (RFC 5545) over a start in local wall time without a zone;
    *starts_on* is its first day, *ends* the time the tables end where one was named. Days that
    fall out count in COUNT, as an EXDATE would.
    """

    rrule: str
    starts_on: date
    at: time
    ends: time | None = None
    skips_holidays: bool = True
    skips_school_holidays: bool = False

    @property
    def parts(self) -> dict[str, str]:
        """The rule, part by part."""
        return dict(part.split("=") for part in self.rrule.split(";"))

    @property
    def count(self) -> int | None:
        """How many days the rule gives, where it says so."""
        count = self.parts.get("COUNT")
        return int(count) if count is not None else None

    @property
    def is_endless(self) -> bool:
        """Whether the rule says neither how often nor until when."""
        return not {"COUNT", "UNTIL"} & set(self.parts)

    @property
    def length(self) -> timedelta | None:
        """How long a table takes, where an end was named; it may be past midnight."""
        if self.ends is None:
            return None
        at, ends = (datetime.combine(self.starts_on, one) for one in (self.at, self.ends))
        return (ends - at) % timedelta(days=1)

    @property
    def is_single(self) -> bool:
        """Whether it is one table only."""
        return self.count == 1

    def times(self, number: int) -> Series:
        """The same series, ending after *number* days."""
        return replace(self, rrule=f"{self.rrule};COUNT={number}")

    def until(self, last: date) -> Series:
        """The same series, ending with that day."""
        return replace(self, rrule=f"{self.rrule};UNTIL={last:%Y%m%d}T235959")

    def days(self) -> Iterator[date]:
        """Every day of the rule, one after the other; they may have no end."""
        return (moment.date() for moment in _rule(self.rrule, self.starts_on))


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a series: those kept, and those that fall out with the German reason.

    *known_until* is the end of the school calendar, where school holidays are to be skipped and
    a kept day lies behind it: nobody knows yet whether that one is in them.
    """

    kept: tuple[date, ...]
    skipped: tuple[tuple[date, str], ...]
    known_until: date | None = None


class SeriesKept(Protocol):
    """Where the rules of published series are kept, by the id their tables carry."""

    async def keep(self, series_id: str, series: Series, length: timedelta, now: datetime) -> None:
        """Keep a new series."""

    async def series(self, series_id: str) -> Series | None:
        """The series with this id, its end always named."""

    async def rewrite(self, series_id: str, series: Series | None) -> None:
        """Keep another rule under this id; None: there is no rule any more."""

    async def tables(self, series_id: str) -> Sequence[Slot]:
        """The tables of a series in any state, the earliest first."""

    async def regroup(self, slot_ids: Sequence[int], series_id: str) -> None:
        """Let these tables belong to another series."""


def single(day: date, at: time) -> Series:
    """One table, as a rule of one day."""
    return Series("FREQ=DAILY;COUNT=1", day, at)


def weekly(first: date, at: time, every_weeks: int, number: int) -> Series:
    """*number* tables on the weekday of *first*."""
    interval = f";INTERVAL={every_weeks}" if every_weeks > 1 else ""
    rule = f"FREQ=WEEKLY{interval};BYDAY={CODES[first.weekday()]}"
    return Series(rule, first, at).times(number)


def first_day(rule: str, earliest: date) -> date | None:
    """The first day from *earliest* on that fits the rule, were its interval 1."""
    parts = (part for part in rule.split(";") if not part.startswith(("INTERVAL=", "UNTIL=")))
    found = next(iter(_rule(";".join(parts), earliest)), None)
    return found.date() if found is not None else None


def days_of(
    series: Series, today: date, *, catholic_majority: bool, most: int = MOST_IN_SERIES
) -> Days:
    """The local days of a series from *today* on, at most *most* and at most one year ahead.

    A single table may be farther ahead.

    Raises:
        TooMany, TooFar, NothingLeft.
    """
    wanted = _within_limits(series, today, most)
    closed = _closed(series, {day.year for day in wanted}, catholic_majority=catholic_majority)
    kept = tuple(day for day in wanted if day not in closed)
    skipped = tuple((day, closed[day]) for day in wanted if day in closed)
    if not kept:
        raise NothingLeft(skipped)
    unsure = series.skips_school_holidays and kept[-1] > school_calendar_ends()
    return Days(kept, skipped, school_calendar_ends() if unsure else None)


def _within_limits(series: Series, today: date, most: int) -> list[date]:
    if series.is_endless:
        raise TooMany(None, most)
    if series.count is not None and series.count > most:
        raise TooMany(series.count, most)
    wanted = [day for day in series.days() if day >= today]
    if len(wanted) > most:
        raise TooMany(len(wanted), most)
    limit = today + FARTHEST
    if not series.is_single and wanted and wanted[-1] > limit:
        raise TooFar(wanted[-1], limit)
    return wanted


def _closed(series: Series, years: set[int], *, catholic_majority: bool) -> dict[date, str]:
    """What falls out and why; a public holiday within school holidays is named as such."""
    closed = school_holidays(years) if series.skips_school_holidays else {}
    if series.skips_holidays:
        closed |= public_holidays(years, catholic_majority=catholic_majority)
    return closed


def _rule(rule: str, start: date) -> rrule:
    parsed = rrulestr(rule, dtstart=datetime.combine(start, time()))
    if not isinstance(parsed, rrule):
        raise ValueError(f"more than one rule: {rule}")
    return parsed


class Extent(StrEnum):
    """How much of a series a change means."""

    ONE = "one"  # only this
    FOLLOWING = "following"  # this and following
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Concerned:
    """The tables a change concerns, and those it would concern had they not begun."""

    changed: tuple[Slot, ...]
    begun: tuple[Slot, ...]


def concerned(slots: Sequence[Slot], chosen: Slot, extent: Extent, *, now: datetime) -> Concerned:
    """Which tables of a series a change at the *chosen* one concerns, the earliest first.

    What was called off is left out; what has begun stays as it was.
    """
    reaches: dict[Extent, Callable[[Slot], bool]] = {
        Extent.ONE: lambda slot: slot.id == chosen.id,
        Extent.FOLLOWING: lambda slot: slot.starts_at >= chosen.starts_at,
        Extent.ALL: lambda slot: True,
    }
    meant = [one for one in slots if one.state is not SlotState.CANCELLED and reaches[extent](one)]
    meant.sort(key=lambda one: (one.starts_at, one.id))
    return Concerned(
        tuple(one for one in meant if one.starts_at > now),
        tuple(one for one in meant if one.starts_at <= now),
    )

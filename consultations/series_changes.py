"""How the rule of a series follows its tables: it ends early, or goes on at other times.

As in iCalendar, a change of this and the following tables ends the old rule (UNTIL) and begins a
new one; a single table that is moved or called off is an exception, and the rule stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import takewhile

from consultations.series import CODES, Series

DAY = timedelta(days=1)


def ended(series: Series, before: date) -> Series | None:
    """The series without *before* and all later days; None where no day is left."""
    days = list(takewhile(lambda day: day < before, series.days()))
    return replace(series, rrule=_without_end(series)).until(days[-1]) if days else None


def shifted(series: Series, since: date, by: timedelta) -> Series | None:
    """The days of a series from *since* on, moved on the wall by *by*; None where no rule is so.

    The first Thursday and one day is not always the first Friday: then there is no rule.
    """
    at = datetime.combine(since, series.at) + by
    days = (at.date() - since) // DAY
    wanted = [day + days * DAY for day in series.days() if day >= since]
    ends = (at + series.length).time() if series.length is not None else None
    for rule in _rules(series, days) if wanted else ():
        moved = replace(series, rrule=rule, starts_on=wanted[0], at=at.time(), ends=ends)
        moved = moved.until(wanted[-1])
        if list(moved.days()) == wanted:
            return moved
    return None


def _without_end(series: Series) -> str:
    left = {name: value for name, value in series.parts.items() if name not in ("COUNT", "UNTIL")}
    return _rule(left)


def _rule(parts: dict[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _rules(series: Series, days: int) -> Iterator[str]:
    """What the rule may be, so many days later; whether it is right shows in its days."""
    rule = _without_end(series)
    parts = dict(part.split("=") for part in rule.split(";"))
    if parts["FREQ"] == "WEEKLY":
        codes = sorted((_later(one, days) for one in parts["BYDAY"].split(",")), key=CODES.index)
        # weeks are counted from the same day of the series, so that pairs stay together
        week = {"WKST": CODES[(CODES.index(parts.get("WKST", "MO")) + days) % 7]}
        needed = "INTERVAL" in parts and len(codes) > 1
        yield _rule(parts | {"BYDAY": ",".join(codes)} | (week if needed else {}))
    elif "BYMONTHDAY" in parts:
        numbers = [int(one) + days for one in parts["BYMONTHDAY"].split(",")]
        if days == 0 or all(1 <= one <= 31 for one in numbers):
            yield _rule(parts | {"BYMONTHDAY": ",".join(map(str, numbers))})
    elif "BYDAY" in parts:
        for weeks in (days // 7, days // 7 + 1):
            nths = [_nth_later(one, days, weeks) for one in parts["BYDAY"].split(",")]
            yield _rule(parts | {"BYDAY": ",".join(nths)})
    else:
        yield rule


def _later(code: str, days: int) -> str:
    return CODES[(CODES.index(code) + days) % 7]


def _nth_later(nth_day: str, days: int, weeks: int) -> str:
    """`2TU` eight days and one week later is `3WE`; there is no `0WE`, `-1WE` is the last."""
    nth = int(nth_day[:-2]) + weeks
    return f"{nth or 1}{_later(nth_day[-2:], days)}"

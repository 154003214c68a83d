"""From when and until when a typed series goes: "ab 12.1.", "bis zu den Sommerferien"."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

from consultations.dates import DAY, NoSuchDay, NotADate, day_in_calendar, nearest
from consultations.holidays import school_holidays
from consultations.series_pieces import MONTHS, WEEKDAY, NotASeries, Rest, Why, weekday_of

Span = tuple[date, date | None]  # first and last day allowed; None where no end is named

MONTH = "|".join(MONTHS)
IN_MONTH = rf"(?P<month>{MONTH})(?: (?P<year>20\d\d))?\b"
DATE = rf"\d{{1,2}}\.\s?(?:\d{{1,2}}\b\.?(?:\s?20\d\d\b|\d\d\b)?|(?:{MONTH})(?: 20\d\d)?\b)"
FROM = r"\b(?:ab|vom|von|beginnend(?: am| ab)?|start am)(?: dem| den| am)?"
UNTIL = r"\bbis (?:zum |zu den |einschliesslich )?(?:ende )?"
NEAR = {"heute": 0, "morgen": 1, "uebermorgen": 2, "sofort": 1}
NEXT_WEEK = r"naechster? woche"
HOLIDAYS = r"(?P<holidays>sommer|herbst|weihnachts|faschings|oster|pfingst)ferien\b"


def take_until(rest: Rest) -> re.Match[str] | None:
    """Words like "bis 31.07.", "bis Ende Juli"; "bis Juli" is through its last day."""
    return rest.take(rf"{UNTIL}(?:(?P<date>{DATE})|{IN_MONTH}|{HOLIDAYS})")


def take_since(rest: Rest) -> re.Match[str] | None:
    """Words like "ab 12.1.", "ab Di 12.1.", "ab Januar", "ab heute"."""
    weekday = rf"(?:(?P<weekday>{WEEKDAY}),? ?(?:den |dem )?)?"
    found = rest.take(rf"{FROM} (?P<near>{'|'.join(NEAR)}|{NEXT_WEEK})\b")
    found = found or rest.take(rf"{FROM} {weekday}(?P<date>{DATE})")
    return found or rest.take(rf"{FROM} (?:anfang )?{IN_MONTH}")


def take_date(rest: Rest) -> re.Match[str] | None:
    """A day without "ab", as in "12.1. bis 31.3."."""
    return rest.take(rf"(?P<date>{DATE})")


def names_weekday(since: re.Match[str] | None) -> bool:
    """Whether a weekday stands beside the first day."""
    return since is not None and _part(since, "weekday") is not None


def spans(
    since: re.Match[str] | None, until: re.Match[str] | None, today: date, at: time
) -> list[Span]:
    """The one span meant; two of them where a day does not exist, or not on that weekday."""
    found: list[Span] = []
    for start in _starts(since, today, at):
        ends: list[date | None] = [None]
        if until is not None:
            ends = [*last_days(until, start, at)]
        found += [(start, end) for end in ends]
    return found[:2]


def _part(found: re.Match[str], name: str) -> str | None:
    return found.groupdict().get(name)


def _starts(since: re.Match[str] | None, today: date, at: time) -> list[date]:
    tomorrow = today + timedelta(days=1)
    if since is None:
        return [tomorrow]
    if near := _part(since, "near"):
        ahead = NEAR.get(near, 7 - today.weekday())
        return [today + timedelta(days=ahead)]
    if month := _part(since, "month"):
        first, _ = _month(month, _part(since, "year"), today)
        return [max(first, tomorrow)]
    days = _dates(since["date"], today, at)
    named = _part(since, "weekday")
    if named is not None and len(days) == 1 and weekday_of(named) != days[0].weekday():
        days.append(nearest(days[0], weekday_of(named), today))
    return days


def last_days(until: re.Match[str], start: date, at: time) -> list[date]:
    """The last day meant; the two around it where the calendar lacks it."""
    if until["date"]:
        days = _dates(until["date"], start, at)
    elif until["month"]:
        days = [_month(until["month"], until["year"], start)[1]]
    else:
        days = [_day_before(until["holidays"], start)]
    if days[0] < start:
        raise NotASeries(Why.ENDS_EARLY)
    return days


def _month(name: str, year: str | None, today: date) -> tuple[date, date]:
    """Its first and last day; without a year this month or the next of that name."""
    month = MONTHS.index(name) + 1
    wanted = int(year) if year else today.year + (month < today.month)
    following = date(wanted + month // 12, month % 12 + 1, 1)
    return date(wanted, month, 1), following - timedelta(days=1)


def _day_before(kind: str, start: date) -> date:
    """The last day before the next such school holidays."""
    days = school_holidays({start.year, start.year + 1})
    for day, name in sorted(days.items()):
        begins = days.get(day - timedelta(days=1)) != name
        if begins and day > start and name.lower().startswith(kind):
            return day - timedelta(days=1)
    raise NotASeries(Why.HOLIDAYS_UNKNOWN)


def _dates(words: str, today: date, at: time) -> list[date]:
    """The day named, or the two around one that the calendar lacks."""
    for number, month in enumerate(MONTHS, 1):
        words = re.sub(rf"\s?\b{month}\b ?", f"{number}.", words)
    found = DAY.search(words)
    if found is None:
        raise NotASeries(Why.NO_DAY)
    try:
        return [day_in_calendar(found, today, at)]
    except NotADate:
        raise NotASeries(Why.NO_DAY) from None
    except NoSuchDay as doubt:
        return list(doubt.suggestions)

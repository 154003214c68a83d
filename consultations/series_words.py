"""Reading a typed German series: "jeden zweiten Dienstag 14 Uhr", "dienstags 9 Uhr bis Juli".

Each kind of words is taken out in turn; what is left at the end may only be small words. Whatever
else is there is never passed over silently: the series is then only a suggestion. The phrasings
are listed in docs/consultations.md, which a test reads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from consultations import series_pieces as pieces
from consultations import series_spans as spans
from consultations.series import CODES, Series, first_day
from consultations.series_pieces import Interval, NotASeries, Rest, WantedDays, Why

EVERY_MONTH_HAS = 28  # days


class Doubt(Exception):
    """It may be one of `suggestions`; none is chosen silently."""

    def __init__(self, suggestions: Sequence[Series]) -> None:
        super().__init__()
        self.suggestions = tuple(suggestions)


class EveryOrNth(Doubt):
    """Every other one (first) or the second of each month, as in "jeden zweiten Dienstag"."""


class NotEveryMonth(Doubt):
    """Not every month has that day: only those that do (first), or each month's last one."""


class NoSuchDate(Doubt):
    """The calendar lacks a day that is named; these are the series with the days around it."""


class OtherWeekday(Doubt):
    """The first day named is another weekday than said; the date comes first."""


class PartlyRead(Doubt):
    """The one suggestion is what could be read; some words were not understood."""


def parse_series(words: str, today: date) -> Series:
    """The series meant. Without "ab" it starts after *today*; a day without a year is the next.

    Raises:
        NotASeries: no repetition, day or time is named.
        Doubt: it may be one of two series, or only a part was understood.
    """
    rest = Rest(words)
    number, interval = pieces.take_number(rest), pieces.take_interval(rest)
    skips = pieces.take_skips(rest)
    times = pieces.take_range(rest)
    until, since = spans.take_until(rest), spans.take_since(rest)
    times = times or pieces.take_clock(rest)
    days = pieces.take_days(rest, interval)
    since = since or spans.take_date(rest)
    if not (number or interval or until or days.repeats):
        raise NotASeries(Why.NO_RULE)
    if times is None:
        raise NotASeries(Why.NO_TIME)
    if pieces.take_range(rest) or pieces.take_clock(rest):
        raise NotASeries(Why.TWO_TIMES)
    if number and until:
        raise NotASeries(Why.TWO_ENDS)
    readings = [
        [
            _series(rule, span, number, Series(rule, span[0], *times, *skips))
            for rule in _rules(days, interval, span[0] if since else None)
        ]
        for span in spans.spans(since, until, today, times[0])
    ]
    return _only(readings, days, rest, since)


def _only(
    readings: list[list[Series]], days: WantedDays, rest: Rest, since: re.Match[str] | None
) -> Series:
    """The one reading: of the first and last day, and of the rule."""
    first = readings[0]
    if rest.is_unread:
        raise PartlyRead(first[:1])
    if len(readings) > 1:
        doubt = OtherWeekday if spans.names_weekday(since) else NoSuchDate
        raise doubt([of_one[0] for of_one in readings])
    if len(first) > 1:
        raise (EveryOrNth if days.every_nth else NotEveryMonth)(first)
    return first[0]


def _rules(days: WantedDays, interval: Interval | None, start: date | None) -> list[str]:
    """The rule, or both where there are two readings."""
    codes = ",".join(CODES[day] for day in days.weekdays)
    is_monthly = interval is not None and interval.frequency == "MONTHLY"
    monthly = interval.rule if interval is not None and is_monthly else "FREQ=MONTHLY"
    if days.every_nth:
        every = Interval("WEEKLY", days.every_nth)
        return [f"{every.rule};BYDAY={codes}", f"{monthly};BYDAY={days.every_nth}{codes}"]
    if days.nths:
        rules = [f"{monthly};BYDAY={','.join(f'{nth}{codes}' for nth in days.nths)}"]
        return [*rules, f"{monthly};BYDAY=-1{codes}"] if days.nths == (5,) else rules
    if days.month_days or (is_monthly and start and not codes):
        wanted = days.month_days or ((start.day,) if start else ())
        rules = [f"{monthly};BYMONTHDAY={','.join(map(str, wanted))}"]
        always = [str(one) for one in wanted if one <= EVERY_MONTH_HAS]
        last = f"{monthly};BYMONTHDAY={','.join([*always, '-1'])}"
        return rules if len(always) == len(wanted) else [*rules, last]
    if interval is not None and interval.frequency == "DAILY":
        return [interval.rule]
    codes = codes or (CODES[start.weekday()] if start else "")
    if is_monthly or not codes:
        raise NotASeries(Why.NO_DAY)
    return [f"{(interval or Interval('WEEKLY', 1)).rule};BYDAY={codes}"]


def _series(rule: str, span: spans.Span, number: int | None, drawn: Series) -> Series:
    """The series from its first day on, with its end."""
    start, end = span
    first = first_day(rule, start)
    if first is None or (end is not None and end < first):
        raise NotASeries(Why.ENDS_EARLY)
    series = replace(drawn, rrule=rule, starts_on=first)
    if end is not None:
        return series.until(end)
    return series.times(number) if number is not None else series


def parse_end(words: str, series: Series) -> Series:
    """An endless series with the end that is named: "10 mal", "bis Juli".

    Raises:
        NotASeries: no end is named, or something else is.
        NoSuchDate: for "bis 31.02.".
    """
    rest = Rest(words)
    number, until = pieces.take_number(rest), spans.take_until(rest)
    if rest.is_unread or (number is None) == (until is None):
        raise NotASeries(Why.NO_RULE)
    if number is not None:
        return series.times(number)
    ends = spans.last_days(until, series.starts_on, series.at) if until else []
    found = [series.until(end) for end in ends]
    if len(found) > 1:
        raise NoSuchDate(found)
    return found[0]

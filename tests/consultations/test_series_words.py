"""Typed series; docs/consultations.md is tested here, too."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from consultations.dates import WEEKDAYS
from consultations.series import CODES, Series
from consultations.series_pieces import NotASeries, Why
from consultations.series_words import (
    Doubt,
    EveryOrNth,
    NoSuchDate,
    NotEveryMonth,
    OtherWeekday,
    PartlyRead,
    parse_end,
    parse_series,
)

TODAY = date(2026, 11, 24)  # a Tuesday
PAGE = Path(__file__).parents[2] / "docs" / "consultations.md"
ROW = re.compile(
    r"^\| (?P<typed>[^|]+) \| (?P<rule>FREQ=\S+) \| (?P<first>[\d-]+) \| (?P<time>[\d:-]+) \|$",
    re.MULTILINE,
)
ROWS = [tuple(found.groups()) for found in ROW.finditer(PAGE.read_text(encoding="utf-8"))]
TUESDAYS = Series("FREQ=WEEKLY;BYDAY=TU", date(2026, 12, 1), time(14))


@pytest.mark.parametrize(("typed", "rule", "first", "times"), ROWS)
def test_every_documented_phrasing_is_read_as_documented(
    typed: str, rule: str, first: str, times: str
) -> None:
    """Rule, first day, start and end."""
    at, _, ends = times.partition("-")

    series = parse_series(typed, TODAY)

    assert (series.rrule, series.starts_on.isoformat()) == (rule, first)
    assert series.at == time.fromisoformat(at)
    assert series.ends == (time.fromisoformat(ends) if ends else None)


def test_the_documentation_holds_all_kinds() -> None:
    """The rows above are really read from it."""
    assert len(ROWS) >= 30
    assert len({rule.split(";")[0] for _, rule, _, _ in ROWS}) == 3


@pytest.mark.parametrize(
    ("words", "skips"),
    [
        ("", (True, False)),
        ("außer an Feiertagen", (True, False)),
        ("auch an Feiertagen", (False, False)),
        ("nicht in den Ferien", (True, True)),
        ("außer in den Schulferien und an Feiertagen", (True, True)),
        ("auch in den Ferien", (True, False)),
        ("auch an Feiertagen, nicht in den Ferien", (False, True)),
        ("nur in der Schulzeit", (True, True)),
        ("auch an Feiertagen und in den Ferien", (False, False)),
    ],
)
def test_what_falls_out(words: str, skips: tuple[bool, bool]) -> None:
    """Public holidays unless wanted, school holidays only if not wanted."""
    series = parse_series(f"jeden Di 14 Uhr {words}", TODAY)

    assert (series.skips_holidays, series.skips_school_holidays) == skips


@pytest.mark.parametrize(
    ("typed", "kind", "readings"),
    [
        ("jeden zweiten Dienstag 14 Uhr", EveryOrNth, [
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-12-01"),
            ("FREQ=MONTHLY;BYDAY=2TU", "2026-12-08")]),
        ("jeden 2. Di 14 Uhr 5 mal", EveryOrNth, [
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=5", "2026-12-01"),
            ("FREQ=MONTHLY;BYDAY=2TU;COUNT=5", "2026-12-08")]),
        ("jeden dritten Mittwoch 14 Uhr", EveryOrNth, [
            ("FREQ=WEEKLY;INTERVAL=3;BYDAY=WE", "2026-11-25"),
            ("FREQ=MONTHLY;BYDAY=3WE", "2026-12-16")]),
        ("monatlich am 31. 14 Uhr", NotEveryMonth, [
            ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-12-31"),
            ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-11-30")]),
        ("am 15. und 30. im Monat 14 Uhr", NotEveryMonth, [
            ("FREQ=MONTHLY;BYMONTHDAY=15,30", "2026-11-30"),
            ("FREQ=MONTHLY;BYMONTHDAY=15,-1", "2026-11-30")]),
        ("am fünften Dienstag im Monat 14 Uhr", NotEveryMonth, [
            ("FREQ=MONTHLY;BYDAY=5TU", "2026-12-29"),
            ("FREQ=MONTHLY;BYDAY=-1TU", "2026-12-29")]),
        ("ab 31.02. jeden Di 14 Uhr", NoSuchDate, [
            ("FREQ=WEEKLY;BYDAY=TU", "2027-03-02"), ("FREQ=WEEKLY;BYDAY=TU", "2027-03-09")]),
        ("jeden Di 14 Uhr bis 31.02.", NoSuchDate, [
            ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20270228T235959", "2026-12-01"),
            ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20270303T235959", "2026-12-01")]),
        ("wöchentlich ab Mo 12.1. 14 Uhr", OtherWeekday, [
            ("FREQ=WEEKLY;BYDAY=TU", "2027-01-12"), ("FREQ=WEEKLY;BYDAY=MO", "2027-01-11")]),
        ("jeden Di 14 Uhr außer im August", PartlyRead, [("FREQ=WEEKLY;BYDAY=TU", "2026-12-01")]),
        ("zweimal die Woche dienstags 14 Uhr", PartlyRead, [
            ("FREQ=WEEKLY;BYDAY=TU", "2026-12-01")]),
        ("jeden Dienstag oder Mittwoch 9 Uhr", PartlyRead, [
            ("FREQ=WEEKLY;BYDAY=TU,WE", "2026-11-25")]),
    ],
)  # fmt: skip
def test_what_may_mean_two_things_is_asked_back(
    typed: str, kind: type[Doubt], readings: list[tuple[str, str]]
) -> None:
    """Both readings are offered; what was not understood is never passed over."""
    with pytest.raises(Doubt) as doubt:
        parse_series(typed, TODAY)

    assert type(doubt.value) is kind
    found = [(one.rrule, one.starts_on.isoformat()) for one in doubt.value.suggestions]
    assert found == readings


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", Why.NO_RULE),
        ("Di 12.1. 14 Uhr", Why.NO_RULE),
        ("nächsten Do 15 Uhr", Why.NO_RULE),
        ("so gegen 14 Uhr am 14.05.", Why.NO_RULE),
        ("Donnerstagmorgen 9 Uhr", Why.NO_RULE),
        ("morgen, Mittwoch, 9 Uhr", Why.NO_RULE),
        ("14.05. (Freitag) 14:00", Why.NO_RULE),
        ("erster Donnerstag im Monat, nicht in den Ferien", Why.NO_TIME),
        ("jeden Dienstag", Why.NO_TIME),
        ("jeden Dienstag 25 Uhr", Why.NO_TIME),
        ("wöchentlich 14 Uhr", Why.NO_DAY),
        ("monatlich dienstags 14 Uhr", Why.NO_DAY),
        ("monatlich am 32. 14 Uhr", Why.NO_DAY),
        ("dienstags 14 Uhr ab 45.13.", Why.NO_DAY),
        ("alle 10 Tage 9 Uhr", Why.RHYTHM),
        ("jeden Di 14 Uhr und Do 16 Uhr", Why.TWO_TIMES),
        ("jeden Di 14 Uhr 10 mal bis Juli", Why.TWO_ENDS),
        ("jeden Di 15-14 Uhr", Why.CLOCK_BACKWARDS),
        ("jeden Di 14 Uhr 0 mal", Why.ENDS_EARLY),
        ("jeden Di 14 Uhr bis 1.6.2020", Why.ENDS_EARLY),
        ("jeden Di 14 Uhr ab 1.6.2040 bis zu den Sommerferien", Why.HOLIDAYS_UNKNOWN),
    ],
)
def test_what_is_missing_is_said(typed: str, why: Why) -> None:
    """A day alone is no series; it is read as before."""
    with pytest.raises(NotASeries) as refusal:
        parse_series(typed, TODAY)

    assert refusal.value.why is why


@pytest.mark.parametrize(
    ("typed", "at", "ends"),
    [
        ("jeden Di 14 bis 15:30 Uhr bis 12.07.", time(14), time(15, 30)),
        ("jeden Di 14 Uhr bis 12.07.", time(14), None),
        ("jeden Di 14 Uhr bis 5. Mai", time(14), None),
        ("jeden Di von 9 – 10.30 Uhr", time(9), time(10, 30)),
        ("jeden Di 9.30-11", time(9, 30), time(11)),
        ("jeden Di 9 Uhr 30", time(9, 30), None),
        ("JEDEN DIENSTAG, 14.30", time(14, 30), None),
        ("dienstagvormittags um 9", time(9), None),
    ],
)
def test_times_are_told_from_days(typed: str, at: time, ends: time | None) -> None:
    """A dot and a "bis" belong to either."""
    series = parse_series(typed, TODAY)

    assert (series.at, series.ends) == (at, ends)


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("10 mal", "COUNT=10"),
        ("zehnmal", "COUNT=10"),
        ("6 Termine", "COUNT=6"),
        ("bis Juli", "UNTIL=20270731T235959"),
        ("bis zum 31.03.", "UNTIL=20270331T235959"),
    ],
)
def test_an_end_can_be_named_afterwards(words: str, rule: str) -> None:
    """For a series without one."""
    assert parse_end(words, TUESDAYS).rrule == f"FREQ=WEEKLY;BYDAY=TU;{rule}"


def test_an_end_that_is_none_is_refused() -> None:
    """Nothing, two of them, or something else beside it."""
    for words in ("", "bald", "10 mal bis Juli", "10 mal mittwochs"):
        with pytest.raises(NotASeries):
            parse_end(words, TUESDAYS)
    with pytest.raises(NoSuchDate) as doubt:
        parse_end("bis 31.02.", TUESDAYS)
    assert len(doubt.value.suggestions) == 2


@given(
    weekdays=some.lists(some.sampled_from(range(7)), min_size=1, max_size=4, unique=True),
    every=some.integers(1, 8),
    hour=some.integers(0, 23),
    number=some.integers(2, 40),
    today=some.dates(date(2026, 1, 1), date(2030, 1, 1)),
)
def test_parts_in_any_order_are_one_series(
    weekdays: list[int], every: int, hour: int, number: int, today: date
) -> None:
    """The rule is that of the parts, and it begins on the first such weekday after today."""
    names = " und ".join(WEEKDAYS[day].capitalize() for day in weekdays)
    parts = [f"alle {every} Wochen", names, f"{hour} Uhr", f"{number} mal"]

    first, *others = (parse_series(" ".join(one), today) for one in (parts, parts[::-1]))

    interval = f";INTERVAL={every}" if every > 1 else ""
    codes = ",".join(CODES[day] for day in sorted(weekdays))
    assert first.rrule == f"FREQ=WEEKLY{interval};BYDAY={codes};COUNT={number}"
    assert others == [first]
    assert today < first.starts_on <= today + timedelta(days=7)
    assert first.starts_on.weekday() in weekdays


WORDS = some.sampled_from(
    re.findall(
        r"\S+",
        "jeden alle 2 zweiten 14 Tage Wochen Monat im am 15. 31. 31.02. bis ab Juli Ferien nicht "
        "in den außer auch an Feiertagen Di Do dienstags Mo-Fr 14 Uhr 9-10:30 um 10 10 mal "
        "letzten und monatlich täglich werktags heute so Sommerferien Mai 99 1.1. 29.2. , 2030",
    )
)


@given(some.one_of(some.text(max_size=60), some.lists(WORDS, max_size=12).map(" ".join)))
def test_nothing_typed_breaks_it(words: str) -> None:
    """Any text is a series, refused or asked back; a rule given can be worked with."""
    try:
        found = [parse_series(words, TODAY)]
    except NotASeries:
        return
    except Doubt as doubt:
        found = list(doubt.suggestions)
    for series in found:
        assert next(series.days()) == series.starts_on

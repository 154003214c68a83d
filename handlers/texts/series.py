"""Texts about series of tables: a rule in words, what is asked back, what falls out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from itertools import groupby

from consultations.series import CODES, NothingLeft, Series, SeriesRefused, TooFar, TooMany
from consultations.series_pieces import Why
from consultations.series_words import (
    Doubt,
    EveryOrNth,
    NoSuchDate,
    NotEveryMonth,
    OtherWeekday,
    PartlyRead,
)
from handlers.texts.when import WEEKDAY_NAMES, calendar_day

SHOWN = 12  # days of a series that are written out one by one
MONTH_NAMES = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip
WORKDAYS = list(CODES[:5])
RIGHT = "So ist es richtig"
TIMES = (6, 12, 26, 52)
ASK_END = (
    "<b>Wie lange?</b>\nWählen Sie, oder schreiben Sie das Ende, "
    "zum Beispiel „bis Juli“, „bis 31.07.“ oder „10 mal“."
)
EXAMPLE = "„jeden Dienstag 14 Uhr bis Juli“"
MISSING = {
    Why.NO_RULE: "Das habe ich nicht verstanden.",
    Why.NO_DAY: "Welcher Tag? Nennen Sie bitte den Wochentag oder den Tag im Monat.",
    Why.NO_TIME: "Um wie viel Uhr? Schreiben Sie bitte Tag und Uhrzeit zusammen.",
    Why.RHYTHM: "Möglich sind Abstände von ganzen Wochen oder Monaten.",
    Why.TWO_TIMES: "Eine Reihe hat eine Uhrzeit. Bitte legen Sie für jede eine eigene an.",
    Why.TWO_ENDS: "Nennen Sie bitte entweder, wie oft, oder bis wann.",
    Why.ENDS_EARLY: "Das Ende liegt vor dem Anfang.",
    Why.CLOCK_BACKWARDS: (
        "Der Tisch würde enden, bevor er beginnt. Nennen Sie bitte beide Uhrzeiten noch einmal; "
        "über Mitternacht geht es bis zu vier Stunden („22–1 Uhr“)."
    ),
    Why.HOLIDAYS_UNKNOWN: "Diese Ferien stehen noch nicht fest. Nennen Sie bitte einen Tag.",
}


def not_read(why: Why) -> str:
    """What is missing, with an example."""
    return f"{MISSING[why]} Zum Beispiel so: {EXAMPLE}."


def which(doubt: Doubt, today: date) -> str:
    """Two series it may be; which one is asked."""
    first = doubt.suggestions[0]
    if isinstance(doubt, PartlyRead):
        return (
            f"Einen Teil davon habe ich nicht verstanden. Gelesen habe ich:\n"
            f"<b>{in_words(first, today)}</b>\nStimmt das so? Sonst schreiben Sie es bitte anders."
        )
    if isinstance(doubt, EveryOrNth):
        return f"Das kann zweierlei heißen, um {_clock(first.at)} Uhr. Was meinten Sie?"
    if isinstance(doubt, NotEveryMonth):
        return "Diesen Tag hat nicht jeder Monat; solche Monate fielen aus. Was meinten Sie?"
    if isinstance(doubt, OtherWeekday):
        return "Der Tag, mit dem es anfängt, ist ein anderer Wochentag. Was meinten Sie?"
    return "Den Tag gibt es nicht. Was meinten Sie?"


def reading(doubt: Doubt, series: Series, today: date) -> str:
    """One of them as a button."""
    if isinstance(doubt, PartlyRead):
        return RIGHT
    if isinstance(doubt, OtherWeekday):
        return f"ab {calendar_day(series.starts_on, today)}"
    if isinstance(doubt, NoSuchDate):
        starts = {one.starts_on for one in doubt.suggestions}
        ends_differ = len(starts) == 1 and not series.is_endless
        return _end(series) if ends_differ else f"ab {calendar_day(series.starts_on, today)}"
    words = rhythm(series)
    return words[0].upper() + words[1:]


def in_words(series: Series, today: date) -> str:
    """The whole series, `jeden Dienstag, 14:00 Uhr, ab Di 12.01.2027, 10 mal`."""
    ends = f"–{_clock(series.ends)}" if series.ends else ""
    parts = [
        rhythm(series),
        f"{_clock(series.at)}{ends} Uhr",
        f"ab {calendar_day(series.starts_on, today)}",
        _end(series),
        "auch an Feiertagen" if not series.skips_holidays else "",
        "nicht in den Ferien" if series.skips_school_holidays else "",
    ]
    return ", ".join(part for part in parts if part)


def rhythm(series: Series) -> str:
    """The rule without times and ends, `am 2. und 4. Montag im Monat`."""
    parts = series.parts
    every = int(parts.get("INTERVAL", "1"))
    if parts["FREQ"] == "DAILY":
        return "täglich"
    if parts["FREQ"] == "WEEKLY":
        codes = parts["BYDAY"].split(",")
        if codes == WORKDAYS and every == 1:
            return "Montag bis Freitag"
        days = _and(_weekday(one) for one in codes)
        return f"alle {every} Wochen am {days}" if every > 1 else f"jeden {days}"
    months = f"alle {every} Monate" if every > 1 else "im Monat"
    if "BYMONTHDAY" in parts:
        numbers = parts["BYMONTHDAY"].split(",")
        named = _and("letzten Tag" if one == "-1" else f"{one}." for one in numbers)
        return f"am {named} {months}"
    nths = [re.sub(r"[A-Z]", "", one) for one in parts["BYDAY"].split(",")]
    named = _and("letzten" if nth == "-1" else f"{nth}." for nth in nths)
    return f"am {named} {_weekday(parts['BYDAY'][-2:])} {months}"


def _weekday(code: str) -> str:
    return WEEKDAY_NAMES[CODES.index(code)]


def _and(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} und {last}" if most else last


def _clock(at: time) -> str:
    return f"{at:%H:%M}"


def _end(series: Series) -> str:
    if series.count is not None:
        return f"{series.count} mal"
    until = series.parts.get("UNTIL")
    return f"bis {datetime.strptime(until[:8] + '+0000', '%Y%m%d%z'):%d.%m.%Y}" if until else ""


def refused(refusal: SeriesRefused, today: date) -> str:
    """Why a series is not to be."""
    if isinstance(refusal, TooMany):
        number = "kein Ende" if refusal.number is None else f"{refusal.number} Termine"
        return (
            f"Das hat {number}; möglich sind höchstens {refusal.limit}. "
            "Bitte nennen Sie ein früheres Ende, zum Beispiel „10 mal“."
        )
    if isinstance(refusal, TooFar):
        return (
            f"Das geht bis {refusal.last:%d.%m.%Y}; möglich ist höchstens ein Jahr im Voraus, "
            f"bis {refusal.limit:%d.%m.%Y}."
        )
    if isinstance(refusal, NothingLeft) and refusal.skipped:
        days = "\n".join(fallen(refusal.skipped, today))
        return f"Da bleibt kein Termin übrig.\n{days}\nBitte nennen Sie einen anderen Tag."
    return "Da bleibt kein Termin übrig. Bitte nennen Sie einen anderen Tag."


def taken(days: Sequence[date], today: date) -> str:
    """Every day of a series; more than a dozen month by month."""
    if len(days) <= SHOWN:
        return ", ".join(calendar_day(day, today) for day in days)
    lines = []
    for (year, month), group in groupby(days, key=lambda day: (day.year, day.month)):
        named = MONTH_NAMES[month - 1] + ("" if year == today.year else f" {year}")
        lines.append(f"{named}: {', '.join(f'{day.day}.' for day in group)}")
    return "\n".join(lines)


def fallen(skipped: Sequence[tuple[date, str]], today: date) -> list[str]:
    """What falls out and why; a long run of days by its first and last."""
    lines = []
    for name, group in groupby(skipped, key=lambda one: one[1]):
        days = [calendar_day(day, today) for day, _ in group]
        if len(days) > 3:
            lines.append(f"Entfällt: {days[0]} bis {days[-1]} ({name}, {len(days)} Termine)")
        else:
            lines.append(f"Entfällt: {', '.join(days)} ({name})")
    return lines


def school_unknown(last: date) -> str:
    """The school calendar ends before the series does."""
    return f"Ferien nach dem {last:%d.%m.%Y} kenne ich noch nicht; bitte prüfen Sie diese Tage."

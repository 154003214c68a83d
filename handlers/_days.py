"""The answer to "wann?": one day, a series in words, or a day with a button for how often.

In the draft of a plan: `day`, `at`, perhaps `ends`, and `repeat` ("<weeks>x<count>"), or `series`,
with `repeat` ("<count>") where the words named no end; `readings` while two are asked about. All
are codes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from consultations.dates import AskBack, NotADate, parse_when
from consultations.holidays import holiday_on
from consultations.publishing import LOCAL, InPast, moment
from consultations.series import Days, Series, SeriesRefused, TooMany, days_of, single, weekly
from consultations.series_pieces import NotASeries, Rest, Why, take_range
from consultations.series_words import Doubt, parse_end, parse_series
from handlers._context import BotContext
from handlers._screen import MENU, Button, Screen, back, rows_of
from handlers.texts import publishing as texts
from handlers.texts import series as series_texts
from handlers.texts.when import calendar_day

Draft = dict[str, Any]


def today(context: BotContext) -> date:
    """The present day in Europe/Berlin."""
    return context.now.astimezone(LOCAL).date()


def are_named(draft: Draft) -> bool:
    """Whether a day or a series was named."""
    return "day" in draft or "series" in draft


def are_complete(draft: Draft) -> bool:
    """Whether it is settled how often, too."""
    if "series" in draft and not _from_codes(draft["series"]).is_endless:
        return True
    return are_named(draft) and "repeat" in draft


def forget(draft: Draft) -> None:
    """Let the days be asked anew."""
    for answer in ("day", "at", "ends", "series", "repeat", "readings"):
        draft.pop(answer, None)


def series_of(draft: Draft) -> Series:
    """The series of a draft whose days are complete."""
    if "series" in draft:
        series = _from_codes(draft["series"])
        return series.times(int(draft["repeat"])) if series.is_endless else series
    day, at = date.fromisoformat(draft["day"]), time.fromisoformat(draft["at"])
    weeks, _, count = str(draft["repeat"]).partition("x")
    series = weekly(day, at, int(weeks), int(count)) if int(weeks) else single(day, at)
    return replace(series, ends=time.fromisoformat(draft["ends"])) if "ends" in draft else series


def wanted(context: BotContext, series: Series) -> Days:
    """The days to publish.

    Raises:
        SeriesRefused: the subclass names the rule.
    """
    catholic = context.house.space.catholic_majority
    return days_of(series, today(context), catholic_majority=catholic)


def say(text: str, buttons: Sequence[Button] = ()) -> Screen:
    """Words about the days, with what there is to choose."""
    return Screen(text, (*rows_of(buttons, 1), (back("pub:home"), MENU)))


def read(context: BotContext, draft: Draft) -> Screen | None:
    """Take the typed day or series, or the end of an open one, or ask what is meant."""
    try:
        return _take_series(context, draft, _typed_series(context, draft))
    except Doubt as doubt:
        return _ask_which(context, draft, doubt)
    except NotASeries as refusal:
        if refusal.why is not Why.NO_RULE:
            return say(series_texts.not_read(refusal.why))
    return _read_day(context, draft)


def _typed_series(context: BotContext, draft: Draft) -> Series:
    if "series" in draft and _from_codes(draft["series"]).is_endless:
        try:
            return parse_end(context.text, _from_codes(draft["series"]))
        except NotASeries as refusal:
            if refusal.why is not Why.NO_RULE:
                raise
    return parse_series(context.text, today(context))


def choose_series(context: BotContext, draft: Draft) -> Screen | None:
    """Take one of the series asked about."""
    readings, chosen = draft.get("readings", []), number_pressed(context)
    if chosen >= len(readings):
        return None
    return _take_series(context, draft, _from_codes(readings[chosen]))


def choose_day(context: BotContext, draft: Draft) -> Screen | None:
    """Take one of the days asked about."""
    try:
        chosen = datetime.strptime("".join(context.codes[-2:]) + "+0000", "%Y%m%d%H%M%z")
    except ValueError:
        return None
    return _take_day(context, draft, chosen.date(), chosen.time())


def lengths(context: BotContext, draft: Draft) -> dict[str, str]:
    """How often it can be, code and label: what is too long or all falls out is left out."""
    answers = texts.REPEATS
    if "series" in draft:
        answers = {str(number): f"{number} Termine" for number in series_texts.TIMES}
    fitting = [code for code in answers if _fits(context, series_of({**draft, "repeat": code}))]
    return {code: answers[code] for code in fitting}


def ask_length(context: BotContext, draft: Draft) -> tuple[str, list[Button]]:
    """The question how often, and its answers; a holiday is named, a series leaves it out."""
    answers = lengths(context, draft).items()
    buttons = [Button(label, f"pub:repeat:{code}") for code, label in answers]
    if "series" in draft:
        words = series_texts.in_words(_from_codes(draft["series"]), today(context))
        return f"{words}\n\n{series_texts.ASK_END}", buttons
    name = _holiday(context, draft)
    if name is None:
        return texts.ASK_REPEAT, buttons
    text = texts.holiday(date.fromisoformat(draft["day"]), name, today(context))
    return text, [Button(texts.OTHER_DAY, "pub:back"), *buttons]


def number_pressed(context: BotContext) -> int:
    """The number in a button; one that nothing has, where it is none."""
    code = context.codes[-1] if context.incoming.callback_query is not None else ""
    return int(code) if code.isdecimal() and len(code) < 10 else 0


def _read_day(context: BotContext, draft: Draft) -> Screen | None:
    now, rest = today(context), Rest(context.text)
    draft.pop("ends", None)
    times = take_range(rest)  # of "14–16 Uhr" the day is read with its start alone
    words = f"{rest.text} {times[0]:%H:%M}" if times else context.text
    if times and times[1]:
        draft["ends"] = times[1].isoformat()
    try:
        day, at = parse_when(words, now)
    except NotADate:
        return say(texts.not_understood(now))
    except AskBack as doubt:
        days = [
            Button(calendar_day(day, now), f"pub:when:{day:%Y%m%d}:{doubt.at:%H%M}")
            for day in doubt.suggestions
        ]
        return say(texts.which_day(doubt, now), days)
    return _take_day(context, draft, day, at)


def _take_day(context: BotContext, draft: Draft, day: date, at: time) -> Screen | None:
    """Take day and time, unless they are past."""
    if day < today(context) or moment(day, at) <= context.now:
        return say(texts.REFUSALS[InPast])
    ends = draft.get("ends")
    forget(draft)
    draft.update(day=day.isoformat(), at=at.isoformat())
    if ends is not None:
        draft["ends"] = ends
    return None


def _take_series(context: BotContext, draft: Draft, series: Series) -> Screen | None:
    """Take a series, unless it is refused; how long an endless one goes is asked next."""
    try:
        wanted(context, series)
    except SeriesRefused as refusal:
        if not (isinstance(refusal, TooMany) and refusal.number is None):
            return say(texts.refused(refusal, context.now))
    if moment(series.starts_on, series.at) <= context.now:
        return say(texts.REFUSALS[InPast])
    forget(draft)
    draft["series"] = _to_codes(series)
    return None


def _ask_which(context: BotContext, draft: Draft, doubt: Doubt) -> Screen:
    now = today(context)
    draft["readings"] = [_to_codes(one) for one in doubt.suggestions]
    labels = [series_texts.reading(doubt, one, now) for one in doubt.suggestions]
    buttons = [Button(label, f"pub:read:{at}") for at, label in enumerate(labels)]
    return say(series_texts.which(doubt, now), buttons)


def _fits(context: BotContext, series: Series) -> bool:
    try:
        wanted(context, series)
    except SeriesRefused:
        return False
    return True


def _holiday(context: BotContext, draft: Draft) -> str | None:
    day = date.fromisoformat(draft["day"])
    return holiday_on(day, catholic_majority=context.house.space.catholic_majority)


def _to_codes(series: Series) -> dict[str, Any]:
    return {
        "rrule": series.rrule,
        "starts_on": series.starts_on.isoformat(),
        "at": series.at.isoformat(),
        "ends": series.ends.isoformat() if series.ends else None,
        "skips_holidays": series.skips_holidays,
        "skips_school_holidays": series.skips_school_holidays,
    }


def _from_codes(codes: dict[str, Any]) -> Series:
    return Series(
        codes["rrule"],
        date.fromisoformat(codes["starts_on"]),
        time.fromisoformat(codes["at"]),
        time.fromisoformat(codes["ends"]) if codes["ends"] else None,
        codes["skips_holidays"],
        codes["skips_school_holidays"],
    )

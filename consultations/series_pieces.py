"""The pieces of a typed series: how often, at what time, on which days, what falls out.

Each reader takes out what it understands, so that whatever is left was not understood.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from consultations.dates import WEEKDAYS

MONTHS = (
    "januar", "februar", "maerz", "april", "mai", "juni",
    "juli", "august", "september", "oktober", "november", "dezember",
)  # fmt: skip
NUMBERS = (
    "ein", "zwei", "drei", "vier", "fuenf", "sechs", "sieben", "acht", "neun", "zehn", "elf",
    "zwoelf",
)  # fmt: skip
ORDINALS = {"erst": 1, "zweit": 2, "dritt": 3, "viert": 4, "fuenft": 5, "letzt": -1}
SMALL = re.compile(
    r"ab|aber|abends|alle|also|am|an|beratung|beratungstisch|beratungstische|bitte|ca|circa"
    r"|das|dann|dem|den|der|des|die|ein|eine|einen|etwa|gegen|h|im|immer|in|jede|jedem|jeden"
    r"|jeder|jedes|jeweils|mittags|monat|monats|morgens|nachmittags|regelmaessig|reihe|serie"
    r"|so|stets|termin|termine|tisch|tische|uhr|um|und|vom|von|vormittags|woche|wochen|zu|zum"
)

MIDNIGHT_MINUTES = 4 * 60  # the longest table that goes past midnight

NUMBER = rf"(\d{{1,6}}|{'|'.join(reversed(NUMBERS))})"
FULL = r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)"
PART = r"(?:(?:vor|nach)?mittag|abend|morgen)"  # "dienstagnachmittags"
WEEKDAY = rf"\b(?:{FULL}e?{PART}?s?\b|(?:mo|di|mi|do|fr|sa|so)\b\.?)"
AND = r"\s*(?:,|und|u\.|/|\+|&|sowie)\s*"
WEEKDAY_LIST = rf"{WEEKDAY}(?:(?:{AND}|\s*(?:-|bis)\s*){WEEKDAY})*"
ONLY_SO = r"(?:(?<=jeden )|(?<=immer )|^|(?<=\| ))so\b(?! (?:gegen|ca|circa|etwa)\b)"
ORDINAL = rf"(?:(?<![\d.])(?<!\d\.\s)[1-5]\.|\b(?:{'|'.join(ORDINALS)})e[rnms]?\b)"
OF_MONTH = r"(?: (?:im|des|jeden|eines jeden|in jedem) monats?\b)"
CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?"
OFF = r"(feiertag(?:e|en|s)?|ferien|schulferien|ferienzeit(?:en)?)"
OFF_WORDS = rf"(?:(?:an|in|waehrend)\s+)?(?:(?:den|der|die|allen)\s+)?(?:gesetzlichen\s+)?{OFF}"
OFF_LIST = rf"{OFF_WORDS}(?:{AND}{OFF_WORDS})?\b"


class Why(StrEnum):
    """What keeps words from being a series."""

    NO_RULE = "no rule"  # nothing says that it repeats
    NO_DAY = "no day"  # which weekday, or which day of the month
    NO_TIME = "no time"
    RHYTHM = "rhythm"  # such as every ten days
    TWO_TIMES = "two times"
    TWO_ENDS = "two ends"  # a number and a last day
    ENDS_EARLY = "ends early"  # the series ends before it starts
    CLOCK_BACKWARDS = "clock backwards"  # the table does
    HOLIDAYS_UNKNOWN = "holidays unknown"  # later than the school calendar goes


class NotASeries(Exception):
    """No series can be read in the words; `why` says what is missing."""

    def __init__(self, why: Why) -> None:
        super().__init__()
        self.why = why


class Rest:
    """The words not taken yet."""

    def __init__(self, words: str) -> None:
        plain = unicodedata.normalize("NFC", words).lower()
        for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
            plain = plain.replace(umlaut, letters)
        plain = re.sub(r"\s*[–—]\s*", "-", plain).replace("×", "x")
        self.text = " ".join(plain.split())

    def take(self, pattern: str) -> re.Match[str] | None:
        """Take the first match out."""
        found = re.search(pattern, self.text)
        if found is not None:
            self.cut(found)
        return found

    def take_all(self, pattern: str) -> list[re.Match[str]]:
        """Take every match out."""
        found = list(re.finditer(pattern, self.text))
        for one in reversed(found):
            self.cut(one)
        return found

    def cut(self, found: re.Match[str]) -> None:
        """Take a match out; a bar stays, so that nothing is read across the gap."""
        left = f"{self.text[: found.start()]} | {self.text[found.end() :]}"
        self.text = " ".join(left.split())

    @property
    def is_unread(self) -> bool:
        """Whether more than small words is left."""
        return any(not SMALL.fullmatch(word) for word in re.findall(r"\w+", self.text))


def _value(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS.index(word) + 1


def take_number(rest: Rest) -> int | None:
    """How many times, as in "10 mal"; "2 mal die Woche" is something else."""
    often = r"(?! (?:die|in der|pro|je|im|jede) ?(?:woche|monat|jahr))"
    found = rest.take(rf"\b{NUMBER}\s?(?:mal|x)\b{often}|\b{NUMBER} (?:termine|tische)\b")
    if found is None:
        return None
    number = _value(found[1] or found[2])
    if number < 1:
        raise NotASeries(Why.ENDS_EARLY)
    return number


@dataclass(frozen=True, slots=True)
class Interval:
    """How often, as a rule says it."""

    frequency: str
    every: int

    @property
    def rule(self) -> str:
        """The beginning of a rule."""
        interval = f";INTERVAL={self.every}" if self.every > 1 else ""
        return f"FREQ={self.frequency}{interval}"


def take_interval(rest: Rest) -> Interval | None:
    """Words like "alle 2 Wochen", "14-tägig", "monatlich"."""
    if rest.take(r"\b(?:taeglich|jeden tag|alle tage)\b"):
        return Interval("DAILY", 1)
    if found := rest.take(rf"\balle {NUMBER} (tage|wochen|monate)\b"):
        every, unit = _value(found[1]), found[2]
        if every < 1 or every > 52 or (unit == "tage" and every % 7):
            raise NotASeries(Why.RHYTHM)
        weeks = every // 7 if unit == "tage" else every
        return Interval("MONTHLY", every) if unit == "monate" else Interval("WEEKLY", weeks)
    if found := rest.take(r"\bjede[nr]? (zweit|dritt|viert|[2-4]\.)(?:en?)? (woche|monat)\b"):
        every = ORDINALS[found[1]] if found[1] in ORDINALS else int(found[1][0])
        return Interval("WEEKLY" if found[2] == "woche" else "MONTHLY", every)
    if rest.take(r"\b(?:14|vierzehn)-?\s?taegig\b|\b(?:zwei|2-?)woech(?:entlich|ig)\b"):
        return Interval("WEEKLY", 2)
    if rest.take(r"\b(?:woechentlich|jede woche|(?:ein|1 ?)mal (?:die|pro|in der) woche)\b"):
        return Interval("WEEKLY", 1)
    monthly = r"\b(?:monatlich|jeden monat|(?:ein|1 ?)mal (?:im|pro) monat)\b"
    return Interval("MONTHLY", 1) if rest.take(monthly) else None


def _time(hour: str, minute: str | None) -> time | None:
    if int(hour) > 23 or int(minute or 0) > 59:
        return None
    return time(int(hour), int(minute or 0))


def take_range(rest: Rest) -> tuple[time, time | None] | None:
    """When a table starts and ends; "14 Uhr bis 12.7." is no such range."""
    pattern = rf"(?<![\d.:]){CLOCK}\s?(uhr|h)?\s?(?:-|bis)\s?{CLOCK}(?![\d:]|\.\d)\s?(uhr|h)?\b"
    for found in re.finditer(pattern, rest.text):
        start, end = _time(found[1], found[2]), _time(found[4], found[5])
        named = found[2] or found[3] or found[5] or found[6]
        after = rest.text[found.end() :]
        is_date = not found[6] and bool(re.match(rf"\.|\s?(?:{'|'.join(MONTHS)})", after))
        is_date = is_date and int(found[5] or 1) <= len(MONTHS)
        if start is None or end is None or not named or is_date:
            continue
        if not is_span(start, end):
            raise NotASeries(Why.CLOCK_BACKWARDS)
        rest.cut(found)
        return start, end
    return None


def is_span(start: time, end: time) -> bool:
    """Whether a table may last so; one past midnight is short, "16-14 Uhr" is a slip."""
    first, last = (one.hour * 60 + one.minute for one in (start, end))
    return last > first or (last != first and last + 24 * 60 - first <= MIDNIGHT_MINUTES)


def take_clock(rest: Rest) -> tuple[time, None] | None:
    """When a table starts, where no end is said."""
    for pattern in (
        r"(?<![\d.:])(\d{1,2})\s?uhr\s?(\d{2})\b",
        rf"(?<![\d.:]){CLOCK}\s?(?:uhr|h)\b",
        r"(?<![\d.:])(\d{1,2}):(\d{2})\b",
        rf"\bum {CLOCK}\b(?!\.\d)",
        r"(?<![\d.:])(\d{1,2})\.(\d{2})\b(?!\.)",
    ):
        if found := rest.take(pattern):
            at = _time(found[1], found[2])
            if at is None:
                raise NotASeries(Why.NO_TIME)
            return at, None
    return None


def take_skips(rest: Rest) -> tuple[bool, bool]:
    """Whether public and school holidays fall out."""
    holidays, school = True, False
    for found in rest.take_all(rf"\b(?:ausser|nicht|ohne|auch|trotz) {OFF_LIST}"):
        skips = not found[0].startswith(("auch", "trotz"))
        for kind in re.findall(OFF, found[0]):
            if kind.startswith("feiertag"):
                holidays = skips
            else:
                school = skips
    term = r"\b(?:nur )?(?:in|waehrend) der schulzeit\b|\b(?:nur )?an schultagen\b"
    return holidays, bool(rest.take(term)) or school


@dataclass(frozen=True, slots=True)
class WantedDays:
    """Which days of the week or the month."""

    weekdays: tuple[int, ...] = ()
    nths: tuple[int, ...] = ()  # of the weekdays in the month; -1 is the last
    month_days: tuple[int, ...] = ()
    every_nth: int = 0  # "jeden zweiten", not said of what
    repeats: bool = False  # whether the words for the days say that there are several


def take_days(rest: Rest, interval: Interval | None) -> WantedDays:
    """Days as in "2. und 4. Montag im Monat", "am 15.", "werktags", "dienstags"."""
    monthly = interval is not None and interval.frequency == "MONTHLY"
    found = _take_nths(rest, monthly=interval is not None) or _take_month_days(rest, monthly)
    if found is not None:
        return found
    if rest.take(r"\b(?:werktags|werktaeglich|wochentags|an werktagen|jeden werktag)\b"):
        return WantedDays(tuple(range(5)), repeats=True)
    return _take_weekdays(rest)


def _take_nths(rest: Rest, *, monthly: bool) -> WantedDays | None:
    ordinals = rf"(?P<nths>{ORDINAL}(?:{AND}{ORDINAL})*)"
    every = r"(?P<every>\bjede[nrs]? )?"
    found = rest.take(rf"{every}{ordinals} (?P<day>{WEEKDAY})(?P<month>{OF_MONTH})?")
    if found is None:
        return None
    nths = tuple(dict.fromkeys(_nth(word) for word in re.findall(ORDINAL, found["nths"])))
    said = monthly or found["month"] or len(nths) > 1 or nths[0] < 2
    open_to_both = nths[0] if found["every"] and not said else 0
    return WantedDays((weekday_of(found["day"]),), nths, (), open_to_both, True)


def _nth(word: str) -> int:
    return int(word[0]) if word[0].isdigit() else ORDINALS[re.sub(r"e[rnms]?$", "", word)]


def _take_month_days(rest: Rest, monthly: bool) -> WantedDays | None:
    if rest.take(rf"\b(?:monatsende|monatsletzten|letzten(?: tag)?{OF_MONTH})"):
        return WantedDays(month_days=(-1,), repeats=True)
    numbers = rf"(\d{{1,2}}\.(?:{AND}\d{{1,2}}\.)*)(?!\d| \d{{1,2}}\.)"
    found = rest.take(rf"\b(?:am|zum|jeden) {numbers}{OF_MONTH}{'?' if monthly else ''}")
    if found is None:
        return None
    days = tuple(int(one) for one in re.findall(r"\d+", found[1]))
    if not all(1 <= one <= 31 for one in days):
        raise NotASeries(Why.NO_DAY)
    return WantedDays(month_days=tuple(sorted(set(days))), repeats=True)


def _take_weekdays(rest: Rest) -> WantedDays:
    """Weekdays and lists of them; "so" alone is a small word unless it is all there is."""
    every = re.search(r"\b(?:jede[nrs]?|alle|immer|stets|regelmaessig)\b", rest.text)
    lists = [one for one in re.finditer(WEEKDAY_LIST, rest.text) if one[0] != "so"]
    lists = lists or list(re.finditer(ONLY_SO, rest.text))
    for one in reversed(lists):
        rest.cut(one)
    found = {day for one in lists for day in _of_list(one[0])}
    plural = any(re.search(rf"{FULL}{PART}?s\b", one[0]) for one in lists)
    several = bool(found) and bool(every or plural or len(found) > 1)
    return WantedDays(tuple(sorted(found)), repeats=several)


def _of_list(words: str) -> set[int]:
    """The days of a list: five of "Mo-Fr", two of "Mo, Fr"."""
    found: set[int] = set()
    before: int | None = None
    for one in re.finditer(rf"(?P<to>-|bis)?\s*(?P<day>{WEEKDAY})", words):
        day = weekday_of(one["day"])
        if one["to"] and before is not None:
            found |= {(before + ahead) % 7 for ahead in range((day - before) % 7)}
        found.add(day)
        before = day
    return found


def weekday_of(word: str) -> int:
    """The weekday a match of `WEEKDAY` names; Monday is 0."""
    return 5 if word.startswith("sonnabend") else WEEKDAYS.index(word[:2])

"""What opening hours say of evenings and weekends; None where they say nothing certain."""

from __future__ import annotations

import re

from language.words import fold

EVENING_FROM = 18 * 60 + 30  # minutes of the day; who works until six comes later

_TIME = r"(\d{1,2})(?:[.:](\d{2}))?"
END = re.compile(rf"(?:\d\s?[-–]\s?|bis ){_TIME}(?= ?uhr| ?h\b|[,;) ]|$)")
ALWAYS = re.compile(r"24 stunden|rund um die uhr")
LATE = re.compile(r"abend")
OPEN_ENDED = re.compile(r"\bab \d|vereinbarung|absprache|nicht belegt|erfragen|pruefen|geoeffnet")
WEEKEND = re.compile(r"\b(?:sa|so|samstags?|sonntags?|wochenende|taeglich)\b")
WORKDAY = re.compile(r"\b(?:mo|di|mi|do|fr|(?:mon|diens|donners|frei)tags?|mittwochs?)\b")
NOTE = re.compile(r"\([^)]*\)")  # "(Stand 2019)"


def in_the_evening(opening_hours: str | None) -> bool | None:
    """Whether it is open late; not only where every end is known and early."""
    hours = _folded(opening_hours)
    if ALWAYS.search(hours) or LATE.search(hours):
        return True
    ends = [int(found[1]) * 60 + int(found[2] or 0) for found in END.finditer(hours)]
    if any(end >= EVENING_FROM for end in ends):
        return True
    return False if ends and not OPEN_ENDED.search(hours) else None


def at_the_weekend(opening_hours: str | None) -> bool | None:
    """Whether it is open on Saturday or Sunday; not only where certain workdays are named."""
    hours = _folded(opening_hours)
    if ALWAYS.search(hours) or WEEKEND.search(hours):
        return True
    return False if WORKDAY.search(hours) and not OPEN_ENDED.search(hours) else None


def _folded(opening_hours: str | None) -> str:
    return NOTE.sub("", fold(opening_hours or ""))

"""Number plates of cars, also in small letters with spaces: "m ab 12"."""

from __future__ import annotations

import re

from safety.privacy.hits import Found, SensitiveKind

_DISTRICTS = (
    "m ebe ed fs dah sta ffb töl toel mb ro la wor wm ll gap ts aö mü deg pa sr r a in nd ei paf "
    "keh pan reg frg dgf lan bgl nu oal oa kf mn don dlg gz nm n fü er erh rh lau bt ba co ho kc "
    "kg ku swe sw wü kt msp mil ab aic b hh k s f d st ul wob ak p l h hb ka fr hd ma mz wi of da "
    "ks ef j c dd z wun as sad am cha new tir ke li wug an nes has lif"
)
DISTRICTS = frozenset(_DISTRICTS.split())
HYPHENED = re.compile(
    r"\b([A-ZÄÖÜ]{1,3})\s?[-–:]\s?([A-Z]{1,2})[\s-]?\d{1,4}\s?[EH]?\b", re.IGNORECASE
)
SPACED = re.compile(r"\b([A-ZÄÖÜ]{1,3})\s([A-Z]{1,2})\s?\d{2,4}[EH]?\b", re.IGNORECASE)
CAR = re.compile(
    r"kennzeichen|kfz|nummernschild|transporter|parkt|fährt|"
    r"\b(?:auto|wagen|roller|pkw|bmw|vw|golf|audi|opel|mercedes|bus|motorrad|moped)\b",
    re.IGNORECASE,
)
_SHORT_WORDS = "ab an am um im in zu da do ja no ne na ob so es er du wo is ca nr od u o a i je ma"
SHORT_WORDS = frozenset(_SHORT_WORDS.split())


def plates(text: str) -> Found:
    """Plates of districts around, or in capitals, or where a car is spoken of."""
    car = bool(CAR.search(text))
    for pattern in (HYPHENED, SPACED):
        for match in pattern.finditer(text):
            district, letters = match[1], match[2]
            capitals = district.isupper() and letters.isupper()
            if district.lower() not in DISTRICTS:
                continue
            if letters.lower() in SHORT_WORDS and not capitals:
                continue
            if car or capitals or len(district) == 3:
                yield SensitiveKind.FILE_NUMBER, *match.span()

"""Numbers in words, as people dictate them: "nulleinssiebensechs", "neunundneunzig"."""

from __future__ import annotations

import re

ONES = {
    "null": "0", "ein": "1", "eins": "1", "oans": "1", "zwei": "2", "zwo": "2", "zwoa": "2",
    "drei": "3", "vier": "4", "fünf": "5", "fuenf": "5", "funf": "5", "fünfe": "5", "sechs": "6",
    "sechse": "6", "sieben": "7", "simme": "7", "acht": "8", "neun": "9", "neine": "9",
}  # fmt: skip
TEENS = {
    "zehn": "10", "elf": "11", "zwölf": "12", "zwoelf": "12", "dreizehn": "13", "vierzehn": "14",
    "fünfzehn": "15", "fuenfzehn": "15", "sechzehn": "16", "siebzehn": "17", "achtzehn": "18",
    "neunzehn": "19",
}  # fmt: skip
TENS = {
    "zwanzig": "2", "dreißig": "3", "dreissig": "3", "vierzig": "4", "fünfzig": "5",
    "fuenfzig": "5", "sechzig": "6", "siebzig": "7", "achtzig": "8", "neunzig": "9",
}  # fmt: skip

_UNITS = "|".join(sorted(ONES, key=len, reverse=True))
_TENS = "|".join(TENS)
NUMBER = (
    rf"(?:(?:{_UNITS})und(?:{_TENS})|(?:{'|'.join(sorted(TEENS, key=len, reverse=True))})"
    rf"|{_TENS}|{_UNITS})"
)
# "dreihundertzwölf", "achthundert", "dreitausend": the digits one would dial.
ONE_NUMBER = re.compile(rf"(?:({_UNITS})?(hundert|tausend)(?:und)?)?({NUMBER})?")
GLUED = re.compile(rf"(?:doppel|hundert|tausend|{NUMBER})+")


def spoken_digits(word: str) -> str:
    """The digits that a word in small letters says, or nothing where it says none."""
    if not GLUED.fullmatch(word):
        return ""
    return "".join(map(_dialled, ONE_NUMBER.finditer(word)))


def _dialled(number: re.Match[str]) -> str:
    """Digits of one number; a hundred or thousand that stands alone says its zeros."""
    unit, large, rest = number.groups()
    digits = _digits(rest) if rest else ""
    if large is None:
        return digits
    zeros = 2 if large == "hundert" else 3
    return (ONES[unit] if unit else "") + digits.zfill(zeros)


def spelled_year(words: str) -> int:
    """2014 for "zweitausendvierzehn", 1999 for "neunzehnhundertneunundneunzig"."""
    for century, begins in ((1900, "neunzehnhundert"), (2000, "zweitausend"), (2000, "zwanzig")):
        if words.startswith(begins):
            rest = words.removeprefix(begins).strip().removeprefix("und")
            return century + int(spoken_digits(rest) or 0)
    return 0


def _digits(number: str) -> str:
    if number in ONES:
        return ONES[number]
    if number in TEENS:
        return TEENS[number]
    if number in TENS:
        return TENS[number] + "0"
    unit, ten = number.split("und", 1)
    return TENS[ten] + ONES[unit]

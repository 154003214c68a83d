"""Numbers in words, as people dictate them: "nulleinssiebensechs", "neunundneunzig"."""

from __future__ import annotations

import re

ONES = {
    "null": "0", "ein": "1", "eins": "1", "oans": "1", "zwei": "2", "zwo": "2", "drei": "3",
    "vier": "4", "fünf": "5", "fuenf": "5", "funf": "5", "sechs": "6", "sieben": "7", "acht": "8",
    "neun": "9",
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
ONE_NUMBER = re.compile(NUMBER)
GLUED = re.compile(rf"(?:doppel|{NUMBER})+")


def spoken_digits(word: str) -> str:
    """The digits that a word in small letters says, or nothing where it says none."""
    if not GLUED.fullmatch(word):
        return ""
    return "".join(_digits(one) for one in ONE_NUMBER.findall(word))


def _digits(number: str) -> str:
    if number in ONES:
        return ONES[number]
    if number in TEENS:
        return TEENS[number]
    if number in TENS:
        return TENS[number] + "0"
    unit, ten = number.split("und", 1)
    return TENS[ten] + ONES[unit]

"""A message as tokens: words, numbers and marks with their places."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[^\w\s]|_")
LEET = str.maketrans("01345", "oieas")
LETTERS = str.maketrans({"ß": "ss", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae"})
LONGEST = 40  # letters; beyond, it is no name


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text; `word` is folded: small letters without marks."""

    text: str
    word: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """All tokens of *text*, in order."""
    found = list(TOKEN.finditer(text))
    folded = {word: fold(word[:LONGEST]) for word in {one[0] for one in found}}
    return [Token(one[0], folded[one[0]], *one.span()) for one in found]


def fold(word: str) -> str:
    """One form for all spellings of a name but "ae" for "ä": see `spellings`."""
    small = word.lower()
    if not small.isascii():
        marked = unicodedata.normalize("NFKD", small.translate(LETTERS))
        small = "".join(one for one in marked if not unicodedata.combining(one))
    if small.isalpha() or not any(map(str.isdecimal, small)):
        return small
    letters = sum(map(str.isalpha, small))
    return small.translate(LEET) if letters >= 2 and small[0].isalpha() else small


def spellings(word: str) -> set[str]:
    """The folded forms under which *word* may be typed."""
    small = word.lower()
    double = small.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    return {fold(small), fold(double)}

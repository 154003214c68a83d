"""Text as the guards read it: invisible characters gone, look-alikes folded, offsets kept."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Cyrillic and Greek letters that look like Latin ones; a disguise, never German.
LOOK_ALIKES = str.maketrans("аеорсухіјАВЕКМНОРСТХІЈαορ", "aeopcyxijABEKMHOPCTXIJaop")
LONGEST = 4096  # characters of a message of Telegram's
WORD = re.compile(r"[^\W\d_]+")
LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class CleanText:
    """Cleaned text; `at[n]` is where its n-th character stood in the original."""

    text: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of the cleaned text in code points of the original."""
        return self.at[start], self.at[end - 1] + 1


def clean(text: str) -> CleanText:
    """Clean *text*: one original character becomes none, one or several cleaned ones.

    Of what grows when it is cleaned, no more than `LONGEST` characters are read.
    """
    cleaned: list[str] = []
    at: list[int] = []
    for place, character in enumerate(text):
        if len(at) >= max(LONGEST, len(text)):
            break
        if character.isascii():
            cleaned.append(" " if character.isspace() else character)
            at.append(place)
            continue
        for one in unicodedata.normalize("NFKC", character):
            kind = unicodedata.category(one)
            if kind == "Mn" or (kind == "Cf" and not _parts_words(text, place)):
                continue
            cleaned.append(" " if kind == "Cf" or one.isspace() else one)
            at.append(place)
    folded = "".join(cleaned)
    if not folded.isascii():
        folded = WORD.sub(_unmasked, folded)
    return CleanText(folded, tuple(at))


def _parts_words(text: str, place: int) -> bool:
    """Whether an invisible character stands where a new word begins: small letter, capital."""
    return text[place - 1 : place].islower() and text[place + 1 : place + 2].isupper()


def _unmasked(word: re.Match[str]) -> str:
    """A word that mixes scripts in Latin letters; a Ukrainian word stays as it is."""
    return word[0].translate(LOOK_ALIKES) if LATIN.search(word[0]) else word[0]

"""Text as the guards read it: invisible characters gone, look-alikes folded, offsets kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Cyrillic and Greek letters that look like Latin ones; a disguise, never German.
LOOK_ALIKES = str.maketrans("аеорсухіјАВЕКМНОРСТХІЈαορ", "aeopcyxijABEKMHOPCTXIJaop")
LONGEST = 4096  # characters of a message of Telegram's
WORD = re.compile(r"[^\W\d_]+")
LATIN = re.compile(r"[A-Za-z]")
# Characters that stay as they are, and those between them.
RUN = re.compile(r"([\x00-\x7fäöüÄÖÜß„“–€]+)|[^\x00-\x7fäöüÄÖÜß„“–€]+")
SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class CleanText:
    """Cleaned text; `at[n]` is where its n-th character stood in the original."""

    text: str
    at: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of the cleaned text in code points of the original."""
        return self.at[start], self.at[end - 1] + 1


def clean(text: str) -> CleanText:
    """Clean *text*: one original character becomes none, one or several cleaned ones.

    Of what grows when it is cleaned, no more than `LONGEST` characters are read.
    """
    cleaned: list[str] = []
    at: list[int] = []
    longest = max(LONGEST, len(text))
    for run in RUN.finditer(text):
        if len(at) >= longest:
            break
        if run[1]:
            cleaned.append(SPACE.sub(" ", run[1]))
            at.extend(range(*run.span()))
            continue
        for place in range(*run.span()):
            for one in _plain(text, place):
                cleaned.append(one)
                at.append(place)
            if len(at) >= longest:
                break
    folded = "".join(cleaned)
    if not folded.isascii():
        folded = WORD.sub(_unmasked, folded)
    return CleanText(folded, at)


def composed(text: str) -> str:
    """*text* with one form for each letter; of what grows, no more than `LONGEST` characters."""
    return unicodedata.normalize("NFKC", text)[: max(LONGEST, len(text))]


def _plain(text: str, place: int) -> Iterator[str]:
    """What an unusual character becomes: none, one or several others."""
    for one in unicodedata.normalize("NFKC", text[place]):
        kind = unicodedata.category(one)
        if kind == "Mn" or (kind == "Cf" and not _parts_words(text, place)):
            continue
        yield " " if kind == "Cf" or one.isspace() else one


def _parts_words(text: str, place: int) -> bool:
    """Whether an invisible character stands where a new word begins: small letter, capital."""
    return text[place - 1 : place].islower() and text[place + 1 : place + 2].isupper()


def _unmasked(word: re.Match[str]) -> str:
    """A word that mixes scripts in Latin letters; a Ukrainian word stays as it is."""
    return word[0].translate(LOOK_ALIKES) if LATIN.search(word[0]) else word[0]

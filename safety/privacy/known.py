"""What is public because it stands in the knowledge base."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

COUNTRY_CODE = re.compile(r"^(?:0049|49)?0?")  # "+49 (0)89" is "089"
PUNCTUATION = re.compile(r"[\W_]+")
STREET = re.compile(r" ?(?:strasse|str)\b")
INITIALS = re.compile(r"(?<=\b\w)\.(?=\w\b)")  # between the letters of "N.I.N.A."
DIGITS = re.compile(r"\d+")
LONGEST_DIALLING_CODE = 16  # characters before a number: "+49 (0) 8121 / "
HOUSE_LETTER = re.compile(r"(\d) ([a-h])\b")


@dataclass(frozen=True, slots=True)
class KnownPublic:
    """Numbers, addresses and names that stand in the knowledge base."""

    digits: frozenset[str] = frozenset()
    words: str = ""

    @classmethod
    def from_texts(cls, texts: Iterable[str]) -> KnownPublic:
        """Collect what is public from the texts of all offers."""
        joined = " | ".join(texts)
        numbers = {
            _without_country(digits_of(found[0]))
            for found in re.finditer(r"[+\d][\d ()/.-]{2,}\d", joined)
        }
        words = " | ".join((joined, *(INITIALS.sub("", one) for one in _with_initials(joined))))
        return cls(frozenset(numbers), f" {squeezed(words)} ")

    def holds(self, value: str) -> bool:
        """Whether the words stand there, one after the other."""
        wanted = squeezed(value)
        return bool(wanted) and f" {wanted} " in self.words

    def holds_number(self, number: str) -> bool:
        """Whether the number stands there, with or without country code."""
        wanted = _without_country(digits_of(number))
        return len(wanted) >= 3 and wanted in self.digits

    def ends_number(self, text: str, start: int, end: int) -> bool:
        """Whether the digits there end a number that stands there, after its dialling code."""
        near = max(0, start - LONGEST_DIALLING_CODE)
        begins = (match.start() for match in DIGITS.finditer(text, near, end))
        return any(self.holds_number(text[begin:end]) for begin in begins if begin <= start)


NOTHING_PUBLIC = KnownPublic()


def digits_of(value: str) -> str:
    """The digits in *value*."""
    return "".join(one for one in value if one.isdecimal())


def squeezed(value: str) -> str:
    """Small letters, single spaces, one way to write a street and its number."""
    flat = PUNCTUATION.sub(" ", value.casefold()).strip()
    return HOUSE_LETTER.sub(r"\1\2", STREET.sub("str", flat))


def _with_initials(text: str) -> Iterator[str]:
    """Words such as "N.I.N.A.", which are also written without the full stops."""
    return (word for word in text.split() if INITIALS.search(word))


def _without_country(digits: str) -> str:
    return COUNTRY_CODE.sub("", digits)

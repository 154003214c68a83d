"""What is public because it stands in the knowledge base."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

COUNTRY_CODE = re.compile(r"^(?:0049|49|0)")
PUNCTUATION = re.compile(r"[\W_]+")
STREET = re.compile(r" ?(?:strasse|str)\b")
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
        return cls(frozenset(numbers), f" {squeezed(joined)} ")

    def holds(self, value: str) -> bool:
        """Whether the words stand there, one after the other."""
        wanted = squeezed(value)
        return bool(wanted) and f" {wanted} " in self.words

    def holds_number(self, number: str) -> bool:
        """Whether the number stands there, with or without country code."""
        wanted = _without_country(digits_of(number))
        return len(wanted) >= 3 and wanted in self.digits


NOTHING_PUBLIC = KnownPublic()


def digits_of(value: str) -> str:
    """The digits in *value*."""
    return "".join(one for one in value if one.isdecimal())


def squeezed(value: str) -> str:
    """Small letters, single spaces, one way to write a street and its number."""
    flat = PUNCTUATION.sub(" ", value.casefold()).strip()
    return HOUSE_LETTER.sub(r"\1\2", STREET.sub("str", flat))


def _without_country(digits: str) -> str:
    return COUNTRY_CODE.sub("", digits)

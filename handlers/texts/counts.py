"""Numbers with their word: `1 Person`, `3 Personen`."""

from __future__ import annotations


def counted(number: int, one: str, many: str) -> str:
    """The number with the word that fits it."""
    return f"{number} {one if number == 1 else many}"

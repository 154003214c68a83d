"""Numbers that never repeat, not even after a kill: reserved in blocks before they are used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from webchat.keeping import keep, kept

BLOCK = 1_000


class Counters:
    """Rising numbers by name; kept in a file where one is given."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._reserved: dict[str, int] = kept(file, _numbers, {})
        self._next = dict(self._reserved)

    def next(self, name: str) -> int:
        """The next number of that name, from 1 on."""
        number = self._next.get(name, 0) + 1
        self._next[name] = number
        if self._file is not None and number > self._reserved.get(name, 0):
            self._reserved[name] = number + BLOCK
            keep(self._file, self._reserved)
        return number


def _numbers(stored: dict[str, Any]) -> dict[str, int]:
    return {name: int(value) for name, value in stored.items()}

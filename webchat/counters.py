"""Numbers that never repeat, not even after a kill: reserved in blocks before they are used."""

from __future__ import annotations

import json
from pathlib import Path

BLOCK = 1_000


class Counters:
    """Rising numbers by name; kept in a file where one is given."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._reserved: dict[str, int] = {}
        if file is not None and file.exists():
            self._reserved = {
                name: int(value)
                for name, value in json.loads(file.read_text(encoding="utf-8")).items()
            }
        self._next = dict(self._reserved)

    def next(self, name: str) -> int:
        """The next number of that name, from 1 on."""
        number = self._next.get(name, 0) + 1
        self._next[name] = number
        if self._file is not None and number > self._reserved.get(name, 0):
            self._reserved[name] = number + BLOCK
            spare = self._file.with_suffix(".new")
            spare.write_text(json.dumps(self._reserved), encoding="utf-8")
            spare.replace(self._file)
        return number

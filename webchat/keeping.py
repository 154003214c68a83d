"""Files that outlive the process; a kill while writing leaves the file as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


class DamagedFile(Exception):
    """A kept file cannot be read; it stays as it is. `path` is the file."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is damaged")
        self.path = path


def keep(file: Path, value: Any) -> None:
    """Write *value* beside the file, then put it in the file's place."""
    spare = file.with_suffix(".new")
    spare.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    spare.replace(file)


def kept(file: Path | None, read: Callable[[Any], T], otherwise: T) -> T:
    """What *read* makes of the file; *otherwise* where there is none.

    Raises:
        DamagedFile: the file holds something else.
    """
    if file is None or not file.exists():
        return otherwise
    try:
        return read(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise DamagedFile(file) from None

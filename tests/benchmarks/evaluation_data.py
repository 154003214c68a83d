"""Where judged messages lie; they are not part of the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("LOTSE_EVAL_DIR", PROJECT.parent / "shared" / "eval"))


def evaluation_file(name: str) -> Path:
    """The file of that name; skips the test where it is not there."""
    file = FOLDER / name
    if not file.exists():
        pytest.skip(f"needs {name} in LOTSE_EVAL_DIR")
    return file

"""The key of what is secret: a file beside the database, never in it, for this user alone.

An invitation's code and a calendar's secret are worked out from it when they are sent, so neither
the database nor a copy of it holds one.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from bot.opening import check_folder
from bot.refusal import StartRefused

NAME = "invitations.key"
LENGTH = 32  # bytes


def invitation_key(folder: Path) -> bytes:
    """The key, made at the first start.

    Raises:
        StartRefused: the folder or the file cannot be used.
    """
    check_folder(folder)
    file = folder / NAME
    try:
        if not file.exists():
            _write(file, secrets.token_bytes(LENGTH))
        key = file.read_bytes()
    except OSError as error:
        raise _refusal(file, f"cannot be used ({type(error).__name__})") from None
    if len(key) != LENGTH:
        raise _refusal(file, "is damaged")
    return key


def _write(file: Path, key: bytes) -> None:
    """Whole or not at all, also when the process is killed."""
    spare = file.with_suffix(".new")
    spare.unlink(missing_ok=True)
    descriptor = os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(key)
        opened.flush()
        os.fsync(opened.fileno())
    spare.replace(file)


def _refusal(file: Path, fault: str) -> StartRefused:
    cure = "let this user read and write it, or delete it: links that wait to be sent are lost"
    return StartRefused("LOTSE_DATA_DIR", f"{file} {fault}", cure)

"""Logs for operators: ids, durations, codes. No message text and no secret ever reaches a line.

Two things make that hold: exceptions are written as their type and the places they passed, never
with their message; and library loggers stay at WARNING with their arguments left out, since PTB
and httpx print updates and tokens below and sometimes above it. Of their lines only the first is
kept: asyncio writes the exception of a forgotten task into the second.
"""

from __future__ import annotations

import logging
import re
import traceback
from types import TracebackType
from urllib.parse import quote, quote_plus

SHORTEST_SECRET = 4  # characters; a shorter one would blot out half of every line
_secrets: set[str] = set()

TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{10,}")  # the shape of a bot token, in any address
OURS = (
    "bot",
    "handlers",
    "knowledge",
    "consultations",
    "needs",
    "team",
    "safety",
    "storage",
    "webchat",
)


def hide(*secrets: str) -> None:
    """Mask these in every line from now on, also as they stand in an address."""
    for secret in secrets:
        if len(secret) >= SHORTEST_SECRET:
            _secrets.update({secret, quote(secret, safe=""), quote_plus(secret)})


def masked(line: str) -> str:
    """The line without the secrets of the settings, and without anything shaped like a token."""
    line = TOKEN.sub("<token>", line)
    for secret in sorted(_secrets, key=len, reverse=True):
        line = line.replace(secret, "<secret>")
    return line


class NoTexts(logging.Formatter):
    """Formats a record without anything a person typed and without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, followed by the places an exception passed."""
        # A copy without what another handler's formatter may have cached of the exception.
        record = logging.makeLogRecord({**record.__dict__, "exc_text": None})
        if record.name.partition(".")[0] not in OURS:
            record.args = None
            record.msg = str(record.msg).partition("\n")[0]
        return masked(super().format(record))

    def formatException(  # noqa: N802
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """Type and places of the exception; its message may hold what somebody typed."""
        kind, _, places = ei
        name = kind.__name__ if kind is not None else "unknown"
        return "".join(traceback.format_tb(places)) + name


def set_up_logs(level: int = logging.INFO) -> None:
    """Send our lines to standard error; keep libraries at WARNING."""
    handler = logging.StreamHandler()
    handler.setFormatter(NoTexts("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    for name in ("httpx", "httpcore", "telegram", "telegram.ext", "aiohttp", "sqlalchemy"):
        logging.getLogger(name).setLevel(logging.WARNING)

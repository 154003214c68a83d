"""Fetching updates from Telegram, which keeps each of them until we say it was handled.

The offset is the lowest update not yet handled, so a killed process gets everything that was in
flight once more. While some are in flight Telegram answers at once, hence the short pause.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import warnings
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Bot, Update
from telegram.constants import UpdateType
from telegram.error import Conflict, NetworkError, RetryAfter, TelegramError
from telegram.warnings import PTBUserWarning

log = logging.getLogger(__name__)

LONG_POLL = 25  # seconds Telegram may hold an empty answer
PAUSE = 0.05  # seconds between polls while updates are in flight
DATABASE_PAUSE = 1.0  # seconds between tries while the database is away
LONGEST_PAUSE = 30.0  # seconds between tries while Telegram cannot be reached
MOST = 100  # updates an answer holds at most


class Polling:
    """A getUpdates loop with a sliding watermark."""

    def __init__(self, bot: Bot, handle: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        self._bot = bot
        self._handle = handle
        self._in_flight: dict[int, asyncio.Task[None]] = {}
        self._done: set[int] = set()  # handled, but above the watermark
        self._highest = 0
        self._moved = asyncio.Event()

    async def run(self) -> None:
        """Poll until cancelled; then wait a moment for what is in flight."""
        failures = 0
        try:
            while True:
                try:
                    await self._poll()
                    failures = 0
                except Exception as error:  # whatever it is, asking must go on
                    failures += 1
                    _report(error, failures)
                    await asyncio.sleep(_wait(error, failures))
        finally:
            await self._drain()

    def _offset(self) -> int:
        if self._in_flight:
            return min(self._in_flight)
        return self._highest + 1 if self._highest else 0

    async def _poll(self) -> None:
        busy, offset = bool(self._in_flight), self._offset()
        self._done = {number for number in self._done if number >= offset}
        fresh = await self._fetch(offset, 0 if busy else LONG_POLL)
        for update in fresh:
            self._start(update)
        if not fresh and not busy:
            # Everything is confirmed. Ids restart at random after an idle week, so ask from zero:
            # an offset above the new ids would forget them unread.
            self._highest = 0
        if self._in_flight:
            self._moved.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._moved.wait(), PAUSE)

    async def _fetch(self, offset: int, hold: int) -> list[dict[str, Any]]:
        with warnings.catch_warnings():
            # PTB's own get_updates parses the whole answer at once: one update it cannot read
            # would hide all others. So we ask for raw ones and parse each by itself.
            warnings.filterwarnings("ignore", "Please use 'Bot.getUpdates'", PTBUserWarning)
            answer = await self._bot.do_api_request(
                "getUpdates",
                {"offset": offset, "timeout": hold, "limit": MOST, "allowed_updates": WANTED},
                read_timeout=hold + 10,
            )
        known = self._in_flight.keys() | self._done
        return [update for update in answer if update["update_id"] not in known]

    def _start(self, update: dict[str, Any]) -> None:
        number = update["update_id"]
        self._highest = max(self._highest, number)
        task = asyncio.create_task(self._see_through(update))
        self._in_flight[number] = task
        task.add_done_callback(lambda _: self._finished(number))

    async def _see_through(self, update: dict[str, Any]) -> None:
        """Handle an update; only the database being away makes that fail, so try until it is back.

        The update stays unconfirmed meanwhile: Telegram keeps it.
        """
        while True:
            try:
                return await self._handle(update)
            except Exception as error:
                log.error("update %d waits: %s", update["update_id"], type(error).__name__)
                await asyncio.sleep(DATABASE_PAUSE)

    def _finished(self, number: int) -> None:
        if not self._in_flight.pop(number).cancelled():
            self._done.add(number)
        self._moved.set()

    async def _drain(self) -> None:
        if self._in_flight:
            _, pending = await asyncio.wait(self._in_flight.values(), timeout=5)
            for task in pending:
                task.cancel()


UNWANTED = {
    UpdateType.POLL,
    UpdateType.POLL_ANSWER,
    # What people write to each other: not for us to read.
    UpdateType.BUSINESS_CONNECTION,
    UpdateType.BUSINESS_MESSAGE,
    UpdateType.EDITED_BUSINESS_MESSAGE,
    UpdateType.DELETED_BUSINESS_MESSAGES,
    UpdateType.GUEST_MESSAGE,
}
WANTED = [kind for kind in Update.ALL_TYPES if kind not in UNWANTED]


def _refused(error: Exception) -> bool:
    """Whether Telegram wants none of our calls, such as after the token was revoked.

    By exclusion: PTB calls it `InvalidToken` in some places, `EndPointNotFound` in others.
    """
    passing = (NetworkError, RetryAfter, Conflict)
    return isinstance(error, TelegramError) and not isinstance(error, passing)


def _report(error: Exception, failures: int) -> None:
    kind = type(error).__name__
    if not _refused(error):
        log.warning("getUpdates: %s, try %d", kind, failures)
        return
    log.error(
        "getUpdates: refused (%s), try %d. Cure: copy the token from BotFather again into "
        "LOTSE_TELEGRAM_TOKEN, check LOTSE_TELEGRAM_API, and start anew",
        kind,
        failures,
    )


def _wait(error: Exception, failures: int) -> float:
    """Seconds until the next try; a refusal that lasts is not worth many."""
    if isinstance(error, RetryAfter):
        pause = error.retry_after
        return pause if isinstance(pause, (int, float)) else pause.total_seconds()
    if _refused(error):
        return LONGEST_PAUSE
    return min(LONGEST_PAUSE, 0.2 * 2.0 ** min(failures, 10))

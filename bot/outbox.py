"""The sender: takes what handlers have put into the outbox to Telegram.

In order within a chat; a reply leaves only after the commit that holds its effects. A killed
process sends the last reply perhaps once more, never not at all.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from aiolimiter import AsyncLimiter
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.delivery import Delivery
from storage.outbox import OutboxStore, Parcel

log = logging.getLogger(__name__)

BURST = 3.0  # seconds: three quick replies in a chat pass, the average stays at the limit
LONGEST_PAUSE = 30.0


class Limits:
    """Telegram's send limits: messages per second over all, and in one chat. 0 lifts a limit."""

    def __init__(self, overall: float, per_chat: float) -> None:
        self._overall = AsyncLimiter(max(overall, 1), max(1, 1 / overall)) if overall else None
        self._per_chat = per_chat
        self._chats: dict[int, AsyncLimiter] = {}

    async def wait(self, chat_id: int) -> None:
        """Return when the next message may go to this chat."""
        if self._per_chat:
            if chat_id not in self._chats:
                burst = max(1.0, BURST * self._per_chat)
                self._chats[chat_id] = AsyncLimiter(burst, burst / self._per_chat)
            await self._chats[chat_id].acquire()
        if self._overall:
            await self._overall.acquire()

    def sweep(self) -> int:
        """Forget the chats that have sent nothing for some seconds; returns how many."""
        quiet = [chat for chat, limiter in self._chats.items() if _is_quiet(limiter)]
        for chat_id in quiet:
            del self._chats[chat_id]
        return len(quiet)


class Outbox:
    """Sends every chat's parcels in order, chats side by side."""

    def __init__(
        self,
        store: OutboxStore,
        delivery: Delivery,
        limits: Limits,
        now: Callable[[], datetime],
        on_blocked: Callable[[int], Awaitable[None]],
    ) -> None:
        self._store = store
        self._delivery = delivery
        self._limits = limits
        self._now = now
        self._on_blocked = on_blocked
        self._senders: dict[int, asyncio.Task[None]] = {}
        self._again: set[int] = set()

    async def start(self) -> None:
        """Send what an earlier run left unsent."""
        for chat_id in await self._store.open_chats():
            self.wake(chat_id)

    def wake(self, chat_id: int) -> None:
        """Tell that a chat has something to send."""
        self._again.add(chat_id)
        if chat_id not in self._senders:
            task = asyncio.create_task(self._serve(chat_id), name=f"send to {chat_id}")
            self._senders[chat_id] = task

    def sweep(self) -> int:
        """Forget the limits of chats that have been quiet; returns how many."""
        return self._limits.sweep()

    async def settle(self) -> None:
        """Wait until everything known has been sent."""
        while self._senders:
            await asyncio.wait(list(self._senders.values()))

    async def stop(self) -> None:
        """Stop sending; what is unsent stays in the database."""
        for task in list(self._senders.values()):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _serve(self, chat_id: int) -> None:
        try:
            while chat_id in self._again:
                self._again.discard(chat_id)
                await self._empty(chat_id)
        finally:
            del self._senders[chat_id]

    async def _empty(self, chat_id: int) -> None:
        tries = 0
        while True:
            try:
                parcel = await self._store.next_of(chat_id)
                if parcel is None:
                    return
                await self._limits.wait(chat_id)
                await self._send(parcel)
                tries = 0
            except RetryAfter as error:
                await asyncio.sleep(_seconds(error))
            except Exception as error:
                tries += 1
                log.warning("chat %d waits: %s", chat_id, type(error).__name__)
                await asyncio.sleep(min(LONGEST_PAUSE, 0.2 * 2.0 ** min(tries, 10)))

    async def _send(self, parcel: Parcel) -> None:
        try:
            message_id = await self._delivery.deliver(parcel)
        except Forbidden:
            await self._store.drop_chat(parcel.chat_id, "Forbidden", self._now())
            await self._on_blocked(parcel.chat_id)
        except BadRequest as error:
            log.error("parcel %d (%s) refused by Telegram", parcel.id, parcel.kind)
            await self._store.failed(parcel, type(error).__name__, self._now())
        except (RetryAfter, NetworkError, InvalidToken):
            raise  # with the right token what waits still leaves
        except TelegramError as error:
            log.error("parcel %d (%s): %s", parcel.id, parcel.kind, type(error).__name__)
            await self._store.failed(parcel, type(error).__name__, self._now())
        else:
            kept = bool(parcel.payload.get("kept", True))
            await self._store.sent(parcel, message_id, self._now(), kept=kept)


def _is_quiet(limiter: AsyncLimiter) -> bool:
    """Whether a new limiter would let as much pass; then nobody waits for it either."""
    return limiter.has_capacity(limiter.max_rate)


def _seconds(error: RetryAfter) -> float:
    pause = error.retry_after
    return pause if isinstance(pause, (int, float)) else pause.total_seconds()

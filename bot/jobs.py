"""What happens without an update: one row a job, each in its own rhythm."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter

from handlers._memory import Memory
from handlers.texts.general import EXPIRED
from storage import inbox
from storage.database import Database
from storage.outbox import OutboxStore

log = logging.getLogger(__name__)

STOPPING = 5.0  # seconds a round may take while the bot stops


@dataclass(frozen=True, slots=True)
class Job:
    """Something done again and again."""

    name: str
    every: timedelta
    work: Callable[[], Awaitable[None]]


class Jobs:
    """Runs every job in a task of its own; one that fails is logged and tried again in time."""

    def __init__(
        self,
        database: Database,
        bot: Bot,
        memory: Memory,
        now: Callable[[], datetime],
        sweeps: Sequence[Callable[[], int]],
    ) -> None:
        self._database = database
        self._outbox = OutboxStore(database)
        self._bot = bot
        self._memory = memory
        self._now = now
        self._sweeps = sweeps
        self._tasks: list[asyncio.Task[None]] = []
        self._stopping = asyncio.Event()

    def start(self) -> None:
        """Start all jobs."""
        for job in (
            Job("forget", timedelta(minutes=1), self._forget),
            Job("purge", timedelta(minutes=10), self.purge),
            Job("sweep", timedelta(hours=1), self.sweep),
        ):
            self._tasks.append(asyncio.create_task(self._repeat(job), name=job.name))

    async def stop(self) -> None:
        """Let every job come to the end of its round, but not for long."""
        self._stopping.set()
        _, pending = await asyncio.wait(self._tasks, timeout=STOPPING)
        for task in pending:
            task.cancel()

    async def _repeat(self, job: Job) -> None:
        while not self._stopping.is_set():
            try:
                await job.work()
            except Exception as error:
                log.error("job %s failed", job.name, exc_info=error)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), job.every.total_seconds())

    async def _forget(self) -> None:
        self._memory.sweep()

    async def sweep(self) -> None:
        """Drop what nobody asks for any more, in memory (*sweeps*) and in the database."""
        for sweep in self._sweeps:
            sweep()
        await inbox.sweep(self._database, self._now())
        await self._outbox.sweep(self._now())

    async def purge(self) -> None:
        """Take from the chats what is past its time; only then it is forgotten here."""
        for chat_id, message_id in await self._outbox.due_purges(self._now()):
            try:
                await self._take_away(chat_id, message_id)
            except Forbidden:
                log.info("purge: the chat is closed to us")
            except (NetworkError, RetryAfter):
                return  # Telegram is away or busy; the next round goes on
            await self._outbox.purged(chat_id, message_id)

    async def _take_away(self, chat_id: int, message_id: int) -> None:
        """Delete the message, or past Telegram's 48 hours empty it of what it said."""
        try:
            await self._bot.delete_message(chat_id, message_id)
        except BadRequest:
            with contextlib.suppress(BadRequest):  # gone already, or not the bot's to edit
                await self._bot.edit_message_text(EXPIRED, chat_id, message_id)

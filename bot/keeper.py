"""What the jobs work with: database, Telegram, memory, clock, and the way to the sender."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from telegram import Bot

from bot.post import UnitPost
from consultations.asking import AskedMembers
from consultations.booking import Diary
from consultations.reminders import Reminders
from consultations.waiting import WaitingList
from handlers._dialogues import Dialogues
from handlers._memory import Memory
from knowledge.offers import Offer
from storage.asked import SqlAskedMembers
from storage.audit import SqlAudit
from storage.database import Database
from storage.diary import SqlDiary
from storage.members import SqlMembers
from storage.records import SqlRecords
from storage.reminders import SqlReminders
from storage.unit_of_work import UnitOfWork
from storage.waiting import SqlWaitingList
from team.audit import Audit
from team.members import Members
from team.records import Records


class Attention(Exception):
    """A job has done what it could; `text` asks the coordinators for the rest, once in `every`."""

    def __init__(self, text: str, every: timedelta = timedelta(days=1)) -> None:
        super().__init__()
        self.text = text
        self.every = every


class JobWork:
    """One unit of work that no update has caused."""

    def __init__(self, unit: UnitOfWork, now: datetime) -> None:
        self.unit = unit
        self.now = now
        self.post = UnitPost(unit, now, None, Dialogues())
        self.members: Members = SqlMembers(unit)
        self.diary: Diary = SqlDiary(unit)
        self.audit: Audit = SqlAudit(unit)
        self.waiting: WaitingList = SqlWaitingList(unit)
        self.asked: AskedMembers = SqlAskedMembers(unit)
        self.reminders: Reminders = SqlReminders(unit)
        self.records: Records = SqlRecords(unit)


@dataclass(frozen=True, slots=True)
class Keeper:
    """Shared by all jobs."""

    database: Database
    bot: Bot
    memory: Memory
    now: Callable[[], datetime]
    wake: Callable[[int], None]
    offer_of: Callable[[str], Offer | None]

    @asynccontextmanager
    async def working(self) -> AsyncIterator[JobWork]:
        """Open a unit of work; it is committed, and what it sends leaves, unless it fails."""
        async with UnitOfWork(self.database) as unit:
            work = JobWork(unit, self.now())
            yield work
            await unit.commit()
        for chat_id in work.post.touched:
            self.wake(chat_id)

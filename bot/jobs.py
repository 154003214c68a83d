"""What happens without an update: a job for each row of the retention table, and a few more."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.asking import ask_team
from bot.clocks import refresh_clocks
from bot.keeper import Attention, Keeper
from bot.numbers import check_first_checks, check_numbers
from bot.reminding import remind
from bot.retention import RETENTION, Retention
from bot.waiting import see_to_waiting
from handlers._screen import MENU, Screen
from handlers.texts.general import job_failed
from team.members import coordinators

log = logging.getLogger(__name__)

STOPPING = 5.0  # seconds a round may take while the bot stops
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ALARM_EVERY = timedelta(days=1)  # for one job: whoever can help has heard of it


@dataclass(frozen=True, slots=True)
class Job:
    """Something done again and again; *what* names it to coordinators.

    One that is not done `at_once` waits for its time after a start, too.
    """

    name: str
    what: str
    every: timedelta
    work: Callable[[], Awaitable[None]]
    at_once: bool = True


class Jobs:
    """Runs every job in a task of its own; one that fails is told and tried again in time."""

    def __init__(
        self,
        keeper: Keeper,
        sweeps: Sequence[Callable[[], int]],
        rows: Sequence[Retention] = RETENTION,
    ) -> None:
        self._keeper = keeper
        self._sweeps = sweeps
        jobs = [self._job_of(row) for row in rows]
        jobs += [
            Job("sweep", "Aufräumen im Arbeitsspeicher", HOUR, self._sweep),
            Job("numbers", "Prüfung der Notfallnummern", HOUR, self._numbers),
            Job(
                "first checks", "Erste Prüfung der Notfallnummern", HOUR, self._first_checks, False
            ),
            Job("waiting", "Warteliste der Tische", MINUTE, self._waiting),
            Job("asking", "Anfragen an das Team", MINUTE, self._ask),
            Job("reminders", "Erinnerungen an Tische", MINUTE, self._remind),
            Job("clocks", "Uhr am Beratungstisch", timedelta(seconds=20), self._clocks),
        ]
        self._jobs = {job.name: job for job in jobs}
        self._tasks: list[asyncio.Task[None]] = []
        self._stopping = asyncio.Event()

    def start(self) -> None:
        """Start all jobs."""
        for job in self._jobs.values():
            self._tasks.append(asyncio.create_task(self._repeat(job), name=job.name))

    async def stop(self) -> None:
        """Let every job come to the end of its round, but not for long."""
        self._stopping.set()
        _, pending = await asyncio.wait(self._tasks, timeout=STOPPING)
        for task in pending:
            task.cancel()

    async def run(self, name: str) -> None:
        """Do one round of a job now; where it fails, the coordinators hear of it."""
        job = self._jobs[name]
        try:
            await job.work()
        except Attention as asking:
            log.warning("job %s asks the coordinators", job.name)
            with contextlib.suppress(Exception):
                await self._alarm(job, asking)
        except Exception as error:
            log.error("job %s failed", job.name, exc_info=error)
            with contextlib.suppress(Exception):  # the log has it; the next round tries again
                await self._alarm(job, error)

    def _job_of(self, row: Retention) -> Job:
        return Job(row.name, row.what, row.every, lambda: row.run(self._keeper))

    async def _repeat(self, job: Job) -> None:
        if not job.at_once:
            await self._pause(job)
        while not self._stopping.is_set():
            await self.run(job.name)
            await self._pause(job)

    async def _pause(self, job: Job) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), job.every.total_seconds())

    async def _alarm(self, job: Job, error: Exception) -> None:
        """Tell the coordinators, once a day for one job, or as seldom as it asks for."""
        kind, memory = f"job {job.name}", self._keeper.memory
        if memory.recall(0, kind, str) is not None:
            return
        text, every = job_failed(job.what), ALARM_EVERY
        if isinstance(error, Attention):
            text, every = error.text, error.every
        async with self._keeper.working() as work:
            told = coordinators(await work.members.all())
            for coordinator in told:
                await work.post.send(coordinator.telegram_id, Screen(text, ((MENU,),)))
        if told:
            memory.keep(0, kind, job.name, kept=every)

    async def _waiting(self) -> None:
        """Offer free seats on, and end offers nobody has answered."""
        await see_to_waiting(self._keeper)

    async def _ask(self) -> None:
        """Ask the team for the fields that tables lack."""
        await ask_team(self._keeper)

    async def _remind(self) -> None:
        """Write the reminders that are due."""
        await remind(self._keeper)

    async def _clocks(self) -> None:
        """Show whoever leads a table how much time is left."""
        await refresh_clocks(self._keeper)

    async def _numbers(self) -> None:
        """Ask for a check of the emergency numbers where one is over a year old."""
        check_numbers(self._keeper.now().date(), self._keeper.offer_of)

    async def _first_checks(self) -> None:
        """Ask for the first check of the emergency numbers that nobody has checked yet."""
        check_first_checks(self._keeper.now().date(), self._keeper.offer_of)

    async def _sweep(self) -> None:
        """Drop what nobody asks for any more of chats that have been quiet."""
        for sweep in self._sweeps:
            sweep()

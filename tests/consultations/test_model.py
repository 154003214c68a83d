"""Random days at the tables: whatever people do, nobody sits on another's seat.

People book, move, cancel, wait, take, decline; the clock jumps, the jobs run, the process starts
anew. After every step the database is compared with what has to be true.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeVar, cast

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select
from telegram import Bot

from bot.asking import ask_team
from bot.keeper import JobWork, Keeper
from bot.reminding import remind
from bot.waiting import see_to_waiting
from consultations.asking import AHEAD as AHEAD_OF_TABLE
from consultations.asking import AT_ONCE
from consultations.booking import BookingRefused
from consultations.cancelling import cancel
from consultations.moving import MovingRefused, move
from consultations.quorum import BEFORE, lacking
from consultations.reminders import AHEAD, ReminderKind, due_at, is_quiet
from consultations.slots import Seat, Slot
from consultations.waiting import Ending, stop_waiting, take, wait
from consultations.working_hours import in_working_hours
from handlers._memory import Memory
from handlers._tables import offer_on, serve_waiting
from storage.database import Database
from storage.members import SqlMembers
from storage.tables import AskedRow, BookingRow, OutboxRow, ReminderRow, SlotRow, WaitingRow
from storage.unit_of_work import UnitOfWork
from team.members import FieldOfAction, Role
from tests.consultations.test_booking import MATTER, NOON, joined
from tests.databases import Databases

PEOPLE, TABLES = 8, 3
Answer = TypeVar("Answer")
who = some.integers(1, PEOPLE - 1)  # the first one moderates
where = some.integers(0, TABLES - 1)
seats = some.sampled_from(list(Seat))


class Tables(RuleBasedStateMachine):
    """A small town with three tables in two weeks."""

    databases: Databases

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.now = NOON
        self.url = self.run(self.databases.make())
        self.database = Database(self.url)

    def run(self, act: Any) -> Any:
        """Wait for something."""
        return self.runner.run(act)

    def teardown(self) -> None:
        """Close everything."""
        self.run(self.database.close())
        self.run(self.databases.drop(self.url))
        self.runner.close()

    @property
    def keeper(self) -> Keeper:
        """What jobs work with."""
        return Keeper(
            self.database, cast(Bot, None), Memory(lambda: self.now), lambda: self.now,
            lambda _: None, lambda _: None,
        )  # fmt: skip

    def work(self, act: Callable[[JobWork], Awaitable[Answer]]) -> Answer | None:
        """Do something in a unit of work of its own; a refusal changes nothing."""

        async def together() -> Answer | None:
            async with UnitOfWork(self.database) as unit:
                work = JobWork(unit, self.now)
                await unit.writing()
                try:
                    answer = await act(work)
                except (BookingRefused, MovingRefused):
                    return None
                await unit.commit()
                return answer

        return cast("Answer | None", self.run(together()))

    @initialize()
    def publish(self) -> None:
        """Three tables with one presenter's and two advisers' seats each."""

        async def begin(work: JobWork) -> None:
            people = await joined(work.unit, PEOPLE)
            members = SqlMembers(work.unit)
            for one, field in zip(people, FieldOfAction, strict=False):
                await members.describe(one.id, field=field)
            await members.set_role(people[0].id, Role.COORDINATOR)
            slots = [
                Slot(0, starts_at, starts_at + timedelta(minutes=90), f"Raum {number}",
                     people[0].id, 1, 2)
                for number in range(TABLES)
                if (starts_at := NOON + timedelta(days=3 + 4 * number))
            ]  # fmt: skip
            await work.diary.publish(slots, people[0].id, None, NOON)

        self.work(begin)
        self.slots = [one.id for one in self.run(self._all(SlotRow))]
        self.people = [one.id for one in self.run(self._members())]

    async def _all(self, table: Any) -> list[Any]:
        async with self.database.read() as session:
            return list(await session.scalars(select(table).order_by(table.id)))

    async def _members(self) -> list[Any]:
        async with UnitOfWork(self.database) as unit:
            return list(await SqlMembers(unit).all())

    @rule(person=who, table=where, seat=seats)
    def book(self, person: int, table: int, seat: Seat) -> None:
        """Take a seat, the held one or a free one."""

        async def act(work: JobWork) -> None:
            member = await work.members.member(self.people[person])
            assert member is not None
            await take(
                work.diary, work.audit, work.waiting, self.slots[table], member, seat, MATTER,
                now=self.now,
            )  # fmt: skip

        self.work(act)

    @rule(person=who, table=where)
    def give_back(self, person: int, table: int) -> None:
        """Cancel; whoever waits is offered the seat."""

        async def act(work: JobWork) -> None:
            member = await work.members.member(self.people[person])
            seat = await work.diary.active_booking(self.slots[table], self.people[person])
            if member is not None and seat is not None:
                freed = await cancel(work.diary, work.audit, seat.id, member, now=self.now)
                await offer_on(work, [freed], now=self.now)

        self.work(act)

    @rule(person=who, table=where, seat=seats)
    def queue(self, person: int, table: int, seat: Seat) -> None:
        """Wait for a seat."""

        async def act(work: JobWork) -> None:
            member = await work.members.member(self.people[person])
            assert member is not None
            await wait(
                work.diary, work.waiting, self.slots[table], member, seat, now=self.now
            )  # fmt: skip

        self.work(act)

    @rule(person=who, table=where)
    def decline(self, person: int, table: int) -> None:
        """Decline an offer, or leave the list."""

        async def act(work: JobWork) -> None:
            one = await stop_waiting(
                work.waiting, self.people[person], self.slots[table], Ending.LEFT, now=self.now
            )
            if one is not None:
                await serve_waiting(work, one.slot_id, one.seat, now=self.now)

        self.work(act)

    @rule(table=where, hours=some.integers(-60, 60))
    def shift(self, table: int, hours: int) -> None:
        """Move a table; everybody keeps the seat."""

        async def act(work: JobWork) -> None:
            boss = await work.members.member(self.people[0])
            slot = await work.diary.slot(self.slots[table])
            assert boss is not None
            assert slot is not None
            await move(
                work.diary, work.members, work.audit, boss, slot.id,
                starts_at=slot.starts_at + timedelta(hours=hours), now=self.now,
            )  # fmt: skip

        self.work(act)

    @rule(minutes=some.sampled_from([1, 30, 240, 600, 1440, 4000]))
    def pass_time(self, minutes: int) -> None:
        """The clock jumps, and the jobs run once."""
        self.now += timedelta(minutes=minutes)
        self.run(see_to_waiting(self.keeper))
        self.run(remind(self.keeper))
        self.run(ask_team(self.keeper))
        self.run(self._only_who_may_come_was_asked())
        self.run(self._nothing_is_left_undone())

    async def _only_who_may_come_was_asked(self) -> None:
        """At work, in time, for a field that is missing, and never past somebody who waits."""
        async with UnitOfWork(self.database) as unit:
            work = JobWork(unit, self.now)
            for slot_id in self.slots:
                fresh = [one for one in await work.asked.at(slot_id) if one.asked_at == self.now]
                slot = await work.diary.slot(slot_id)
                assert slot is not None
                assert len(fresh) <= AT_ONCE
                if not fresh:
                    continue
                lacks = lacking(slot, await work.diary.mixture(slot_id))
                asked = [await work.members.member(one.member_id) for one in fresh]
                seated = {one.member_id for one in await work.diary.seated(slot_id)}
                assert in_working_hours(self.now)
                assert BEFORE < slot.starts_at - self.now <= AHEAD_OF_TABLE
                assert slot.free(Seat.ADVISER) > 0
                assert await work.waiting.at(slot_id, Seat.ADVISER) == []
                assert all(one is not None and one.field in lacks for one in asked)
                assert not seated & {one.member_id for one in fresh}

    async def _nothing_is_left_undone(self) -> None:
        """After the jobs: no free seat while somebody waits, and everybody due was reminded."""
        async with UnitOfWork(self.database) as unit:
            work = JobWork(unit, self.now)
            assert await work.waiting.lapsed(self.now) == []
            for slot_id, seat in await work.waiting.wanted(self.now):
                slot = await work.diary.slot(slot_id)
                assert slot is not None
                open_to_all = slot.starts_at - self.now <= timedelta(hours=24)
                queue = await work.waiting.at(slot_id, seat)
                if slot.free(seat) > 0:
                    assert open_to_all
                    assert all(one.told or one.held_until for one in queue)
            if is_quiet(self.now):
                return
            for slot_id in self.slots:
                slot = await work.diary.slot(slot_id)
                assert slot is not None
                noted = await work.reminders.noted(slot)
                due = due_at(slot.starts_at, AHEAD[ReminderKind.DAY])
                for one in await work.diary.seated(slot_id):
                    if one.booked_at < due <= self.now < slot.starts_at:
                        assert (one.member_id, ReminderKind.DAY) in noted

    @rule()
    def start_anew(self) -> None:
        """The process ends and starts again: nothing was only in memory."""
        self.run(self.database.close())
        self.database = Database(self.url)

    @invariant()
    def seats_are_right(self) -> None:
        """Counters say what is taken or held; nobody sits twice at a table; nobody is lost."""
        self.run(self._check())

    async def _check(self) -> None:
        async with self.database.read() as session:
            slots = list(await session.scalars(select(SlotRow)))
            taken = list(
                await session.scalars(select(BookingRow).where(BookingRow.cancelled_at.is_(None)))
            )
            waiting = list(
                await session.scalars(select(WaitingRow).where(WaitingRow.ended_at.is_(None)))
            )
            reminders = await session.scalar(select(func.count()).select_from(ReminderRow))
            asked = await session.scalar(select(func.count()).select_from(AskedRow))
            written = list(await session.scalars(select(OutboxRow.payload)))
        for slot in slots:
            for seat, count, most in (
                (Seat.PRESENTER, slot.presenters_taken, slot.presenter_seats),
                (Seat.ADVISER, slot.advisers_taken, slot.adviser_seats),
            ):
                here = [one for one in taken if (one.slot_id, one.seat) == (slot.id, seat)]
                held = [
                    one for one in waiting
                    if (one.slot_id, one.seat) == (slot.id, seat) and one.held_until is not None
                ]  # fmt: skip
                assert count == len(here) + len(held) <= most
        chairs = [(one.slot_id, one.member_id) for one in taken]
        assert len(chairs) == len(set(chairs))
        assert not set(chairs) & {(one.slot_id, one.member_id) for one in waiting}
        assert asked == sum("Gesucht wird:" in row.get("text", "") for row in written)
        told = ("Passt es weiterhin?", "Es fehlt noch", "Will die Familie diesen Tisch so?")
        assert reminders is not None
        assert reminders <= sum(any(one in row.get("text", "") for one in told) for row in written)


def play(databases: Databases, games: int, steps: int) -> None:
    """Let so many games of so many steps be played."""
    machine = type("Machine", (Tables,), {"databases": databases})
    how = settings(
        max_examples=games,
        stateful_step_count=steps,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=how)


def test_a_few_days(databases: Databases) -> None:
    """A short game on each engine."""
    play(databases, games=3, steps=25)


@pytest.mark.long
def test_many_days(databases: Databases) -> None:
    """Thousands of steps on each engine."""
    play(databases, games=100, steps=40)

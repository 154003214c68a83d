"""The phases of a table, its clock, and how it is closed."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from consultations.booking import book, turn
from consultations.leading import (
    AnotherDay,
    ClosedBefore,
    DoesNotTakePlace,
    NobodyPresents,
    NotBegun,
    NotYours,
    close,
    table_to_lead,
    tables_of,
)
from consultations.phases import STAGES, TOTAL, Clock, Phase
from consultations.slots import Outcome, Seat, Slot
from consultations.states import Event, SlotState
from handlers.texts.phases import QUESTIONS, TITLES, VOICES
from storage.database import Database
from storage.diary import SqlDiary
from storage.unit_of_work import UnitOfWork
from team.audit import Act
from team.members import Member, Role
from tests.consultations.test_booking import MATTER, NOON, Desk, desk, joined
from tests.fakes import FakeAudit, member

__all__ = ["desk"]
MINUTE = timedelta(minutes=1)


def leader(desk: Desk) -> Member:
    """Who moderates the tables of the desk."""
    return member(desk.members[0].id, Role.MODERATOR)


async def brought_in(desk: Desk) -> Slot:
    """A table of tomorrow with a presenter."""
    slot = await desk.offer()
    await book(desk.diary, desk.audit, slot.id, desk.anna, Seat.PRESENTER, MATTER, now=NOON)
    found = await desk.diary.slot(slot.id)
    assert found is not None
    return found


def test_eight_phases_take_seventy_five_minutes() -> None:
    """Each in its order, with words for all of them."""
    assert [stage.phase for stage in STAGES] == list(Phase)
    assert timedelta(minutes=75) == TOTAL
    assert set(TITLES) == set(QUESTIONS) == set(Phase)
    assert {stage.voice for stage in STAGES} == set(VOICES)


def test_a_clock_counts_what_runs_and_not_what_pauses() -> None:
    """Begun minutes count as left; over time is told in whole minutes."""
    clock = Clock().start(NOON)

    assert clock.left(NOON) == 5
    assert clock.left(NOON + timedelta(seconds=61)) == 4
    paused = clock.pause(NOON + 2 * MINUTE)
    assert paused.left(NOON + 60 * MINUTE) == 3
    assert paused.start(NOON + 60 * MINUTE).left(NOON + 62 * MINUTE) == 1
    assert clock.left(NOON + 5 * MINUTE) == 0
    assert clock.left(NOON + 7 * MINUTE) == -2
    assert clock.start(NOON + MINUTE) == clock


def test_a_clock_turns_from_the_first_phase_to_the_last() -> None:
    """A new phase begins at its full time, and runs if the one before ran."""
    clock = Clock().start(NOON)
    for _ in range(20):
        clock = clock.turn(1, NOON + MINUTE)

    assert (clock.at, clock.last, clock.ahead()) == (7, True, 0)
    assert clock.turn(-1, NOON + MINUTE).left(NOON + MINUTE) == STAGES[6].minutes
    assert Clock().turn(1, NOON).runs_since is None
    assert Clock().turn(-1, NOON) == Clock()


async def test_a_table_is_closed_once_with_outcome_and_look_back(desk: Desk) -> None:
    """It took place, the trail has it, and the day is six weeks ahead."""
    slot = await brought_in(desk)
    over = slot.ends_at

    await close(desk.diary, desk.audit, slot.id, leader(desk), Outcome.AGREED, 6, now=over)

    held = await desk.diary.slot(slot.id)
    assert held is not None
    assert (held.state, held.outcome) == (SlotState.HELD, Outcome.AGREED)
    assert held.follow_up_on == slot.starts_at.date() + timedelta(weeks=6)
    assert (leader(desk).id, Act.TURNED, f"slot {slot.id} requested held") in desk.audit.notes
    with pytest.raises(ClosedBefore):
        await close(desk.diary, desk.audit, slot.id, leader(desk), Outcome.OPEN, None, now=over)
    assert await desk.diary.slot(slot.id) == held


async def test_two_who_close_a_table_at_once_close_it_once(database: Database) -> None:
    """The second is told; the first one's answer stays."""
    async with UnitOfWork(database) as work:
        here = Desk(SqlDiary(work), await joined(work, 2))
        slot = await brought_in(here)
        await work.commit()
    audit = FakeAudit()

    async def press(outcome: Outcome) -> None:
        async with UnitOfWork(database) as work:
            await work.writing()
            await close(SqlDiary(work), audit, slot.id, leader(here), outcome, 6, now=slot.ends_at)
            await work.commit()

    results = await asyncio.gather(
        press(Outcome.AGREED), press(Outcome.AGAIN), return_exceptions=True
    )

    assert sorted(map(type, results), key=str) == [type(None), ClosedBefore]
    assert len(audit.notes) == 1


async def test_only_its_own_moderator_leads_a_table(desk: Desk) -> None:
    """Others do not even learn that there is one; who moderates no more does not either."""
    slot = await brought_in(desk)

    for other in (member(7, Role.COORDINATOR), member(desk.members[0].id, Role.PROFESSIONAL)):
        with pytest.raises(NotYours):
            await table_to_lead(desk.diary, slot.id, other, now=slot.starts_at)
    with pytest.raises(NotYours):
        await table_to_lead(desk.diary, 10**6, leader(desk), now=NOON)
    assert await table_to_lead(desk.diary, slot.id, leader(desk), now=slot.starts_at) == slot


async def test_a_table_that_is_not_to_be_led_says_why(desk: Desk) -> None:
    """Another day, nobody presents, not begun, cancelled."""
    slot = await brought_in(desk)
    empty = await desk.offer(days=1)

    async def lead(slot: Slot, by: timedelta) -> None:
        await table_to_lead(desk.diary, slot.id, leader(desk), now=slot.starts_at + by)

    for days in (-1, 30):
        with pytest.raises(AnotherDay):
            await lead(slot, timedelta(days=days))
    with pytest.raises(NobodyPresents):
        await lead(empty, timedelta(0))
    before = slot.starts_at - MINUTE
    with pytest.raises(NotBegun):
        await close(desk.diary, desk.audit, slot.id, leader(desk), Outcome.OPEN, 6, now=before)
    await turn(desk.diary, desk.audit, slot, Event.WITHDRAWN, by=1, now=NOON)
    with pytest.raises(DoesNotTakePlace):
        await lead(slot, timedelta(0))


async def test_tables_of_today_and_those_left_open_are_listed(desk: Desk) -> None:
    """Not those of later days, nor the ones closed."""
    slot, later = await brought_in(desk), await desk.offer(days=2)

    async def listed(by: timedelta) -> list[int]:
        found = await tables_of(desk.diary, leader(desk), now=slot.starts_at + by)
        return sorted(one.id for one in found)

    assert await listed(timedelta(0)) == [slot.id]
    assert await listed(timedelta(days=-1)) == []
    assert await listed(timedelta(days=5)) == sorted([slot.id, later.id])
    await close(desk.diary, desk.audit, slot.id, leader(desk), Outcome.OPEN, 6, now=slot.ends_at)
    assert await listed(timedelta(0)) == []


async def test_only_a_held_table_has_an_outcome(desk: Desk) -> None:
    """The diary itself refuses any other."""
    slot = await brought_in(desk)

    assert not await desk.diary.close(slot, Outcome.AGREED, None)

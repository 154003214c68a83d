"""The life of a table."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from consultations.booking import Overtaken, book, turn
from consultations.cancelling import cancel
from consultations.moving import Busy, IntoPast, NothingNew, NotToCome, move
from consultations.quorum import Seated, missing, sought
from consultations.slots import Kind, Seat, Slot
from consultations.states import ACTIVE, TRANSITIONS, Event, SlotState, after
from storage.database import Database
from storage.diary import SqlDiary
from storage.unit_of_work import UnitOfWork
from team.audit import Act
from team.members import FieldOfAction, Role
from tests.consultations.test_booking import MATTER, NOON, Desk, desk, joined
from tests.fakes import FakeAudit, FakeMembers, member

__all__ = ["desk"]
SCHOOL, HEALTH, CLUB = FieldOfAction.SCHOOL, FieldOfAction.HEALTH, FieldOfAction.CLUB
TABLE = Slot(1, NOON + timedelta(days=9), NOON + timedelta(days=9, hours=1), "Raum", 1, 1, 3)
BOSS = member(1, Role.COORDINATOR)


def test_what_is_over_stays_over() -> None:
    """A cancelled table never comes back, and only what was held is looked back on."""
    ended = {state for state, _ in TRANSITIONS} ^ set(SlotState)

    assert ended == {SlotState.CANCELLED, SlotState.FOLLOWED_UP}
    for state, event in product(SlotState, Event):
        if after(state, event) is SlotState.FOLLOWED_UP:
            assert (state, event) == (SlotState.HELD, Event.LOOKED_BACK)
        if after(state, event) is SlotState.CONFIRMED:
            assert (state, event) == (SlotState.REQUESTED, Event.FAMILY_AGREED)


def test_every_table_still_to_come_can_be_cancelled() -> None:
    """Whatever state it is in."""
    assert {after(one, Event.WITHDRAWN) for one in ACTIVE} == {SlotState.CANCELLED}


async def test_a_table_goes_through_its_states_and_the_trail_has_each(desk: Desk) -> None:
    """A presenter comes, the family agrees, somebody else comes, the presenter leaves."""
    slot = await desk.offer()
    seat = await book(desk.diary, desk.audit, slot.id, desk.anna, Seat.PRESENTER, MATTER, now=NOON)
    agreed = await desk.diary.slot(slot.id)
    assert agreed is not None
    await turn(desk.diary, desk.audit, agreed, Event.FAMILY_AGREED, by=desk.anna.id, now=NOON)
    confirmed = await desk.diary.slot(slot.id)
    await book(desk.diary, desk.audit, slot.id, desk.boris, Seat.ADVISER, None, now=NOON)
    changed = await desk.diary.slot(slot.id)
    await cancel(desk.diary, desk.audit, seat.id, desk.anna, now=NOON)
    left = await desk.diary.slot(slot.id)

    assert confirmed is not None
    assert changed is not None
    assert left is not None
    assert (confirmed.state, confirmed.agreed_at) == (SlotState.CONFIRMED, NOON)
    assert (changed.state, changed.agreed_at) == (SlotState.REQUESTED, None)
    assert left.state is SlotState.OPEN
    turns = [subject for _, act, subject in desk.audit.notes if act is Act.TURNED]
    assert turns == [
        f"slot {slot.id} open requested",
        f"slot {slot.id} requested confirmed",
        f"slot {slot.id} confirmed requested",
        f"slot {slot.id} requested open",
    ]


async def test_a_state_that_was_overtaken_changes_nothing(desk: Desk) -> None:
    """Whoever has seen an older state has to look again."""
    slot = await desk.offer()
    await book(desk.diary, desk.audit, slot.id, desk.anna, Seat.PRESENTER, MATTER, now=NOON)

    with pytest.raises(Overtaken):
        await turn(desk.diary, desk.audit, slot, Event.WITHDRAWN, by=1, now=NOON)


async def test_a_moved_table_keeps_its_seats_and_asks_anew(desk: Desk) -> None:
    """The seats stay, the family's yes does not, calendars get a newer entry."""
    slot = await desk.offer()
    await book(desk.diary, desk.audit, slot.id, desk.anna, Seat.PRESENTER, MATTER, now=NOON)
    requested = await desk.diary.slot(slot.id)
    assert requested is not None
    await turn(desk.diary, desk.audit, requested, Event.FAMILY_AGREED, by=1, now=NOON)
    later = slot.starts_at + timedelta(days=7)

    moved = await move(
        desk.diary, FakeMembers(BOSS), desk.audit, BOSS, slot.id, starts_at=later, now=NOON
    )

    assert (moved.slot.starts_at, moved.slot.revision) == (later, 1)
    assert (moved.slot.state, moved.slot.agreed_at) == (SlotState.REQUESTED, None)
    assert moved.slot.ends_at - moved.slot.starts_at == slot.ends_at - slot.starts_at
    (seat,) = moved.seated
    assert (seat.member_id, seat.to_confirm) == (desk.anna.id, True)
    assert await desk.diary.confirm(seat)
    assert not await desk.diary.confirm(replace(seat, to_confirm=False))


async def test_a_table_is_not_moved_into_the_past_or_into_another(desk: Desk) -> None:
    """A clear refusal, and nothing has changed."""
    slot, other = await desk.offer(), await desk.offer(days=2)
    everybody = FakeMembers(BOSS)

    for starts_at, reason in (
        (NOON, IntoPast),
        (slot.starts_at, NothingNew),
    ):
        with pytest.raises(reason):
            await move(
                desk.diary, everybody, desk.audit, BOSS, slot.id, starts_at=starts_at, now=NOON
            )
    with pytest.raises(Busy):
        await move(
            desk.diary, everybody, desk.audit, BOSS, slot.id, starts_at=other.starts_at, now=NOON
        )
    with pytest.raises(NotToCome):
        await move(desk.diary, everybody, desk.audit, BOSS, 10**6, starts_at=NOON, now=NOON)
    assert await desk.diary.slot(slot.id) == slot


async def test_two_coordinators_who_move_the_same_table_do_not_lose_a_change(
    database: Database,
) -> None:
    """One after the other: the revision counts both."""
    async with UnitOfWork(database) as work:
        here = Desk(SqlDiary(work), await joined(work, 2))
        slot = await here.offer()
        await work.commit()

    async def push(days: int) -> None:
        async with UnitOfWork(database) as work:
            starts_at = slot.starts_at + timedelta(days=days)
            await move(
                SqlDiary(work), FakeMembers(BOSS), FakeAudit(), BOSS, slot.id,
                starts_at=starts_at, now=NOON,
            )  # fmt: skip
            await work.commit()

    await asyncio.gather(push(1), push(2))

    async with UnitOfWork(database) as work:
        moved = await SqlDiary(work).slot(slot.id)
    assert moved is not None
    assert moved.revision == 2


def test_what_a_table_lacks() -> None:
    """Moderator, presenter, two advisers of two further fields, the family's yes."""
    presenter, same = Seated(Seat.PRESENTER, SCHOOL), Seated(Seat.ADVISER, SCHOOL)
    nurse, coach = Seated(Seat.ADVISER, HEALTH), Seated(Seat.ADVISER, CLUB)

    nobody = missing(replace(TABLE, moderator_id=None), [])
    assert (nobody.moderator, nobody.presenter, nobody.advisers) == (True, True, 2)
    assert missing(TABLE, [presenter, same, nurse]).fields == 1
    complete = missing(TABLE, [presenter, nurse, coach])
    assert (complete.people, complete.family) == (False, True)
    assert not missing(replace(TABLE, agreed_at=NOON), [presenter, nurse, coach])
    assert not missing(replace(TABLE, kind=Kind.PEER), [presenter, nurse, coach])
    assert missing(replace(TABLE, agreed_at=NOON), [presenter, nurse, coach], 1).people


def test_fields_that_are_sought_are_neither_there_nor_refused() -> None:
    """And nobody is looked for at a full or complete table."""
    taken = replace(TABLE, refused_fields=frozenset({CLUB}))

    wanted = sought(taken, [Seated(Seat.PRESENTER, SCHOOL), Seated(Seat.ADVISER, HEALTH)])

    assert SCHOOL not in wanted
    assert HEALTH not in wanted
    assert CLUB not in wanted
    assert FieldOfAction.KITA in wanted
    assert sought(replace(taken, advisers_taken=3), []) == []

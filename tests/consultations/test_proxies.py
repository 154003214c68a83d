"""Attending for a colleague, on each engine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from consultations.booking import (
    AlreadyBooked,
    AlreadyCancelled,
    Booking,
    BookingRefused,
    BookingUnknown,
    FieldRefused,
    ModeratesThisTable,
    Needs,
    NotAllowed,
    NotWanted,
    SlotCancelled,
    SlotOver,
    book,
)
from consultations.cancelling import cancel, rebook
from consultations.family import agree, mark_of, refuse_seat
from consultations.proxies import (
    NotPassedOn,
    StoodIn,
    effect,
    pass_on,
    passed_on,
    proxy_code,
    stand_in,
)
from consultations.slots import Seat, Slot
from consultations.states import SlotState
from consultations.waiting import WaitingList, wait
from storage.diary import SqlDiary
from storage.members import SqlMembers
from storage.unit_of_work import UnitOfWork
from storage.waiting import SqlWaitingList
from team.audit import Act
from team.invitations import code_of
from team.members import FieldOfAction, Function, Member, Members, MemberState
from tests.consultations.test_booking import MATTER, NOON, Desk, joined
from tests.databases import Databases, fresh
from tests.fakes import FakeAudit

HASH, OTHER = "a" * 64, "b" * 64
FIELDS = (
    FieldOfAction.MUNICIPALITY, FieldOfAction.SCHOOL, FieldOfAction.HEALTH, FieldOfAction.CLUB,
    FieldOfAction.KITA, FieldOfAction.HEALTH, FieldOfAction.SCHOOL,
)  # fmt: skip


class Table(Desk):
    """A desk with members of several fields; the second one presents at a complete table."""

    members_kept: Members
    waiting: WaitingList

    async def complete(self) -> tuple[Slot, Booking, Booking]:
        """A presenter, and two advisers of two further fields; the presenter's and one's seat."""
        slot = await self.offer(days=7)
        presenter, nurse, coach = self.members[1:4]
        brought = replace(MATTER, needs=Needs(True, True, 3))
        first = await book(
            self.diary, self.audit, slot.id, presenter, Seat.PRESENTER, brought, now=NOON
        )
        seats = [
            await book(self.diary, self.audit, slot.id, one, Seat.ADVISER, None, now=NOON)
            for one in (nurse, coach)
        ]
        return slot, first, seats[0]

    async def take(self, by: Member, code: str = HASH, now: datetime = NOON) -> StoodIn:
        """Stand in."""
        return await stand_in(
            self.diary, self.members_kept, self.audit, self.waiting, code, by, now=now
        )

    async def now(self, slot: Slot) -> Slot:
        """The table as it is."""
        found = await self.diary.slot(slot.id)
        assert found is not None
        return found


@pytest.fixture
async def table(databases: Databases) -> AsyncIterator[Table]:
    """On each engine."""
    async with fresh(databases) as database, UnitOfWork(database) as work:
        people, members = await joined(work, 7), SqlMembers(work)
        for one, field in zip(people, FIELDS, strict=True):
            await members.describe(one.id, field=field)
        made = Table(SqlDiary(work), list(await members.all()), FakeAudit())
        made.members_kept, made.waiting = members, SqlWaitingList(work)
        yield made


async def test_a_colleague_takes_the_seat_with_all_that_was_brought(table: Table) -> None:
    """The seat is theirs, the counters stay, the colleague's function is kept; it is audited."""
    slot, seat, _ = await table.complete()
    before = await table.now(slot)
    await pass_on(table.diary, seat.id, table.anna, HASH, now=NOON)

    stood = await table.take(table.members[4])

    new = stood.new
    assert (new.member_id, new.stands_for) == (table.members[4].id, Function.TEACHER)
    assert (new.seat, new.theme, new.needs) == (seat.seat, seat.theme, Needs(True, True, 3))
    assert new.booked_at == NOON
    after = await table.now(slot)
    assert (after.presenters_taken, after.advisers_taken) == (1, before.advisers_taken)
    assert await table.diary.active_booking(slot.id, table.anna.id) is None
    old = await table.diary.booking(seat.id)
    assert old is not None
    assert old.cancelled_at == NOON
    subject = f"slot {slot.id} booking {seat.id} {new.id}"
    assert (table.members[4].id, Act.PASSED_ON, subject) in table.audit.notes


async def test_a_code_works_once(table: Table) -> None:
    """The next who has it is refused, and so is the holder of an older one."""
    _, seat, _ = await table.complete()
    await pass_on(table.diary, seat.id, table.anna, OTHER, now=NOON)
    await pass_on(table.diary, seat.id, table.anna, HASH, now=NOON)
    with pytest.raises(NotPassedOn):
        await table.take(table.members[4], OTHER)

    await table.take(table.members[4])

    with pytest.raises(NotPassedOn):
        await table.take(table.members[5])


async def test_it_is_taken_back_by_its_holder(table: Table) -> None:
    """By a tap, by giving the seat back, by moving it to another table."""
    slot, seat, _ = await table.complete()
    other = await table.offer(days=9)
    kept = await pass_on(table.diary, seat.id, table.anna, HASH, now=NOON)
    assert kept.passes_on
    kept = await pass_on(table.diary, seat.id, table.anna, None, now=NOON)
    assert not kept.passes_on
    with pytest.raises(NotPassedOn):
        await passed_on(table.diary, HASH, table.members[4], now=NOON)

    await pass_on(table.diary, seat.id, table.anna, HASH, now=NOON)
    _, moved = await rebook(table.diary, table.audit, seat.id, other.id, table.anna, now=NOON)
    with pytest.raises(NotPassedOn):
        await table.take(table.members[4])

    await pass_on(table.diary, moved.id, table.anna, HASH, now=NOON)
    await cancel(table.diary, table.audit, moved.id, table.anna, now=NOON)
    with pytest.raises(NotPassedOn):
        await table.take(table.members[4])
    with pytest.raises(AlreadyCancelled):
        await pass_on(table.diary, moved.id, table.anna, HASH, now=NOON)
    assert (await table.now(slot)).free(Seat.PRESENTER) == 1


async def test_only_the_holder_passes_on_and_only_before_it_begins(table: Table) -> None:
    """Neither somebody else's seat, nor one of the past or of a cancelled table."""
    slot, seat, _ = await table.complete()
    with pytest.raises(BookingUnknown):
        await pass_on(table.diary, seat.id, table.boris, HASH, now=NOON)
    with pytest.raises(SlotOver):
        await pass_on(table.diary, seat.id, table.anna, HASH, now=slot.starts_at)
    await pass_on(table.diary, seat.id, table.anna, HASH, now=NOON)

    with pytest.raises(SlotOver):
        await table.take(table.members[4], now=slot.starts_at)
    await table.diary.turn(await table.now(slot), SlotState.CANCELLED, NOON)
    with pytest.raises(SlotCancelled):
        await table.take(table.members[4])
    with pytest.raises(SlotOver):
        await pass_on(table.diary, seat.id, table.anna, OTHER, now=NOON)


async def test_a_proxy_passes_the_checks_of_booking(table: Table) -> None:
    """Active, not at the table, not its moderator, neither refused nor of a refused field."""
    slot, seat, nurse = await table.complete()
    await pass_on(table.diary, nurse.id, table.boris, HASH, now=NOON)
    refusals: list[tuple[Member, type[BookingRefused]]] = [
        (replace(table.members[4], state=MemberState.BLOCKED), NotAllowed),
        (table.members[0], ModeratesThisTable),
        (table.anna, AlreadyBooked),
    ]
    coach = await table.diary.active_booking(slot.id, table.members[3].id)
    assert coach is not None
    await refuse_seat(
        table.diary, table.audit, slot.id, table.anna, coach.id, FieldOfAction.KITA, now=NOON
    )
    refusals += [(table.members[3], NotWanted), (table.members[4], FieldRefused)]

    for one, refusal in refusals:
        with pytest.raises(refusal):
            await table.take(one)

    assert (await table.diary.booking(nurse.id)) is not None
    assert (await table.take(table.members[5])).new.seat is Seat.ADVISER
    assert seat.cancelled_at is None


async def test_the_lead_time_does_not_matter(table: Table) -> None:
    """Nobody more comes; who falls ill in the morning may be stood in for."""
    starts_at = NOON + timedelta(hours=3)
    slot = Slot(0, starts_at, starts_at + timedelta(minutes=90), "Raum", table.members[0].id,
                1, 2, lead=timedelta(hours=2))  # fmt: skip
    slot = (await table.diary.publish([slot], table.members[0].id, None, NOON))[0]
    seat = await book(table.diary, table.audit, slot.id, table.anna, Seat.ADVISER, None, now=NOON)
    late = starts_at - timedelta(hours=1)
    await pass_on(table.diary, seat.id, table.anna, HASH, now=late)

    assert (await table.take(table.members[4], now=late)).new.seat is Seat.ADVISER


async def test_the_familys_yes_is_asked_again(table: Table) -> None:
    """It agreed to other people; the old question's mark does not hold either."""
    slot, _, nurse = await table.complete()
    mark = mark_of(await table.now(slot), await table.diary.seated(slot.id))
    await agree(table.diary, table.audit, slot.id, table.anna, mark, now=NOON)
    assert (await table.now(slot)).state is SlotState.CONFIRMED
    await pass_on(table.diary, nurse.id, table.boris, HASH, now=NOON)

    await table.take(table.members[5])

    now = await table.now(slot)
    assert (now.state, now.agreed_at) == (SlotState.REQUESTED, None)
    assert mark_of(now, await table.diary.seated(slot.id)) != mark


async def test_a_proxy_of_a_proxy_still_attends_for_the_first(table: Table) -> None:
    """And may pass it on as well."""
    slot, _, nurse = await table.complete()
    await table.members_kept.describe(table.boris.id, function=Function.COUNSELLOR)
    await pass_on(table.diary, nurse.id, table.boris, HASH, now=NOON)
    first = await table.take(table.members[4])
    await pass_on(table.diary, first.new.id, table.members[4], OTHER, now=NOON)

    second = await table.take(table.members[5], OTHER)

    assert second.new.stands_for is Function.COUNSELLOR
    assert len(await table.diary.seated(slot.id)) == 3


async def test_what_a_proxy_means_for_the_mixture(table: Table) -> None:
    """The same field changes nothing; one that sits there already leaves one missing."""
    _, _, nurse = await table.complete()

    same = await effect(table.diary, nurse, table.members[5])
    another = await effect(table.diary, nurse, table.members[4])
    doubled = await effect(table.diary, nurse, table.members[6])

    assert (same.doubled, same.fields) == (False, 0)
    assert (another.doubled, another.fields) == (False, 0)
    assert (doubled.doubled, doubled.fields) == (True, 1)


async def test_who_waited_waits_no_more(table: Table) -> None:
    """They have a seat now."""
    slot, _, nurse = await table.complete()
    await wait(table.diary, table.waiting, slot.id, table.members[4], Seat.ADVISER, now=NOON)
    await pass_on(table.diary, nurse.id, table.boris, HASH, now=NOON)

    stood = await table.take(table.members[4])

    assert stood.waited is not None
    assert await table.waiting.of(table.members[4].id, slot.id) is None
    assert (await table.now(slot)).advisers_taken == 2


def test_a_code_is_never_an_invitations() -> None:
    """The same key makes both."""
    assert proxy_code(b"key", "nonce") == proxy_code(b"key", "nonce")
    assert proxy_code(b"key", "nonce") != code_of(b"key", "nonce")

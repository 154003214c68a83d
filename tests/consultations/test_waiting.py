"""The waiting list, and working hours."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from consultations.booking import BookingRefused, SeatTaken, book
from consultations.cancelling import cancel
from consultations.slots import Seat, Slot
from consultations.waiting import (
    HELD_FOR,
    Ending,
    SeatFree,
    WaitsAlready,
    place,
    serve,
    stop_waiting,
    take,
    wait,
)
from consultations.working_hours import after_working_hours
from storage.database import Database
from storage.diary import SqlDiary
from storage.members import SqlMembers
from storage.unit_of_work import UnitOfWork
from storage.waiting import SqlWaitingList
from team.members import FieldOfAction, Member
from tests.consultations.test_booking import NOON, Desk, joined
from tests.fakes import FakeAudit

FRIDAY = datetime.fromisoformat("2026-11-27T15:00:00+01:00")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-11-25T09:00:00+01:00", "2026-11-25T13:00:00+01:00"),
        ("2026-11-25T06:00:00+01:00", "2026-11-25T12:00:00+01:00"),
        ("2026-11-25T15:00:00+01:00", "2026-11-26T10:00:00+01:00"),
        ("2026-11-27T15:00:00+01:00", "2026-11-30T10:00:00+01:00"),
        ("2026-11-28T12:00:00+01:00", "2026-11-30T12:00:00+01:00"),
        ("2027-03-26T15:00:00+01:00", "2027-03-29T10:00:00+02:00"),  # the clocks change between
        ("2027-10-29T16:30:00+02:00", "2027-11-01T11:30:00+01:00"),
    ],
)
def test_four_working_hours(start: str, end: str) -> None:
    """Monday to Friday, 8 to 17 o'clock, over nights, weekends and clock changes."""
    ends = after_working_hours(datetime.fromisoformat(start), HELD_FOR)

    assert ends == datetime.fromisoformat(end)


def test_a_holiday_does_not_count() -> None:
    """Nobody is at work."""
    monday = {date(2026, 11, 30)}

    ends = after_working_hours(FRIDAY, HELD_FOR, monday.__contains__)

    assert ends == datetime.fromisoformat("2026-12-01T10:00:00+01:00")


@dataclass
class Queue:
    """A full table with some people beside it."""

    work: UnitOfWork
    diary: SqlDiary
    waiting: SqlWaitingList
    audit: FakeAudit
    members: list[Member]
    slot: Slot

    async def fresh(self) -> Slot:
        """The table as it stands."""
        slot = await self.diary.slot(self.slot.id)
        assert slot is not None
        return slot

    async def wait(self, number: int, now: datetime = NOON) -> int:
        """Let one of them wait as adviser."""
        one = self.members[number]
        return await wait(self.diary, self.waiting, self.slot.id, one, Seat.ADVISER, now=now)

    async def leave_table(self, number: int, now: datetime = NOON) -> list[int]:
        """Let one of them give the seat back; returns to whom it is offered."""
        booking = await self.diary.active_booking(self.slot.id, self.members[number].id)
        assert booking is not None
        await cancel(self.diary, self.audit, booking.id, self.members[number], now=now)
        return await self.serve(now)

    async def serve(self, now: datetime) -> list[int]:
        """Offer what is free; returns to whom."""
        offers = await serve(self.diary, self.waiting, self.slot.id, Seat.ADVISER, now=now)
        return [one.waiting.member_id for one in offers]

    async def take(self, number: int, now: datetime) -> None:
        """Let one of them press "take"."""
        await take(
            self.diary, self.audit, self.waiting, self.slot.id, self.members[number],
            Seat.ADVISER, None, now=now,
        )  # fmt: skip


@pytest.fixture
async def queue(database: Database) -> AsyncIterator[Queue]:
    """Both advisers' seats are taken by the second and the third member."""
    async with UnitOfWork(database) as work:
        members, audit = await joined(work, 9), FakeAudit()
        diary = SqlDiary(work)
        slot = await Desk(diary, members).offer(days=10)
        for one in members[1:3]:
            await book(diary, audit, slot.id, one, Seat.ADVISER, None, now=NOON)
        yield Queue(work, diary, SqlWaitingList(work), audit, members, slot)


async def test_who_waits_longest_is_asked_first_and_the_seat_is_held(queue: Queue) -> None:
    """Nobody else gets it meanwhile."""
    assert await queue.wait(3) == 1
    assert await queue.wait(4, NOON + timedelta(minutes=1)) == 2

    offered = await queue.leave_table(1)

    assert offered == [queue.members[3].id]
    assert (await queue.fresh()).free(Seat.ADVISER) == 0
    with pytest.raises(SeatTaken):
        await queue.take(5, NOON)
    await queue.take(3, NOON)
    seats = [one.member_id for one in await queue.diary.seated(queue.slot.id)]
    assert seats == [queue.members[2].id, queue.members[3].id]
    assert await place(
        queue.diary, queue.waiting, queue.slot, Seat.ADVISER, queue.members[4].id
    ) == 1  # fmt: skip


async def test_who_declines_or_does_not_answer_makes_room_for_the_next(queue: Queue) -> None:
    """The seat goes on to the next, and never to nobody."""
    for number in (3, 4, 5):
        await queue.wait(number, NOON + timedelta(minutes=number))
    await queue.leave_table(1)

    declined = await stop_waiting(
        queue.waiting, queue.members[3].id, queue.slot.id, Ending.DECLINED, now=NOON
    )
    assert declined is not None
    assert await queue.serve(NOON) == [queue.members[4].id]
    later = NOON + timedelta(days=1)
    (lapsed,) = await queue.waiting.lapsed(later)
    assert await queue.waiting.end(lapsed, Ending.LAPSED, later)
    assert await queue.serve(later) == [queue.members[5].id]
    assert not await queue.waiting.end(lapsed, Ending.LAPSED, later)
    assert (await queue.fresh()).advisers_taken == 2


async def test_whose_field_the_table_lacks_comes_first(queue: Queue) -> None:
    """Everybody at the table is from a school; a nurse who came later is asked first."""
    await queue.wait(3)
    nurse = queue.members[4]
    await SqlMembers(queue.work).describe(nurse.id, field=FieldOfAction.HEALTH)
    assert await queue.wait(4, NOON + timedelta(minutes=1)) == 1

    assert await queue.leave_table(1) == [nurse.id]


async def test_on_the_last_day_the_first_tap_wins(queue: Queue) -> None:
    """Everybody who waits hears of it once, and nothing is held."""
    await queue.wait(3)
    await queue.wait(4, NOON + timedelta(minutes=1))
    last = queue.slot.starts_at - timedelta(hours=20)

    assert await queue.leave_table(1, last) == [queue.members[3].id, queue.members[4].id]
    assert await queue.serve(last) == []
    assert (await queue.fresh()).free(Seat.ADVISER) == 1
    await queue.take(4, last)
    with pytest.raises(SeatTaken):
        await queue.take(3, last)


async def test_a_seat_is_never_held_into_the_last_day(queue: Queue) -> None:
    """From then on everybody may tap."""
    await queue.wait(3)
    late = queue.slot.starts_at - timedelta(hours=25)

    await queue.leave_table(1, late)

    (one,) = await queue.waiting.at(queue.slot.id, Seat.ADVISER)
    assert one.held_until == queue.slot.starts_at - timedelta(hours=24)


@pytest.mark.parametrize(("number", "reason"), [(3, WaitsAlready), (1, BookingRefused)])
async def test_nobody_waits_twice_or_beside_a_seat(
    queue: Queue, number: int, reason: type[BookingRefused]
) -> None:
    """Not twice at one table, and not while sitting there."""
    await queue.wait(3)

    with pytest.raises(reason):
        await queue.wait(number)


async def test_where_a_seat_is_free_nobody_has_to_wait(queue: Queue) -> None:
    """The refusal says so."""
    with pytest.raises(SeatFree):
        await wait(
            queue.diary, queue.waiting, queue.slot.id, queue.members[3], Seat.PRESENTER, now=NOON
        )

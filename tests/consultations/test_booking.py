"""Booking rules, and the promise of a diary over the fake and each engine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from consultations.booking import (
    AlreadyBooked,
    AlreadyCancelled,
    BookingRefused,
    BookingUnknown,
    Diary,
    FamilyNotAsked,
    IncompleteBooking,
    Matter,
    ModeratesThisTable,
    NotAllowed,
    SeatTaken,
    SlotCancelled,
    SlotOver,
    SlotUnknown,
    book,
)
from consultations.cancelling import cancel
from consultations.slots import AgeBand, Seat, Slot, TableLanguage
from consultations.states import SlotState
from storage.database import Database
from storage.diary import SqlDiary
from storage.members import SqlMembers
from storage.unit_of_work import UnitOfWork
from team.members import FieldOfAction, Function, Member, MemberState, Role
from tests.databases import ENGINES, fresh
from tests.fakes import FakeAudit, FakeDiary, member

NOON = datetime.fromisoformat("2026-12-01T12:00:00+00:00")
MATTER = Matter(True, "schule", AgeBand.PRIMARY, TableLanguage.GERMAN)


@dataclass
class Desk:
    """A diary with two tables and a few members."""

    diary: Diary
    members: list[Member]
    audit: FakeAudit = field(default_factory=FakeAudit)

    @property
    def anna(self) -> Member:
        """Somebody."""
        return self.members[1]

    @property
    def boris(self) -> Member:
        """Somebody else."""
        return self.members[2]

    async def offer(self, *, days: int = 1, advisers: int = 2) -> Slot:
        """A new table, moderated by the first member."""
        starts_at = NOON + timedelta(days=days)
        slot = Slot(0, starts_at, starts_at + timedelta(minutes=90), "Musterraum",
                    self.members[0].id, 1, advisers)  # fmt: skip
        return (await self.diary.publish([slot], self.members[0].id, None, NOON))[0]


@pytest.fixture(params=["fake", *ENGINES])
async def desk(request: pytest.FixtureRequest) -> AsyncIterator[Desk]:
    """The same promises over the fake and over each engine."""
    if request.param == "fake":
        yield Desk(FakeDiary(), [member(number) for number in range(1, 8)])
        return
    databases = request.getfixturevalue(f"{request.param}_databases")
    async with fresh(databases) as database, UnitOfWork(database) as work:
        yield Desk(SqlDiary(work), await joined(work, 7))


async def joined(work: UnitOfWork, number: int) -> list[Member]:
    """Members who have arrived."""
    members = SqlMembers(work)
    for telegram_id in range(1, number + 1):
        one = await members.join(telegram_id, Role.PROFESSIONAL, NOON)
        await members.describe(
            one.id,
            institution="Musterschule",
            field=FieldOfAction.SCHOOL,
            function=Function.TEACHER,
        )
    return list(await members.all())


async def test_a_presenter_gets_the_one_seat(desk: Desk) -> None:
    """The booking holds the codes of the matter, and the counter moves."""
    slot = await desk.offer()

    booking = await book(
        desk.diary, desk.audit, slot.id, desk.anna, Seat.PRESENTER, MATTER, now=NOON
    )

    assert (booking.theme, booking.age_band) == ("schule", AgeBand.PRIMARY)
    after = await desk.diary.slot(slot.id)
    assert after is not None
    assert (after.free(Seat.PRESENTER), after.free(Seat.ADVISER)) == (0, 2)


async def test_the_second_on_the_last_seat_is_refused(desk: Desk) -> None:
    """A held seat stays with whoever held it first."""
    slot = await desk.offer()
    await book(desk.diary, desk.audit, slot.id, desk.anna, Seat.PRESENTER, MATTER, now=NOON)

    with pytest.raises(SeatTaken):
        await book(desk.diary, desk.audit, slot.id, desk.boris, Seat.PRESENTER, MATTER, now=NOON)


async def test_holding_a_full_seat_is_refused_by_the_diary_itself(desk: Desk) -> None:
    """Also for whoever looked before the other one booked."""
    slot = await desk.offer()
    await desk.diary.hold(slot, desk.anna.id, Seat.PRESENTER, MATTER, NOON)

    with pytest.raises(SeatTaken):
        await desk.diary.hold(slot, desk.boris.id, Seat.PRESENTER, MATTER, NOON)


async def test_one_seat_a_person_and_table(desk: Desk) -> None:
    """The second booking is refused, and the counter is not moved by it."""
    slot = await desk.offer()
    await book(desk.diary, desk.audit, slot.id, desk.anna, Seat.ADVISER, None, now=NOON)

    with pytest.raises(AlreadyBooked):
        await book(desk.diary, desk.audit, slot.id, desk.anna, Seat.PRESENTER, MATTER, now=NOON)
    with pytest.raises(AlreadyBooked):
        await desk.diary.hold(slot, desk.anna.id, Seat.PRESENTER, MATTER, NOON)

    after = await desk.diary.slot(slot.id)
    assert after is not None
    assert (after.presenters_taken, after.advisers_taken) == (0, 1)


async def test_a_cancelled_seat_is_free_for_the_same_person_again(desk: Desk) -> None:
    """Uniqueness counts active bookings only."""
    slot = await desk.offer()
    first = await book(
        desk.diary, desk.audit, slot.id, desk.anna, Seat.PRESENTER, MATTER, now=NOON
    )
    await cancel(desk.diary, desk.audit, first.id, desk.anna, now=NOON)

    again = await book(
        desk.diary, desk.audit, slot.id, desk.anna, Seat.PRESENTER, MATTER, now=NOON
    )

    assert again.id != first.id
    assert [one.id for one in await desk.diary.bookings_of(desk.anna.id, NOON)] == [again.id]


async def test_a_booking_is_cancelled_once_and_by_its_owner(desk: Desk) -> None:
    """Neither twice nor by somebody else."""
    slot = await desk.offer()
    booking = await book(desk.diary, desk.audit, slot.id, desk.anna, Seat.ADVISER, None, now=NOON)

    with pytest.raises(BookingUnknown):
        await cancel(desk.diary, desk.audit, booking.id, desk.boris, now=NOON)
    await cancel(desk.diary, desk.audit, booking.id, desk.anna, now=NOON)
    with pytest.raises(AlreadyCancelled):
        await cancel(desk.diary, desk.audit, booking.id, desk.anna, now=NOON)

    assert not await desk.diary.release(booking, NOON)


@pytest.mark.parametrize(
    ("matter", "refusal"),
    [
        (None, FamilyNotAsked),
        (Matter(False, "schule", AgeBand.PRIMARY, TableLanguage.GERMAN), FamilyNotAsked),
        (Matter(True, None, AgeBand.PRIMARY, TableLanguage.GERMAN), IncompleteBooking),
        (Matter(True, "schule", None, TableLanguage.GERMAN), IncompleteBooking),
        (Matter(True, "schule", AgeBand.PRIMARY, None), IncompleteBooking),
    ],
)
async def test_a_presenter_needs_the_familys_yes_and_the_whole_matter(
    desk: Desk, matter: Matter | None, refusal: type[BookingRefused]
) -> None:
    """Without its yes no seat as presenter."""
    slot = await desk.offer()

    with pytest.raises(refusal):
        await book(desk.diary, desk.audit, slot.id, desk.anna, Seat.PRESENTER, matter, now=NOON)


async def test_tables_that_are_gone_cannot_be_booked(desk: Desk) -> None:
    """Unknown, withdrawn and begun tables each have their refusal."""
    withdrawn, begun = await desk.offer(), await desk.offer(days=2)
    await desk.diary.turn(withdrawn, SlotState.CANCELLED, NOON)

    with pytest.raises(SlotUnknown):
        await book(desk.diary, desk.audit, 10**6, desk.anna, Seat.ADVISER, None, now=NOON)
    with pytest.raises(SlotCancelled):
        await book(desk.diary, desk.audit, withdrawn.id, desk.anna, Seat.ADVISER, None, now=NOON)
    with pytest.raises(SlotOver):
        await book(
            desk.diary, desk.audit, begun.id, desk.anna, Seat.ADVISER, None, now=begun.starts_at
        )


async def test_the_moderator_takes_no_seat(desk: Desk) -> None:
    """Whoever keeps the time keeps no other role."""
    slot = await desk.offer()

    with pytest.raises(ModeratesThisTable):
        await book(desk.diary, desk.audit, slot.id, desk.members[0], Seat.ADVISER, None, now=NOON)


@pytest.mark.parametrize("state", [MemberState.BLOCKED, MemberState.PAUSED])
async def test_only_active_members_book(state: MemberState) -> None:
    """Access that was taken away counts at once."""
    diary = FakeDiary()
    slot = diary.offer(NOON + timedelta(days=1))

    with pytest.raises(NotAllowed):
        await book(diary, FakeAudit(), slot.id, member(state=state), Seat.ADVISER, None, now=NOON)


async def test_the_next_free_table_is_one_this_member_can_take(desk: Desk) -> None:
    """Not the full one, not one where the member sits already, not one they moderate."""
    full, mine, free = await desk.offer(), await desk.offer(days=2), await desk.offer(days=3)
    await book(desk.diary, desk.audit, full.id, desk.boris, Seat.PRESENTER, MATTER, now=NOON)
    await book(desk.diary, desk.audit, mine.id, desk.anna, Seat.ADVISER, None, now=NOON)

    found = await desk.diary.next_free(Seat.PRESENTER, desk.anna.id, NOON)

    assert found is not None
    assert found.id == free.id
    assert await desk.diary.next_free(Seat.PRESENTER, desk.anna.id, NOON, but=free.id) is None
    assert await desk.diary.next_free(Seat.ADVISER, desk.members[0].id, NOON) is None


async def test_any_number_of_full_tables_hides_no_free_one(desk: Desk) -> None:
    """However many come before it."""
    for _ in range(60):
        full = await desk.offer(advisers=2)
        for one, seat in zip(
            desk.members[1:4], [Seat.PRESENTER, *[Seat.ADVISER] * 2], strict=True
        ):
            await desk.diary.hold(full, one.id, seat, MATTER, NOON)
    free = await desk.offer(days=2)

    assert [slot.id for slot in await desk.diary.with_room(NOON)] == [free.id]
    found = await desk.diary.next_free(Seat.ADVISER, desk.members[5].id, NOON)
    assert found is not None
    assert found.id == free.id


async def test_two_hundred_attempts_on_ten_seats_give_exactly_ten(database: Database) -> None:
    """Every attempt is a unit of work of its own, in one of two processes; all get an answer."""
    other = Database(database.url)
    async with UnitOfWork(database) as work:
        desk = Desk(SqlDiary(work), await joined(work, 101))
        slots = [await desk.offer(advisers=4), await desk.offer(days=2, advisers=4)]
        await work.commit()

    async def attempt(one: Member, slot: Slot, seat: Seat) -> str:
        async with UnitOfWork(other if one.id % 2 else database) as work:
            try:
                await book(SqlDiary(work), FakeAudit(), slot.id, one, seat, MATTER, now=NOON)
            except BookingRefused as refusal:
                return type(refusal).__name__
            await work.commit()
            return "booked"

    attempts = [
        attempt(one, slot, Seat.PRESENTER if number % 5 == 0 else Seat.ADVISER)
        for slot in slots
        for number, one in enumerate(desk.members[1:])
    ]
    answers = await asyncio.gather(*attempts)
    await other.close()

    assert len(answers) == 200
    assert answers.count("booked") == 10
    assert set(answers) <= {"booked", "SeatTaken"}

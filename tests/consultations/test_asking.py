"""Asking the team for missing fields: when, whom, and in which order."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from consultations.asking import AT_ONCE, NotSought, Past, check_sought, whom_to_ask
from consultations.booking import AlreadyBooked, book
from consultations.cancelling import cancel
from consultations.slots import Seat, Slot
from consultations.waiting import Ending, stop_waiting, wait
from consultations.working_hours import LOCAL, in_working_hours
from storage.asked import SqlAskedMembers
from storage.database import Database
from storage.diary import SqlDiary
from storage.members import SqlMembers
from storage.unit_of_work import UnitOfWork
from storage.waiting import SqlWaitingList
from team.members import FieldOfAction, Member, MemberState
from tests.consultations.test_booking import MATTER, joined
from tests.fakes import FakeAudit

PUBLISHED = datetime.fromisoformat("2026-11-10T12:00:00+01:00")
STARTS_AT = datetime.fromisoformat("2026-12-10T14:00:00+01:00")  # a Thursday
MONDAY = datetime.fromisoformat("2026-12-07T09:00:00+01:00")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
HEALTH, CLUB, KITA = FieldOfAction.HEALTH, FieldOfAction.CLUB, FieldOfAction.KITA


@pytest.mark.parametrize(
    ("moment", "works"),
    [
        ("2026-12-07T07:59", False),
        ("2026-12-07T08:00", True),
        ("2026-12-07T16:59", True),
        ("2026-12-07T17:00", False),
        ("2026-12-05T10:00", False),  # a Saturday
        ("2026-12-25T10:00", False),  # closed
    ],
)
def test_working_hours(moment: str, works: bool) -> None:
    """Nobody is asked at night, on a weekend or on a holiday."""
    at = datetime.fromisoformat(moment).replace(tzinfo=LOCAL)

    assert in_working_hours(at, lambda day: (day.month, day.day) == (12, 25)) is works


@dataclass
class Circle:
    """A table with a presenter from a school, and the team around it."""

    work: UnitOfWork
    members: list[Member]
    slot: Slot

    @property
    def diary(self) -> SqlDiary:
        """Where tables are kept."""
        return SqlDiary(self.work)

    @property
    def asked(self) -> SqlAskedMembers:
        """Who was asked."""
        return SqlAskedMembers(self.work)

    async def table(self, starts_at: datetime, leader: int = 0, advisers: int = 2) -> Slot:
        """Another table."""
        moderator = self.members[leader].id
        draft = Slot(
            0, starts_at, starts_at + 90 * MINUTE, f"Raum {starts_at}", moderator, 1, advisers
        )
        return (await self.diary.publish([draft], moderator, None, PUBLISHED))[0]

    async def book(self, number: int, seat: Seat = Seat.ADVISER, slot: Slot | None = None) -> int:
        """Give somebody a seat."""
        made = await book(
            self.diary, FakeAudit(), (slot or self.slot).id, self.members[number], seat, MATTER,
            now=PUBLISHED,
        )  # fmt: skip
        return made.id

    async def describe(self, number: int, field: FieldOfAction) -> None:
        """Let somebody work elsewhere."""
        await SqlMembers(self.work).describe(self.members[number].id, field=field)
        await self.read()

    async def read(self) -> None:
        """Read the team anew."""
        self.members = list(await SqlMembers(self.work).all())

    async def whom(self, now: datetime = MONDAY) -> list[int]:
        """Whom to ask, by place in the team."""
        await self.read()
        slot = await self.diary.slot(self.slot.id)
        assert slot is not None
        chosen = await whom_to_ask(
            self.diary, SqlWaitingList(self.work), self.asked, self.members, slot, now=now
        )
        places = {one.id: at for at, one in enumerate(self.members)}
        return [places[one.id] for one in chosen]

    async def ask(self, now: datetime = MONDAY) -> list[int]:
        """Ask whom it is time to ask."""
        chosen = await self.whom(now)
        for number in chosen:
            assert await self.asked.note(self.slot.id, self.members[number].id, now)
        return chosen

    async def decline(self, number: int, now: datetime = MONDAY) -> None:
        """Let somebody say no."""
        assert await self.asked.decline(self.slot.id, self.members[number].id, now)


@pytest.fixture
async def circle(database: Database) -> AsyncIterator[Circle]:
    """The first moderates, the second presents; the others are nurses from the third on."""
    async with UnitOfWork(database) as work:
        found = Circle(work, await joined(work, 9), Slot(0, STARTS_AT, STARTS_AT, "", None, 1, 2))
        for number in range(2, 9):
            await found.describe(number, HEALTH)
        found.slot = await found.table(STARTS_AT)
        await found.book(1, Seat.PRESENTER)
        yield found


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        (timedelta(days=7, minutes=1), False),
        (timedelta(days=7), True),
        (timedelta(days=2, minutes=1), True),
        (timedelta(days=2), False),  # it had to be complete
    ],
)
async def test_the_team_is_asked_from_a_week_until_two_days_before(
    circle: Circle, before: timedelta, asked: bool
) -> None:
    """Later the presenter decides how it goes on."""
    assert bool(await circle.whom(STARTS_AT - before)) is asked


@pytest.mark.parametrize("moment", ["2026-12-05T10:00", "2026-12-06T20:30", "2026-12-07T07:00"])
async def test_nobody_is_asked_outside_of_working_hours(circle: Circle, moment: str) -> None:
    """Not on a weekend, in the evening, or early in the morning."""
    assert await circle.whom(datetime.fromisoformat(moment).replace(tzinfo=LOCAL)) == []


async def test_without_a_presenter_nobody_is_asked(circle: Circle) -> None:
    """There is nothing to advise on."""
    presenter = circle.members[1]
    seat = await circle.diary.active_booking(circle.slot.id, presenter.id)
    assert seat is not None
    await cancel(circle.diary, FakeAudit(), seat.id, presenter, now=PUBLISHED)

    assert await circle.whom() == []


async def test_a_few_are_asked_and_the_next_after_four_working_hours(circle: Circle) -> None:
    """Nobody twice; in the end everybody was asked once."""
    first = await circle.ask(MONDAY)
    assert await circle.whom(MONDAY + 4 * HOUR - MINUTE) == []
    second = await circle.ask(MONDAY + 4 * HOUR)
    assert await circle.whom(MONDAY + 7 * HOUR) == []
    third = await circle.ask(MONDAY + 24 * HOUR)

    assert (len(first), len(second), len(third)) == (AT_ONCE, AT_ONCE, 1)
    assert sorted(first + second + third) == [2, 3, 4, 5, 6, 7, 8]
    assert await circle.whom(MONDAY + 29 * HOUR) == []


async def test_once_all_have_declined_the_next_are_asked_at_once(circle: Circle) -> None:
    """As long as one may still say yes, the others wait."""
    first = await circle.ask()
    for number in first[:-1]:
        await circle.decline(number)
    assert await circle.whom(MONDAY + MINUTE) == []
    await circle.decline(first[-1])

    second = await circle.whom(MONDAY + MINUTE)

    assert len(second) == AT_ONCE
    assert not set(first) & set(second)


async def test_whoever_cannot_help_any_more_holds_nobody_up(circle: Circle) -> None:
    """A nurse has come: the other nurses who were asked are not needed now."""
    await circle.describe(8, CLUB)
    for number in (2, 3):
        await circle.asked.note(circle.slot.id, circle.members[number].id, MONDAY)
    assert await circle.whom(MONDAY + MINUTE) == []

    await circle.book(4)

    assert await circle.whom(MONDAY + MINUTE) == [8]


async def test_the_least_often_asked_come_first_then_the_longest_not_asked(circle: Circle) -> None:
    """Counted over all tables of the last twelve months, and no longer."""
    tables = [await circle.table(STARTS_AT + timedelta(days=days)) for days in (30, 31, 32)]
    long_ago = MONDAY - timedelta(days=366)
    for number, times in ((2, 2), (3, 1), (4, 1), (5, 1), (6, 3), (7, 2)):
        for at, table in enumerate(tables[:times]):
            when = MONDAY - timedelta(days=10 * number + at)
            await circle.asked.note(table.id, circle.members[number].id, when)
    for table in tables:
        await circle.asked.note(table.id, circle.members[8].id, long_ago)

    first = await circle.ask()
    second = await circle.ask(MONDAY + 4 * HOUR)

    assert first == [8, 5, 4]
    assert second == [3, 7, 2]


async def test_among_equals_another_order_holds_at_each_table(circle: Circle) -> None:
    """Neither who joined first nor a name is preferred; but asking again gives the same."""
    orders = []
    for days in range(6):
        circle.slot = await circle.table(STARTS_AT + timedelta(hours=3 * days))
        await circle.book(1, Seat.PRESENTER)
        orders.append(await circle.whom(MONDAY + timedelta(hours=1)))
        assert await circle.whom(MONDAY + timedelta(hours=1)) == orders[-1]

    assert len({order[0] for order in orders}) > 1


async def test_only_those_are_asked_whose_field_is_missing(circle: Circle) -> None:
    """Not the presenter's field, nor one that sits there, nor one the family refused."""
    await circle.describe(3, FieldOfAction.SCHOOL)
    await circle.describe(4, CLUB)
    await circle.describe(5, CLUB)
    await circle.describe(6, KITA)
    circle.slot = await circle.table(STARTS_AT, advisers=4)
    await circle.book(1, Seat.PRESENTER)
    await circle.book(4)
    unwanted = await circle.diary.booking(await circle.book(6))
    assert unwanted is not None
    await circle.diary.release(unwanted, PUBLISHED)
    await circle.diary.refuse(unwanted, KITA)

    asked = await circle.ask() + await circle.ask(MONDAY + 4 * HOUR)

    assert sorted(asked) == [2, 7, 8]


async def test_whoever_cannot_come_is_not_asked(circle: Circle) -> None:
    """Refused seat, another table at that time, waiting, paused, or about to leave."""
    refused = await circle.diary.booking(await circle.book(2))
    assert refused is not None
    await circle.diary.release(refused, PUBLISHED)
    await circle.diary.refuse(refused, None)
    elsewhere = await circle.table(STARTS_AT + HOUR, leader=3)
    await circle.book(4, slot=elsewhere)
    later = await circle.table(STARTS_AT + 2 * HOUR, leader=8)
    await circle.book(7, slot=later)
    await wait(
        circle.diary, SqlWaitingList(circle.work), circle.slot.id, circle.members[5],
        Seat.PRESENTER, now=PUBLISHED,
    )  # fmt: skip
    await SqlMembers(circle.work).pause(circle.members[6].id, PUBLISHED)

    assert sorted(await circle.whom()) == [7, 8]
    await SqlMembers(circle.work).wish_erasure(circle.members[8].id, STARTS_AT)
    assert await circle.whom() == [7]
    await SqlMembers(circle.work).set_state(
        circle.members[7].id, MemberState.BLOCKED, expected=MemberState.ACTIVE
    )
    assert await circle.whom() == []


async def test_who_waits_comes_before_the_team(circle: Circle) -> None:
    """A teacher waits for an adviser's seat: no colleague is asked for it meanwhile."""
    await circle.book(2)
    await circle.book(3)
    await SqlWaitingList(circle.work).join(
        circle.slot.id, circle.members[0].id, Seat.ADVISER, PUBLISHED
    )
    seat = await circle.diary.active_booking(circle.slot.id, circle.members[3].id)
    assert seat is not None
    await circle.diary.release(seat, MONDAY)
    await circle.describe(4, CLUB)
    assert await circle.whom() == []

    (one,) = await SqlWaitingList(circle.work).at(circle.slot.id, Seat.ADVISER)
    assert await SqlWaitingList(circle.work).hold(one, MONDAY + HOUR, MONDAY)
    assert await circle.whom() == []


async def test_a_complete_table_asks_nobody_until_a_seat_is_given_back(circle: Circle) -> None:
    """Then those who were not asked yet are."""
    await circle.describe(7, CLUB)
    await circle.describe(8, KITA)
    first = await circle.ask()
    await circle.book(7)
    seat = await circle.book(8)
    assert await circle.whom(MONDAY + 5 * HOUR) == []

    await cancel(circle.diary, FakeAudit(), seat, circle.members[8], now=MONDAY)
    again = await circle.whom(MONDAY + 5 * HOUR)

    assert again
    assert not {7, *first} & set(again)


async def test_whoever_gave_the_seat_back_or_left_the_list_is_not_asked(circle: Circle) -> None:
    """They have said what they want; a full table lets one wait."""
    for number in (2, 3):
        await circle.book(number)
    waiting = SqlWaitingList(circle.work)
    await wait(
        circle.diary, waiting, circle.slot.id, circle.members[4], Seat.ADVISER, now=PUBLISHED
    )
    await stop_waiting(waiting, circle.members[4].id, circle.slot.id, Ending.LEFT, now=PUBLISHED)
    for number in (2, 3):
        seat = await circle.diary.active_booking(circle.slot.id, circle.members[number].id)
        assert seat is not None
        await cancel(circle.diary, FakeAudit(), seat.id, circle.members[number], now=PUBLISHED)

    asked = await circle.ask() + await circle.ask(MONDAY + 4 * HOUR)

    assert sorted(asked) == [5, 6, 7, 8]


async def test_whoever_says_yes_too_late_is_not_sent_to_a_seat_that_helps_nobody(
    circle: Circle,
) -> None:
    """Another nurse was quicker, or they have the seat already."""
    await check_sought(circle.diary, circle.slot.id, circle.members[2], now=MONDAY)
    await circle.book(3)

    with pytest.raises(NotSought):
        await check_sought(circle.diary, circle.slot.id, circle.members[2], now=MONDAY)
    with pytest.raises(AlreadyBooked):
        await check_sought(circle.diary, circle.slot.id, circle.members[3], now=MONDAY)


async def test_asking_and_declining_count_once(circle: Circle) -> None:
    """The promise of who keeps it, on each engine."""
    nurse = circle.members[2].id
    assert await circle.asked.note(circle.slot.id, nurse, MONDAY)
    assert not await circle.asked.note(circle.slot.id, nurse, MONDAY + MINUTE)
    assert await circle.asked.decline(circle.slot.id, nurse, MONDAY)
    assert not await circle.asked.decline(circle.slot.id, nurse, MONDAY + MINUTE)
    assert not await circle.asked.decline(circle.slot.id, circle.members[3].id, MONDAY)

    (one,) = await circle.asked.at(circle.slot.id)
    assert (one.member_id, one.asked_at, one.declined_at) == (nurse, MONDAY, MONDAY)
    assert await circle.asked.past(MONDAY) == {nurse: Past(1, MONDAY)}
    assert await circle.asked.past(MONDAY + MINUTE) == {}

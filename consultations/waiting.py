"""The waiting list of a full table: who comes next, and how long a freed seat is held for them.

Whoever's field the table lacks comes first, and among those who waits longest (domain paper,
section 4). A freed seat is held for four working hours. On the last day before the table order no
longer holds: everybody who waits hears of the seat, and the first tap wins.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from consultations.booking import (
    Booking,
    BookingRefused,
    Diary,
    Matter,
    book,
    check_matter,
    open_slot,
)
from consultations.quorum import lacking
from consultations.slots import Seat, Slot
from consultations.working_hours import after_working_hours
from team.audit import Audit
from team.members import FieldOfAction, Member

HELD_FOR = timedelta(hours=4)  # working hours
LAST_DAY = timedelta(hours=24)


class Ending(StrEnum):
    """How waiting ended."""

    SEATED = "seated"
    DECLINED = "declined"
    LAPSED = "lapsed"  # the offer was not answered in time
    LEFT = "left"
    CANCELLED = "cancelled"  # the table does not take place, or is over


class SeatFree(BookingRefused):
    """Nobody has to wait: there is such a seat."""


class WaitsAlready(BookingRefused):
    """The member waits for this table already."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A member who waits for a kind of seat. `held_until`: a seat is held for them until then."""

    id: int
    slot_id: int
    member_id: int
    field: FieldOfAction | None
    seat: Seat
    since: datetime
    held_until: datetime | None = None
    told: bool = False  # of a seat that is not held for anybody


@dataclass(frozen=True, slots=True)
class Offer:
    """A seat offered to somebody who waits; without an end it goes to whoever taps first."""

    waiting: Waiting
    slot: Slot
    held_until: datetime | None


class WaitingList(Protocol):
    """Where it is kept who waits."""

    async def join(self, slot_id: int, member_id: int, seat: Seat, now: datetime) -> None:
        """Add somebody at the end.

        Raises:
            WaitsAlready: they wait for this table.
        """

    async def at(self, slot_id: int, seat: Seat) -> Sequence[Waiting]:
        """Who waits for such a seat at this table, the longest first."""

    async def of(self, member_id: int, slot_id: int) -> Waiting | None:
        """Where this member waits at this table."""

    async def all_of(self, member_id: int) -> Sequence[Waiting]:
        """All that a member waits for, the longest first."""

    async def wanted(self, now: datetime) -> Sequence[tuple[int, Seat]]:
        """Tables to come, and kinds of seats, for which somebody waits."""

    async def lapsed(self, now: datetime) -> Sequence[Waiting]:
        """Who has not answered an offer in time."""

    async def left_over(self, now: datetime) -> Sequence[Waiting]:
        """Who waits for a table that has begun or does not take place."""

    async def hold(self, waiting: Waiting, until: datetime, now: datetime) -> bool:
        """Take a free seat for somebody who waits; False where none is free."""

    async def tell(self, waiting: Waiting, now: datetime) -> None:
        """Note that they know of a seat that is held for nobody."""

    async def end(self, waiting: Waiting, ending: Ending, now: datetime) -> bool:
        """End the waiting; a held seat is free unless it was taken. False where it had ended."""


async def wait(
    diary: Diary, waiting: WaitingList, slot_id: int, member: Member, seat: Seat, *, now: datetime
) -> int:
    """Join the list; returns the place, 1 for the next.

    Raises:
        BookingRefused: the table cannot be booked by this member, has such a seat, or they wait.
    """
    slot = await open_slot(diary, slot_id, member, now=now)
    if slot.free(seat) > 0:
        raise SeatFree
    await waiting.join(slot_id, member.id, seat, now)
    return await place(diary, waiting, slot, seat, member.id) or 1


async def place(
    diary: Diary, waiting: WaitingList, slot: Slot, seat: Seat, member_id: int
) -> int | None:
    """How many would be asked up to this member; None for who does not wait."""
    queue = await _queue(diary, waiting, slot, seat)
    numbers = [one.member_id for one in queue]
    return numbers.index(member_id) + 1 if member_id in numbers else None


async def serve(
    diary: Diary,
    waiting: WaitingList,
    slot_id: int,
    seat: Seat,
    *,
    now: datetime,
    closed: Callable[[date], bool] = lambda _: False,
) -> Sequence[Offer]:
    """Offer free seats of this kind to those who wait; to be told to them."""
    offers: list[Offer] = []
    while True:
        slot = await diary.slot(slot_id)
        if slot is None or not slot.active or slot.books_until <= now or slot.free(seat) <= 0:
            return offers
        queue = [one for one in await _queue(diary, waiting, slot, seat) if one.held_until is None]
        if slot.starts_at - now <= LAST_DAY:
            return [*offers, *await _tell_all(waiting, slot, queue, now)]
        if not queue:
            return offers
        latest = min(slot.starts_at - LAST_DAY, slot.books_until)
        until = min(after_working_hours(now, HELD_FOR, closed), latest)
        if not await waiting.hold(queue[0], until, now):
            return offers
        offers.append(Offer(queue[0], slot, until))


async def _tell_all(
    waiting: WaitingList, slot: Slot, queue: Collection[Waiting], now: datetime
) -> list[Offer]:
    fresh = [one for one in queue if not one.told]
    for one in fresh:
        await waiting.tell(one, now)
    return [Offer(one, slot, None) for one in fresh]


async def _queue(diary: Diary, waiting: WaitingList, slot: Slot, seat: Seat) -> list[Waiting]:
    """In the order in which they are asked; whom the family does not want is not asked."""
    queue = [
        one for one in await waiting.at(slot.id, seat) if one.field not in slot.refused_fields
    ]
    if seat is Seat.PRESENTER:
        return queue
    mixture = await diary.mixture(slot.id)
    held = [one.field for one in queue if one.held_until is not None]
    lacks = [one for one in lacking(slot, mixture) if one not in held]
    return sorted(queue, key=lambda one: one.field not in lacks)


async def take(
    diary: Diary,
    audit: Audit,
    waiting: WaitingList,
    slot_id: int,
    member: Member,
    seat: Seat,
    matter: Matter | None,
    *,
    now: datetime,
) -> Booking:
    """Book a seat: the one that is held for this member, or a free one; then waiting is over.

    Raises:
        BookingRefused: what `book` refuses.
    """
    one = await waiting.of(member.id, slot_id)
    if one is None:
        return await book(diary, audit, slot_id, member, seat, matter, now=now)
    await open_slot(diary, slot_id, member, now=now)
    if seat is Seat.PRESENTER:
        check_matter(matter)
    # Both in one transaction: what is held for them becomes free, and theirs.
    await waiting.end(one, Ending.SEATED, now)
    return await book(diary, audit, slot_id, member, seat, matter, now=now)


async def stop_waiting(
    waiting: WaitingList, member_id: int, slot_id: int, ending: Ending, *, now: datetime
) -> Waiting | None:
    """Leave the list or decline an offer; the waiting that ended, so that others can be served."""
    one = await waiting.of(member_id, slot_id)
    if one is None or not await waiting.end(one, ending, now):
        return None
    return one

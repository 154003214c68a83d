"""Giving a seat back: cancelling it, and leaving it for one at another table.

Instants are timezone-aware and in UTC.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from consultations.booking import (
    AlreadyCancelled,
    Booking,
    BookingRefused,
    BookingUnknown,
    Diary,
    Matter,
    SlotOver,
    book,
    open_slot,
    turn,
)
from consultations.slots import Kind, Seat, Slot
from consultations.states import Event
from team.audit import Audit
from team.members import Member


async def give_back(
    diary: Diary, audit: Audit, booking: Booking, *, by: int | None, now: datetime
) -> bool:
    """Free a seat, with what that means for the table; False where it was free already."""
    if not await diary.release(booking, now):
        return False
    slot = await diary.slot(booking.slot.id)
    if slot is not None:
        event = Event.PRESENTER_LEFT if booking.seat is Seat.PRESENTER else Event.CHANGED
        await turn(diary, audit, slot, event, by=by, now=now)
    return True


async def release_all(
    diary: Diary, audit: Audit, member_id: int, *, now: datetime
) -> list[Booking]:
    """Give back every seat of a member at tables to come; returns those that are free now."""
    seats = await booked_ahead(diary, member_id, now=now)
    return [one for one in seats if await give_back(diary, audit, one, by=member_id, now=now)]


async def booked_ahead(diary: Diary, member_id: int, *, now: datetime) -> list[Booking]:
    """A member's bookings of tables that have not begun."""
    bookings = await diary.bookings_of(member_id, now)
    return [booking for booking in bookings if booking.slot.starts_at > now]


async def cancel(
    diary: Diary, audit: Audit, booking_id: int, member: Member, *, now: datetime
) -> Booking:
    """Give a seat back; it is free for others, and for the same member, at once.

    Raises:
        BookingUnknown, AlreadyCancelled, SlotOver.
    """
    booking = await diary.booking(booking_id)
    if booking is None or booking.member_id != member.id:
        raise BookingUnknown
    if booking.cancelled_at is not None:
        raise AlreadyCancelled
    if booking.slot.starts_at <= now:
        raise SlotOver
    if not await give_back(diary, audit, booking, by=member.id, now=now):
        raise AlreadyCancelled
    return booking


async def rebook(
    diary: Diary, audit: Audit, booking_id: int, slot_id: int, member: Member, *, now: datetime
) -> tuple[Booking, Booking]:
    """Take the same kind of seat at another table and give the old one back, in one step.

    What a presenter brings comes along; what the family says to the new table is asked anew.
    Returns the old booking and the new one.

    Raises:
        BookingRefused: what `book` and `cancel` refuse; nothing has changed.
    """
    old = await diary.booking(booking_id)
    if old is None or old.member_id != member.id:
        raise BookingUnknown
    if old.cancelled_at is not None:
        raise AlreadyCancelled
    if old.slot.starts_at <= now:
        raise SlotOver
    peer = old.slot.kind is Kind.PEER
    brought = Matter(not peer, old.theme, old.age_band, old.language, old.needs, peer)
    matter = brought if old.seat is Seat.PRESENTER else None
    new = await book(diary, audit, slot_id, member, old.seat, matter, now=now)
    await cancel(diary, audit, booking_id, member, now=now)
    return old, new


async def other_tables(
    diary: Diary,
    but: int,
    seat: Seat,
    member: Member,
    *,
    now: datetime,
    most: int,
    step_free: bool = False,
) -> list[Slot]:
    """The next tables other than the slot *but* where this member can take such a seat.

    With *step_free* only those in rooms that are known to be so.
    """
    found: list[Slot] = []
    for slot in await diary.with_room(now):
        if len(found) == most:
            break
        suits = slot.step_free is True or not step_free
        if slot.id != but and suits and slot.free(seat) > 0:
            with suppress(BookingRefused):
                found.append(await open_slot(diary, slot.id, member, now=now))
    return found

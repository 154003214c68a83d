"""What a presenter tells of the family's needs: codes only, to change until the table begins."""

from __future__ import annotations

from datetime import datetime

from consultations.booking import (
    AlreadyCancelled,
    Booking,
    BookingUnknown,
    Diary,
    Needs,
    SlotOver,
    check_needs,
)
from consultations.slots import Seat
from team.members import Member


async def tell_needs(
    diary: Diary, booking_id: int, member: Member, needs: Needs, *, now: datetime
) -> Booking:
    """Write what the family needs, as its presenter learns it; returns the booking as it is now.

    At a table without a family only the room matters.

    Raises:
        BookingUnknown: also for who does not present. AlreadyCancelled, SlotOver, TooMany.
    """
    booking = await diary.booking(booking_id)
    if booking is None or booking.member_id != member.id or booking.seat is not Seat.PRESENTER:
        raise BookingUnknown
    if booking.slot.starts_at <= now:
        raise SlotOver
    check_needs(needs)
    if not await diary.tell(booking, needs.at(booking.slot.kind)):
        raise AlreadyCancelled
    return await diary.booking(booking_id) or booking

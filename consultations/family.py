"""The family's word at its table: yes to everybody who sits there, no to a seat, or no at all.

It comes through the presenter, who asked the family; the bot keeps the yes and a moment, nothing
else (domain paper, section 4; design paper, ruling 6).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from consultations.booking import Booking, BookingRefused, Diary, Overtaken, turn
from consultations.cancelling import give_back
from consultations.quorum import missing
from consultations.slots import Kind, Seat, Slot
from consultations.states import Event, SlotState
from team.audit import Audit
from team.members import FieldOfAction, Member


class NotPresenter(BookingRefused):
    """Only who presents speaks for the family."""


class NotComplete(BookingRefused):
    """Somebody is still missing at the table."""


class TableChanged(BookingRefused):
    """The table is another one than the family was asked about."""


class NoSuchSeat(BookingRefused):
    """Nobody has this seat (any more), or it is the presenter's own."""


async def presented(diary: Diary, slot_id: int, member: Member, *, now: datetime) -> Slot:
    """The table to come at which this member presents.

    Raises:
        NotPresenter.
    """
    slot = await diary.slot(slot_id)
    seat = await diary.active_booking(slot_id, member.id)
    mine = seat is not None and seat.seat is Seat.PRESENTER
    if slot is None or not mine or not slot.active or slot.starts_at <= now:
        raise NotPresenter
    return slot


def mark_of(slot: Slot, seated: Sequence[Booking]) -> str:
    """A few letters that change with the people, the time, the place and the kind of a table."""
    people = sorted((one.member_id, one.to_confirm) for one in seated)
    told = repr((slot.moderator_id, slot.revision, slot.kind, people))
    return hashlib.blake2b(told.encode(), digest_size=4).hexdigest()


async def agree(
    diary: Diary, audit: Audit, slot_id: int, member: Member, mark: str, *, now: datetime
) -> Slot:
    """The family agrees to the table with this mark; returns it confirmed.

    Raises:
        NotPresenter, TableChanged, NotComplete, Overtaken.
    """
    await diary.hold_calendar()
    slot = await presented(diary, slot_id, member, now=now)
    seated = await diary.seated(slot_id)
    if mark_of(slot, seated) != mark:
        raise TableChanged
    if slot.state is SlotState.CONFIRMED:
        return slot
    unconfirmed = sum(one.to_confirm for one in seated)
    if missing(slot, await diary.mixture(slot_id), unconfirmed).people:
        raise NotComplete
    await turn(diary, audit, slot, Event.FAMILY_AGREED, by=member.id, now=now)
    confirmed = await diary.slot(slot_id)
    if confirmed is None:
        raise Overtaken
    return confirmed


async def refuse_seat(
    diary: Diary,
    audit: Audit,
    slot_id: int,
    member: Member,
    booking_id: int,
    field: FieldOfAction | None,
    *,
    now: datetime,
) -> Booking:
    """Free a seat the family does not want, and with *field* keep that field from the table.

    Raises:
        NotPresenter, NoSuchSeat.
    """
    slot = await presented(diary, slot_id, member, now=now)
    booking = await diary.booking(booking_id)
    others = booking is not None and booking.member_id != member.id
    if booking is None or not others or booking.slot.id != slot.id:
        raise NoSuchSeat
    if not await give_back(diary, audit, booking, by=member.id, now=now):
        raise NoSuchSeat
    await diary.refuse(booking, field)
    return booking


async def fewer_adults(
    diary: Diary, slot_id: int, member: Member, *, now: datetime
) -> Slot | None:
    """Take a free adviser's seat away; None where all that are left are taken or needed.

    Raises:
        NotPresenter.
    """
    slot = await presented(diary, slot_id, member, now=now)
    return await diary.slot(slot_id) if await diary.fewer_seats(slot) else None


async def call_off(
    diary: Diary, audit: Audit, slot_id: int, member: Member, *, now: datetime
) -> Slot:
    """The family does not want the table any more: it is cancelled, without a reason.

    Raises:
        NotPresenter, Overtaken.
    """
    slot = await presented(diary, slot_id, member, now=now)
    await turn(diary, audit, slot, Event.WITHDRAWN, by=member.id, now=now)
    return slot


async def without_family(
    diary: Diary, audit: Audit, slot_id: int, member: Member, *, now: datetime
) -> Slot:
    """Go on as an anonymised consultation among professionals.

    Raises:
        NotPresenter, Overtaken.
    """
    slot = await presented(diary, slot_id, member, now=now)
    if slot.kind is Kind.PEER:
        return slot
    if not await diary.make_peer(slot):
        raise Overtaken
    changed = await diary.slot(slot_id)
    if changed is None:
        raise Overtaken
    await turn(diary, audit, changed, Event.CHANGED, by=member.id, now=now)
    return await diary.slot(slot_id) or changed

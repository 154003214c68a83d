"""Attending for a colleague: whoever has a seat hands a code over, and a colleague takes the seat.

A code rather than a list of the team: only coordinators see who is in it, and whoever comes has
agreed by opening it. It works once, until the table begins; only its hash is kept, with the seat.
The seat stays the same one and counts no further person, so its table's lead time does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from consultations.booking import (
    AlreadyCancelled,
    Booking,
    BookingRefused,
    BookingUnknown,
    Diary,
    SlotOver,
    open_slot,
    turn,
)
from consultations.quorum import Seated, missing
from consultations.states import Event
from consultations.waiting import Ending, Waiting, WaitingList
from team.audit import Act, Audit
from team.invitations import code_of
from team.members import Function, Member, Members


class NotPassedOn(BookingRefused):
    """No seat is passed on with this code: never, not any more, or somebody was first."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a proxy means for the mixture at the table."""

    doubled: bool  # their field sits there already
    fields: int  # further fields that would be missing, and are not now


@dataclass(frozen=True, slots=True)
class StoodIn:
    """A seat before and after, and the waiting of the proxy that ended with it."""

    old: Booking
    new: Booking
    waited: Waiting | None


def proxy_code(key: bytes, nonce: str) -> str:
    """The code that belongs to a nonce; never that of an invitation, whose nonce has no colon."""
    return code_of(key, f"proxy:{nonce}")


async def pass_on(
    diary: Diary, booking_id: int, member: Member, code_hash: str | None, *, now: datetime
) -> Booking:
    """Let whoever has the code with this hash take the member's seat; None takes that back.

    Raises:
        BookingUnknown, AlreadyCancelled, SlotOver.
    """
    booking = await diary.booking(booking_id)
    if booking is None or booking.member_id != member.id:
        raise BookingUnknown
    if not booking.slot.active or booking.slot.starts_at <= now:
        raise SlotOver
    if not await diary.pass_on(booking, code_hash):
        raise AlreadyCancelled
    return await diary.booking(booking_id) or booking


async def passed_on(diary: Diary, code_hash: str, member: Member, *, now: datetime) -> Booking:
    """The seat behind a code, if this member may take it.

    Raises:
        NotPassedOn, and what `consultations.booking.open_slot` raises.
    """
    booking = await diary.passed_on(code_hash)
    if booking is None:
        raise NotPassedOn
    await open_slot(diary, booking.slot.id, member, now=now, late=True)
    return booking


async def effect(diary: Diary, booking: Booking, member: Member) -> Effect:
    """What would change if *member* took this seat."""
    numbers = [one.id for one in await diary.seated(booking.slot.id)]
    table = await diary.mixture(booking.slot.id)
    others = [one for number, one in zip(numbers, table, strict=True) if number != booking.id]
    after = [*others, Seated(booking.seat, member.field)]
    lack = missing(booking.slot, after).fields - missing(booking.slot, table).fields
    return Effect(member.field in {one.field for one in others}, max(0, lack))


async def stand_in(
    diary: Diary,
    members: Members,
    audit: Audit,
    waiting: WaitingList,
    code_hash: str,
    member: Member,
    *,
    now: datetime,
) -> StoodIn:
    """Take the seat behind a code, in one step; a family's yes is taken back with it.

    Raises:
        NotPassedOn, Overtaken, and what `consultations.booking.open_slot` raises.
    """
    await diary.hold_calendar()  # nobody else takes it between look and change
    old = await passed_on(diary, code_hash, member, now=now)
    holder = await members.member(old.member_id)
    own = holder.function if holder is not None else None
    stands_for = old.stands_for or own or Function.OTHER
    waited = await waiting.of(member.id, old.slot.id)
    if waited is not None:
        await waiting.end(waited, Ending.SEATED, now)
    new = await diary.replace(old, member.id, stands_for, now)
    subject = f"slot {old.slot.id} booking {old.id} {new.id}"
    await audit.note(now, member.id, Act.PASSED_ON, subject)
    await turn(diary, audit, new.slot, Event.CHANGED, by=member.id, now=now)
    return StoodIn(old, new, waited)

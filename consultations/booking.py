"""Booking a seat: which bookings are allowed, and why the others are refused.

Instants are timezone-aware and in UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from consultations.quorum import Seated
from consultations.slots import AgeBand, Kind, Outcome, Seat, Slot, TableLanguage
from consultations.states import Event, SlotState, after
from team.audit import Act, Audit
from team.members import FieldOfAction, Function, Member, Role

PEOPLE = range(1, 9)  # of the family and its supports; nobody faces a crowd


class BookingRefused(Exception):
    """A booking rule said no; each subclass is one rule."""


class NotAllowed(BookingRefused):
    """Only active members book."""


class SlotUnknown(BookingRefused):
    """There is no such slot."""


class SlotCancelled(BookingRefused):
    """The table does not take place."""


class SlotOver(BookingRefused):
    """The table has begun or is over."""


class SeatTaken(BookingRefused):
    """Somebody else was first, even by a moment."""


class AlreadyBooked(BookingRefused):
    """The member sits at this table already."""


class ModeratesThisTable(BookingRefused):
    """The moderator keeps time and fairness and takes no other seat."""


class FamilyNotAsked(BookingRefused):
    """No seat as presenter without the family's yes."""


class IncompleteBooking(BookingRefused):
    """A presenter names theme, age band and language."""


class TooMany(BookingRefused):
    """The number of the family's people is outside `PEOPLE`."""


class BookingUnknown(BookingRefused):
    """There is no such booking of this member."""


class AlreadyCancelled(BookingRefused):
    """The booking was cancelled before."""


class TooLate(BookingRefused):
    """The table can no longer be booked: it starts within its lead time."""


class FieldRefused(BookingRefused):
    """The family does not want this field of action at its table."""


class NotWanted(BookingRefused):
    """The member had a seat at this table that was given to others."""


class Overtaken(Exception):
    """Somebody changed the slot at this very moment; trying anew helps."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a family needs at its table, as far as it is known. All of it may stay open.

    `access`: the room has to be step-free; `interpreting`: somebody has to interpret; `people`:
    the family and its supports, how many and never who.
    """

    access: bool = False
    interpreting: bool = False
    people: int | None = None

    def at(self, kind: Kind) -> Needs:
        """What of it counts at such a table: without a family only the room does."""
        return self if kind is Kind.FAMILY else Needs(access=self.access)


@dataclass(frozen=True, slots=True)
class Matter:
    """What a presenter brings: codes only, and whether the family wants this table.

    `peer`: among professionals alone, about an anonymised question; nobody has to say yes.
    """

    family_agrees: bool
    theme: str | None
    age_band: AgeBand | None
    language: TableLanguage | None
    needs: Needs = Needs()
    peer: bool = False

    @property
    def kind(self) -> Kind:
        """With whom the table is held."""
        return Kind.PEER if self.peer else Kind.FAMILY


@dataclass(frozen=True, slots=True)
class Booking:
    """A seat taken by a member."""

    id: int
    slot: Slot
    member_id: int
    seat: Seat
    theme: str | None
    age_band: AgeBand | None
    language: TableLanguage | None
    booked_at: datetime
    cancelled_at: datetime | None = None
    access: bool = False
    interpreting: bool = False
    to_confirm: bool = False  # the table was moved; whether it still suits is not known
    stands_for: Function | None = None  # the function of the colleague a proxy attends for
    passes_on: bool = False  # somebody has a code that takes this seat over

    @property
    def needs(self) -> Needs:
        """What the family needs; for who presents."""
        return Needs(self.access, self.interpreting, self.slot.family_people)


class Diary(Protocol):
    """Where all published slots and their bookings are kept."""

    async def slot(self, slot_id: int) -> Slot | None:
        """The slot with this id."""

    async def upcoming(self, now: datetime, most: int = 50) -> Sequence[Slot]:
        """Open slots that start after *now*, the next first."""

    async def with_room(self, now: datetime, most: int = 200) -> Sequence[Slot]:
        """Slots that can be booked *now* and have a free seat, the next first."""

    async def next_free(
        self, seat: Seat, member_id: int, now: datetime, but: int | None = None
    ) -> Slot | None:
        """The next slot that can be booked *now* with such a seat free, other than *but*.

        Not one that this member moderates, nor one where they sit already.
        """

    async def active_booking(self, slot_id: int, member_id: int) -> Booking | None:
        """The member's seat at this table."""

    async def hold(
        self, slot: Slot, member_id: int, seat: Seat, matter: Matter | None, now: datetime
    ) -> Booking:
        """Give a seat to the member in one step; a presenter's matter makes the table's kind.

        Raises:
            SeatTaken: no such seat is free any more.
            AlreadyBooked: the member got a seat here meanwhile.
        """

    async def pass_on(self, booking: Booking, code_hash: str | None) -> bool:
        """Keep the hash of a code that takes this seat over; False where it was given back."""

    async def passed_on(self, code_hash: str) -> Booking | None:
        """The active booking that is passed on with this code."""

    async def replace(
        self, booking: Booking, member_id: int, stands_for: Function, now: datetime
    ) -> Booking:
        """Let another member have a seat, with all that was brought; the old booking ends."""

    async def booking(self, booking_id: int) -> Booking | None:
        """The booking with this id."""

    async def bookings_of(self, member_id: int, now: datetime) -> Sequence[Booking]:
        """A member's active bookings of tables not yet over, the next first."""

    async def release(self, booking: Booking, now: datetime) -> bool:
        """Cancel a booking and free its seat in one step; False where it was cancelled before.

        With the presenter goes what was told of the family: its number, and whether it comes.
        """

    async def tell(self, booking: Booking, needs: Needs) -> bool:
        """Write what the family needs; False where the seat was given back."""

    async def publish(
        self, slots: Sequence[Slot], published_by: int, series: str | None, now: datetime
    ) -> Sequence[Slot]:
        """Keep new slots (their ids are given here)."""

    async def last_of(self, published_by: int) -> Slot | None:
        """The slot this member published last, as a pattern for the next."""

    async def of_moderator(self, moderator_id: int, now: datetime) -> Sequence[Slot]:
        """Open slots a moderator leads from *now* on."""

    async def hold_calendar(self) -> None:
        """Take the writer: until the commit nobody else publishes or moves a table."""

    async def around(self, begins: datetime, ends: datetime) -> Sequence[Slot]:
        """Active slots that may occupy room or moderator in this span, the next first."""

    async def turn(self, slot: Slot, state: SlotState, now: datetime) -> bool:
        """Give a slot another state; False where it has changed since it was read.

        Being confirmed dates the family's yes; becoming open or requested takes it back.
        """

    async def close(self, slot: Slot, outcome: Outcome, follow_up_on: date | None) -> bool:
        """Write how a held table ended; False where it has changed since it was read."""

    async def between(self, begins: datetime, ends: datetime) -> Sequence[Slot]:
        """Slots in any state that start in this span, the next first."""

    async def change(self, slot: Slot, wanted: Slot, *, ask_anew: bool) -> bool:
        """Give an active slot time, place, moderator and terms of *wanted*, and a new revision.

        False where it has changed meanwhile. Whoever sits there has to confirm anew where asked.
        """

    async def confirm(self, booking: Booking) -> bool:
        """Note that a moved table still suits; False where that was not asked (any more)."""

    async def refuse(self, booking: Booking, field: FieldOfAction | None) -> None:
        """Keep who had this seat, and with *field* all others of it, from the table."""

    async def refused(self, slot_id: int, member_id: int) -> bool:
        """Whether a seat of this member at this table was given to others."""

    async def fewer_seats(self, slot: Slot) -> bool:
        """Take a free adviser's seat away; False where none is free, or too few would be left."""

    async def make_peer(self, slot: Slot) -> bool:
        """Let a table go on without the family; False where it has changed meanwhile."""

    async def mixture(self, slot_id: int) -> Sequence[Seated]:
        """The seats of a table with the fields of those who have them."""

    async def seated(self, slot_id: int) -> Sequence[Booking]:
        """Active bookings of a slot."""


async def book(
    diary: Diary,
    audit: Audit,
    slot_id: int,
    member: Member,
    seat: Seat,
    matter: Matter | None,
    *,
    now: datetime,
) -> Booking:
    """Take a seat at a table and return the booking.

    Raises:
        BookingRefused: the subclass names the rule.
    """
    slot = await open_slot(diary, slot_id, member, now=now)
    if seat is Seat.PRESENTER:
        check_matter(matter)
    if slot.free(seat) <= 0:
        raise SeatTaken
    brought = None
    if seat is Seat.PRESENTER and matter is not None:
        brought = replace(matter, needs=matter.needs.at(matter.kind))
    booking = await diary.hold(slot, member.id, seat, brought, now)
    event = Event.PRESENTER_CAME if seat is Seat.PRESENTER else Event.CHANGED
    await turn(diary, audit, booking.slot, event, by=member.id, now=now)
    return booking


async def turn(
    diary: Diary, audit: Audit, slot: Slot, event: Event, *, by: int | None, now: datetime
) -> SlotState:
    """Let an event change the slot's state, and note it; returns the state it is in now.

    Raises:
        Overtaken: the slot has changed since it was read.
    """
    state = after(slot.state, event)
    if state is None:
        return slot.state
    if not await diary.turn(slot, state, now):
        raise Overtaken
    await audit.note(now, by, Act.TURNED, f"slot {slot.id} {slot.state} {state}")
    return state


async def open_slot(
    diary: Diary, slot_id: int, member: Member, *, now: datetime, late: bool = False
) -> Slot:
    """The slot, if this member may take a seat at it at all; *late*: also in its lead time.

    Raises:
        NotAllowed, SlotUnknown, SlotCancelled, SlotOver, TooLate, FieldRefused,
        ModeratesThisTable, AlreadyBooked, NotWanted.
    """
    if not member.acts_as(*Role):
        raise NotAllowed
    slot = await diary.slot(slot_id)
    if slot is None:
        raise SlotUnknown
    if slot.state is SlotState.CANCELLED:
        raise SlotCancelled
    if not slot.active or slot.starts_at <= now:
        raise SlotOver
    if not late and slot.books_until <= now:
        raise TooLate
    if member.field in slot.refused_fields:
        raise FieldRefused
    if slot.moderator_id == member.id:
        raise ModeratesThisTable
    if await diary.active_booking(slot_id, member.id) is not None:
        raise AlreadyBooked
    if await diary.refused(slot_id, member.id):
        raise NotWanted
    return slot


def check_matter(matter: Matter | None) -> None:
    """Check what a presenter brings.

    Raises:
        FamilyNotAsked, IncompleteBooking, TooMany.
    """
    if matter is None or not (matter.family_agrees or matter.peer):
        raise FamilyNotAsked
    if matter.theme is None or matter.age_band is None or matter.language is None:
        raise IncompleteBooking
    check_needs(matter.needs)


def check_needs(needs: Needs) -> None:
    """Check what a family is said to need.

    Raises:
        TooMany.
    """
    if needs.people is not None and needs.people not in PEOPLE:
        raise TooMany

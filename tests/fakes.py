"""Fakes that keep the promises of the domain's protocols, in memory."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from consultations.booking import AlreadyBooked, Booking, Matter, Needs, SeatTaken
from consultations.quorum import Seated
from consultations.slots import Kind, Outcome, Seat, Slot
from consultations.states import ACTIVE, SlotState
from team.audit import Act
from team.members import Detail, FieldOfAction, Function, Member, MemberState, Role

COUNTER = {Seat.PRESENTER: "presenters_taken", Seat.ADVISER: "advisers_taken"}


def member(number: int = 1, role: Role = Role.PROFESSIONAL, **changed: object) -> Member:
    """An invented member who has arrived."""
    known = Member(
        id=number,
        telegram_id=1000 + number,
        role=role,
        state=MemberState.ACTIVE,
        institution="Musterschule",
        field=FieldOfAction.SCHOOL,
        function=Function.TEACHER,
        agreed_at=datetime.fromisoformat("2026-01-01T12:00:00+00:00"),
        joined_at=datetime.fromisoformat("2026-01-01T12:00:00+00:00"),
        last_seen_on=date(2026, 1, 1),
    )
    return replace(known, **changed)  # type: ignore[arg-type]


class FakeAudit:
    """Keeps notes in a list."""

    def __init__(self) -> None:
        self.notes: list[tuple[int | None, Act, str]] = []

    async def note(self, at: datetime, member_id: int | None, act: Act, subject: str) -> None:
        """Note an act."""
        self.notes.append((member_id, act, subject))


class FakeDiary:
    """A diary in a dictionary."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._slots: dict[int, Slot] = {}
        self._bookings: dict[int, Booking] = {}
        self._refused: set[tuple[int, int]] = set()
        self._hashes: dict[int, str | None] = {}

    def offer(self, starts_at: datetime, *, advisers: int = 2, moderator_id: int = 99) -> Slot:
        """Put a table into the diary."""
        slot = Slot(
            id=next(self._numbers),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=90),
            place="Musterraum",
            moderator_id=moderator_id,
            presenter_seats=1,
            adviser_seats=advisers,
        )
        self._slots[slot.id] = slot
        return slot

    async def slot(self, slot_id: int) -> Slot | None:
        """The slot with this id."""
        return self._slots.get(slot_id)

    async def upcoming(self, now: datetime, most: int = 50) -> Sequence[Slot]:
        """Open slots after *now*."""
        slots = [one for one in self._slots.values() if one.active and one.starts_at > now]
        return sorted(slots, key=lambda one: (one.starts_at, one.id))[:most]

    async def with_room(self, now: datetime, most: int = 200) -> Sequence[Slot]:
        """Open slots with a free seat."""
        every = await self.upcoming(now, most=len(self._slots))
        return [one for one in every if one.has_room and one.books_until > now][:most]

    async def next_free(
        self, seat: Seat, member_id: int, now: datetime, but: int | None = None
    ) -> Slot | None:
        """The next slot where this member can take such a seat."""
        for slot in await self.with_room(now, most=len(self._slots)):
            own = slot.moderator_id == member_id or slot.id == but
            sits = await self.active_booking(slot.id, member_id) is not None
            if slot.free(seat) > 0 and not own and not sits:
                return slot
        return None

    async def last_of(self, published_by: int) -> Slot | None:
        """What was published last, by whomever."""
        return max(self._slots.values(), key=lambda one: one.id, default=None)

    async def of_moderator(self, moderator_id: int, now: datetime) -> Sequence[Slot]:
        """Open slots of a moderator."""
        return [
            one
            for one in self._slots.values()
            if one.moderator_id == moderator_id and one.active and one.ends_at > now
        ]

    async def active_booking(self, slot_id: int, member_id: int) -> Booking | None:
        """The member's seat at this table."""
        found = [one for one in await self.seated(slot_id) if one.member_id == member_id]
        return found[0] if found else None

    async def booking(self, booking_id: int) -> Booking | None:
        """The booking with this id."""
        found = self._bookings.get(booking_id)
        return replace(found, slot=self._slots[found.slot.id]) if found else None

    async def bookings_of(self, member_id: int, now: datetime) -> Sequence[Booking]:
        """A member's active bookings."""
        found = [
            one
            for one in self._bookings.values()
            if one.member_id == member_id
            and one.cancelled_at is None
            and self._slots[one.slot.id].ends_at > now
        ]
        return sorted(found, key=lambda one: (one.slot.starts_at, one.id))

    async def seated(self, slot_id: int) -> Sequence[Booking]:
        """Active bookings of a slot."""
        return [
            one
            for one in self._bookings.values()
            if one.slot.id == slot_id and one.cancelled_at is None
        ]

    async def hold(
        self, slot: Slot, member_id: int, seat: Seat, matter: Matter | None, now: datetime
    ) -> Booking:
        """Give a seat in one step."""
        known = self._slots[slot.id]
        if not known.active or known.starts_at <= now or known.free(seat) <= 0:
            raise SeatTaken
        if await self.active_booking(slot.id, member_id) is not None:
            raise AlreadyBooked
        self._count(slot.id, seat, 1)
        booking = Booking(
            id=next(self._numbers),
            slot=self._slots[slot.id],
            member_id=member_id,
            seat=seat,
            theme=matter.theme if matter else None,
            age_band=matter.age_band if matter else None,
            language=matter.language if matter else None,
            booked_at=now,
            access=matter is not None and matter.needs.access,
            interpreting=matter is not None and matter.needs.interpreting,
        )
        self._bookings[booking.id] = booking
        if matter is not None:
            self._bring(slot.id, kind=matter.kind, family_people=matter.needs.people)
        return await self.booking(booking.id) or booking

    async def release(self, booking: Booking, now: datetime) -> bool:
        """Cancel and free in one step."""
        known = self._bookings[booking.id]
        if known.cancelled_at is not None:
            return False
        self._bookings[booking.id] = replace(known, cancelled_at=now)
        self._count(known.slot.id, known.seat, -1)
        if known.seat is Seat.PRESENTER:
            self._bring(known.slot.id, kind=Kind.FAMILY, family_people=None)
        return True

    async def pass_on(self, booking: Booking, code_hash: str | None) -> bool:
        """Keep the hash of a code."""
        known = self._bookings[booking.id]
        if known.cancelled_at is not None:
            return False
        self._bookings[booking.id] = replace(known, passes_on=code_hash is not None)
        self._hashes[booking.id] = code_hash
        return True

    async def passed_on(self, code_hash: str) -> Booking | None:
        """The active booking with this code."""
        for number, kept in self._hashes.items():
            found = await self.booking(number)
            if kept == code_hash and found is not None and found.cancelled_at is None:
                return found
        return None

    async def replace(
        self, booking: Booking, member_id: int, stands_for: Function, now: datetime
    ) -> Booking:
        """Let another member have the seat."""
        known = self._bookings[booking.id]
        self._bookings[booking.id] = replace(known, cancelled_at=now, passes_on=False)
        number = next(self._numbers)
        self._bookings[number] = replace(
            known, id=number, member_id=member_id, stands_for=stands_for, booked_at=now,
            to_confirm=False, passes_on=False,
        )  # fmt: skip
        return await self.booking(number) or known

    async def tell(self, booking: Booking, needs: Needs) -> bool:
        """Write what the family needs."""
        known = self._bookings[booking.id]
        if known.cancelled_at is not None:
            return False
        self._bookings[booking.id] = replace(
            known, access=needs.access, interpreting=needs.interpreting
        )
        self._bring(known.slot.id, family_people=needs.people)
        return True

    def _bring(self, slot_id: int, **changed: object) -> None:
        self._slots[slot_id] = replace(self._slots[slot_id], **changed)  # type: ignore[arg-type]

    async def publish(
        self, slots: Sequence[Slot], published_by: int, series: str | None, now: datetime
    ) -> Sequence[Slot]:
        """Keep new slots."""
        kept = [replace(slot, id=next(self._numbers)) for slot in slots]
        self._slots |= {slot.id: slot for slot in kept}
        return kept

    async def hold_calendar(self) -> None:
        """Nobody else is here."""

    async def around(self, begins: datetime, ends: datetime) -> Sequence[Slot]:
        """Active slots; the caller looks at the time itself."""
        return [one for one in self._slots.values() if one.active]

    async def turn(self, slot: Slot, state: SlotState, now: datetime) -> bool:
        """Give a slot another state."""
        agreed_at = now if state is SlotState.CONFIRMED else slot.agreed_at
        if state in ACTIVE and state is not SlotState.CONFIRMED:
            agreed_at = None
        return self._change(slot, state=state, agreed_at=agreed_at)

    async def close(self, slot: Slot, outcome: Outcome, follow_up_on: date | None) -> bool:
        """Write how a held table ended."""
        if slot.state is not SlotState.HELD:
            return False
        return self._change(slot, outcome=outcome, follow_up_on=follow_up_on)

    async def between(self, begins: datetime, ends: datetime) -> Sequence[Slot]:
        """Slots in any state."""
        found = [one for one in self._slots.values() if begins <= one.starts_at < ends]
        return sorted(found, key=lambda one: (one.starts_at, one.id))

    async def change(self, slot: Slot, wanted: Slot, *, ask_anew: bool) -> bool:
        """Give an active slot what is wanted."""
        names = (
            "starts_at", "ends_at", "place", "moderator_id",
            "step_free", "childrens_corner", "prepare", "follow", "lead",
        )  # fmt: skip
        changed = {name: getattr(wanted, name) for name in names}
        if not slot.active or not self._change(slot, **changed, revision=slot.revision + 1):
            return False
        if not ask_anew:
            return True
        for one in await self.seated(slot.id):
            self._bookings[one.id] = replace(one, to_confirm=True)
        return True

    async def confirm(self, booking: Booking) -> bool:
        """Note that a moved table still suits."""
        known = self._bookings[booking.id]
        self._bookings[booking.id] = replace(known, to_confirm=False)
        return known.to_confirm and known.cancelled_at is None

    async def refuse(self, booking: Booking, field: FieldOfAction | None) -> None:
        """Keep the member from the table."""
        self._refused.add((booking.slot.id, booking.member_id))

    async def refused(self, slot_id: int, member_id: int) -> bool:
        """Whether a seat of this member was given to others."""
        return (slot_id, member_id) in self._refused

    async def fewer_seats(self, slot: Slot) -> bool:
        """Take a free adviser's seat away."""
        known = self._slots[slot.id]
        few = known.adviser_seats <= 2 or known.free(Seat.ADVISER) <= 0
        return not few and self._change(slot, adviser_seats=known.adviser_seats - 1)

    async def make_peer(self, slot: Slot) -> bool:
        """Go on without the family."""
        return self._change(slot, kind=Kind.PEER)

    async def mixture(self, slot_id: int) -> Sequence[Seated]:
        """The seats of a table; everybody works in the same field here."""
        return [Seated(one.seat, FieldOfAction.SCHOOL) for one in await self.seated(slot_id)]

    def _change(self, slot: Slot, **changed: object) -> bool:
        known = self._slots[slot.id]
        if (known.state, known.revision) != (slot.state, slot.revision):
            return False
        self._slots[slot.id] = replace(known, **changed)  # type: ignore[arg-type]
        return True

    def _count(self, slot_id: int, seat: Seat, by: int) -> None:
        slot = self._slots[slot_id]
        taken = getattr(slot, COUNTER[seat]) + by
        self._slots[slot_id] = replace(slot, **{COUNTER[seat]: taken})


class FakeMembers:
    """Members in a dictionary."""

    def __init__(self, *members: Member) -> None:
        self._members = {one.id: one for one in members}
        self._feeds: dict[int, str] = {}

    async def all(self) -> Sequence[Member]:
        """Everybody."""
        return [self._members[number] for number in sorted(self._members)]

    async def by_telegram(self, telegram_id: int) -> Member | None:
        """The member behind an account."""
        found = [one for one in self._members.values() if one.telegram_id == telegram_id]
        return found[0] if found else None

    async def member(self, member_id: int) -> Member | None:
        """The member with this id."""
        return self._members.get(member_id)

    async def hold(self, *member_ids: int) -> dict[int, Member]:
        """These members."""
        return {number: self._members[number] for number in member_ids if number in self._members}

    async def join(self, telegram_id: int, role: Role, now: datetime) -> Member:
        """Add a member."""
        number = max(self._members, default=0) + 1
        joined = replace(
            member(number, role),
            telegram_id=telegram_id,
            institution=None,
            field=None,
            function=None,
            agreed_at=now,
            joined_at=now,
            last_seen_on=now.date(),
        )
        self._members[number] = joined
        return joined

    async def describe(
        self,
        member_id: int,
        *,
        institution: str | None = None,
        field: FieldOfAction | None = None,
        function: Function | None = None,
    ) -> None:
        """Write what is given."""
        known = self._members[member_id]
        self._members[member_id] = replace(
            known,
            institution=institution or known.institution,
            field=field or known.field,
            function=function or known.function,
        )

    async def forget(self, member_id: int, detail: Detail) -> None:
        """Drop one detail."""
        known = self._members[member_id]
        dropped: dict[str, None] = {str(detail): None}
        self._members[member_id] = replace(known, **dropped)  # type: ignore[arg-type]

    async def set_role(self, member_id: int, role: Role) -> None:
        """Write the role."""
        self._members[member_id] = replace(self._members[member_id], role=role)

    async def set_state(
        self, member_id: int, state: MemberState, *, expected: MemberState
    ) -> bool:
        """Write the state where it is as expected."""
        if self._members[member_id].state is not expected:
            return False
        self._members[member_id] = replace(self._members[member_id], state=state)
        return True

    async def pause(self, member_id: int, now: datetime) -> bool:
        """Write that an active member has blocked the bot."""
        return await self.set_state(member_id, MemberState.PAUSED, expected=MemberState.ACTIVE)

    async def seen(self, member_id: int, on: date) -> None:
        """Write the day of the last visit."""
        self._members[member_id] = replace(self._members[member_id], last_seen_on=on)

    async def keep_feed(self, member_id: int, feed_hash: str | None) -> None:
        """Write the hash behind a member's calendar addresses."""
        self._feeds.pop(member_id, None)
        if feed_hash is not None:
            self._feeds[member_id] = feed_hash
        has_feed = feed_hash is not None
        self._members[member_id] = replace(self._members[member_id], has_feed=has_feed)

    async def by_feed(self, feed_hash: str) -> Member | None:
        """The member whose addresses have this hash."""
        found = [number for number, kept in self._feeds.items() if kept == feed_hash]
        return self._members[found[0]] if found else None

    async def wish_erasure(self, member_id: int, by: datetime | None) -> None:
        """Write by when a member is erased."""
        self._members[member_id] = replace(self._members[member_id], erase_by=by)

    async def institutions(self) -> Sequence[str]:
        """Institutions named so far."""
        named = [one.institution for one in self._members.values() if one.institution]
        return sorted(set(named), key=lambda name: (-named.count(name), name))

"""The diary in the database: a seat is taken by one conditional statement, never by counting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Select,
    and_,
    case,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from consultations.booking import AlreadyBooked, Booking, Matter, SeatTaken
from consultations.quorum import ADVISERS, Seated
from consultations.slots import AgeBand, Kind, Outcome, Seat, Slot, TableLanguage
from consultations.states import ACTIVE, SlotState
from consultations.terms import LEADS
from storage.tables import BookingRow, Instant, MemberRow, SlotRow, SocialSpaceRow
from storage.unit_of_work import UnitOfWork
from team.members import FieldOfAction

BUFFER = timedelta(hours=4)  # more than any table needs a room before or after
TAKEN = {Seat.PRESENTER: SlotRow.presenters_taken, Seat.ADVISER: SlotRow.advisers_taken}
SEATS = {Seat.PRESENTER: SlotRow.presenter_seats, Seat.ADVISER: SlotRow.adviser_seats}


class SqlDiary:
    """Keeps the promise of `consultations.booking.Diary`."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def slot(self, slot_id: int) -> Slot | None:
        """The slot with this id."""
        found = await self._slots(select(SlotRow).where(SlotRow.id == slot_id))
        return found[0] if found else None

    async def upcoming(self, now: datetime, most: int = 50) -> Sequence[Slot]:
        """Open slots that start after *now*, the next first."""
        statement = select(SlotRow).where(to_come(now))
        return await self._slots(statement.order_by(SlotRow.starts_at, SlotRow.id).limit(most))

    async def with_room(self, now: datetime, most: int = 200) -> Sequence[Slot]:
        """Open slots after *now* with a free seat, the next first."""
        room = or_(*(TAKEN[seat] < SEATS[seat] for seat in Seat))
        statement = select(SlotRow).where(to_come(now), can_be_booked(now), room)
        return await self._slots(statement.order_by(SlotRow.starts_at, SlotRow.id).limit(most))

    async def next_free(
        self, seat: Seat, member_id: int, now: datetime, but: int | None = None
    ) -> Slot | None:
        """The next slot where this member can take such a seat."""
        sits_there = exists().where(
            BookingRow.slot_id == SlotRow.id,
            BookingRow.member_id == member_id,
            BookingRow.cancelled_at.is_(None),
        )
        statement = select(SlotRow).where(
            to_come(now),
            can_be_booked(now),
            TAKEN[seat] < SEATS[seat],
            or_(SlotRow.moderator_id != member_id, SlotRow.moderator_id.is_(None)),
            SlotRow.id != (but if but is not None else 0),
            ~sits_there,
        )
        nearest = statement.order_by(SlotRow.starts_at, SlotRow.id).limit(1)
        found = await self._slots(nearest)
        return found[0] if found else None

    async def last_of(self, published_by: int) -> Slot | None:
        """What this member published last."""
        mine = select(SlotRow).where(SlotRow.published_by == published_by)
        latest = mine.order_by(SlotRow.published_at.desc(), SlotRow.id.desc()).limit(1)
        found = await self._slots(latest)
        return found[0] if found else None

    async def of_moderator(self, moderator_id: int, now: datetime) -> Sequence[Slot]:
        """Open slots a moderator leads from *now* on."""
        statement = select(SlotRow).where(
            SlotRow.moderator_id == moderator_id,
            IS_ACTIVE,
            SlotRow.ends_at > now,
        )
        return await self._slots(statement.order_by(SlotRow.starts_at, SlotRow.id))

    async def active_booking(self, slot_id: int, member_id: int) -> Booking | None:
        """The member's seat at this table."""
        where = (
            BookingRow.slot_id == slot_id,
            BookingRow.member_id == member_id,
            BookingRow.cancelled_at.is_(None),
        )
        found = await self._bookings(_joined().where(*where))
        return found[0] if found else None

    async def booking(self, booking_id: int) -> Booking | None:
        """The booking with this id."""
        found = await self._bookings(_joined().where(BookingRow.id == booking_id))
        return found[0] if found else None

    async def bookings_of(self, member_id: int, now: datetime) -> Sequence[Booking]:
        """A member's active bookings of tables not yet over."""
        statement = _joined().where(
            BookingRow.member_id == member_id,
            BookingRow.cancelled_at.is_(None),
            IS_ACTIVE,
            SlotRow.ends_at > now,
        )
        return await self._bookings(statement.order_by(SlotRow.starts_at, BookingRow.id))

    async def seated(self, slot_id: int) -> Sequence[Booking]:
        """Active bookings of a slot."""
        where = (BookingRow.slot_id == slot_id, BookingRow.cancelled_at.is_(None))
        return await self._bookings(_joined().where(*where).order_by(BookingRow.id))

    async def hold(
        self, slot: Slot, member_id: int, seat: Seat, matter: Matter | None, now: datetime
    ) -> Booking:
        """Give a seat to the member in one step."""
        session = await self._work.writing()
        taken, seats = TAKEN[seat], SEATS[seat]
        result = await session.execute(
            update(SlotRow)
            .where(
                SlotRow.id == slot.id,
                to_come(now),
                taken < seats,
            )
            .values({taken: taken + 1})
            .execution_options(synchronize_session=False)
        )
        if cast(CursorResult[Any], result).rowcount != 1:
            raise SeatTaken
        # The update above holds the slot's row, so nobody books this slot between look and insert.
        if await self.active_booking(slot.id, member_id) is not None:
            await self._count(slot.id, seat, -1)
            raise AlreadyBooked
        number = await session.scalar(
            insert(BookingRow)
            .values(
                slot_id=slot.id,
                member_id=member_id,
                seat=seat,
                family_agreed_at=now if matter is not None else None,
                theme=matter.theme if matter is not None else None,
                age_band=matter.age_band if matter is not None else None,
                language=matter.language if matter is not None else None,
                access=matter is not None and matter.access,
                interpreting=matter is not None and matter.interpreting,
                to_confirm=False,
                refused=False,
                booked_at=now,
            )
            .returning(BookingRow.id)
        )
        made = await self.booking(cast(int, number))
        if made is None:
            raise LookupError("a booking just made cannot be read")
        return made

    async def release(self, booking: Booking, now: datetime) -> bool:
        """Cancel a booking and free its seat in one step."""
        session = await self._work.writing()
        result = await session.execute(
            update(BookingRow)
            .where(BookingRow.id == booking.id, BookingRow.cancelled_at.is_(None))
            .values(cancelled_at=now)
            .execution_options(synchronize_session=False)
        )
        if cast(CursorResult[Any], result).rowcount != 1:
            return False
        await self._count(booking.slot.id, booking.seat, -1)
        return True

    async def publish(
        self, slots: Sequence[Slot], published_by: int, series: str | None, now: datetime
    ) -> Sequence[Slot]:
        """Keep new slots."""
        session = await self._work.writing()
        space = select(func.min(SocialSpaceRow.id)).scalar_subquery()
        ids = []
        for slot in slots:
            statement = insert(SlotRow).values(
                social_space_id=space,
                series=series,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                place=slot.place,
                moderator_id=slot.moderator_id,
                presenter_seats=slot.presenter_seats,
                adviser_seats=slot.adviser_seats,
                presenters_taken=0,
                advisers_taken=0,
                state=SlotState.OPEN,
                published_by=published_by,
                published_at=now,
                kind=slot.kind,
                revision=0,
                refused_fields=[],
                **_terms(slot),
            )
            ids.append(await session.scalar(statement.returning(SlotRow.id)))
        return await self._slots(
            select(SlotRow).where(SlotRow.id.in_(ids)).order_by(SlotRow.starts_at)
        )

    async def hold_calendar(self) -> None:
        """Take the writer, and the social space's row for where several write at once."""
        session = await self._work.writing()
        space = select(func.min(SocialSpaceRow.id)).scalar_subquery()
        await session.execute(
            select(SocialSpaceRow.id).where(SocialSpaceRow.id == space).with_for_update()
        )

    async def around(self, begins: datetime, ends: datetime) -> Sequence[Slot]:
        """Active slots that may occupy room or moderator in this span."""
        near = (SlotRow.starts_at < ends + BUFFER, SlotRow.ends_at > begins - BUFFER)
        statement = select(SlotRow).where(IS_ACTIVE, *near)
        return await self._slots(statement.order_by(SlotRow.starts_at, SlotRow.id))

    async def turn(self, slot: Slot, state: SlotState, now: datetime) -> bool:
        """Give a slot another state."""
        values: dict[str, Any] = {"state": state}
        if state is SlotState.CONFIRMED:
            values["agreed_at"] = now
        elif state in ACTIVE:
            values["agreed_at"] = None
        return await self._change(slot, values)

    async def close(self, slot: Slot, outcome: Outcome, follow_up_on: date | None) -> bool:
        """Write how a held table ended."""
        if slot.state is not SlotState.HELD:
            return False
        return await self._change(slot, {"outcome": outcome, "follow_up_on": follow_up_on})

    async def between(self, begins: datetime, ends: datetime) -> Sequence[Slot]:
        """Slots in any state that start in this span."""
        statement = select(SlotRow).where(SlotRow.starts_at >= begins, SlotRow.starts_at < ends)
        return await self._slots(statement.order_by(SlotRow.starts_at, SlotRow.id))

    async def change(self, slot: Slot, wanted: Slot, *, ask_anew: bool) -> bool:
        """Give an active slot time, place, moderator and terms of *wanted*."""
        values = {
            "starts_at": wanted.starts_at,
            "ends_at": wanted.ends_at,
            "place": wanted.place,
            "moderator_id": wanted.moderator_id,
            **_terms(wanted),
            "revision": slot.revision + 1,
        }
        if not slot.active or not await self._change(slot, values):
            return False
        if ask_anew:
            session = await self._work.writing()
            await session.execute(
                update(BookingRow)
                .where(BookingRow.slot_id == slot.id, BookingRow.cancelled_at.is_(None))
                .values(to_confirm=True)
                .execution_options(synchronize_session=False)
            )
        return True

    async def _change(self, slot: Slot, values: dict[str, Any]) -> bool:
        """Change a slot that is still as it was read."""
        session = await self._work.writing()
        same = (SlotRow.state == slot.state, SlotRow.revision == slot.revision)
        result = await session.execute(
            update(SlotRow)
            .where(SlotRow.id == slot.id, *same)
            .values(values)
            .execution_options(synchronize_session=False)
        )
        return cast(CursorResult[Any], result).rowcount == 1

    async def confirm(self, booking: Booking) -> bool:
        """Note that a moved table still suits."""
        session = await self._work.writing()
        asked = (BookingRow.to_confirm.is_(True), BookingRow.cancelled_at.is_(None))
        result = await session.execute(
            update(BookingRow)
            .where(BookingRow.id == booking.id, *asked)
            .values(to_confirm=False)
            .execution_options(synchronize_session=False)
        )
        return cast(CursorResult[Any], result).rowcount == 1

    async def refuse(self, booking: Booking, field: FieldOfAction | None) -> None:
        """Keep a member, and with *field* all others of it, from the table."""
        session = await self._work.writing()
        await session.execute(
            update(BookingRow).where(BookingRow.id == booking.id).values(refused=True)
        )
        slot = await self.slot(booking.slot.id)
        if field is not None and slot is not None:
            fields = sorted({*slot.refused_fields, field})
            await session.execute(
                update(SlotRow).where(SlotRow.id == slot.id).values(refused_fields=fields)
            )

    async def refused(self, slot_id: int, member_id: int) -> bool:
        """Whether a seat of this member at this table was given to others."""
        statement = select(BookingRow.id).where(
            BookingRow.slot_id == slot_id,
            BookingRow.member_id == member_id,
            BookingRow.refused.is_(True),
        )
        async with self._work.reading() as session:
            return await session.scalar(statement.limit(1)) is not None

    async def fewer_seats(self, slot: Slot) -> bool:
        """Take a free adviser's seat away."""
        session = await self._work.writing()
        enough = (SlotRow.adviser_seats > ADVISERS, SlotRow.adviser_seats > SlotRow.advisers_taken)
        result = await session.execute(
            update(SlotRow)
            .where(SlotRow.id == slot.id, *enough)
            .values(adviser_seats=SlotRow.adviser_seats - 1)
            .execution_options(synchronize_session=False)
        )
        return cast(CursorResult[Any], result).rowcount == 1

    async def make_peer(self, slot: Slot) -> bool:
        """Let a table go on without the family."""
        return await self._change(slot, {"kind": Kind.PEER, "family_people": None})

    async def mixture(self, slot_id: int) -> Sequence[Seated]:
        """The seats of a table with the fields of those who have them."""
        statement = (
            select(BookingRow.seat, MemberRow.field)
            .join(MemberRow, MemberRow.id == BookingRow.member_id)
            .where(BookingRow.slot_id == slot_id, BookingRow.cancelled_at.is_(None))
            .order_by(BookingRow.id)
        )
        async with self._work.reading() as session:
            rows = (await session.execute(statement)).all()
        return [Seated(Seat(seat), FieldOfAction(one) if one else None) for seat, one in rows]

    async def _count(self, slot_id: int, seat: Seat, by: int) -> None:
        session = await self._work.writing()
        await session.execute(
            update(SlotRow)
            .where(SlotRow.id == slot_id)
            .values({TAKEN[seat]: TAKEN[seat] + by})
            .execution_options(synchronize_session=False)
        )

    async def _slots(self, statement: Select[SlotRow]) -> list[Slot]:
        return await slots_of(self._work, statement)

    async def _bookings(self, statement: Select[BookingRow, SlotRow]) -> list[Booking]:
        async with self._work.reading() as session:
            fresh = statement.execution_options(populate_existing=True)
            rows = (await session.execute(fresh)).all()
            return [_booking(booking, _slot(slot)) for booking, slot in rows]


async def slots_of(work: UnitOfWork, statement: Select[SlotRow]) -> list[Slot]:
    """The slots a statement finds, as they are now."""
    async with work.reading() as session:
        fresh = statement.execution_options(populate_existing=True)
        return [_slot(row) for row in await session.scalars(fresh)]


IS_ACTIVE = SlotRow.state.in_(sorted(ACTIVE))


def to_come(now: datetime) -> ColumnElement[bool]:
    """Slots that have not begun and are not cancelled."""
    return and_(IS_ACTIVE, SlotRow.starts_at > now)


def can_be_booked(now: datetime) -> ColumnElement[bool]:
    """Slots whose lead time has not begun."""
    closing = {hours: literal(now + timedelta(hours=hours), Instant) for hours in LEADS}
    return SlotRow.starts_at > case(closing, value=SlotRow.lead_hours, else_=literal(now, Instant))


def _terms(slot: Slot) -> dict[str, Any]:
    return {
        "step_free": slot.step_free,
        "childrens_corner": slot.childrens_corner,
        "prepare_minutes": _minutes(slot.prepare),
        "follow_minutes": _minutes(slot.follow),
        "lead_hours": _minutes(slot.lead) // 60,
    }


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


def _joined() -> Select[BookingRow, SlotRow]:
    """Bookings with their slots; one that has lost its member is nobody's and left out."""
    joined = select(BookingRow, SlotRow).join(SlotRow, SlotRow.id == BookingRow.slot_id)
    return joined.where(BookingRow.member_id.is_not(None))


def _slot(row: SlotRow) -> Slot:
    return Slot(
        id=row.id,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place,
        moderator_id=row.moderator_id,
        presenter_seats=row.presenter_seats,
        adviser_seats=row.adviser_seats,
        presenters_taken=row.presenters_taken,
        advisers_taken=row.advisers_taken,
        state=SlotState(row.state),
        kind=Kind(row.kind),
        revision=row.revision,
        step_free=row.step_free,
        childrens_corner=row.childrens_corner,
        prepare=timedelta(minutes=row.prepare_minutes),
        follow=timedelta(minutes=row.follow_minutes),
        lead=timedelta(hours=row.lead_hours),
        family_people=row.family_people,
        refused_fields=frozenset(map(FieldOfAction, row.refused_fields)),
        agreed_at=row.agreed_at,
        outcome=Outcome(row.outcome) if row.outcome else None,
        follow_up_on=row.follow_up_on,
        series=row.series,
        published_at=row.published_at,
    )


def _booking(row: BookingRow, slot: Slot) -> Booking:
    return Booking(
        id=row.id,
        slot=slot,
        member_id=cast(int, row.member_id),
        seat=Seat(row.seat),
        theme=row.theme,
        age_band=AgeBand(row.age_band) if row.age_band else None,
        language=TableLanguage(row.language) if row.language else None,
        booked_at=row.booked_at,
        cancelled_at=row.cancelled_at,
        access=row.access,
        interpreting=row.interpreting,
        to_confirm=row.to_confirm,
    )

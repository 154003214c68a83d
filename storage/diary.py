"""The diary in the database: a seat is taken by one conditional statement, never by counting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Select,
    and_,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from consultations.booking import AlreadyBooked, Booking, Matter, SeatTaken
from consultations.slots import AgeBand, Seat, Slot, SlotState, TableLanguage
from storage.tables import BookingRow, SlotRow, SocialSpaceRow
from storage.unit_of_work import UnitOfWork

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
        statement = select(SlotRow).where(_to_come(now))
        return await self._slots(statement.order_by(SlotRow.starts_at, SlotRow.id).limit(most))

    async def with_room(self, now: datetime, most: int = 200) -> Sequence[Slot]:
        """Open slots after *now* with a free seat, the next first."""
        room = or_(*(TAKEN[seat] < SEATS[seat] for seat in Seat))
        statement = select(SlotRow).where(_to_come(now), room)
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
            _to_come(now),
            TAKEN[seat] < SEATS[seat],
            or_(SlotRow.moderator_id != member_id, SlotRow.moderator_id.is_(None)),
            SlotRow.id != (but if but is not None else 0),
            ~sits_there,
        )
        nearest = statement.order_by(SlotRow.starts_at, SlotRow.id).limit(1)
        found = await self._slots(nearest)
        return found[0] if found else None

    async def of_moderator(self, moderator_id: int, now: datetime) -> Sequence[Slot]:
        """Open slots a moderator leads from *now* on."""
        statement = select(SlotRow).where(
            SlotRow.moderator_id == moderator_id,
            SlotRow.state == SlotState.OPEN,
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
            SlotRow.state == SlotState.OPEN,
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
                SlotRow.state == SlotState.OPEN,
                SlotRow.starts_at > now,
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
            )
            ids.append(await session.scalar(statement.returning(SlotRow.id)))
        return await self._slots(
            select(SlotRow).where(SlotRow.id.in_(ids)).order_by(SlotRow.starts_at)
        )

    async def withdraw(self, slot_id: int, now: datetime) -> bool:
        """Cancel an open slot that has not begun."""
        session = await self._work.writing()
        result = await session.execute(
            update(SlotRow)
            .where(SlotRow.id == slot_id, _to_come(now))
            .values(state=SlotState.CANCELLED)
            .execution_options(synchronize_session=False)
        )
        return cast(CursorResult[Any], result).rowcount == 1

    async def _count(self, slot_id: int, seat: Seat, by: int) -> None:
        session = await self._work.writing()
        await session.execute(
            update(SlotRow)
            .where(SlotRow.id == slot_id)
            .values({TAKEN[seat]: TAKEN[seat] + by})
            .execution_options(synchronize_session=False)
        )

    async def _slots(self, statement: Select[SlotRow]) -> list[Slot]:
        async with self._work.reading() as session:
            fresh = statement.execution_options(populate_existing=True)
            return [_slot(row) for row in await session.scalars(fresh)]

    async def _bookings(self, statement: Select[BookingRow, SlotRow]) -> list[Booking]:
        async with self._work.reading() as session:
            fresh = statement.execution_options(populate_existing=True)
            rows = (await session.execute(fresh)).all()
            return [_booking(booking, _slot(slot)) for booking, slot in rows]


def _to_come(now: datetime) -> ColumnElement[bool]:
    return and_(SlotRow.state == SlotState.OPEN, SlotRow.starts_at > now)


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
    )

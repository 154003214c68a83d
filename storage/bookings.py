"""Bookings in the database: a seat is taken by one conditional statement, never by counting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Select, insert, literal, select, update

from consultations.booking import AlreadyBooked, Booking, Matter, Needs, SeatTaken
from consultations.quorum import Seated
from consultations.slots import AgeBand, Kind, Seat, Slot, TableLanguage
from storage.slots import IS_ACTIVE, SEATS, TAKEN, slot_of, to_come
from storage.tables import BookingRow, MemberRow, SlotRow
from storage.unit_of_work import UnitOfWork
from team.members import FieldOfAction, Function

BROUGHT = (  # what stays with a seat when another member has it
    "slot_id", "seat", "family_agreed_at", "theme", "age_band", "language", "access",
    "interpreting",
)  # fmt: skip


class Bookings:
    """The part of `consultations.booking.Diary` that is about seats taken."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

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
                family_agreed_at=now if matter is not None and matter.family_agrees else None,
                theme=matter.theme if matter is not None else None,
                age_band=matter.age_band if matter is not None else None,
                language=matter.language if matter is not None else None,
                access=matter is not None and matter.needs.access,
                interpreting=matter is not None and matter.needs.interpreting,
                to_confirm=False,
                refused=False,
                booked_at=now,
            )
            .returning(BookingRow.id)
        )
        if matter is not None:
            people = matter.needs.people
            await self._bring(slot.id, kind=matter.kind, family_people=people)
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
            .values(cancelled_at=now, proxy_hash=None)
            .execution_options(synchronize_session=False)
        )
        if cast(CursorResult[Any], result).rowcount != 1:
            return False
        await self._count(booking.slot.id, booking.seat, -1)
        if booking.seat is Seat.PRESENTER:
            await self._bring(booking.slot.id, kind=Kind.FAMILY, family_people=None)
        return True

    async def pass_on(self, booking: Booking, code_hash: str | None) -> bool:
        """Keep the hash of a code that takes this seat over."""
        session = await self._work.writing()
        result = await session.execute(
            update(BookingRow)
            .where(BookingRow.id == booking.id, BookingRow.cancelled_at.is_(None))
            .values(proxy_hash=code_hash)
            .execution_options(synchronize_session=False)
        )
        return cast(CursorResult[Any], result).rowcount == 1

    async def passed_on(self, code_hash: str) -> Booking | None:
        """The active booking that is passed on with this code."""
        where = (BookingRow.proxy_hash == code_hash, BookingRow.cancelled_at.is_(None))
        found = await self._bookings(_joined().where(*where))
        return found[0] if found else None

    async def replace(
        self, booking: Booking, member_id: int, stands_for: Function, now: datetime
    ) -> Booking:
        """Let another member have a seat; counters stay as they are."""
        session = await self._work.writing()
        await session.execute(
            update(BookingRow)
            .where(BookingRow.id == booking.id)
            .values(cancelled_at=now, proxy_hash=None)
            .execution_options(synchronize_session=False)
        )
        new = {"member_id": member_id, "stands_for": stands_for, "booked_at": now,
               "to_confirm": False, "refused": False}  # fmt: skip
        kept = [getattr(BookingRow, name) for name in BROUGHT]
        given = [literal(one, getattr(BookingRow, name).type) for name, one in new.items()]
        number = await session.scalar(
            insert(BookingRow)
            .from_select(
                [*BROUGHT, *new], select(*kept, *given).where(BookingRow.id == booking.id)
            )
            .returning(BookingRow.id)
        )
        made = await self.booking(cast(int, number))
        if made is None:
            raise LookupError("a booking just made cannot be read")
        return made

    async def tell(self, booking: Booking, needs: Needs) -> bool:
        """Write what the family needs."""
        session = await self._work.writing()
        result = await session.execute(
            update(BookingRow)
            .where(BookingRow.id == booking.id, BookingRow.cancelled_at.is_(None))
            .values(access=needs.access, interpreting=needs.interpreting)
            .execution_options(synchronize_session=False)
        )
        if cast(CursorResult[Any], result).rowcount != 1:
            return False
        await self._bring(booking.slot.id, family_people=needs.people)
        return True

    async def _bring(self, slot_id: int, **values: Any) -> None:
        """Write what the presenter brings to the table."""
        session = await self._work.writing()
        await session.execute(
            update(SlotRow)
            .where(SlotRow.id == slot_id)
            .values(values)
            .execution_options(synchronize_session=False)
        )

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

    async def _bookings(self, statement: Select[BookingRow, SlotRow]) -> list[Booking]:
        async with self._work.reading() as session:
            fresh = statement.execution_options(populate_existing=True)
            rows = (await session.execute(fresh)).all()
            return [_booking(booking, slot_of(slot)) for booking, slot in rows]


def _joined() -> Select[BookingRow, SlotRow]:
    """Bookings with their slots; one that has lost its member is nobody's and left out."""
    joined = select(BookingRow, SlotRow).join(SlotRow, SlotRow.id == BookingRow.slot_id)
    return joined.where(BookingRow.member_id.is_not(None))


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
        stands_for=Function(row.stands_for) if row.stands_for else None,
        passes_on=row.proxy_hash is not None,
    )

"""The diary in the database: slots, and by `storage.bookings` who sits there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Select,
    case,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from consultations.booking import Booking
from consultations.quorum import ADVISERS
from consultations.slots import Kind, Outcome, Seat, Slot
from consultations.states import ACTIVE, SlotState
from consultations.terms import LEADS
from storage.bookings import Bookings
from storage.slots import IS_ACTIVE, SEATS, TAKEN, slots_of, to_come
from storage.tables import BookingRow, Instant, SlotRow, SocialSpaceRow
from team.members import FieldOfAction

BUFFER = timedelta(hours=4)  # more than any table needs a room before or after


class SqlDiary(Bookings):
    """Keeps the promise of `consultations.booking.Diary`."""

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

    async def _slots(self, statement: Select[SlotRow]) -> list[Slot]:
        return await slots_of(self._work, statement)


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

"""The waiting list in the database: a held seat counts as taken, by one conditional statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Select, insert, or_, select, update

from consultations.slots import Seat
from consultations.waiting import Ending, Waiting, WaitsAlready
from storage.slots import IS_ACTIVE, SEATS, TAKEN, to_come
from storage.tables import MemberRow, SlotRow, WaitingRow
from storage.unit_of_work import UnitOfWork
from team.members import FieldOfAction

WAITS = WaitingRow.ended_at.is_(None)


class SqlWaitingList:
    """Keeps the promise of `consultations.waiting.WaitingList`."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def join(self, slot_id: int, member_id: int, seat: Seat, now: datetime) -> None:
        """Add somebody at the end."""
        session = await self._work.writing()
        if await self.of(member_id, slot_id) is not None:
            raise WaitsAlready
        await session.execute(
            insert(WaitingRow).values(slot_id=slot_id, member_id=member_id, seat=seat, since=now)
        )

    async def at(self, slot_id: int, seat: Seat) -> Sequence[Waiting]:
        """Who waits for such a seat at this table, the longest first."""
        where = (WaitingRow.slot_id == slot_id, WaitingRow.seat == seat)
        return await self._found(_joined().where(WAITS, *where))

    async def of(self, member_id: int, slot_id: int) -> Waiting | None:
        """Where this member waits at this table."""
        where = (WaitingRow.slot_id == slot_id, WaitingRow.member_id == member_id)
        found = await self._found(_joined().where(WAITS, *where))
        return found[0] if found else None

    async def all_of(self, member_id: int) -> Sequence[Waiting]:
        """All that a member waits for, the longest first."""
        return await self._found(_joined().where(WAITS, WaitingRow.member_id == member_id))

    async def wanted(self, now: datetime) -> Sequence[tuple[int, Seat]]:
        """Tables to come, and kinds of seats, for which somebody waits."""
        statement = (
            select(WaitingRow.slot_id, WaitingRow.seat)
            .join(SlotRow, SlotRow.id == WaitingRow.slot_id)
            .where(WAITS, to_come(now))
            .distinct()
            .order_by(WaitingRow.slot_id, WaitingRow.seat)
        )
        async with self._work.reading() as session:
            return [(slot, Seat(seat)) for slot, seat in await session.execute(statement)]

    async def lapsed(self, now: datetime) -> Sequence[Waiting]:
        """Who has not answered an offer in time."""
        return await self._found(_joined().where(WAITS, WaitingRow.held_until <= now))

    async def left_over(self, now: datetime) -> Sequence[Waiting]:
        """Who waits for a table that has begun or does not take place."""
        past = or_(~IS_ACTIVE, SlotRow.starts_at <= now)
        statement = _joined().join(SlotRow, SlotRow.id == WaitingRow.slot_id)
        return await self._found(statement.where(WAITS, past))

    async def hold(self, waiting: Waiting, until: datetime, now: datetime) -> bool:
        """Take a free seat for somebody who waits."""
        taken, seats = TAKEN[waiting.seat], SEATS[waiting.seat]
        free = (SlotRow.id == waiting.slot_id, to_come(now), taken < seats)
        if not await self._changed(update(SlotRow).where(*free).values({taken: taken + 1})):
            return False
        still = (WaitingRow.id == waiting.id, WAITS, WaitingRow.held_until.is_(None))
        offered = {"offered_at": now, "held_until": until}
        if await self._changed(update(WaitingRow).where(*still).values(offered)):
            return True
        await self._free(waiting)
        return False

    async def tell(self, waiting: Waiting, now: datetime) -> None:
        """Note that they know of a seat that is held for nobody."""
        one = update(WaitingRow).where(WaitingRow.id == waiting.id)
        await self._changed(one.values(offered_at=now))

    async def end(self, waiting: Waiting, ending: Ending, now: datetime) -> bool:
        """End the waiting; a held seat is free again."""
        await self._work.writing()
        fresh = await self._found(_joined().where(WAITS, WaitingRow.id == waiting.id))
        over = {"ended_at": now, "ending": ending, "held_until": None}
        one = update(WaitingRow).where(WaitingRow.id == waiting.id, WAITS)
        if not fresh or not await self._changed(one.values(over)):
            return False
        if fresh[0].held_until is not None:
            await self._free(waiting)
        return True

    async def _free(self, waiting: Waiting) -> None:
        taken = TAKEN[waiting.seat]
        slot = update(SlotRow).where(SlotRow.id == waiting.slot_id)
        await self._changed(slot.values({taken: taken - 1}))

    async def _changed(self, statement: Any) -> bool:
        session = await self._work.writing()
        result = await session.execute(statement.execution_options(synchronize_session=False))
        return cast(CursorResult[Any], result).rowcount == 1

    async def _found(self, statement: Select[WaitingRow, str | None]) -> list[Waiting]:
        ordered = statement.order_by(WaitingRow.since, WaitingRow.id)
        async with self._work.reading() as session:
            fresh = ordered.execution_options(populate_existing=True)
            rows = (await session.execute(fresh)).all()
        return [_waiting(row, field) for row, field in rows]


def _joined() -> Select[WaitingRow, str | None]:
    """Rows with the field of whoever waits; one that has lost its member is nobody's."""
    return select(WaitingRow, MemberRow.field).join(
        MemberRow, MemberRow.id == WaitingRow.member_id
    )


def _waiting(row: WaitingRow, field: str | None) -> Waiting:
    return Waiting(
        id=row.id,
        slot_id=row.slot_id,
        member_id=cast(int, row.member_id),
        field=FieldOfAction(field) if field else None,
        seat=Seat(row.seat),
        since=row.since,
        held_until=row.held_until,
        told=row.offered_at is not None,
    )

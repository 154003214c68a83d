"""Whom the bot has asked to join a table: the key of a row asks each of them once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, func, insert, select, union, update

from consultations.asking import Asked, Past
from storage.tables import AskedRow, BookingRow, WaitingRow
from storage.unit_of_work import UnitOfWork


class SqlAskedMembers:
    """Keeps the promise of `consultations.asking.AskedMembers`."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def at(self, slot_id: int) -> Sequence[Asked]:
        """Who was asked for this table."""
        statement = (
            select(AskedRow.member_id, AskedRow.asked_at, AskedRow.declined_at)
            .where(AskedRow.slot_id == slot_id)
            .order_by(AskedRow.asked_at, AskedRow.member_id)
        )
        async with self._work.reading() as session:
            return [Asked(*row) for row in await session.execute(statement)]

    async def turned_away(self, slot_id: int) -> Set[int]:
        """Who gave a seat at this table back, or waited for one and does so no longer."""
        gave_back = select(BookingRow.member_id).where(
            BookingRow.slot_id == slot_id, BookingRow.cancelled_at.is_not(None)
        )
        waited = select(WaitingRow.member_id).where(
            WaitingRow.slot_id == slot_id, WaitingRow.ended_at.is_not(None)
        )
        async with self._work.reading() as session:
            found = await session.scalars(union(gave_back, waited))
            return {one for one in found if one is not None}

    async def past(self, since: datetime) -> Mapping[int, Past]:
        """Who was asked for any table since then."""
        statement = (
            select(AskedRow.member_id, func.count(), func.max(AskedRow.asked_at))
            .where(AskedRow.asked_at >= since)
            .group_by(AskedRow.member_id)
        )
        async with self._work.reading() as session:
            rows = await session.execute(statement)
            return {member_id: Past(times, last) for member_id, times, last in rows}

    async def note(self, slot_id: int, member_id: int, now: datetime) -> bool:
        """Note that a member is asked."""
        session = await self._work.writing()
        if member_id in {one.member_id for one in await self.at(slot_id)}:
            return False
        await session.execute(
            insert(AskedRow).values(slot_id=slot_id, member_id=member_id, asked_at=now)
        )
        return True

    async def decline(self, slot_id: int, member_id: int, now: datetime) -> bool:
        """Note that a member declines."""
        session = await self._work.writing()
        result = await session.execute(
            update(AskedRow)
            .where(
                AskedRow.slot_id == slot_id,
                AskedRow.member_id == member_id,
                AskedRow.declined_at.is_(None),
            )
            .values(declined_at=now)
            .execution_options(synchronize_session=False)
        )
        return cast(CursorResult[Any], result).rowcount == 1

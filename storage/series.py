"""The rules of published series in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from consultations.series import Series
from consultations.slots import Slot
from storage.slots import slots_of
from storage.tables import SeriesRow, SlotRow
from storage.unit_of_work import UnitOfWork

MINUTE = timedelta(minutes=1)


class SqlSeries:
    """Keeps the promise of `consultations.series.SeriesKept`."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def keep(self, series_id: str, series: Series, length: timedelta, now: datetime) -> None:
        """Keep a new series."""
        session = await self._work.writing()
        await session.execute(
            insert(SeriesRow).values(
                id=series_id,
                minutes=length // MINUTE,
                skips_holidays=series.skips_holidays,
                skips_school_holidays=series.skips_school_holidays,
                created_at=now,
                **_rule(series),
            )
        )

    async def series(self, series_id: str) -> Series | None:
        """The series with this id, its end always named."""
        async with self._work.reading() as session:
            row = await session.get(SeriesRow, series_id, populate_existing=True)
        if row is None:
            return None
        at = time.fromisoformat(row.at)
        ends = (datetime.combine(row.starts_on, at) + row.minutes * MINUTE).time()
        return Series(
            row.rrule, row.starts_on, at, ends, row.skips_holidays, row.skips_school_holidays
        )

    async def rewrite(self, series_id: str, series: Series | None) -> None:
        """Keep another rule under this id, or none."""
        session = await self._work.writing()
        mine = SeriesRow.id == series_id
        if series is None:
            await session.execute(delete(SeriesRow).where(mine))
        else:
            await session.execute(update(SeriesRow).where(mine).values(**_rule(series)))

    async def tables(self, series_id: str) -> Sequence[Slot]:
        """The tables of a series in any state, the earliest first."""
        statement = select(SlotRow).where(SlotRow.series == series_id)
        return await slots_of(self._work, statement.order_by(SlotRow.starts_at, SlotRow.id))

    async def regroup(self, slot_ids: Sequence[int], series_id: str) -> None:
        """Let these tables belong to another series."""
        session = await self._work.writing()
        await session.execute(
            update(SlotRow)
            .where(SlotRow.id.in_(slot_ids))
            .values(series=series_id)
            .execution_options(synchronize_session=False)
        )


def _rule(series: Series) -> dict[str, Any]:
    return {
        "rrule": series.rrule,
        "starts_on": series.starts_on,
        "at": f"{series.at:%H:%M}",
    }

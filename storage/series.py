"""The rules of published series in the database."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import insert

from consultations.series import Series
from storage.tables import SeriesRow
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
                rrule=series.rrule,
                starts_on=series.starts_on,
                at=f"{series.at:%H:%M}",
                minutes=length // MINUTE,
                skips_holidays=series.skips_holidays,
                skips_school_holidays=series.skips_school_holidays,
                created_at=now,
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

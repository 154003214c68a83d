"""The audit trail in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert

from storage.tables import AuditRow
from storage.unit_of_work import UnitOfWork
from team.audit import Act


class SqlAudit:
    """Keeps the promise of `team.audit.Audit`."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def note(self, at: datetime, member_id: int | None, act: Act, subject: str) -> None:
        """Note an act."""
        session = await self._work.writing()
        await session.execute(
            insert(AuditRow).values(at=at, member_id=member_id, action=act, subject=subject)
        )

"""Invitations in the database: hashes only."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, func, insert, select, update

from storage.tables import InvitationRow, SocialSpaceRow
from storage.unit_of_work import UnitOfWork
from team.invitations import Invitation
from team.members import Role


class SqlInvitations:
    """Keeps the promise of `team.invitations.Invitations`."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def add(
        self, code_hash: str, role: Role, invited_by: int | None, now: datetime, until: datetime
    ) -> None:
        """Keep a new invitation."""
        session = await self._work.writing()
        await session.execute(
            insert(InvitationRow).values(
                code_hash=code_hash,
                social_space_id=select(func.min(SocialSpaceRow.id)).scalar_subquery(),
                role=role,
                invited_by=invited_by,
                created_at=now,
                expires_at=until,
            )
        )

    async def by_hash(self, code_hash: str) -> Invitation | None:
        """The invitation with this hash."""
        statement = select(InvitationRow).where(InvitationRow.code_hash == code_hash)
        async with self._work.reading() as session:
            row = (await session.scalars(statement)).first()
        if row is None:
            return None
        return Invitation(row.id, Role(row.role), row.expires_at, row.used_at)

    async def use(self, invitation_id: int, now: datetime) -> bool:
        """Mark it used in one step."""
        session = await self._work.writing()
        result = await session.execute(
            update(InvitationRow)
            .where(InvitationRow.id == invitation_id, InvitationRow.used_at.is_(None))
            .values(used_at=now)
        )
        return cast(CursorResult[Any], result).rowcount == 1

"""Members in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Select, func, insert, select, update

from storage.tables import MemberRow, SocialSpaceRow
from storage.unit_of_work import UnitOfWork
from team.members import Detail, FieldOfAction, Function, Member, MemberState, Role


class SqlMembers:
    """Keeps the promise of `team.members.Members`."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def all(self) -> Sequence[Member]:
        """Everybody, in the order they joined."""
        async with self._work.reading() as session:
            rows = await session.scalars(_fresh(select(MemberRow).order_by(MemberRow.id)))
            return [_member(row) for row in rows]

    async def by_telegram(self, telegram_id: int) -> Member | None:
        """The member behind a Telegram account."""
        return await self._one(MemberRow.telegram_id == telegram_id)

    async def member(self, member_id: int) -> Member | None:
        """The member with this id."""
        return await self._one(MemberRow.id == member_id)

    async def hold(self, *member_ids: int) -> dict[int, Member]:
        """These members by id, read with the writer in hand: nobody changes them meanwhile."""
        session = await self._work.writing()
        statement = select(MemberRow).where(MemberRow.id.in_(member_ids)).order_by(MemberRow.id)
        rows = await session.scalars(_fresh(statement))
        return {row.id: _member(row) for row in rows}

    async def join(self, telegram_id: int, role: Role, now: datetime) -> Member:
        """Add a member who has agreed to the privacy notice."""
        session = await self._work.writing()
        space = select(func.min(SocialSpaceRow.id)).scalar_subquery()
        await session.execute(
            insert(MemberRow).values(
                telegram_id=telegram_id,
                social_space_id=space,
                role=role,
                state=MemberState.ACTIVE,
                agreed_at=now,
                joined_at=now,
                last_seen_on=now.date(),
            )
        )
        joined = await self.by_telegram(telegram_id)
        if joined is None:
            raise LookupError("a member just added cannot be read")
        return joined

    async def describe(
        self,
        member_id: int,
        *,
        institution: str | None = None,
        field: FieldOfAction | None = None,
        function: Function | None = None,
    ) -> None:
        """Write what is given."""
        given = {"institution": institution, "field": field, "function": function}
        await self._set(member_id, {key: value for key, value in given.items() if value})

    async def forget(self, member_id: int, detail: Detail) -> None:
        """Drop one detail."""
        await self._set(member_id, {str(detail): None})

    async def set_role(self, member_id: int, role: Role) -> None:
        """Write the role."""
        await self._set(member_id, {"role": role})

    async def set_state(
        self, member_id: int, state: MemberState, *, expected: MemberState
    ) -> bool:
        """Write the state in one step, where it is as *expected*."""
        return await self._change_state(member_id, state, expected, paused_at=None)

    async def pause(self, member_id: int, now: datetime) -> bool:
        """Write that an active member has blocked the bot, and since when."""
        return await self._change_state(
            member_id, MemberState.PAUSED, MemberState.ACTIVE, paused_at=now
        )

    async def _change_state(
        self,
        member_id: int,
        state: MemberState,
        expected: MemberState,
        *,
        paused_at: datetime | None,
    ) -> bool:
        session = await self._work.writing()
        result = await session.execute(
            update(MemberRow)
            .where(MemberRow.id == member_id, MemberRow.state == expected)
            .values(state=state, paused_at=paused_at)
            .execution_options(synchronize_session=False)
        )
        return cast(CursorResult[Any], result).rowcount == 1

    async def seen(self, member_id: int, on: date) -> None:
        """Write the day of the last visit; a warning that the account will go is void."""
        await self._set(member_id, {"last_seen_on": on, "notice_sent_on": None})

    async def keep_feed(self, member_id: int, feed_hash: str | None) -> None:
        """Write the hash behind the secret addresses of a member's calendar."""
        await self._set(member_id, {"feed_hash": feed_hash})

    async def by_feed(self, feed_hash: str) -> Member | None:
        """The member whose addresses have this hash."""
        return await self._one(MemberRow.feed_hash == feed_hash)

    async def wish_erasure(self, member_id: int, by: datetime | None) -> None:
        """Write by when a member who wants it is erased."""
        await self._set(member_id, {"erase_by": by})

    async def institutions(self) -> Sequence[str]:
        """Institutions named so far, the most frequent first."""
        statement = (
            select(MemberRow.institution)
            .where(MemberRow.institution.is_not(None))
            .group_by(MemberRow.institution)
            .order_by(func.count().desc(), MemberRow.institution)
        )
        async with self._work.reading() as session:
            return [name for name in await session.scalars(statement) if name is not None]

    async def _one(self, where: Any) -> Member | None:
        async with self._work.reading() as session:
            row = (await session.scalars(_fresh(select(MemberRow).where(where)))).first()
            return _member(row) if row is not None else None

    async def _set(self, member_id: int, values: dict[str, Any]) -> None:
        session = await self._work.writing()
        await session.execute(update(MemberRow).where(MemberRow.id == member_id).values(**values))


def _fresh(statement: Select[MemberRow]) -> Select[MemberRow]:
    """Read again what the session has read before."""
    return statement.execution_options(populate_existing=True)


def _member(row: MemberRow) -> Member:
    return Member(
        id=row.id,
        telegram_id=row.telegram_id,
        role=Role(row.role),
        state=MemberState(row.state),
        institution=row.institution,
        field=FieldOfAction(row.field) if row.field else None,
        function=Function(row.function) if row.function else None,
        agreed_at=row.agreed_at,
        joined_at=row.joined_at,
        last_seen_on=row.last_seen_on,
        has_feed=row.feed_hash is not None,
        erase_by=row.erase_by,
    )

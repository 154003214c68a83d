"""The outbox: what is to be sent, written in the same transaction as what caused it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from storage.database import Database
from storage.tables import OutboxRow
from storage.unit_of_work import UnitOfWork

PURGE_AFTER = timedelta(hours=40)  # bots may delete messages for 48 hours only (ruling 9)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One thing to send."""

    id: int
    chat_id: int
    kind: str
    payload: dict[str, Any]


async def put(
    work: UnitOfWork, chat_id: int, kind: str, payload: dict[str, Any], now: datetime
) -> int:
    """Write a parcel; it is sent once the unit of work has been committed."""
    session = await work.writing()
    statement = insert(OutboxRow).values(
        chat_id=chat_id, kind=kind, payload=payload, created_at=now
    )
    result = await session.execute(statement.returning(OutboxRow.id))
    return int(result.scalar_one())


async def note_received(
    work: UnitOfWork, chat_id: int, message_id: int, now: datetime, purge_at: datetime
) -> None:
    """Remember that a person's message is to be purged from the chat; its content is not kept."""
    session = await work.writing()
    await session.execute(
        insert(OutboxRow).values(
            chat_id=chat_id, kind="received", payload={}, created_at=now, done_at=now,
            message_id=message_id, purge_at=purge_at,
        )
    )  # fmt: skip


class OutboxStore:
    """What the sender reads and ticks off, in short transactions of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open_chats(self) -> list[int]:
        """Chats with something unsent."""
        async with self._database.read() as session:
            statement = select(OutboxRow.chat_id).where(OutboxRow.done_at.is_(None)).distinct()
            return list((await session.scalars(statement)).all())

    async def next_of(self, chat_id: int) -> Parcel | None:
        """The eldest unsent parcel of a chat."""
        statement = (
            select(OutboxRow)
            .where(OutboxRow.chat_id == chat_id, OutboxRow.done_at.is_(None))
            .order_by(OutboxRow.id)
            .limit(1)
        )
        async with self._database.read() as session:
            row = (await session.scalars(statement)).first()
        return Parcel(row.id, row.chat_id, row.kind, row.payload) if row is not None else None

    async def sent(
        self, parcel: Parcel, message_id: int | None, now: datetime, *, kept: bool
    ) -> None:
        """Tick a parcel off, empty its payload and set when its message is purged.

        The time runs from the first sending of a message: an edit does not prolong it.
        """
        async with self._database.session() as session, session.begin():
            purge_at = None
            if message_id is not None:
                same = (OutboxRow.chat_id == parcel.chat_id, OutboxRow.message_id == message_id)
                first = await session.scalar(select(func.min(OutboxRow.done_at)).where(*same))
                await session.execute(update(OutboxRow).where(*same).values(purge_at=None))
                purge_at = None if kept else (first or now) + PURGE_AFTER
            await session.execute(
                update(OutboxRow)
                .where(OutboxRow.id == parcel.id)
                .values(done_at=now, payload={}, message_id=message_id, purge_at=purge_at)
            )

    async def failed(self, parcel: Parcel, failure: str, now: datetime) -> None:
        """Give a parcel up, with the kind of failure."""
        async with self._database.session() as session, session.begin():
            await session.execute(
                update(OutboxRow)
                .where(OutboxRow.id == parcel.id)
                .values(done_at=now, payload={}, failure=failure)
            )

    async def drop_chat(self, chat_id: int, failure: str, now: datetime) -> None:
        """Give up all unsent parcels of a chat (the person has blocked the bot)."""
        async with self._database.session() as session, session.begin():
            await session.execute(
                update(OutboxRow)
                .where(OutboxRow.chat_id == chat_id, OutboxRow.done_at.is_(None))
                .values(done_at=now, payload={}, failure=failure)
            )

    async def sent_message(self, parcel_id: int) -> int | None:
        """The message id that a sent parcel got."""
        async with self._database.read() as session:
            return await session.scalar(
                select(OutboxRow.message_id).where(OutboxRow.id == parcel_id)
            )

    async def due_purges(self, now: datetime, most: int = 500) -> list[tuple[int, int]]:
        """(chat, message) pairs whose time in the chat is over."""
        statement = (
            select(OutboxRow.chat_id, OutboxRow.message_id)
            .where(OutboxRow.purge_at <= now, OutboxRow.message_id.is_not(None))
            .order_by(OutboxRow.purge_at)
            .limit(most)
        )
        async with self._database.read() as session:
            rows = (await session.execute(statement)).all()
        return [(chat_id, message_id) for chat_id, message_id in rows if message_id is not None]

    async def purged(self, chat_id: int, message_id: int) -> None:
        """Forget a message that is no longer in the chat."""
        async with self._database.session() as session, session.begin():
            await session.execute(
                delete(OutboxRow).where(
                    OutboxRow.chat_id == chat_id, OutboxRow.message_id == message_id
                )
            )

"""The steps of dialogues: codes and ids, never typed text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from storage.tables import DialogueRow
from storage.unit_of_work import UnitOfWork


async def dialogues_of(
    work: UnitOfWork, chat_id: int
) -> dict[str, tuple[str, dict[str, Any], datetime]]:
    """Step, draft and time of writing of each dialogue the chat is in, by name."""
    async with work.reading() as session:
        rows = await session.scalars(select(DialogueRow).where(DialogueRow.chat_id == chat_id))
        return {row.name: (row.step, row.draft, row.updated_at) for row in rows}


async def chats_in(work: UnitOfWork, name: str) -> dict[int, dict[str, Any]]:
    """Chats that are in this dialogue, with their drafts."""
    async with work.reading() as session:
        rows = await session.scalars(select(DialogueRow).where(DialogueRow.name == name))
        return {row.chat_id: row.draft for row in rows}


async def save_dialogue(
    work: UnitOfWork, chat_id: int, name: str, step: str, draft: dict[str, Any], now: datetime
) -> None:
    """Write where the chat stands."""
    session = await work.writing()
    where = (DialogueRow.chat_id == chat_id, DialogueRow.name == name)
    values = {"step": step, "draft": draft, "updated_at": now}
    known = await session.scalar(select(DialogueRow.chat_id).where(*where))
    if known is None:
        await session.execute(insert(DialogueRow).values(chat_id=chat_id, name=name, **values))
    else:
        await session.execute(update(DialogueRow).where(*where).values(**values))


async def end_dialogue(work: UnitOfWork, chat_id: int, name: str) -> None:
    """Forget where the chat stood."""
    session = await work.writing()
    await session.execute(
        delete(DialogueRow).where(DialogueRow.chat_id == chat_id, DialogueRow.name == name)
    )

"""Which updates were handled, and which were set aside; never what they said."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select

from storage.tables import HandledUpdateRow, SetAsideRow
from storage.unit_of_work import UnitOfWork


async def was_handled(work: UnitOfWork, bot_id: int, update_id: int) -> bool:
    """Whether the effects of this update are already in the database."""
    statement = select(HandledUpdateRow.update_id).where(
        HandledUpdateRow.bot_id == bot_id, HandledUpdateRow.update_id == update_id
    )
    async with work.reading() as session:
        return (await session.scalar(statement)) is not None


async def mark_handled(work: UnitOfWork, bot_id: int, update_id: int, now: datetime) -> None:
    """Write the mark; a second mark for the same update breaks the transaction, as it should."""
    session = await work.writing()
    await session.execute(
        insert(HandledUpdateRow).values(bot_id=bot_id, update_id=update_id, handled_at=now)
    )


async def set_aside(
    work: UnitOfWork, reference: str, update_id: int, update_type: str, error: str, now: datetime
) -> None:
    """Note an update that failed three times: type, kind of error and reference."""
    session = await work.writing()
    await session.execute(
        insert(SetAsideRow).values(
            reference=reference, update_id=update_id, update_type=update_type, error=error, at=now
        )
    )

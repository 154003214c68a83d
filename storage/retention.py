"""What ends by itself: each function drops or unlinks what is older than a moment it is given.

How long each kind is kept, and why, stands in one table: `bot.retention`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Delete, Update, delete, exists, or_, select, update

from storage.database import Database
from storage.records import NOBODY_NAMED, OCCUPANCY_ONLY
from storage.tables import (
    AskedRow,
    AuditRow,
    BookingRow,
    DialogueRow,
    HandledUpdateRow,
    InvitationRow,
    MemberRow,
    NeedSignalRow,
    OutboxRow,
    ReminderRow,
    SeriesRow,
    SetAsideRow,
    SlotRow,
    WaitingRow,
    WatchRow,
)
from storage.unit_of_work import UnitOfWork
from team.members import MemberState


async def forget_marks(database: Database, before: datetime) -> None:
    """Marks "update N handled"."""
    await _do(database, delete(HandledUpdateRow).where(HandledUpdateRow.handled_at < before))


async def forget_set_aside(database: Database, before: datetime) -> None:
    """References of updates that failed."""
    await _do(database, delete(SetAsideRow).where(SetAsideRow.at < before))


async def forget_sent(database: Database, before: datetime) -> None:
    """Rows of messages that stay in the chat."""
    await _do(
        database, delete(OutboxRow).where(OutboxRow.done_at < before, OutboxRow.purge_at.is_(None))
    )


async def forget_nobodys(database: Database, before: datetime) -> None:
    """Rows of messages that stay in the chat of somebody who is no member (any more)."""
    accounts = select(MemberRow.telegram_id)
    await _do(
        database,
        delete(OutboxRow).where(
            OutboxRow.done_at < before,
            OutboxRow.purge_at.is_(None),
            OutboxRow.chat_id.not_in(accounts),
        ),
    )


async def end_dialogues(database: Database, before: datetime) -> None:
    """Steps nobody has gone on with."""
    await _do(database, delete(DialogueRow).where(DialogueRow.updated_at < before))


async def end_watches(database: Database, before: datetime) -> None:
    """Watched themes past their end."""
    await _do(database, delete(WatchRow).where(WatchRow.ends_at <= before))


async def drop_signals(database: Database, before: datetime) -> None:
    """Counted needs; they know their month only, so a month goes when its first day is due."""
    month = f"{before - timedelta(days=1):%Y-%m}"
    await _do(database, delete(NeedSignalRow).where(NeedSignalRow.month <= month))


async def unlink_seats(database: Database, before: datetime) -> None:
    """Who sat at a table, led it or published it, and what about; occupancy stays."""
    looked_back = or_(SlotRow.follow_up_on.is_(None), SlotRow.follow_up_on < before.date())
    past = (SlotRow.ends_at < before) & looked_back
    over = select(SlotRow.id).where(past)
    named = or_(
        SlotRow.moderator_id.is_not(None),
        SlotRow.published_by.is_not(None),
        SlotRow.family_people.is_not(None),
    )
    await _do(
        database,
        update(BookingRow)
        .where(BookingRow.slot_id.in_(over), BookingRow.member_id.is_not(None))
        .values(OCCUPANCY_ONLY),
        update(WaitingRow)
        .where(WaitingRow.slot_id.in_(over), WaitingRow.member_id.is_not(None))
        .values(member_id=None),
        update(AskedRow)
        .where(AskedRow.slot_id.in_(over), AskedRow.declined_at.is_not(None))
        .values(declined_at=None),
        delete(ReminderRow).where(ReminderRow.slot_id.in_(over)),
        update(SlotRow).where(past, named).values(dict(NOBODY_NAMED)),
    )


async def forget_asked(database: Database, before: datetime) -> None:
    """Whom the bot has asked to join a table."""
    await _do(database, delete(AskedRow).where(AskedRow.asked_at < before))


async def drop_series(database: Database, before: datetime) -> None:
    """Rules of series that have no table (any more)."""
    tables = exists().where(SlotRow.series == SeriesRow.id)
    await _do(database, delete(SeriesRow).where(SeriesRow.created_at < before, ~tables))


async def drop_invitations(database: Database, before: datetime) -> None:
    """Invitations that have expired, used or not."""
    await _do(database, delete(InvitationRow).where(InvitationRow.expires_at < before))


async def drop_trail(database: Database, before: datetime) -> None:
    """Acts of coordinators."""
    await _do(database, delete(AuditRow).where(AuditRow.at < before))


async def start_pauses(database: Database, now: datetime) -> None:
    """Let the time run of who was paused before pauses had a date."""
    undated = (MemberRow.state == MemberState.PAUSED, MemberRow.paused_at.is_(None))
    await _do(database, update(MemberRow).where(*undated).values(paused_at=now))


def paused_since(before: datetime) -> ColumnElement[bool]:
    """Members who blocked the bot and have not come back."""
    return (MemberRow.state == MemberState.PAUSED) & (MemberRow.paused_at <= before)


def unseen_since(before: datetime) -> ColumnElement[bool]:
    """Members who have stayed away and were not told yet that their account will go."""
    unseen = (MemberRow.last_seen_on <= before.date()) & MemberRow.notice_sent_on.is_(None)
    return unseen & (MemberRow.state != MemberState.PAUSED)


def warned_since(before: datetime) -> ColumnElement[bool]:
    """Members who were told, and have stayed away; a visit takes the warning back."""
    return MemberRow.notice_sent_on <= before.date()


def wished_until(now: datetime) -> ColumnElement[bool]:
    """Members who want to be erased, and whose time to be replaced is over."""
    return MemberRow.erase_by <= now


async def due(work: UnitOfWork, which: ColumnElement[bool]) -> Sequence[int]:
    """Ids of the members of whom this holds."""
    async with work.reading() as session:
        return list(await session.scalars(select(MemberRow.id).where(which)))


async def warned(work: UnitOfWork, member_id: int, now: datetime) -> None:
    """Note that a member was told that their account will go."""
    session = await work.writing()
    await session.execute(
        update(MemberRow).where(MemberRow.id == member_id).values(notice_sent_on=now.date())
    )


async def _do(database: Database, *statements: Delete | Update) -> None:
    async with database.session() as session, session.begin():
        for statement in statements:
            await session.execute(statement.execution_options(synchronize_session=False))

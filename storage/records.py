"""What is kept of a member, table by table, and its erasure.

`HELD` names every column that leads to a member; a test compares it with the tables, so that a
new one cannot be forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Update, delete, or_, select, update

from storage.tables import (
    AskedRow,
    AuditRow,
    BookingRow,
    DialogueRow,
    InvitationRow,
    KeptOfferRow,
    MemberRow,
    OutboxRow,
    ReminderRow,
    SlotRow,
    Table,
    WaitingRow,
    WatchRow,
)
from storage.unit_of_work import UnitOfWork
from team.members import Member
from team.records import OwnData, Record

ERASED = "gelöscht"  # in the trail, instead of who an act was done to

OCCUPANCY_ONLY = {  # a seat that was taken, without who, for whom or about what
    "member_id": None,
    "family_agreed_at": None,
    "theme": None,
    "age_band": None,
    "language": None,
    "access": False,
    "interpreting": False,
    "stands_for": None,
    "proxy_hash": None,
}
# A table that was, without who led or offered it, and without the family.
NOBODY_NAMED: Mapping[str, object] = {
    "moderator_id": None,
    "published_by": None,
    "family_people": None,
    "refused_fields": [],
    "agreed_at": None,
}


@dataclass(frozen=True, slots=True)
class Held:
    """Rows of one table that lead to a member."""

    table: type[Table]
    theirs: Callable[[Member], ColumnElement[bool]]
    left_out: frozenset[str] = frozenset()  # other people's links, secrets, what is empty by then


def _about(member: Member) -> ColumnElement[bool]:
    """Acts of others whose subject is this member."""
    subject = f"member {member.id}"
    return or_(AuditRow.subject == subject, AuditRow.subject.startswith(f"{subject} "))


HELD: Mapping[str, Held] = {
    "member.telegram_id": Held(
        MemberRow, lambda one: MemberRow.id == one.id, frozenset({"feed_hash"})
    ),
    "booking.member_id": Held(
        BookingRow, lambda one: BookingRow.member_id == one.id, frozenset({"proxy_hash"})
    ),
    "kept_offer.member_id": Held(KeptOfferRow, lambda one: KeptOfferRow.member_id == one.id),
    "waiting.member_id": Held(WaitingRow, lambda one: WaitingRow.member_id == one.id),
    "asked.member_id": Held(AskedRow, lambda one: AskedRow.member_id == one.id),
    "reminder.member_id": Held(ReminderRow, lambda one: ReminderRow.member_id == one.id),
    "watch.member_id": Held(WatchRow, lambda one: WatchRow.member_id == one.id),
    "slot.moderator_id": Held(
        SlotRow, lambda one: SlotRow.moderator_id == one.id, frozenset({"published_by"})
    ),
    "slot.published_by": Held(
        SlotRow, lambda one: SlotRow.published_by == one.id, frozenset({"moderator_id"})
    ),
    "invitation.invited_by": Held(
        InvitationRow, lambda one: InvitationRow.invited_by == one.id, frozenset({"code_hash"})
    ),
    "audit.member_id": Held(AuditRow, lambda one: AuditRow.member_id == one.id),
    "audit.subject": Held(AuditRow, _about, frozenset({"member_id"})),
    "dialogue.chat_id": Held(DialogueRow, lambda one: DialogueRow.chat_id == one.telegram_id),
    "outbox.chat_id": Held(
        OutboxRow, lambda one: OutboxRow.chat_id == one.telegram_id, frozenset({"payload"})
    ),
}


class SqlRecords:
    """Keeps the promise of `team.records.Records`."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def of(self, member: Member) -> OwnData:
        """All of it, by the column that leads to the member."""
        return {place: await self._held(held, member) for place, held in HELD.items()}

    async def _held(self, held: Held, member: Member) -> list[Record]:
        columns = [one for one in held.table.__table__.columns if one.name not in held.left_out]
        keys = list(held.table.__table__.primary_key)
        statement = select(*columns).where(held.theirs(member)).order_by(*keys)
        async with self._work.reading() as session:
            rows = (await session.execute(statement)).all()
        return [_record(columns, row) for row in rows]

    async def erase(self, member: Member, now: datetime) -> None:
        """Erase the member and every link to them, in this unit of work."""
        session = await self._work.writing()
        for row in (KeptOfferRow, WatchRow, AskedRow, ReminderRow):
            await session.execute(delete(row).where(row.member_id == member.id))
        for statement in _unlinking(member):
            await session.execute(statement.execution_options(synchronize_session=False))
        chat_id = member.telegram_id
        await session.execute(delete(DialogueRow).where(DialogueRow.chat_id == chat_id))
        await session.execute(
            delete(OutboxRow).where(
                OutboxRow.chat_id == chat_id,
                or_(OutboxRow.done_at.is_(None), OutboxRow.message_id.is_(None)),
            )
        )
        await session.execute(
            update(OutboxRow)
            .where(OutboxRow.chat_id == chat_id)
            .values(purge_at=now)
            .execution_options(synchronize_session=False)
        )
        await session.execute(delete(MemberRow).where(MemberRow.id == member.id))


def _unlinking(member: Member) -> list[Update]:
    """What stays, without the member: occupancy, tables that were, the trail."""
    return [
        update(BookingRow).where(BookingRow.member_id == member.id).values(OCCUPANCY_ONLY),
        update(WaitingRow).where(WaitingRow.member_id == member.id).values(member_id=None),
        update(SlotRow).where(SlotRow.moderator_id == member.id).values(moderator_id=None),
        update(SlotRow).where(SlotRow.published_by == member.id).values(published_by=None),
        update(InvitationRow).where(InvitationRow.invited_by == member.id).values(invited_by=None),
        update(AuditRow).where(AuditRow.member_id == member.id).values(member_id=None),
        update(AuditRow).where(_about(member)).values(subject=ERASED),
    ]


def _record(columns: Sequence[ColumnElement[Any]], row: Any) -> Record:
    values = zip(columns, row, strict=True)
    return {str(column.key): _plain(value) for column, value in values if value is not None}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, (date, datetime)) else value

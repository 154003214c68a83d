"""Which reminders have been written: the key of a row makes each of them one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, insert, select, update

from consultations.reminders import ReminderKind
from consultations.slots import Slot
from consultations.states import SlotState
from storage.slots import slots_of
from storage.tables import ReminderRow, SlotRow
from storage.unit_of_work import UnitOfWork


class SqlReminders:
    """Keeps the promise of `consultations.reminders.Reminders`."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def note(self, slot: Slot, member_id: int, kind: ReminderKind, now: datetime) -> bool:
        """Note a reminder for the slot's present start."""
        session = await self._work.writing()
        if (member_id, kind) in await self.noted(slot):
            return False
        await session.execute(
            insert(ReminderRow).values(
                slot_id=slot.id,
                member_id=member_id,
                kind=kind,
                starts_at=slot.starts_at,
                sent_at=now,
            )
        )
        return True

    async def noted(self, slot: Slot) -> set[tuple[int, ReminderKind]]:
        """Whom the slot's present start has been told to."""
        statement = select(ReminderRow.member_id, ReminderRow.kind).where(
            ReminderRow.slot_id == slot.id, ReminderRow.starts_at == slot.starts_at
        )
        async with self._work.reading() as session:
            rows = (await session.execute(statement)).all()
        return {(member_id, ReminderKind(kind)) for member_id, kind in rows}

    async def postpone(self, slot: Slot, member_id: int, to: date) -> None:
        """Let a held table be looked back on later; whoever asked for it is told again."""
        session = await self._work.writing()
        await session.execute(update(SlotRow).where(SlotRow.id == slot.id).values(follow_up_on=to))
        await session.execute(
            delete(ReminderRow).where(
                ReminderRow.slot_id == slot.id,
                ReminderRow.member_id == member_id,
                ReminderRow.kind == ReminderKind.FOLLOW_UP,
            )
        )

    async def follow_ups(self, today: date) -> Sequence[Slot]:
        """Held tables whose day of looking back has come."""
        held = (SlotRow.state == SlotState.HELD, SlotRow.follow_up_on <= today)
        return await slots_of(self._work, select(SlotRow).where(*held).order_by(SlotRow.id))

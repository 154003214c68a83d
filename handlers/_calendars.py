"""Calendar files for everybody at a table: who sits there, and who leads it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from consultations.calendars import FILE_NAME, calendar_file, moderation_file
from consultations.slots import Slot
from handlers._work import Work
from team.members import MemberState


async def send_table(work: Work, slot_id: int, caption: str, *, now: datetime) -> None:
    """Bring the entries of everybody at a table to how it stands now."""
    for booking in await work.diary.seated(slot_id):
        await _send(work, booking.member_id, calendar_file(booking, now), caption)
    slot = await work.diary.slot(slot_id)
    if slot is not None:
        await send_moderation(work, [slot], caption, now=now)


async def send_moderation(
    work: Work, slots: Sequence[Slot], caption: str, *, now: datetime
) -> None:
    """Send who leads these tables, all of one moderator, their entries in one file."""
    moderator_id = slots[0].moderator_id
    if moderator_id is not None:
        await _send(work, moderator_id, moderation_file(slots, now), caption)


async def _send(work: Work, member_id: int, content: bytes, caption: str) -> None:
    """Send a file to an active member."""
    member = await work.members.member(member_id)
    if member is not None and member.state is MemberState.ACTIVE:
        await work.post.send_file(member.telegram_id, FILE_NAME, content, caption)

"""Asking the team without an update: message and note are one unit of work."""

from __future__ import annotations

from bot.keeper import JobWork, Keeper
from consultations.asking import AHEAD, wanted, whom_to_ask
from consultations.slots import Slot
from consultations.working_hours import in_working_hours
from handlers._tables import nobody_works
from handlers.asking import ask
from team.members import Member


async def ask_team(keeper: Keeper) -> None:
    """Ask for missing fields at each table whose time has come."""
    now = keeper.now()
    if not in_working_hours(now, nobody_works):
        return
    async with keeper.working() as work:
        slots = [
            slot for slot in await work.diary.around(now, now + AHEAD) if await _whom(work, slot)
        ]
        if not slots:
            return
        await work.unit.writing()  # nobody takes or frees a seat between look and message
        for one in slots:
            slot = await work.diary.slot(one.id)
            if slot is None:
                continue
            fields = await wanted(work.diary, slot, now=now)
            for member in await _whom(work, slot):
                if await work.asked.note(slot.id, member.id, now):
                    await ask(work, slot, member, fields, now)


async def _whom(work: JobWork, slot: Slot) -> list[Member]:
    return await whom_to_ask(
        work.diary, work.waiting, work.asked, await work.members.all(), slot,
        now=work.now, closed=nobody_works,
    )  # fmt: skip

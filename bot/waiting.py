"""The waiting list without an update: offers lapse, and what is free is offered on."""

from __future__ import annotations

from bot.keeper import Keeper
from consultations.waiting import Ending
from handlers._screen import MENU, Button, Screen
from handlers._tables import serve_waiting, tell
from handlers.texts import waiting as texts

TABLES = Button("Freie Tische", "b:list")


async def see_to_waiting(keeper: Keeper) -> None:
    """End what has lapsed or is over; offer what is free, also after the process was down."""
    now = keeper.now()
    async with keeper.working() as work:
        lapsed, over = await work.waiting.lapsed(now), await work.waiting.left_over(now)
        wanted = await work.waiting.wanted(now)
        if not (lapsed or over or wanted):
            return
        await work.unit.writing()  # nobody takes or frees a seat between the looks
        for one in await work.waiting.left_over(now):
            await work.waiting.end(one, Ending.CANCELLED, now)
        for one in await work.waiting.lapsed(now):
            if await work.waiting.end(one, Ending.LAPSED, now):
                await tell(work, [one.member_id], Screen(texts.LAPSED, ((TABLES, MENU),)))
        for slot_id, seat in await work.waiting.wanted(now):
            await serve_waiting(work, slot_id, seat, now=now)

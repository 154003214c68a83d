"""Journey "Angebotene Tische": coordinators see what is published, and withdraw it.

Buttons: `pub:list:<page>`, `pub:t:<id>` and `pub:no:<id>`.
"""

from __future__ import annotations

from telegram import Update

from consultations.publishing import LOCAL, withdraw
from handlers._calendars import send_table
from handlers._context import BotContext
from handlers._days import number_pressed
from handlers._gate import COORDINATION, members_only
from handlers._screen import MENU, Button, Screen, back
from handlers._tables import end_waiting_at, tell
from handlers.texts import booking as booking_texts
from handlers.texts import moving as moving_texts
from handlers.texts import publishing as texts

PAGE = 5


@members_only(COORDINATION)
async def list_tables(update: Update, context: BotContext) -> None:
    """Show what is published, with occupancy."""
    slots = await context.work.diary.upcoming(context.now, most=200)
    page = number_pressed(context)
    page = page if page * PAGE < len(slots) else 0
    shown, rest = slots[page * PAGE : (page + 1) * PAGE], slots[(page + 1) * PAGE :]
    lines = [texts.table(at, slot, context.now) for at, slot in enumerate(shown, 1)]
    numbers = tuple(Button(str(at), f"pub:t:{slot.id}") for at, slot in enumerate(shown, 1))
    turn = [Button("Frühere", f"pub:list:{page - 1}")] if page else []
    turn += [Button("Weitere", f"pub:list:{page + 1}")] if rest else []
    rows = (numbers, tuple(turn), (back("pub:home"), MENU))
    text = texts.tables(lines, len(rest)) if shown else texts.NO_TABLES
    await context.show(Screen(text, tuple(row for row in rows if row)))


@members_only(COORDINATION)
async def propose_withdrawal(update: Update, context: BotContext) -> None:
    """Show what withdrawing will do."""
    slot = await context.work.diary.slot(number_pressed(context))
    if slot is None:
        await list_tables(update, context)
        return
    if not slot.active or slot.starts_at <= context.now:
        await context.show(Screen(texts.NOT_WITHDRAWN, ((back("pub:list:0"), MENU),)))
        return
    seated = len(await context.work.diary.seated(slot.id))
    start = slot.starts_at.astimezone(LOCAL)
    row = (
        Button(booking_texts.CANCEL_TABLE, f"pub:no:{slot.id}"),
        Button(moving_texts.MOVE, f"mv:{slot.id}:{start:%Y%m%d%H%M}"),
    )
    own = slot.moderator_id == context.member.id
    text = texts.confirm_withdrawal(slot, seated, context.now, moderator_told=not own)
    await context.show(Screen(text, (row, (back("pub:list:0"), MENU))))


@members_only(COORDINATION)
async def withdraw_table(update: Update, context: BotContext) -> None:
    """Withdraw a table; tell everybody who had a seat, and who would have moderated."""
    work, row = context.work, (back("pub:list:0"), MENU)
    slot = await work.diary.slot(number_pressed(context))
    done = slot is not None and await withdraw(
        work.diary, work.audit, context.member, slot.id, now=context.now
    )
    if slot is None or not done:
        await context.show(Screen(texts.NOT_WITHDRAWN, (row,)))
        return
    gone = Screen(booking_texts.table_cancelled(slot, context.now), ((MENU,),), kept=True)
    await tell(work, [one.member_id for one in await work.diary.seated(slot.id)], gone)
    await end_waiting_at(work, slot.id, gone, now=context.now)
    if slot.moderator_id != context.member.id:
        text = booking_texts.own_table_cancelled(slot, context.now)
        await tell(work, [slot.moderator_id], Screen(text, ((MENU,),), kept=True))
    await context.show(Screen(texts.WITHDRAWN, (row,)))
    await send_table(work, slot.id, booking_texts.CANCELLED_CAPTION, now=context.now)

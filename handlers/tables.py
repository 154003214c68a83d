"""Journey "Angebotene Tische": coordinators see what is published, and withdraw it.

Buttons: `pub:list:<page>`, `pub:t:<id>`, `pub:off:<id>` and `pub:no:<id>:<extent>:<mark>`.
"""

from __future__ import annotations

from telegram import Update

from consultations.changing import Stale, call_off_tables
from consultations.moving import MovingRefused, NotToCome
from consultations.publishing import LOCAL
from handlers._changes import tell_called_off
from handlers._context import BotContext
from handlers._days import number_pressed
from handlers._gate import COORDINATION, members_only
from handlers._scope import chosen, extents, scope_rows
from handlers._screen import MENU, Button, Screen, back
from handlers.texts import asking as asking_texts
from handlers.texts import moving as moving_texts
from handlers.texts import publishing as texts
from handlers.texts.changing import CHANGE
from handlers.texts.scope import STALE
from handlers.texts.team import who

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
async def show_table(update: Update, context: BotContext) -> None:
    """Show a table, and what can be done with it."""
    slot = await context.work.diary.slot(context.number(1))
    if slot is None:
        await list_tables(update, context)
        return
    try:
        await extents(context, slot.id)
    except NotToCome:
        await context.show(Screen(texts.NOT_WITHDRAWN, ((back("pub:list:0"), MENU),)))
        return
    start = slot.starts_at.astimezone(LOCAL)
    rows = (
        (
            Button(texts.WITHDRAW, f"pub:off:{slot.id}"),
            Button(moving_texts.MOVE, f"mv:{slot.id}:{start:%Y%m%d%H%M}"),
        ),
        (Button(CHANGE, f"ch:{slot.id}"),),
        (back("pub:list:0"), MENU),
    )
    seated = len(await context.work.diary.seated(slot.id))
    moderator = None
    if slot.moderator_id is not None:
        moderator = await context.work.members.member(slot.moderator_id)
    name = who(moderator) if moderator is not None else None
    text = texts.table_card(slot, seated, name, context.now)
    asked = asking_texts.numbers(await context.work.asked.at(slot.id))
    await context.show(Screen(f"{text}\n{asked}".rstrip(), rows))


@members_only(COORDINATION)
async def ask_scope(update: Update, context: BotContext) -> None:
    """Say what the withdrawal will do; in a series, ask how far it goes."""
    slot = await context.work.diary.slot(context.number(1))
    try:
        found = await extents(context, context.number(1))
    except NotToCome:
        slot = None
    if slot is None:
        await context.show(Screen(texts.NOT_WITHDRAWN, ((back("pub:list:0"), MENU),)))
        return
    seats = 0
    for one in found[list(found)[-1]]:
        seats += len(await context.work.diary.seated(one.id))
    rows = scope_rows(found, lambda scope: f"pub:no:{slot.id}:{scope}", texts.WITHDRAW)
    if len(found) == 1:
        own = slot.moderator_id == context.member.id
        text = texts.confirm_withdrawal(slot, seats, context.now, moderator_told=not own)
    else:
        text = texts.withdraw_series(slot, seats, context.now)
    await context.show(Screen(text, (*rows, (back(f"pub:t:{slot.id}"), MENU))))


@members_only(COORDINATION)
async def withdraw_tables(update: Update, context: BotContext) -> None:
    """Withdraw tables; tell everybody who had a seat, who waited, and who would have moderated."""
    work, row = context.work, (back("pub:list:0"), MENU)
    try:
        off = await call_off_tables(
            work, context.member, chosen(context, context.number(1)), now=context.now
        )
    except Stale:
        context.preface = STALE
        await show_table(update, context)
        return
    except MovingRefused:
        await context.show(Screen(texts.NOT_WITHDRAWN, (row,)))
        return
    await context.show(Screen(texts.withdrawn(len(off)), (row,)))
    await tell_called_off(work, context.member.id, off, context.now)

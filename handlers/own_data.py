"""Journey "Eigene Daten": `/meinedaten` hands everything over, `/loeschen` erases it.

Open to everybody of whom something is kept, also on the way in and while blocked: these are
rights, no features. So it stands before the door. Buttons: `me:data`, `me:erase`, `me:erase!`.
"""

from __future__ import annotations

import json
from functools import wraps

from telegram import Update
from telegram.ext import ApplicationHandlerStop

from consultations.leaving import LastCoordinator, LeadsTables, check_leaving
from handlers import arrival
from handlers._context import BotContext
from handlers._gate import Callback, open_to_all
from handlers._screen import MENU, Button, Row, Screen
from handlers.farewell import see_off
from handlers.general import DATA, ERASE
from handlers.texts import own_data as texts
from team.members import Member

ERASE_NOW = Button("Endgültig löschen", "me:erase!")
TEXT_FILE, JSON_FILE = "meine-daten.txt", "meine-daten.json"


def of_known_people(callback: Callback[None]) -> Callback[None]:
    """A callback for everybody of whom something is kept; strangers go on to the door."""

    @open_to_all
    @wraps(callback)
    async def checked(update: Update, context: BotContext) -> None:
        if context.work.member is None:
            return
        await callback(update, context)
        context.work.dialogues.leave_others(but=arrival.NAME)
        raise ApplicationHandlerStop

    return checked


@of_known_people
async def hand_over(update: Update, context: BotContext) -> None:
    """Send everything kept of the person: a text to read, and JSON for another program."""
    work, member = context.work, context.member
    data = await work.records.of(member)
    content = json.dumps(data, ensure_ascii=False, indent=2).encode()
    readable = texts.readable(data, context.house.space.controller, context.now).encode()
    post, chat_id = work.post, context.chat_id
    await post.send_file(chat_id, TEXT_FILE, readable, texts.TEXT_CAPTION, kept=False)
    await post.send_file(chat_id, JSON_FILE, content, texts.JSON_CAPTION, kept=False)
    await context.show(Screen(texts.HANDED_OVER, _ways(member, ERASE)))


@of_known_people
async def propose_erasing(update: Update, context: BotContext) -> None:
    """Say what goes and what stays, and ask; or say what has to be done first."""
    work, member = context.work, context.member
    try:
        seats = await check_leaving(work.diary, work.members, member, now=context.now)
    except (LastCoordinator, LeadsTables) as refusal:
        await _refuse(context, refusal)
        return
    rows = ((ERASE_NOW, DATA), *_ways(member))
    await context.show(Screen(texts.confirm(len(seats), member.role), rows))


@of_known_people
async def erase(update: Update, context: BotContext) -> None:
    """Erase everything at once, with one last message."""
    work, member = context.work, context.member
    try:
        await see_off(work, member, texts.ERASED, now=context.now)
    except (LastCoordinator, LeadsTables) as refusal:
        await _refuse(context, refusal)
        return
    work.dialogues.leave_others()  # the way in, too
    context.notes.forget_all()
    work.member, work.erased = None, True


async def _refuse(context: BotContext, refusal: LastCoordinator | LeadsTables) -> None:
    if isinstance(refusal, LeadsTables):
        text = texts.leads_tables(refusal.slots, context.now)
    else:
        text = texts.LAST_COORDINATOR
    await context.show(Screen(text, _ways(context.member, DATA)))


def _ways(member: Member, *buttons: Button) -> tuple[Row, ...]:
    """The last row; the menu belongs to those who have arrived."""
    row = (*buttons, MENU) if member.arrived else buttons
    return (row,) if row else ()

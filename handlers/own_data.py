"""Journey "Eigene Daten": `/meinedaten` hands everything over, `/loeschen` erases it.

Open to everybody of whom something is kept, also on the way in and while blocked: these are
rights, no features. So it stands before the door. Buttons: `me:data`, `me:erase`, `me:erase!`,
`me:keep`.
"""

from __future__ import annotations

import json
from functools import wraps

from telegram import Update
from telegram.ext import ApplicationHandlerStop

from consultations.leaving import TO_BE_REPLACED, LastCoordinator, LeadsTables, check_leaving
from handlers import arrival
from handlers._context import BotContext
from handlers._gate import Callback, open_to_all
from handlers._screen import MENU, Button, Row, Screen
from handlers.farewell import see_off
from handlers.general import DATA, ERASE
from handlers.texts import own_data as texts
from team.members import Member, coordinators

ERASE_NOW = Button("Endgültig löschen", "me:erase!")
KEEP = Button("Doch behalten", "me:keep")
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
    """Say what goes and what stays, and ask; who is still needed goes within a day."""
    work, member = context.work, context.member
    try:
        seats = await check_leaving(work.diary, work.members, member, now=context.now)
    except (LastCoordinator, LeadsTables) as still_needed:
        await _propose_later(context, still_needed)
        return
    rows = ((ERASE_NOW, DATA), *_ways(member))
    await context.show(Screen(texts.confirm(len(seats), member.role), rows))


@of_known_people
async def erase(update: Update, context: BotContext) -> None:
    """Erase everything at once, with one last message; who is still needed within a day."""
    work, member = context.work, context.member
    try:
        await see_off(work, member, texts.ERASED, now=context.now)
    except (LastCoordinator, LeadsTables):
        await _note_wish(context)
        return
    work.dialogues.leave_others()  # the way in, too
    context.notes.forget_all()
    work.member, work.erased = None, True


@of_known_people
async def keep(update: Update, context: BotContext) -> None:
    """Take back the wish to be erased."""
    await context.work.members.wish_erasure(context.member.id, None)
    await context.show(Screen(texts.KEPT, _ways(context.member)))


async def _propose_later(context: BotContext, still_needed: LastCoordinator | LeadsTables) -> None:
    member = context.member
    if member.erase_by is not None:
        await context.show(Screen(texts.noted(member.erase_by), ((KEEP, DATA), *_ways(member))))
        return
    if isinstance(still_needed, LeadsTables):
        text = texts.leads_tables(still_needed.slots, context.now)
    else:
        text = texts.LAST_COORDINATOR
    await context.show(Screen(text, ((ERASE_NOW, DATA), *_ways(member))))


async def _note_wish(context: BotContext) -> None:
    """Erase within a day; the coordinators can still hand over what would be left alone."""
    work, member = context.work, context.member
    by = member.erase_by
    if by is None:
        by = context.now + TO_BE_REPLACED
        await work.members.wish_erasure(member.id, by)
        led = await work.diary.of_moderator(member.id, context.now)
        for one in coordinators(await work.members.all()):
            if one.id != member.id:
                text = texts.wants_to_go(member, by, led, context.now)
                await work.post.send(one.telegram_id, Screen(text, ((MENU,),)))
    await context.show(Screen(texts.noted(by), ((KEEP, DATA), *_ways(member))))


def _ways(member: Member, *buttons: Button) -> tuple[Row, ...]:
    """The last row; the menu belongs to those who have arrived."""
    row = (*buttons, MENU) if member.arrived else buttons
    return (row,) if row else ()

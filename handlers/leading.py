"""Journey "Tisch leiten": who sits there, and the clock through the eight phases.

The clock is one message, edited in place by presses and, at most once a minute, by a job
(`bot.clocks`). It is worked out from instants; nothing of what is said is kept. Buttons:
`lead:home`, `lead:t:<slot>`, `lead:c:<slot>:<verb>:<stage>`, `lead:pdf`; `handlers.closing` has
the rest. A press holds the stage it was shown in, so that a second one at once does nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from telegram import Update

from consultations.leading import (
    LeadingRefused,
    day_of,
    table_to_lead,
    tables_of,
)
from consultations.phases import STAGES, Clock
from consultations.quorum import missing
from consultations.relaying import is_open
from consultations.slots import Slot
from handlers._context import BotContext
from handlers._dialogues import LEADING
from handlers._gate import MODERATION, members_only
from handlers._screen import MENU, Button, Screen, back
from handlers.relaying import tell_button
from handlers.texts import leading as texts
from handlers.texts.guide import FILE_NAME

MOST_TABLES = 5
REFRESH = timedelta(minutes=1)  # Telegram and people bear one change a minute
WATCHED = timedelta(hours=1)  # a clock left running is not refreshed so long after the table
GUIDE = Button(texts.GUIDE, "lead:pdf")
HOME = back("lead:home")


@members_only(MODERATION)
async def home(update: Update, context: BotContext) -> None:
    """Show the table to lead today; where there are several, ask which."""
    slots = await tables_of(context.work.diary, context.member, now=context.now)
    slots = list(slots)[-MOST_TABLES:]
    if len(slots) == 1:
        await _show_table(context, slots[0].id)
        return
    if not slots:
        await context.show(Screen(texts.NO_TABLES, ((GUIDE,), (MENU,))))
        return
    lines = [texts.choice(at, slot, context.now) for at, slot in enumerate(slots, 1)]
    numbers = tuple(Button(str(at), f"lead:t:{slot.id}") for at, slot in enumerate(slots, 1))
    await context.show(Screen("\n".join([texts.WHICH, *lines]), (numbers, (GUIDE,), (MENU,))))


@members_only(MODERATION)
async def show_table(update: Update, context: BotContext) -> None:
    """Show who sits at the table."""
    await _show_table(context, number_in(context, 1))


async def _show_table(context: BotContext, slot_id: int) -> None:
    work = context.work
    try:
        slot = await table_to_lead(work.diary, slot_id, context.member, now=context.now)
    except LeadingRefused as refusal:
        await refuse(context, refusal)
        return
    bookings = await work.diary.seated(slot_id)
    seated = [(one, await work.members.member(one.member_id)) for one in bookings]
    unconfirmed = sum(one.to_confirm for one in bookings)
    lacks = missing(slot, await work.diary.mixture(slot_id), unconfirmed)
    label, verb = (texts.TO_CLOCK, "show") if _leads(context, slot_id) else (texts.START, "start")
    begin = () if day_of(slot.starts_at) < day_of(context.now) else (verb,)
    first = tuple(Button(label, f"lead:c:{slot_id}:{verb}:0") for verb in begin)
    told = (tell_button(slot),) if is_open(slot, context.now) else ()
    rows = ((*first, Button(texts.END, f"lead:end:{slot_id}")), (*told, GUIDE), (HOME, MENU))
    await context.show(Screen(texts.table(slot, seated, lacks, context.now), rows))


@members_only(MODERATION)
async def move_clock(update: Update, context: BotContext) -> None:
    """Start, pause or turn the clock; a press of an earlier stage shows where it stands."""
    slot_id, now = number_in(context, 1), context.now
    try:
        slot = await table_to_lead(context.work.diary, slot_id, context.member, now=now)
    except LeadingRefused as refusal:
        await refuse(context, refusal)
        return
    verb, stage = context.codes[2], number_in(context, 3)
    if not _leads(context, slot_id):
        if verb != "start":
            await _show_table(context, slot_id)
            return
        context.work.dialogues.leave(LEADING)
    draft = context.work.dialogues.draft(LEADING)
    clock = read_clock(draft)
    if clock.at == stage:
        clock = _moved(clock, verb, now)
    await context.show(clock_screen(slot, clock, now))
    draft |= {"slot": slot_id, "message": context.pressed_message(), "shown_at": now.isoformat()}
    draft |= _written(clock)


def _moved(clock: Clock, verb: str, now: datetime) -> Clock:
    if verb == "start":
        return clock.start(now)
    if verb == "pause":
        return clock.pause(now)
    return clock.turn({"on": 1, "back": -1}.get(verb, 0), now)


@members_only(MODERATION)
async def send_guide(update: Update, context: BotContext) -> None:
    """Send the guide to print."""
    content = await asyncio.to_thread(_guide)
    await context.work.post.send_file(context.chat_id, FILE_NAME, content, texts.GUIDE_CAPTION)


def _guide() -> bytes:
    """The guide; what makes it takes a while to load, and few need it."""
    from handlers._guide import guide

    return guide()


def clock_screen(slot: Slot, clock: Clock, now: datetime) -> Screen:
    """The clock of a table with its buttons."""

    def button(label: str, verb: str) -> Button:
        return Button(label, f"lead:c:{slot.id}:{verb}:{clock.at}")

    end = Button(texts.END, f"lead:end:{slot.id}")
    begun = clock.at > 0 or clock.elapsed(now) > timedelta(0)
    resume = button(texts.RESUME if begun else texts.START, "start")
    first = button(texts.PAUSE, "pause") if clock.runs_since is not None else resume
    follows = end if clock.last else button(texts.ON, "on")
    before = (button(texts.BACK, "back"),) if clock.at > 0 else ()
    second = (*before, *(() if clock.last else (end,)))
    rows = ((first, follows), second, (back(f"lead:t:{slot.id}"), MENU))
    return Screen(texts.clock(clock, now), tuple(row for row in rows if row))


def read_clock(draft: Mapping[str, Any]) -> Clock:
    """The clock as a draft keeps it: a stage, seconds and an instant."""
    since = draft.get("since")
    return Clock(
        at=min(max(int(draft.get("at", 0)), 0), len(STAGES) - 1),
        spent=timedelta(seconds=float(draft.get("spent", 0))),
        runs_since=datetime.fromisoformat(since) if since else None,
    )


def _written(clock: Clock) -> dict[str, Any]:
    since = clock.runs_since
    return {
        "at": clock.at,
        "spent": clock.spent.total_seconds(),
        "since": since.isoformat() if since is not None else None,
    }


def due(draft: Mapping[str, Any], now: datetime) -> bool:
    """Whether the message of this clock is to be refreshed now."""
    shown_at = datetime.fromisoformat(draft["shown_at"]) if draft.get("shown_at") else now
    shown = draft.get("message") is not None and now - shown_at >= REFRESH
    return shown and read_clock(draft).runs_since is not None


async def refuse(context: BotContext, refusal: LeadingRefused) -> None:
    """Say why not; a clock of that table ends."""
    if _leads(context, number_in(context, 1)):
        context.work.dialogues.leave(LEADING)
    await context.show(refusal_screen(refusal, context.now))


def refusal_screen(refusal: LeadingRefused, now: datetime) -> Screen:
    """Why a table cannot be led."""
    return Screen(texts.refused(refusal, now), ((HOME, MENU),))


def number_in(context: BotContext, at: int) -> int:
    """A number of the press; one that nothing has, where it is none."""
    code = context.codes[at] if len(context.codes) > at else ""
    return int(code) if code.isdecimal() and len(code) < 10 else 0


def _leads(context: BotContext, slot_id: int) -> bool:
    known = context.work.dialogues.get(LEADING)
    return known is not None and known.draft.get("slot") == slot_id

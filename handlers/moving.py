"""Journey "Tisch verlegen": a coordinator shifts a table's start by taps, sees it, and confirms.

Nothing is typed and nothing is kept on the way: the buttons carry the new start, by the clock on
the wall. Buttons: `mv:<slot>:<start>` (look), `mv?:<slot>:<start>` (how far in a series) and
`mv!:<slot>:<start>:<extent>:<mark>` (do), start as `YYYYMMDDHHMM`.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from telegram import Update

from consultations.changing import Change, Stale, change_tables
from consultations.holidays import holiday_on
from consultations.moving import MovingRefused, NothingNew, NotToCome
from consultations.publishing import LOCAL
from consultations.slots import Slot
from handlers._changes import tell_changed
from handlers._context import BotContext
from handlers._gate import COORDINATION, members_only
from handlers._scope import chosen, extents, scope_rows
from handlers._screen import MENU, Button, Row, Screen, back
from handlers.tables import list_tables
from handlers.texts import changing as changing_texts
from handlers.texts import moving as texts
from handlers.texts import scope as scope_texts

CODE = "%Y%m%d%H%M"
SHIFTS = (
    (("1 Woche früher", -timedelta(weeks=1)), ("1 Woche später", timedelta(weeks=1))),
    (("1 Tag früher", -timedelta(days=1)), ("1 Tag später", timedelta(days=1))),
    (("30 Min. früher", -timedelta(minutes=30)), ("30 Min. später", timedelta(minutes=30))),
)


@members_only(COORDINATION)
async def propose(update: Update, context: BotContext) -> None:
    """Show the table before and after, and what moving it does."""
    slot = await context.work.diary.slot(context.number(0))
    if slot is None or not slot.active or slot.starts_at <= context.now:
        await gone(update, context)
        return
    await _show(context, slot, _start(context) or slot.starts_at)


async def _show(context: BotContext, slot: Slot, starts_at: datetime, before: str = "") -> None:
    """The proposal, with what stands in its way; in a series how far it goes comes next."""
    seated = len(await context.work.diary.seated(slot.id))
    text = texts.proposal(slot, starts_at, seated, context.now, _holiday(context, starts_at))
    rows: list[Row] = [
        tuple(Button(label, f"mv:{slot.id}:{_later(starts_at, by)}") for label, by in row)
        for row in SHIFTS
    ]
    if starts_at != slot.starts_at:
        found = await extents(context, slot.id)
        if len(found) == 1:
            rows = [*scope_rows(found, _data(slot, starts_at), texts.MOVE), *rows]
        else:
            rows.insert(0, (Button(texts.MOVE, f"mv?:{slot.id}:{_later(starts_at)}"),))
    rows.append((back(f"pub:t:{slot.id}"), MENU))
    await context.show(Screen(f"{before}\n\n{text}" if before else text, tuple(rows)))


def _data(slot: Slot, starts_at: datetime) -> Callable[[str], str]:
    return lambda scope: f"mv!:{slot.id}:{_later(starts_at)}:{scope}"


def _holiday(context: BotContext, starts_at: datetime) -> str | None:
    day = starts_at.astimezone(LOCAL).date()
    return holiday_on(day, catholic_majority=context.house.space.catholic_majority)


@members_only(COORDINATION)
async def ask_scope(update: Update, context: BotContext) -> None:
    """Ask how far in the series the move goes."""
    slot, starts_at = await context.work.diary.slot(context.number(0)), _start(context)
    try:
        found = await extents(context, context.number(0))
    except NotToCome:
        await gone(update, context)
        return
    if slot is None or starts_at is None:
        await gone(update, context)
        return
    seated = len(await context.work.diary.seated(slot.id))
    text = f"{texts.proposal(slot, starts_at, seated, context.now)}\n\n{scope_texts.ASK}"
    rows = scope_rows(found, _data(slot, starts_at), texts.MOVE)
    last_row = (back(f"mv:{slot.id}:{_later(starts_at)}"), MENU)
    await context.show(Screen(text, (*rows, last_row)))


@members_only(COORDINATION)
async def do(update: Update, context: BotContext) -> None:
    """Move the tables; everybody there keeps the seat, hears of it, and is asked anew."""
    work, starts_at = context.work, _start(context)
    slot = await work.diary.slot(context.number(0))
    if slot is None or starts_at is None:
        await gone(update, context)
        return
    change = Change(_wall(starts_at) - _wall(slot.starts_at))
    try:
        moved = await change_tables(
            work, context.member, chosen(context, slot.id), change,
            new_series=str(uuid.uuid4()), now=context.now,
        )  # fmt: skip
    except NotToCome:
        await gone(update, context)
        return
    except MovingRefused as refusal:
        if isinstance(refusal, (Stale, NothingNew)) and slot.starts_at == starts_at:
            await _done(context, slot, 1)  # the second tap of two
            return
        await _show(context, slot, slot.starts_at, changing_texts.refused(refusal, context.now))
        return
    await tell_changed(work, context.member.id, moved, context.now)
    await _done(context, moved[0].slot, len(moved))


async def _done(context: BotContext, slot: Slot, number: int) -> None:
    row = (Button("Angebotene Tische", "pub:list:0"), MENU)
    await context.show(Screen(texts.moved(slot, number, context.now), (row,)))


async def gone(update: Update, context: BotContext) -> None:
    """Lead from a table that cannot be changed any more to those that can."""
    context.preface = changing_texts.GONE
    await list_tables(update, context)


def _start(context: BotContext) -> datetime | None:
    """The start in the button, in UTC; None where there is none, or no such minute."""
    try:
        wall = datetime.strptime(context.codes[1], CODE)  # noqa: DTZ007 - the wall's, see below
    except (IndexError, ValueError):
        return None
    return wall.replace(tzinfo=LOCAL).astimezone(UTC)


def _later(starts_at: datetime, by: timedelta = timedelta(0)) -> str:
    """A start so much later by the clock on the wall, as a code."""
    return (_wall(starts_at) + by).strftime(CODE)


def _wall(instant: datetime) -> datetime:
    """A moment by the clock on the wall, without a zone."""
    return instant.astimezone(LOCAL).replace(tzinfo=None)

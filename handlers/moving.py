"""Journey "Tisch verlegen": a coordinator shifts a table's start by taps, sees it, and confirms.

Nothing is typed and nothing is kept on the way: the buttons carry the new start, by the clock on
the wall. Buttons: `mv:<slot>:<start>` (look) and `mv!:<slot>:<start>` (do), start as
`YYYYMMDDHHMM`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from telegram import Update

from consultations.moving import Busy, Moved, MovingRefused, move
from consultations.publishing import LOCAL
from consultations.slots import Slot
from handlers._calendars import send_moved
from handlers._context import BotContext
from handlers._gate import COORDINATION, members_only
from handlers._screen import MENU, Button, Screen, back
from handlers._tables import tell
from handlers.tables import list_tables
from handlers.texts import booking as booking_texts
from handlers.texts import moving as texts
from handlers.texts import publishing as publishing_texts

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
        await _gone(update, context)
        return
    await _show(context, slot, _start(context) or slot.starts_at)


async def _show(context: BotContext, slot: Slot, starts_at: datetime, before: str = "") -> None:
    """The proposal, with what stands in its way."""
    seated = len(await context.work.diary.seated(slot.id))
    text = texts.proposal(slot, starts_at, seated, context.now)
    rows = [
        tuple(Button(label, f"mv:{slot.id}:{_later(starts_at, by)}") for label, by in row)
        for row in SHIFTS
    ]
    if starts_at != slot.starts_at:
        rows.insert(0, (Button(texts.MOVE, f"mv!:{slot.id}:{_later(starts_at)}"),))
    rows.append((back(f"pub:t:{slot.id}"), MENU))
    await context.show(Screen(f"{before}\n\n{text}" if before else text, tuple(rows)))


@members_only(COORDINATION)
async def do(update: Update, context: BotContext) -> None:
    """Move the table; everybody there keeps the seat, hears of it, and is asked anew."""
    work, starts_at = context.work, _start(context)
    slot = await work.diary.slot(context.number(0))
    if slot is None or starts_at is None:
        await _gone(update, context)
        return
    try:
        moved = await move(
            work.diary, work.members, work.audit, context.member, slot.id,
            starts_at=starts_at, now=context.now,
        )  # fmt: skip
    except Busy as refusal:
        await _show(context, slot, slot.starts_at, publishing_texts.busy(refusal, context.now))
        return
    except MovingRefused as refusal:
        if not slot.active or slot.starts_at <= context.now:
            await _gone(update, context)
            return
        await _show(context, slot, slot.starts_at, texts.REFUSALS[type(refusal)])
        return
    await _tell(context, moved)
    row = (Button("Angebotene Tische", "pub:list:0"), MENU)
    await context.show(Screen(texts.moved(moved.slot, context.now), (row,)))


async def _tell(context: BotContext, moved: Moved) -> None:
    """Whoever sits there is asked whether the new time suits; calendars follow."""
    work, text = context.work, texts.told(moved, context.now)
    for booking in moved.seated:
        row = (
            Button(texts.SUITS, f"b:ok:{booking.id}"),
            Button(booking_texts.CANCEL_SEAT, f"b:cancel:{booking.id}"),
        )
        await tell(work, [booking.member_id], Screen(text, (row, (MENU,)), kept=True))
    if moved.slot.moderator_id != context.member.id:
        await tell(work, [moved.slot.moderator_id], Screen(text, ((MENU,),), kept=True))
    await send_moved(work, moved, now=context.now)


async def _gone(update: Update, context: BotContext) -> None:
    context.toast(texts.GONE)
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
    wall = starts_at.astimezone(LOCAL).replace(tzinfo=None) + by
    return wall.strftime(CODE)

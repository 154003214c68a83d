"""Journey "Platz verschieben": the same seat at another table, in two taps.

Buttons: `b:move:<booking>` shows where such a seat is free, `b:move!:<booking>:<slot>` takes it.
"""

from __future__ import annotations

from telegram import Update

from consultations.booking import AlreadyCancelled, Booking, BookingRefused, BookingUnknown
from consultations.calendars import FILE_NAME, calendar_file
from consultations.cancelling import other_tables, rebook
from consultations.slots import Slot
from handlers._context import BotContext
from handlers._gate import members_only
from handlers._screen import MENU, Button, Screen, back
from handlers._tables import ask_if_complete, offer_on
from handlers.texts import booking as texts

MOST = 4
MINE = (Button("Meine Termine", "b:mine"), MENU)


@members_only()
async def propose(update: Update, context: BotContext) -> None:
    """Show the next tables with such a seat."""
    diary, number = context.work.diary, context.number(1)
    old = await diary.booking(number)
    if old is None or old.member_id != context.member.id or old.cancelled_at:
        await context.show(Screen(texts.NOT_YOURS_ANY_MORE, (MINE,)))
        return
    free = await _free(context, old)
    lines = [
        texts.slot_line(at, slot, context.now, room=old.access) for at, slot in enumerate(free, 1)
    ]
    numbers = tuple(
        Button(str(at), f"b:move!:{old.id}:{slot.id}") for at, slot in enumerate(free, 1)
    )
    rows = ((numbers,) if numbers else ()) + ((back("b:mine"), MENU),)
    await context.show(Screen(texts.where_to(old, lines, context.now), rows))


async def _free(context: BotContext, old: Booking) -> list[Slot]:
    """The next tables; where steps are in the way, those in rooms without come first."""

    async def found(*, step_free: bool) -> list[Slot]:
        return await other_tables(
            context.work.diary, old.slot.id, old.seat, context.member,
            now=context.now, most=MOST, step_free=step_free,
        )  # fmt: skip

    first = await found(step_free=True) if old.access else []
    rest = await found(step_free=False)
    return [*first, *(one for one in rest if one not in first)][:MOST]


@members_only()
async def move(update: Update, context: BotContext) -> None:
    """Take the new seat, give the old one back, and change the calendar."""
    work, now = context.work, context.now
    try:
        old, new = await rebook(
            work.diary, work.audit, context.number(1), context.number(2), context.member,
            now=now,
        )  # fmt: skip
    except (BookingUnknown, AlreadyCancelled) as refusal:
        await context.show(Screen(texts.REFUSALS[type(refusal)], (MINE,)))
        return
    except BookingRefused as refusal:
        again = (Button(texts.MOVE_SEAT, f"b:move:{context.number(1)}"), MENU)
        await context.show(Screen(texts.REFUSALS[type(refusal)], (again,)))
        return
    await offer_on(work, [old], now=now)
    await context.show(Screen(texts.rebooked(new, now), (MINE,), kept=True))
    for one, caption in (
        (await work.diary.booking(old.id), texts.CANCELLED_CAPTION),
        (new, texts.FILE_CAPTION),
    ):
        if one is not None:
            content = calendar_file(one, now)
            await work.post.send_file(context.chat_id, FILE_NAME, content, caption)
    await ask_if_complete(work, new.slot.id, now=now)

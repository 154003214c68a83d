"""The waiting list of full tables: joining, declining an offer, leaving.

Buttons: `w:join:<slot>:<seat>`, `w:no:<slot>` (decline or leave). A held seat is taken in the
booking journey (`b:take:<slot>:<seat>`).
"""

from __future__ import annotations

from telegram import Update

from consultations.booking import BookingRefused
from consultations.slots import Seat
from consultations.waiting import Ending, stop_waiting, wait
from handlers._context import BotContext
from handlers._gate import members_only
from handlers._screen import MENU, Button, Screen
from handlers._tables import serve_waiting
from handlers.texts import booking as booking_texts
from handlers.texts import waiting as texts

MINE = (Button("Meine Termine", "b:mine"), MENU)


@members_only()
async def join(update: Update, context: BotContext) -> None:
    """Put the member at the end of the list."""
    number, seat = context.number(1), _seat(context)
    work = context.work
    try:
        place = await wait(work.diary, work.waiting, number, context.member, seat, now=context.now)
    except BookingRefused as refusal:
        free = await work.diary.next_free(seat, context.member.id, context.now)
        text = booking_texts.refused(refusal, free, context.now)
        row = (Button("Alle freien Tische", "b:list"), MENU)
        await context.show(Screen(text, (row,)))
        return
    slot = await work.diary.slot(number)
    if slot is not None:
        leave = (Button(texts.LEAVE, f"w:no:{number}"),)
        text = texts.joined(slot, seat, place, context.now)
        await context.show(Screen(text, (leave, MINE), kept=True))


@members_only()
async def leave(update: Update, context: BotContext) -> None:
    """Leave the list; a seat that was held goes to the next."""
    number = context.number(1)
    work = context.work
    held = await work.waiting.of(context.member.id, number)
    offered = held is not None and held.held_until is not None
    ending = Ending.DECLINED if offered else Ending.LEFT
    one = await stop_waiting(work.waiting, context.member.id, number, ending, now=context.now)
    if one is None:
        await context.show(Screen(texts.NOT_WAITING, (MINE,)))
        return
    await serve_waiting(work, number, one.seat, now=context.now)
    await context.show(Screen(texts.DECLINED if offered else texts.LEFT, (MINE,)))


def _seat(context: BotContext) -> Seat:
    """The kind of seat in the button."""
    code = context.codes[-1]
    return Seat(code) if code in list(Seat) else Seat.ADVISER

"""The bot asks the team for the fields a table lacks; one tap takes the seat or declines.

Buttons: `b:take:<slot>:adviser:asked` leads into the booking journey, once `still_sought` has
looked; `ask:no:<slot>` declines.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from telegram import Update

from consultations.asking import check_sought
from consultations.booking import BookingRefused
from consultations.slots import Seat, Slot
from handlers._context import BotContext
from handlers._gate import members_only
from handlers._screen import MENU, Button, Screen
from handlers._tables import Work, tell
from handlers.texts import asking as texts
from handlers.texts import booking as booking_texts
from handlers.texts.waiting import TAKE
from team.members import FieldOfAction, Member

TABLES = (Button("Freie Tische", "b:list"), MENU)
MINE = (Button("Meine Termine", "b:mine"), MENU)


async def ask(
    work: Work, slot: Slot, member: Member, fields: Sequence[FieldOfAction], now: datetime
) -> None:
    """Ask a member to join a table; two taps are all it takes."""
    row = (_take(TAKE, slot.id), Button(texts.NOT_THIS_TIME, f"ask:no:{slot.id}"))
    screen = Screen(texts.asked(slot, fields, now), (row, (MENU,)), kept=True)
    await tell(work, [member.id], screen)


def _take(label: str, slot_id: int) -> Button:
    return Button(label, f"b:take:{slot_id}:{Seat.ADVISER}:asked")


@members_only()
async def decline(update: Update, context: BotContext) -> None:
    """Thank, and ask for no reason; others are asked instead."""
    number, work, member = context.number(1), context.work, context.member
    asked = {one.member_id for one in await work.asked.at(number)}
    if await work.diary.active_booking(number, member.id) is not None:
        await context.show(Screen(texts.HAS_SEAT, (MINE,)))
    elif member.id not in asked:
        await context.show(Screen(texts.NOT_ASKED, (MINE,)))
    else:
        await work.asked.decline(number, member.id, context.now)
        await context.show(Screen(texts.DECLINED, ((_take(texts.AFTER_ALL, number),), TABLES)))


async def still_sought(context: BotContext, slot_id: int) -> bool:
    """Whether the table still lacks the field of who was asked; where not, that is said."""
    try:
        await check_sought(context.work.diary, slot_id, context.member, now=context.now)
    except BookingRefused as refusal:
        await context.show(Screen(booking_texts.REFUSALS[type(refusal)], (TABLES,)))
        return False
    return True

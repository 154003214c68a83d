"""What the presenter tells for the family, and what the bot asks weeks later.

Buttons: `fam:yes:<slot>:<mark>`, `fam:seat:<slot>`, `fam:one:<slot>:<booking>`,
`fam:not:<slot>:<booking>:seat|field`, `fam:few:<slot>`, `fam:off:<slot>`, `fam:peer:<slot>`,
`fam:back:<slot>`, `fam:later:<slot>`, `b:ok:<booking>`.
"""

from __future__ import annotations

from datetime import timedelta

from telegram import Update

from consultations.booking import BookingRefused, turn
from consultations.family import (
    NotComplete,
    NotPresenter,
    TableChanged,
    agree,
    call_off,
    fewer_adults,
    presented,
    refuse_seat,
    without_family,
)
from consultations.slots import Seat, Slot
from consultations.states import Event
from handlers._calendars import send_table
from handlers._context import BotContext
from handlers._gate import members_only
from handlers._screen import MENU, Button, Screen, back, rows_of
from handlers._tables import (
    ask_if_complete,
    end_waiting_at,
    family_question,
    offer_on,
    tell,
)
from handlers.texts import booking as booking_texts
from handlers.texts import reminders as texts

MINE = (Button("Meine Termine", "b:mine"), MENU)
WEEK = timedelta(days=7)


@members_only()
async def confirm_seat(update: Update, context: BotContext) -> None:
    """A reminded or moved table still suits."""
    booking = await context.work.diary.booking(context.number(1))
    if booking is None or booking.member_id != context.member.id or booking.cancelled_at:
        await context.show(Screen(booking_texts.NOT_YOURS_ANY_MORE, (MINE,)))
        return
    if await context.work.diary.confirm(booking):
        await ask_if_complete(context.work, booking.slot.id, now=context.now)
    await context.show(Screen(texts.CONFIRMED_SEAT, (MINE,)))


@members_only()
async def say_yes(update: Update, context: BotContext) -> None:
    """The family wants this table; everybody there may rely on it."""
    number, work = context.number(1), context.work
    try:
        slot = await agree(
            work.diary, work.audit, number, context.member, context.codes[-1], now=context.now
        )
    except TableChanged:
        await _ask_anew(context, number, texts.CHANGED_MEANWHILE)
        return
    except NotComplete:
        await context.show(Screen(texts.NOT_YET, (MINE,)))
        return
    except NotPresenter:
        await _over(context)
        return
    seated = await work.diary.seated(number)
    others = [one.member_id for one in seated if one.member_id != context.member.id]
    screen = Screen(texts.stands(slot, context.now), (MINE,), kept=True)
    await tell(work, [slot.moderator_id, *others], screen)
    await context.show(Screen(texts.AGREED, (MINE,), kept=True))


async def _ask_anew(context: BotContext, number: int, before: str) -> None:
    slot = await context.work.diary.slot(number)
    if slot is None:
        await _over(context)
        return
    screen = await family_question(context.work, slot, now=context.now)
    await context.show(Screen(f"{before}\n\n{screen.text}", screen.rows, kept=True))


async def _over(context: BotContext) -> None:
    await context.show(Screen(texts.NOT_ASKED_ANY_MORE, (MINE,)))


@members_only()
async def ask_seat(update: Update, context: BotContext) -> None:
    """Ask which seat is to be another one."""
    slot = await _presented(context)
    if slot is None:
        return
    buttons = []
    for one in await context.work.diary.seated(slot.id):
        other = await context.work.members.member(one.member_id)
        if other is not None and one.seat is Seat.ADVISER:
            label = texts.seat_of(other)[:60]
            buttons.append(Button(label, f"fam:one:{slot.id}:{one.id}"))
    few = Button(texts.FEWER, f"fam:few:{slot.id}")
    rows = (*rows_of(buttons, 1), (few,), (Button(texts.CALLED_OFF, f"fam:off:{slot.id}"),), MINE)
    await context.show(Screen(texts.WHICH_SEAT, rows))


@members_only()
async def ask_how_far(update: Update, context: BotContext) -> None:
    """Ask whether it is this seat only, or its whole field."""
    slot = await _presented(context)
    if slot is None:
        return
    of = f"fam:not:{slot.id}:{context.number(2)}"
    buttons = (
        (Button(texts.SEAT_NOT_WANTED, f"{of}:seat"),),
        (Button(texts.FIELD_NOT_WANTED, f"{of}:field"),),
    )
    await context.show(Screen(texts.HOW_FAR, (*buttons, (back(f"fam:seat:{slot.id}"), MENU))))


@members_only()
async def refuse(update: Update, context: BotContext) -> None:
    """Free the seat; whoever had it learns no reason, and somebody else is offered it."""
    number, work = context.number(1), context.work
    booking = await work.diary.booking(context.number(2))
    other = await work.members.member(booking.member_id) if booking is not None else None
    field = other.field if other is not None and context.codes[-1] == "field" else None
    try:
        freed = await refuse_seat(
            work.diary, work.audit, number, context.member, context.number(2), field,
            now=context.now,
        )  # fmt: skip
    except BookingRefused:
        await _over(context)
        return
    text = texts.given_to_others(freed.slot, context.now)
    await tell(work, [freed.member_id], Screen(text, (MINE,), kept=True))
    await offer_on(work, [freed], now=context.now)
    await context.show(Screen(texts.SEAT_FREED, (MINE,)))


@members_only()
async def take_seat_away(update: Update, context: BotContext) -> None:
    """One adult fewer at the table."""
    try:
        slot = await fewer_adults(
            context.work.diary, context.number(1), context.member, now=context.now
        )
    except NotPresenter:
        await _over(context)
        return
    text = booking_texts.fewer(slot) if slot is not None else booking_texts.NOT_FEWER
    await context.show(Screen(text, (MINE,)))


@members_only()
async def propose_off(update: Update, context: BotContext) -> None:
    """Show what calling off will do."""
    slot = await _presented(context)
    if slot is not None:
        row = (Button(booking_texts.CANCEL_TABLE, f"fam:off!:{slot.id}"), back(f"my:t:{slot.id}"))
        text = booking_texts.confirm_calling_off(slot, context.now)
        await context.show(Screen(text, (row, (MENU,))))


@members_only()
async def cancel_for_family(update: Update, context: BotContext) -> None:
    """The family does not want it any more: "Termin entfällt", and nothing else is said."""
    number, work = context.number(1), context.work
    seated = await work.diary.seated(number)
    try:
        slot = await call_off(work.diary, work.audit, number, context.member, now=context.now)
    except NotPresenter:
        await _over(context)
        return
    gone = Screen(booking_texts.table_cancelled(slot, context.now), ((MENU,),), kept=True)
    others = [one.member_id for one in seated if one.member_id != context.member.id]
    await tell(work, [slot.moderator_id, *others], gone)
    await end_waiting_at(work, number, gone, now=context.now)
    await context.show(Screen(texts.QUIETLY_OFF, (MINE,), kept=True))
    await send_table(work, number, booking_texts.CANCELLED_CAPTION, now=context.now)


@members_only()
async def go_on_without_family(update: Update, context: BotContext) -> None:
    """Make it a consultation among professionals; everybody at the table hears of it."""
    number, work = context.number(1), context.work
    try:
        slot = await without_family(
            work.diary, work.audit, number, context.member, now=context.now
        )
    except NotPresenter:
        await _over(context)
        return
    seated = await work.diary.seated(number)
    others = [one.member_id for one in seated if one.member_id != context.member.id]
    screen = Screen(texts.kind_changed(slot, context.now), (MINE,), kept=True)
    await tell(work, [slot.moderator_id, *others], screen)
    await context.show(Screen(texts.NOW_PEER, (MINE,), kept=True))
    await ask_if_complete(work, number, now=context.now)


@members_only()
async def looked_back(update: Update, context: BotContext) -> None:
    """The family and its helpers have looked back."""
    number, work = context.number(1), context.work
    slot = await work.diary.slot(number)
    if slot is None or not await _took_part(context, slot):
        await _over(context)
        return
    await turn(
        work.diary, work.audit, slot, Event.LOOKED_BACK, by=context.member.id, now=context.now
    )
    await context.show(Screen(texts.LOOKED_BACK, (MINE,)))


@members_only()
async def look_back_later(update: Update, context: BotContext) -> None:
    """Ask again in a week."""
    slot = await context.work.diary.slot(context.number(1))
    if slot is None or not await _took_part(context, slot):
        await _over(context)
        return
    await context.work.reminders.postpone(slot, context.member.id, context.now.date() + WEEK)
    await context.show(Screen(texts.LATER, (MINE,)))


async def _took_part(context: BotContext, slot: Slot) -> bool:
    seat = await context.work.diary.active_booking(slot.id, context.member.id)
    presented_there = seat is not None and seat.seat is Seat.PRESENTER
    return presented_there or slot.moderator_id == context.member.id


async def _presented(context: BotContext) -> Slot | None:
    """The table in the button, if the member presents there; otherwise that is said."""
    try:
        return await presented(
            context.work.diary, context.number(1), context.member, now=context.now
        )
    except NotPresenter:
        await _over(context)
        return None

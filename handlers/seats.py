"""Journey "Mein Platz": a member's seats and what they wait for; giving a seat back.

The table is shown to those who sit there and to its moderator, to nobody else. Buttons: `b:mine`,
`b:what`, `b:cancel:<booking>` and `b:cancel!:<booking>`, `my:t:<slot>`, `my:need:<slot>:…`
(`handlers._needs`), `my:pass:…` and `my:keep:…` (`handlers.proxies`).
"""

from __future__ import annotations

from telegram import Update

from consultations.booking import Booking, BookingRefused
from consultations.calendars import FILE_NAME, calendar_file
from consultations.cancelling import cancel
from consultations.presenting import tell_needs
from consultations.slots import Seat, Slot
from consultations.waiting import place
from handlers._context import BotContext
from handlers._gate import members_only
from handlers._needs import changed, need_rows, people_screen
from handlers._screen import MENU, Button, Row, Screen, back, rows_of
from handlers._tables import offer_on
from handlers.relaying import tell_buttons
from handlers.texts import booking as texts
from handlers.texts import proxies as proxy_texts
from handlers.texts import seats as seat_texts
from handlers.texts import waiting as waiting_texts


@members_only()
async def what_comes(update: Update, context: BotContext) -> None:
    """Say how a consultation goes."""
    row = (Button("Meine Termine", "b:mine"), MENU)
    await context.show(Screen(texts.WHAT_COMES, (row,)))


@members_only()
async def my_bookings(update: Update, context: BotContext) -> None:
    """Show the member's bookings, and what they wait for."""
    bookings = await context.work.diary.bookings_of(context.member.id, context.now)
    lines = [texts.booking_line(one, context.now) for one in bookings]
    buttons = [
        button
        for at, one in enumerate(bookings, 1)
        for button in (
            Button(f"{at} {seat_texts.MY_SEAT}", f"my:t:{one.slot.id}"),
            Button(f"{at} {texts.CANCEL_SEAT}", f"b:cancel:{one.id}"),
        )
    ]
    buttons += tell_buttons(bookings, context.now)
    for one in await context.work.waiting.all_of(context.member.id):
        slot = await context.work.diary.slot(one.slot_id)
        if slot is not None:
            rank = await place(
                context.work.diary, context.work.waiting, slot, one.seat, one.member_id
            )
            lines.append(waiting_texts.waiting_line(slot, one.seat, rank or 1, context.now))
            buttons.append(Button(f"{len(lines)} Liste verlassen", f"w:no:{slot.id}"))
    last_rows: tuple[Row, ...] = ((Button("Freie Tische", "b:list"), MENU),)
    if context.house.public_url:
        last_rows = ((Button("Kalender abonnieren", "cal:home"),), *last_rows)
    if not lines:
        await context.show(Screen(texts.NO_BOOKINGS, last_rows))
        return
    rows = (*rows_of(buttons), *last_rows)
    await context.show(Screen(texts.bookings(lines), rows, kept=True))


@members_only()
async def show_table(update: Update, context: BotContext) -> None:
    """Show a table to whoever sits there or moderates it, and what can be done with one's seat."""
    await _show_table(context, context.number(1))


async def _show_table(context: BotContext, slot_id: int) -> None:
    work, member = context.work, context.member
    slot = await work.diary.slot(slot_id)
    mine = await work.diary.active_booking(slot_id, member.id)
    if slot is None or (mine is None and slot.moderator_id != member.id):
        await context.show(Screen(seat_texts.NOT_THERE, ((back("b:mine"), MENU),)))
        return
    led = await work.members.member(slot.moderator_id) if slot.moderator_id is not None else None
    chairs = [
        (one, await work.members.member(one.member_id)) for one in await work.diary.seated(slot_id)
    ]
    text = seat_texts.table(slot, led, chairs, mine, context.now)
    rows = _seat_rows(slot, mine) if mine is not None and slot.starts_at > context.now else ()
    await context.show(Screen(text, (*rows, (back("b:mine"), MENU))))


def _seat_rows(slot: Slot, mine: Booking) -> tuple[Row, ...]:
    presents = mine.seat is Seat.PRESENTER
    needs = need_rows(f"my:need:{slot.id}", mine.needs, slot.kind) if presents else ()
    move = Button(texts.MOVE_SEAT, f"b:move:{mine.id}")
    give_back = Button(texts.CANCEL_SEAT, f"b:cancel:{mine.id}")
    stand_in = Button(proxy_texts.PROXY, f"my:pass:{mine.id}")
    if mine.passes_on:
        keep = Button(proxy_texts.KEEP, f"my:keep:{mine.id}")
        return (*needs, (move, give_back), (stand_in, keep))
    return (*needs, (move, give_back), (stand_in,))


@members_only()
async def change_needs(update: Update, context: BotContext) -> None:
    """Take what the family needs, or ask how many come."""
    slot_id = context.number(1)
    if context.codes[-1] == "people":
        await context.show(people_screen(f"my:need:{slot_id}", f"my:t:{slot_id}"))
        return
    mine = await context.work.diary.active_booking(slot_id, context.member.id)
    if mine is not None:
        needs = changed(mine.needs, context.codes[-2:])
        try:
            await tell_needs(context.work.diary, mine.id, context.member, needs, now=context.now)
        except BookingRefused as refusal:
            context.preface = texts.REFUSALS[type(refusal)]
    await _show_table(context, slot_id)


@members_only()
async def propose_cancel(update: Update, context: BotContext) -> None:
    """Show what cancelling will do."""
    booking = await context.work.diary.booking(context.number())
    if booking is None or booking.member_id != context.member.id or booking.cancelled_at:
        await my_bookings(update, context)
        return
    row = (Button(texts.CANCEL_SEAT, f"b:cancel!:{booking.id}"), back("b:mine"))
    await context.show(Screen(texts.confirm_cancel(booking, context.now), (row, (MENU,))))


@members_only()
async def cancel_booking(update: Update, context: BotContext) -> None:
    """Give the seat back and take the entry out of the calendar."""
    work, row = context.work, (Button("Meine Termine", "b:mine"), MENU)
    try:
        booking = await cancel(
            work.diary, work.audit, context.number(), context.member, now=context.now
        )
    except BookingRefused as refusal:
        await context.show(Screen(texts.REFUSALS[type(refusal)], (row,)))
        return
    await offer_on(work, [booking], now=context.now)
    cancelled = await work.diary.booking(booking.id)
    await context.show(Screen(texts.CANCELLED, (row,)))
    if cancelled is not None:
        content = calendar_file(cancelled, context.now)
        await work.post.send_file(context.chat_id, FILE_NAME, content, texts.CANCELLED_CAPTION)

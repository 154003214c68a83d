"""Journey "Mein Platz": a member's seats and what they wait for; giving a seat back.

Buttons: `b:mine`, `b:what`, `b:cancel:<booking>` and `b:cancel!:<booking>`.
"""

from __future__ import annotations

from telegram import Update

from consultations.booking import BookingRefused
from consultations.calendars import FILE_NAME, calendar_file
from consultations.cancelling import cancel
from consultations.waiting import place
from handlers._context import BotContext
from handlers._gate import members_only
from handlers._screen import MENU, Button, Row, Screen, back, rows_of
from handlers._tables import offer_on
from handlers.texts import booking as texts
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
    buttons = [Button(f"{at} absagen", f"b:cancel:{one.id}") for at, one in enumerate(bookings, 1)]
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
async def propose_cancel(update: Update, context: BotContext) -> None:
    """Show what cancelling will do."""
    booking = await context.work.diary.booking(context.number())
    if booking is None or booking.member_id != context.member.id or booking.cancelled_at:
        await my_bookings(update, context)
        return
    row = (Button("Absagen", f"b:cancel!:{booking.id}"), back("b:mine"))
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

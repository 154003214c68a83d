"""Journey "Vertretung": a seat is passed on with a link that works once.

Whoever opens it sees what it means, then takes the seat. The code in the link is put in when it is
sent (`handlers._unwritten`); this dialogue keeps its hash. Buttons: `my:pass:<booking>` and
`my:keep:<booking>` for the holder; `v:yes` and `v:no` for the proxy.
"""

from __future__ import annotations

from enum import StrEnum

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, filters

from consultations.booking import Booking, BookingRefused
from consultations.calendars import FILE_NAME, calendar_file
from consultations.proxies import StoodIn, effect, pass_on, passed_on, proxy_code, stand_in
from handlers._context import BotContext
from handlers._conversation import conversation
from handlers._gate import members_only
from handlers._screen import MENU, Button, Screen, back
from handlers._tables import ask_if_complete, offer_on, tell
from handlers._unwritten import proxy_code as mark_for
from handlers.texts import booking as booking_texts
from handlers.texts import proxies as texts
from handlers.texts import seats as seat_texts
from team.invitations import CODE, hash_of, new_nonce
from team.members import Function, MemberState

NAME = "proxy"
START = "v-"  # before the code in a link; an invitation's code stands alone
OPENS = filters.Regex(rf"^/start(?:@\w+)?\s+{START}{CODE}\s*$")
MINE = (Button("Meine Termine", "b:mine"), MENU)


class Step(StrEnum):
    """Where a proxy stands."""

    ASKED = "asked"


@members_only()
async def give_link(update: Update, context: BotContext) -> None:
    """Make a link for whoever stands in; the one before opens nothing any more."""
    house, nonce = context.house, new_nonce()
    code_hash = hash_of(proxy_code(house.invitation_key, nonce))
    booking = await _passed(context, code_hash)
    if booking is None:
        return
    address = f"https://t.me/{house.bot_username}?start={START}{mark_for(nonce)}"
    row = (
        Button(texts.ANOTHER_LINK, f"my:pass:{booking.id}"),
        Button(texts.KEEP, f"my:keep:{booking.id}"),
    )
    last_row = (back(f"my:t:{booking.slot.id}"), MENU)
    await context.show(Screen(texts.link(booking, address, context.now), (row, last_row)))


@members_only()
async def keep_seat(update: Update, context: BotContext) -> None:
    """Take the link back; the seat stays with its holder."""
    booking = await _passed(context, None)
    if booking is not None:
        row = (Button(seat_texts.MY_SEAT, f"my:t:{booking.slot.id}"), MENU)
        await context.show(Screen(texts.KEPT, (row,)))


async def _passed(context: BotContext, code_hash: str | None) -> Booking | None:
    """The holder's booking with this hash behind it; otherwise it is said why not."""
    try:
        return await pass_on(
            context.work.diary, context.number(1), context.member, code_hash, now=context.now
        )
    except BookingRefused as refusal:
        await context.show(Screen(booking_texts.REFUSALS[type(refusal)], (MINE,)))
        return None


@members_only()
async def open_link(update: Update, context: BotContext) -> str | int:
    """Show what taking this seat means, before anything happens."""
    work, member = context.work, context.member
    code_hash = hash_of((context.args or [""])[0].removeprefix(START))
    try:
        booking = await passed_on(work.diary, code_hash, member, now=context.now)
    except BookingRefused as refusal:
        return await _refuse(context, refusal)
    work.dialogues.draft(NAME)["code"] = code_hash
    holder = await work.members.member(booking.member_id)
    function = holder.function if holder is not None else None
    stands_for = booking.stands_for or function or Function.OTHER
    means = await effect(work.diary, booking, member)
    row = (Button(texts.TAKE, "v:yes"), Button(texts.NO, "v:no"))
    text = texts.ask(booking, member, stands_for, means, context.now)
    await context.show(Screen(text, (row, (MENU,))))
    return Step.ASKED


async def _refuse(context: BotContext, refusal: BookingRefused) -> int:
    await context.show(Screen(booking_texts.REFUSALS[type(refusal)], (MINE,)))
    return ConversationHandler.END


@members_only()
async def take_seat(update: Update, context: BotContext) -> int:
    """Take the seat; everybody concerned hears of it, and the family is asked anew."""
    work, now = context.work, context.now
    code_hash = str(work.dialogues.draft(NAME).get("code", ""))
    try:
        stood = await stand_in(
            work.diary, work.members, work.audit, work.waiting, code_hash, context.member,
            now=now,
        )  # fmt: skip
    except BookingRefused as refusal:
        return await _refuse(context, refusal)
    new = stood.new
    row = (Button(seat_texts.MY_SEAT, f"my:t:{new.slot.id}"), MENU)
    await context.show(Screen(texts.taken(new, now), (row,), kept=True))
    content = calendar_file(new, now)
    await work.post.send_file(context.chat_id, FILE_NAME, content, booking_texts.FILE_CAPTION)
    await _tell(context, stood)
    if stood.waited is not None:
        await offer_on(work, [stood.waited], now=now)
    await ask_if_complete(work, new.slot.id, now=now)
    return ConversationHandler.END


async def _tell(context: BotContext, stood: StoodIn) -> None:
    """Whoever had the seat, and the others at the table."""
    work, now, slot = context.work, context.now, stood.new.slot
    await tell(work, [stood.old.member_id], Screen(texts.given(slot, now), (MINE,), kept=True))
    before = await work.members.member(stood.old.member_id)
    old = await work.diary.booking(stood.old.id)
    if before is not None and before.state is MemberState.ACTIVE and old is not None:
        content = calendar_file(old, now)
        caption = booking_texts.CANCELLED_CAPTION
        await work.post.send_file(before.telegram_id, FILE_NAME, content, caption)
    others = [one.member_id for one in await work.diary.seated(slot.id) if one.id != stood.new.id]
    row = (Button(seat_texts.AT_TABLE, f"my:t:{slot.id}"), MENU)
    screen = Screen(texts.another(slot, now), (row,), kept=True)
    await tell(work, [slot.moderator_id, *others], screen)


@members_only()
async def decline(update: Update, context: BotContext) -> int:
    """Leave the seat with its holder; the link still works."""
    await context.show(Screen(texts.DECLINED, (MINE,)))
    return ConversationHandler.END


@members_only()
async def stale(update: Update, context: BotContext) -> int:
    """Answer a button of a link that is not open any more."""
    await context.show(Screen(texts.OLD_LINK, (MINE,)))
    return ConversationHandler.END


standing_in = conversation(
    NAME,
    entry_points=[CommandHandler("start", open_link, filters.UpdateType.MESSAGE & OPENS)],
    states={
        Step.ASKED: [
            CallbackQueryHandler(take_seat, pattern=r"^v:yes$"),
            CallbackQueryHandler(decline, pattern=r"^v:no$"),
        ],
    },
    fallbacks=[],
)

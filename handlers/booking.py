"""Journey "Beratung buchen": a seat at a table in five taps.

The screens follow each other as `Step` says; what was chosen is kept as codes in the draft.
Buttons: `b:list`, `b:slots:<page>`, `b:slot:<id>`, `b:seat:<seat>`, `b:family:yes|no|peer`,
`b:theme:<n>`, `b:age:<band>`, `b:lang:<code>`, `b:need:…` (`handlers._needs`), `b:to:<id>` (the
same at another table), `b:book`; `handlers.seats` has the rest.
"""

from __future__ import annotations

from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler

from consultations.booking import (
    Booking,
    BookingRefused,
    SeatTaken,
    open_slot,
)
from consultations.calendars import FILE_NAME, calendar_file
from consultations.cancelling import other_tables
from consultations.slots import AgeBand, Seat, Slot, TableLanguage
from consultations.waiting import take
from handlers._context import BotContext
from handlers._conversation import conversation
from handlers._gate import Callback, members_only
from handlers._needs import changed, need_rows, people_screen
from handlers._questions import PEER, THEMES, Step, matter_of, needs_of, questions
from handlers._screen import MENU, Button, Row, Screen, back, rows_of
from handlers._tables import ask_if_complete
from handlers.asking import still_sought
from handlers.texts import booking as texts
from handlers.texts import seats as seat_texts
from handlers.texts import waiting as waiting_texts

NAME = "booking"
PAGE = 5
MOST_OTHERS = 3
NEED = "b:need"
WHAT_COMES = Button("Was kommt auf mich zu?", "b:what")


@members_only()
async def list_slots(update: Update, context: BotContext) -> str:
    """Show the tables that have room."""
    context.work.dialogues.leave(NAME)
    return await _list(context, context.number() if _is(context, "slots") else 0)


async def _list(context: BotContext, page: int) -> str:
    slots = await context.work.diary.with_room(context.now)
    page = page if page * PAGE < len(slots) else 0
    shown, rest = slots[page * PAGE : (page + 1) * PAGE], slots[(page + 1) * PAGE :]
    if not shown:
        await context.show(Screen(texts.NO_SLOTS, ((Button("Meine Termine", "b:mine"), MENU),)))
        return Step.SLOT
    lines = [texts.slot_line(at, slot, context.now) for at, slot in enumerate(shown, 1)]
    numbers = tuple(Button(str(at), f"b:slot:{slot.id}") for at, slot in enumerate(shown, 1))
    turn = [Button("Frühere", f"b:slots:{page - 1}")] if page else []
    turn += [Button("Weitere", f"b:slots:{page + 1}")] if rest else []
    rows = (numbers, tuple(turn), (Button("Meine Termine", "b:mine"), MENU))
    text = texts.slots(lines, len(rest))
    await context.show(Screen(text, tuple(row for row in rows if row)))
    return Step.SLOT


@members_only()
async def choose_slot(update: Update, context: BotContext) -> str:
    """Take a table from the list, if this member may sit there."""
    context.work.dialogues.leave(NAME)
    try:
        slot = await open_slot(
            context.work.diary, context.number(), context.member, now=context.now
        )
        if not slot.has_room:
            raise SeatTaken
    except BookingRefused as refusal:
        return await _show_refusal(context, refusal, Seat.ADVISER, context.number())
    _draft(context)["slot"] = slot.id
    return await _ask_seat(context, slot)


async def _ask_seat(context: BotContext, slot: Slot) -> str:
    labels = {Seat.PRESENTER: texts.PRESENT, Seat.ADVISER: texts.ADVISE}
    buttons = [Button(labels[seat], f"b:seat:{seat}") for seat in Seat if slot.free(seat) > 0]
    rows = (*rows_of(buttons, 1), (back("b:list"), MENU))
    await context.show(Screen(texts.ask_seat(slot, context.now), rows))
    return Step.SEAT


@members_only()
async def choose_seat(update: Update, context: BotContext) -> str:
    """Take the kind of seat; a presenter is asked for the family's yes."""
    seat = context.codes[-1]
    if seat not in list(Seat):
        return await show_step(context)
    _draft(context)["seat"] = seat
    return await show_step(context)


@members_only()
async def answer_for_family(update: Update, context: BotContext) -> str:
    """Without the family's yes there is no seat as presenter, unless it is not about a family."""
    draft = _draft(context)
    if context.codes[-1] == "yes":
        draft["family"] = True
    elif context.codes[-1] == "peer":
        draft["family"] = False
        context.preface = texts.ANONYMOUS
    else:
        advise = Button(texts.ADVISE, f"b:seat:{Seat.ADVISER}")
        rows = ((PEER,), (advise, back(f"b:seat:{Seat.PRESENTER}")), (MENU,))
        await context.show(Screen(texts.NOT_ASKED, rows))
        return Step.FAMILY
    return await show_step(context)


@members_only()
async def choose_theme(update: Update, context: BotContext) -> str:
    """Take the theme."""
    number = context.number()
    if number < len(THEMES):
        _draft(context)["theme"] = THEMES[number]
    return await show_step(context)


@members_only()
async def choose_age(update: Update, context: BotContext) -> str:
    """Take the age band."""
    if context.codes[-1] in list(AgeBand):
        _draft(context)["age"] = context.codes[-1]
    return await show_step(context)


@members_only()
async def choose_language(update: Update, context: BotContext) -> str:
    """Take the language of the table."""
    if context.codes[-1] in list(TableLanguage):
        _draft(context)["language"] = context.codes[-1]
    return await show_step(context)


@members_only()
async def change(update: Update, context: BotContext) -> str:
    """Go one step back: forget the last answer and ask it again."""
    draft = _draft(context)
    for answer in ("language", "age", "theme", "family", "seat"):
        if draft.pop(answer, None) is not None:
            break
    return await show_step(context)


@members_only()
async def change_needs(update: Update, context: BotContext) -> str:
    """Take what the family needs; it stands in the summary, where more can be tapped."""
    if context.codes[-1] == "people":
        await context.show(people_screen(NEED, "b:need:as:is"))
        return Step.CONFIRM
    needs = changed(needs_of(_draft(context)), context.codes[-2:])
    _draft(context).update(
        access=needs.access, interpreting=needs.interpreting, people=needs.people
    )
    return await show_step(context)


@members_only()
async def change_table(update: Update, context: BotContext) -> str:
    """Keep all answers and take them to another table."""
    try:
        slot = await open_slot(
            context.work.diary, context.number(), context.member, now=context.now
        )
    except BookingRefused as refusal:
        return await _show_refusal(context, refusal, Seat.PRESENTER, context.number())
    _draft(context)["slot"] = slot.id
    return await show_step(context)


@members_only()
async def stale(update: Update, context: BotContext) -> str:
    """Answer a button of an earlier step with the current one."""
    context.toast(texts.OLD_STEP)
    return await show_step(context)


async def show_step(context: BotContext) -> str:
    """Ask for the first answer that is missing, or show the summary."""
    draft = _draft(context)
    slot = await context.work.diary.slot(int(draft.get("slot", 0)))
    if slot is None:
        return await _list(context, 0)
    if "seat" not in draft:
        return await _ask_seat(context, slot)
    if draft["seat"] == Seat.PRESENTER:
        for step, answer, ask in questions(draft):
            if answer not in draft:
                await context.show(ask())
                return step
    await context.show(await _summary(context, slot))
    return Step.CONFIRM


async def _summary(context: BotContext, slot: Slot) -> Screen:
    """What will be booked; a presenter may add here what the family needs."""
    seat, matter = Seat(_draft(context)["seat"]), matter_of(_draft(context))
    rows: tuple[Row, ...] = ((Button(texts.BOOK, "b:book"),), (back("b:back"), MENU))
    if seat is Seat.ADVISER:
        return Screen(texts.summary(slot, None, context.now), rows)
    others: list[Slot] = []
    if matter.needs.access and slot.step_free is False:
        others = await other_tables(
            context.work.diary, slot.id, seat, context.member,
            now=context.now, most=MOST_OTHERS, step_free=True,
        )  # fmt: skip
    lines = [texts.slot_line(at, one, context.now) for at, one in enumerate(others, 1)]
    numbers = tuple(Button(str(at), f"b:to:{one.id}") for at, one in enumerate(others, 1))
    text = texts.summary(slot, matter, context.now)
    if about_room := seat_texts.room(slot, matter.needs):
        text = f"{text}\n{about_room}"
    if slot.step_free is False and matter.needs.access:
        text = f"{text}\n{seat_texts.other_rooms(lines)}"
    rows = (*((numbers,) if numbers else ()), *need_rows(NEED, matter.needs, matter.kind), *rows)
    return Screen(text, rows)


@members_only()
async def confirm(update: Update, context: BotContext) -> str | int:
    """Book the seat; confirm it, or say why not and what is free next."""
    draft = _draft(context)
    if "slot" not in draft or "seat" not in draft:
        return await show_step(context)
    seat = Seat(draft["seat"])
    try:
        booking = await take(
            context.work.diary,
            context.work.audit,
            context.work.waiting,
            int(draft["slot"]),
            context.member,
            seat,
            matter_of(_draft(context)),
            now=context.now,
        )
    except BookingRefused as refusal:
        return await _show_refusal(context, refusal, seat, int(draft["slot"]))
    await _confirm(context, booking)
    await ask_if_complete(context.work, booking.slot.id, now=context.now)
    return ConversationHandler.END


async def _confirm(context: BotContext, booking: Booking) -> None:
    context.toast(texts.BOOKED_TOAST)
    rows = (
        (Button(seat_texts.MY_SEAT, f"my:t:{booking.slot.id}"), WHAT_COMES),
        (
            Button(texts.MOVE_SEAT, f"b:move:{booking.id}"),
            Button(texts.CANCEL_SEAT, f"b:cancel:{booking.id}"),
        ),
        (Button("Meine Termine", "b:mine"), MENU),
    )
    await context.show(Screen(texts.booked(booking, context.now), rows, kept=True))
    await context.work.post.send_file(
        context.chat_id, FILE_NAME, calendar_file(booking, context.now), texts.FILE_CAPTION
    )


async def _show_refusal(
    context: BotContext, refusal: BookingRefused, seat: Seat, slot_id: int
) -> str:
    diary, member = context.work.diary, context.member
    free = await diary.next_free(seat, member.id, context.now, but=slot_id)
    nearest = [Button("Den nehmen", f"b:slot:{free.id}")] if free is not None else []
    wait = await _waiting_choices(context, refusal, slot_id, seat)
    rows = ((*nearest, Button("Alle freien Tische", "b:list")), *rows_of(wait, 1), (MENU,))
    await context.show(Screen(texts.refused(refusal, free, context.now), rows))
    return Step.SLOT


async def _waiting_choices(
    context: BotContext, refusal: BookingRefused, slot_id: int, seat: Seat
) -> list[Button]:
    """A full table has a waiting list; the place on it is visible beforehand."""
    slot = await context.work.diary.slot(slot_id)
    if not isinstance(refusal, SeatTaken) or slot is None:
        return []
    queue = await context.work.waiting.at(slot_id, seat)
    return [Button(waiting_texts.join_label(len(queue) + 1), f"w:join:{slot_id}:{seat}")]


@members_only()
async def take_held(update: Update, context: BotContext) -> str:
    """Begin to book the seat that is held for the member, or for which they were asked."""
    number, seat = context.codes[1:3]
    context.work.dialogues.leave(NAME)
    if context.codes[3:] and not await still_sought(context, int(number)):
        return Step.SLOT
    if seat not in list(Seat):
        return await _list(context, 0)
    _draft(context).update(slot=int(number), seat=seat)
    return await show_step(context)


def _draft(context: BotContext) -> dict[str, Any]:
    return context.work.dialogues.draft(NAME)


def _is(context: BotContext, code: str) -> bool:
    return context.incoming.callback_query is not None and context.codes[:1] == [code]


def _press(callback: Callback[Any], pattern: str) -> CallbackQueryHandler[BotContext, Any]:
    return CallbackQueryHandler(callback, pattern=pattern)


BACK = _press(change, r"^b:back$")
SEAT = _press(choose_seat, r"^b:seat:\w+$")

booking = conversation(
    NAME,
    entry_points=[
        CommandHandler("beratung", list_slots),
        _press(list_slots, r"^b:list$|^b:slots:\d+$"),
        _press(choose_slot, r"^b:slot:\d+$"),
        _press(take_held, r"^b:take:\d{1,9}:\w+(?::asked)?$"),
    ],
    states={
        Step.SLOT: [],
        Step.SEAT: [SEAT],
        Step.FAMILY: [_press(answer_for_family, r"^b:family:\w+$"), SEAT, BACK],
        Step.THEME: [_press(choose_theme, r"^b:theme:\d+$"), BACK],
        Step.AGE: [_press(choose_age, r"^b:age:[\w-]+$"), BACK],
        Step.LANGUAGE: [_press(choose_language, r"^b:lang:\w+$"), BACK],
        Step.CONFIRM: [
            _press(confirm, r"^b:book$"),
            _press(change_needs, r"^b:need:(?:people|\w+:\w+)$"),
            _press(change_table, r"^b:to:\d+$"),
            BACK,
        ],
    },
    fallbacks=[_press(stale, r"^b:(?:seat|family|theme|age|lang|need|to|book|back)\b")],
)

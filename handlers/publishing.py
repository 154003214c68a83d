"""Journey "Tische anbieten": coordinators publish single tables and series, and withdraw them.

The place is typed text for publication: it waits in memory until its author confirms. All else is
kept as codes. Buttons: `pub:home`, `pub:new`, `pub:when:<day>:<time>`,
`pub:repeat:<weeks>x<count>`, `pub:place:<key>`, `pub:mod:<id>`, `pub:seats:<n>`, `pub:go`,
`pub:step`, `pub:back`; `pub:list:<page>`, `pub:t:<id>` and `pub:no:<id>`.
"""

from __future__ import annotations

import hashlib
import uuid
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler

from consultations.dates import AskBack, NotADate, parse_when
from consultations.moving import Busy
from consultations.publishing import (
    ADVISERS,
    LOCAL,
    LONGEST_PLACE,
    BadPlace,
    InPast,
    NoModerator,
    Plan,
    PublishingRefused,
    days_of,
    holiday_on,
    moment,
    publish,
    withdraw,
)
from handlers._calendars import send_moderation, send_table
from handlers._context import BotContext
from handlers._conversation import answer_to, conversation
from handlers._gate import COORDINATION, Callback, members_only
from handlers._memory import Draft
from handlers._screen import MENU, Button, Screen, back, rows_of
from handlers._unwritten import draft as mark_for
from handlers.texts import booking as booking_texts
from handlers.texts import calendars as calendar_texts
from handlers.texts import publishing as texts
from handlers.texts.team import who
from handlers.texts.when import calendar_day
from safety.privacy import SensitiveKind
from team.members import Member, MemberState, Role

NAME = "publishing"
PAGE = 5
MOST_PLACES = 6


class Step(StrEnum):
    """Where a plan stands."""

    WHEN = "when"
    REPEAT = "repeat"
    PLACE = "place"
    MODERATOR = "moderator"
    SEATS = "seats"
    CONFIRM = "confirm"


# What these steps may hold although a question may not: a day, and the address of a public place.
ALLOWED: dict[str, frozenset[SensitiveKind]] = {
    Step.WHEN: frozenset({SensitiveKind.BIRTH_DATE}),
    Step.PLACE: frozenset({SensitiveKind.ADDRESS}),
}


@members_only(COORDINATION)
async def home(update: Update, context: BotContext) -> int:
    """Offer to publish, or to look at what is published."""
    buttons = (Button("Neuer Tisch", "pub:new"), Button("Angebotene Tische", "pub:list:0"))
    await context.show(Screen("<b>Beratungstische</b>", (buttons, (MENU,))))
    return ConversationHandler.END


@members_only(COORDINATION)
async def begin(update: Update, context: BotContext) -> str:
    """Start a new plan."""
    context.work.dialogues.leave(NAME)
    context.notes.forget(Draft.PLACE)
    return await show_step(context)


@members_only(COORDINATION)
async def type_when(update: Update, context: BotContext) -> str:
    """Read day and time; where two days are named, ask which."""
    today = _today(context)
    try:
        day, at = parse_when(context.text, today)
    except NotADate:
        return await _again(context, texts.not_understood(today))
    except AskBack as doubt:
        days = [
            Button(calendar_day(day, today), f"pub:when:{day:%Y%m%d}:{doubt.at:%H%M}")
            for day in doubt.suggestions
        ]
        return await _ask(context, texts.which_day(doubt, today), days, Step.WHEN)
    return await _take_when(context, day, at)


@members_only(COORDINATION)
async def choose_when(update: Update, context: BotContext) -> str:
    """Take one of the two days."""
    try:
        chosen = datetime.strptime("".join(context.codes[-2:]) + "+0000", "%Y%m%d%H%M%z")
    except ValueError:
        return await show_step(context)
    return await _take_when(context, chosen.date(), chosen.time())


async def _take_when(context: BotContext, day: date, at: time) -> str:
    """Take day and time, unless they are past."""
    if day < _today(context) or moment(day, at) <= context.now:
        return await _again(context, texts.REFUSALS[InPast])
    _draft(context).update(day=day.isoformat(), at=at.isoformat())
    return await show_step(context)


async def _again(context: BotContext, text: str) -> str:
    await context.show(Screen(text, ((back("pub:home"), MENU),)))
    return Step.WHEN


@members_only(COORDINATION)
async def choose_repeat(update: Update, context: BotContext) -> str:
    """Take single or series."""
    if context.codes[-1] in _repeats(context):
        _draft(context)["repeat"] = context.codes[-1]
    return await show_step(context)


@members_only(COORDINATION)
async def choose_place(update: Update, context: BotContext) -> str:
    """Take a place that was used before."""
    for place in await _known_places(context):
        if _key(place) == context.codes[-1]:
            _keep_place(context, place)
    return await show_step(context)


@members_only(COORDINATION)
async def type_place(update: Update, context: BotContext) -> str:
    """Take a new place; it waits in memory until the plan is confirmed."""
    place = " ".join(context.text.split())
    if not 1 <= len(place) <= LONGEST_PLACE:
        await context.show(Screen(texts.REFUSALS[BadPlace], ((back("pub:back"), MENU),)))
        return Step.PLACE
    _keep_place(context, place)
    return await show_step(context)


def _keep_place(context: BotContext, place: str) -> None:
    context.notes.keep(Draft.PLACE, place)
    _draft(context)["place"] = True


@members_only(COORDINATION)
async def choose_moderator(update: Update, context: BotContext) -> str:
    """Take who moderates."""
    if all(one.id != _number(context) for one in await _moderators(context)):
        return await _ask_moderator(context, texts.REFUSALS[NoModerator])
    _draft(context)["moderator"] = _number(context)
    return await show_step(context)


@members_only(COORDINATION)
async def choose_seats(update: Update, context: BotContext) -> str:
    """Take the number of advisers."""
    if _number(context) in ADVISERS:
        _draft(context)["advisers"] = _number(context)
    return await show_step(context)


@members_only(COORDINATION)
async def change(update: Update, context: BotContext) -> str:
    """Go one step back: forget the last answer and ask it again."""
    draft = _draft(context)
    given = [one for one in ("advisers", "moderator", "place", "repeat", "day") if one in draft]
    if "day" in given:  # else the first question is open, whatever was answered before
        del draft[given[0]]
    return await show_step(context)


@members_only(COORDINATION)
async def go_on(update: Update, context: BotContext) -> str:
    """Ask for what is missing."""
    return await show_step(context)


@members_only(COORDINATION)
async def stale(update: Update, context: BotContext) -> str:
    """Answer a button of an earlier step with the current one."""
    context.toast(texts.OLD_STEP)
    return await show_step(context)


async def show_step(context: BotContext) -> str:
    """Ask for the first answer that is missing, or show the summary."""
    draft = _draft(context)
    if "day" not in draft:
        await context.show(Screen(texts.ask_when(_today(context)), ((back("pub:home"), MENU),)))
        return Step.WHEN
    if "repeat" not in draft:
        return await _ask_repeat(context)
    if _place(context) is None:
        return await _ask_place(context)
    if "moderator" not in draft:
        return await _ask_moderator(context)
    if "advisers" not in draft:
        buttons = [Button(str(number), f"pub:seats:{number}") for number in ADVISERS]
        return await _ask(context, texts.ASK_SEATS, buttons, Step.SEATS, width=4)
    return await _show_summary(context)


async def _ask(
    context: BotContext, text: str, buttons: list[Button], step: Step, *, width: int = 2
) -> str:
    await context.show(Screen(text, (*rows_of(buttons, width), (back("pub:back"), MENU))))
    return step


async def _ask_repeat(context: BotContext) -> str:
    """Ask for single or series; on a holiday it is named, and only a series can leave it out."""
    buttons = [Button(label, f"pub:repeat:{code}") for code, label in _repeats(context).items()]
    name = _holiday(context)
    if name is None:
        return await _ask(context, texts.ASK_REPEAT, buttons, Step.REPEAT)
    text = texts.holiday(date.fromisoformat(_draft(context)["day"]), name, _today(context))
    other = Button(texts.OTHER_DAY, "pub:back")
    return await _ask(context, text, [other, *buttons], Step.REPEAT)


def _repeats(context: BotContext) -> dict[str, str]:
    """What the day allows: no single table on a holiday."""
    if "day" not in _draft(context) or _holiday(context) is None:
        return texts.REPEATS
    return {code: label for code, label in texts.REPEATS.items() if code != texts.SINGLE}


def _holiday(context: BotContext) -> str | None:
    day = date.fromisoformat(_draft(context)["day"])
    return holiday_on(day, catholic_majority=context.house.space.catholic_majority)


async def _ask_place(context: BotContext) -> str:
    lost = _draft(context).pop("place", None) is not None
    text = f"{texts.PLACE_AGAIN}\n\n{texts.ASK_PLACE}" if lost else texts.ASK_PLACE
    places = await _known_places(context)
    buttons = [Button(place[:40], f"pub:place:{_key(place)}") for place in places]
    return await _ask(context, text, buttons, Step.PLACE, width=1)


async def _ask_moderator(context: BotContext, before: str = "") -> str:
    _draft(context).pop("moderator", None)
    moderators = await _moderators(context)
    text = texts.ASK_MODERATOR if moderators else texts.NO_MODERATORS
    text = f"{before}\n\n{text}" if before else text
    buttons = [Button(who(one)[:60], f"pub:mod:{one.id}") for one in moderators]
    return await _ask(context, text, buttons, Step.MODERATOR, width=1)


async def _show_summary(context: BotContext) -> str:
    plan = _plan(context)
    catholic = context.house.space.catholic_majority
    try:
        days = days_of(plan, catholic_majority=catholic)
    except PublishingRefused as refusal:
        _draft(context).pop("day")
        return await _again(context, texts.refused(refusal, context.now))
    moderators = {one.id: one for one in await _moderators(context)}
    if plan.moderator_id not in moderators:
        return await _ask_moderator(context, texts.REFUSALS[NoModerator])
    today = _today(context)
    name = who(moderators[plan.moderator_id])
    place, last_row = mark_for(Draft.PLACE), (back("pub:back"), MENU)
    text = texts.summary(days, plan.at, place, name, plan.advisers, today)
    lost = Screen(texts.PLACE_LOST, ((Button(texts.NAME_PLACE, "pub:step"),), last_row))
    rows = ((Button(texts.PUBLISH, "pub:go"),), last_row)
    await context.show(Screen(text, rows, forgotten=lost))
    return Step.CONFIRM


@members_only(COORDINATION)
async def confirm(update: Update, context: BotContext) -> str | int:
    """Publish all tables of the plan, or say why none."""
    if _place(context) is None:
        return await show_step(context)
    plan, work = _plan(context), context.work
    try:
        days = days_of(plan, catholic_majority=context.house.space.catholic_majority)
        slots = await publish(
            work.diary,
            work.members,
            work.audit,
            context.member,
            plan,
            days,
            series=str(uuid.uuid4()) if plan.every_weeks else None,
            now=context.now,
        )
    except NoModerator as refusal:
        return await _ask_moderator(context, texts.refused(refusal, context.now))
    except (PublishingRefused, Busy) as refusal:
        for answer in ("day", "moderator"):
            _draft(context).pop(answer, None)
        return await _again(context, texts.refused(refusal, context.now))
    context.notes.forget(Draft.PLACE)
    row = (Button("Neuer Tisch", "pub:new"), Button("Angebotene Tische", "pub:list:0"))
    await context.show(Screen(texts.published(len(slots)), (row, (MENU,))))
    await send_moderation(work, slots, calendar_texts.MODERATED, now=context.now)
    return ConversationHandler.END


@members_only(COORDINATION)
async def list_tables(update: Update, context: BotContext) -> None:
    """Show what is published, with occupancy."""
    slots = await context.work.diary.upcoming(context.now, most=200)
    page = _number(context)
    page = page if page * PAGE < len(slots) else 0
    shown, rest = slots[page * PAGE : (page + 1) * PAGE], slots[(page + 1) * PAGE :]
    lines = [texts.table(at, slot, context.now) for at, slot in enumerate(shown, 1)]
    numbers = tuple(Button(str(at), f"pub:t:{slot.id}") for at, slot in enumerate(shown, 1))
    turn = [Button("Frühere", f"pub:list:{page - 1}")] if page else []
    turn += [Button("Weitere", f"pub:list:{page + 1}")] if rest else []
    rows = (numbers, tuple(turn), (back("pub:home"), MENU))
    text = texts.tables(lines, len(rest)) if shown else texts.NO_TABLES
    await context.show(Screen(text, tuple(row for row in rows if row)))


@members_only(COORDINATION)
async def propose_withdrawal(update: Update, context: BotContext) -> None:
    """Show what withdrawing will do."""
    slot = await context.work.diary.slot(_number(context))
    if slot is None:
        await list_tables(update, context)
        return
    if not slot.active or slot.starts_at <= context.now:
        await context.show(Screen(texts.NOT_WITHDRAWN, ((back("pub:list:0"), MENU),)))
        return
    seated = len(await context.work.diary.seated(slot.id))
    row = (Button("Tisch absagen", f"pub:no:{slot.id}"), back("pub:list:0"))
    own = slot.moderator_id == context.member.id
    text = texts.confirm_withdrawal(slot, seated, context.now, moderator_told=not own)
    await context.show(Screen(text, (row, (MENU,))))


@members_only(COORDINATION)
async def withdraw_table(update: Update, context: BotContext) -> None:
    """Withdraw a table; tell everybody who had a seat, and who would have moderated."""
    work, row = context.work, (back("pub:list:0"), MENU)
    slot = await work.diary.slot(_number(context))
    done = slot is not None and await withdraw(
        work.diary, work.audit, context.member, slot.id, now=context.now
    )
    if slot is None or not done:
        await context.show(Screen(texts.NOT_WITHDRAWN, (row,)))
        return
    seated = await work.diary.seated(slot.id)
    for booking in seated:
        text = booking_texts.table_cancelled(slot, context.now)
        await _tell(context, booking.member_id, text)
    if slot.moderator_id is not None and slot.moderator_id != context.member.id:
        text = booking_texts.own_table_cancelled(slot, context.now)
        await _tell(context, slot.moderator_id, text)
    await context.show(Screen(texts.WITHDRAWN, (row,)))
    off = await work.diary.slot(slot.id) or slot
    await send_table(work, off, seated, booking_texts.CANCELLED_CAPTION, now=context.now)


async def _tell(context: BotContext, member_id: int, text: str) -> None:
    """Send a member what they need to know later, too; nothing to who was shut out."""
    member = await context.work.members.member(member_id)
    if member is not None and member.state is not MemberState.BLOCKED:
        screen = Screen(text, ((MENU,),), kept=True)
        await context.work.post.send(member.telegram_id, screen)


def _today(context: BotContext) -> date:
    return context.now.astimezone(LOCAL).date()


def _draft(context: BotContext) -> dict[str, Any]:
    return context.work.dialogues.draft(NAME)


def _place(context: BotContext) -> str | None:
    return context.notes.recall(Draft.PLACE, str)


def _plan(context: BotContext) -> Plan:
    draft = _draft(context)
    weeks, _, count = str(draft["repeat"]).partition("x")
    return Plan(
        first=date.fromisoformat(draft["day"]),
        at=time.fromisoformat(draft["at"]),
        every_weeks=int(weeks),
        count=int(count),
        place=_place(context) or "",
        moderator_id=int(draft["moderator"]),
        advisers=int(draft["advisers"]),
    )


async def _known_places(context: BotContext) -> list[str]:
    slots = await context.work.diary.upcoming(context.now, most=200)
    return list(dict.fromkeys(slot.place for slot in slots))[:MOST_PLACES]


async def _moderators(context: BotContext) -> list[Member]:
    members = await context.work.members.all()
    return [one for one in members if one.acts_as(Role.MODERATOR, Role.COORDINATOR)]


def _key(place: str) -> str:
    return hashlib.sha256(place.encode()).hexdigest()[:12]


def _number(context: BotContext) -> int:
    """The number in a button; one that nothing has, where it is none."""
    code = context.codes[-1] if context.incoming.callback_query is not None else ""
    return int(code) if code.isdecimal() and len(code) < 10 else 0


def _press(callback: Callback[Any], pattern: str) -> CallbackQueryHandler[BotContext, Any]:
    return CallbackQueryHandler(callback, pattern=pattern)


TYPED = answer_to(NAME)
BACK = _press(change, r"^pub:back$")

publishing = conversation(
    NAME,
    entry_points=[
        CommandHandler("tische", home),
        _press(home, r"^pub:home$"),
        _press(begin, r"^pub:new$"),
    ],
    states={
        Step.WHEN: [
            MessageHandler(TYPED, type_when),
            _press(choose_when, r"^pub:when:20\d{6}:\d{4}$"),
            BACK,
        ],
        Step.REPEAT: [_press(choose_repeat, r"^pub:repeat:\w+$"), BACK],
        Step.PLACE: [
            MessageHandler(TYPED, type_place),
            _press(choose_place, r"^pub:place:\w+$"),
            BACK,
        ],
        Step.MODERATOR: [_press(choose_moderator, r"^pub:mod:\d+$"), BACK],
        Step.SEATS: [_press(choose_seats, r"^pub:seats:\d+$"), BACK],
        Step.CONFIRM: [_press(confirm, r"^pub:go$"), _press(go_on, r"^pub:step$"), BACK],
    },
    fallbacks=[_press(stale, r"^pub:(?:when|repeat|place|mod|seats|go|step|back)\b")],
)


def allowed(update: Update, context: BotContext) -> frozenset[SensitiveKind]:
    """What these words may hold because they answer an open step."""
    dialogue = context.work.dialogues.get(NAME)
    if dialogue is None or publishing.check_update(update) is None:
        return frozenset()
    return ALLOWED.get(dialogue.step, frozenset())

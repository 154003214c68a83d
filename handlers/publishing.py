"""Journey "Tische anbieten": coordinators publish single tables and series.

The place is typed text for publication: it waits in memory until its author confirms. All else is
kept as codes; `handlers._days` reads and keeps the days. Buttons: `pub:home`, `pub:new`,
`pub:when:<day>:<time>`, `pub:read:<n>`, `pub:repeat:<weeks>x<count>` or `pub:repeat:<count>`,
`pub:place:<key>`, `pub:mod:<id>`, `pub:seats:<n>`, `pub:go`, `pub:step`, `pub:back`.
"""

from __future__ import annotations

import hashlib
import uuid
from enum import StrEnum
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler

from consultations.moving import Busy
from consultations.publishing import (
    ADVISERS,
    LONGEST_PLACE,
    BadPlace,
    NoModerator,
    Plan,
    PublishingRefused,
    publish,
)
from consultations.series import SeriesRefused
from handlers import _days
from handlers._calendars import send_moderation
from handlers._context import BotContext
from handlers._conversation import answer_to, conversation
from handlers._days import number_pressed
from handlers._gate import COORDINATION, Callback, members_only
from handlers._memory import Draft
from handlers._screen import MENU, Button, Screen, back, rows_of
from handlers._unwritten import draft as mark_for
from handlers.texts import calendars as calendar_texts
from handlers.texts import publishing as texts
from handlers.texts.team import who
from safety.privacy import SensitiveKind
from team.members import Member, Role

NAME = "publishing"
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
    Step.REPEAT: frozenset({SensitiveKind.BIRTH_DATE}),
    Step.PLACE: frozenset({SensitiveKind.ADDRESS}),
}


@members_only(COORDINATION)
async def home(update: Update, context: BotContext) -> int:
    """Offer to publish, or to look at what is published."""
    buttons = (Button("Neuer Tisch", "pub:new"), Button("Angebotene Tische", "pub:list:0"))
    month = (Button("Monatsübersicht", "ov:m"),)
    await context.show(Screen("<b>Beratungstische</b>", (buttons, month, (MENU,))))
    return ConversationHandler.END


@members_only(COORDINATION)
async def begin(update: Update, context: BotContext) -> str:
    """Start a new plan."""
    context.work.dialogues.leave(NAME)
    context.notes.forget(Draft.PLACE)
    return await show_step(context)


@members_only(COORDINATION)
async def type_when(update: Update, context: BotContext) -> str:
    """Read a day and time, a series or its end; where it may be one of two, ask which."""
    return await _taken(context, _days.read(context, _draft(context)))


@members_only(COORDINATION)
async def choose_when(update: Update, context: BotContext) -> str:
    """Take one of the two days."""
    return await _taken(context, _days.choose_day(context, _draft(context)))


@members_only(COORDINATION)
async def choose_reading(update: Update, context: BotContext) -> str:
    """Take one of the two series."""
    return await _taken(context, _days.choose_series(context, _draft(context)))


async def _taken(context: BotContext, question: Screen | None) -> str:
    """Go on, unless there is something to ask."""
    if question is None:
        return await show_step(context)
    await context.show(question)
    return Step.REPEAT if _days.are_named(_draft(context)) else Step.WHEN


async def _again(context: BotContext, text: str) -> str:
    return await _taken(context, _days.say(text))


@members_only(COORDINATION)
async def choose_repeat(update: Update, context: BotContext) -> str:
    """Take single or series, or the length of a series."""
    if context.codes[-1] in _days.lengths(context, _draft(context)):
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
    if all(one.id != number_pressed(context) for one in await _moderators(context)):
        return await _ask_moderator(context, texts.REFUSALS[NoModerator])
    _draft(context)["moderator"] = number_pressed(context)
    return await show_step(context)


@members_only(COORDINATION)
async def choose_seats(update: Update, context: BotContext) -> str:
    """Take the number of advisers."""
    if number_pressed(context) in ADVISERS:
        _draft(context)["advisers"] = number_pressed(context)
    return await show_step(context)


@members_only(COORDINATION)
async def change(update: Update, context: BotContext) -> str:
    """Go one step back: forget the last answer and ask it again."""
    draft = _draft(context)
    order = ("advisers", "moderator", "place", "repeat", "day", "series")
    given = [one for one in order if one in draft]
    if _days.are_named(draft):  # else the first question is open, whatever was answered before
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
    if not _days.are_named(draft):
        return await _again(context, texts.ask_when(_days.today(context)))
    if not _days.are_complete(draft):
        text, buttons = _days.ask_length(context, draft)
        return await _ask(context, text, buttons, Step.REPEAT)
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
    try:
        days = _days.wanted(context, plan.series)
    except SeriesRefused as refusal:
        _days.forget(_draft(context))
        return await _again(context, texts.refused(refusal, context.now))
    moderators = {one.id: one for one in await _moderators(context)}
    if plan.moderator_id not in moderators:
        return await _ask_moderator(context, texts.REFUSALS[NoModerator])
    name = who(moderators[plan.moderator_id])
    place, last_row = mark_for(Draft.PLACE), (back("pub:back"), MENU)
    text = texts.summary(plan, days, place, name, _days.today(context))
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
    series = None if plan.series.is_single else str(uuid.uuid4())
    try:
        days = _days.wanted(context, plan.series)
        slots = await publish(
            work.diary,
            work.members,
            work.audit,
            context.member,
            plan,
            days,
            series=series,
            now=context.now,
        )
    except NoModerator as refusal:
        return await _ask_moderator(context, texts.refused(refusal, context.now))
    except (PublishingRefused, SeriesRefused, Busy) as refusal:
        _days.forget(_draft(context))
        _draft(context).pop("moderator", None)
        return await _again(context, texts.refused(refusal, context.now))
    if series is not None:
        await work.series.keep(series, plan.series, plan.length, context.now)
    context.notes.forget(Draft.PLACE)
    row = (Button("Neuer Tisch", "pub:new"), Button("Angebotene Tische", "pub:list:0"))
    await context.show(Screen(texts.published(len(slots)), (row, (MENU,))))
    await send_moderation(work, slots, calendar_texts.MODERATED, now=context.now)
    return ConversationHandler.END


def _draft(context: BotContext) -> dict[str, Any]:
    return context.work.dialogues.draft(NAME)


def _place(context: BotContext) -> str | None:
    return context.notes.recall(Draft.PLACE, str)


def _plan(context: BotContext) -> Plan:
    draft = _draft(context)
    return Plan(
        _days.series_of(draft),
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


def _press(callback: Callback[Any], pattern: str) -> CallbackQueryHandler[BotContext, Any]:
    return CallbackQueryHandler(callback, pattern=pattern)


TYPED = answer_to(NAME)
DAYS = (
    MessageHandler(TYPED, type_when),
    _press(choose_when, r"^pub:when:20\d{6}:\d{4}$"),
    _press(choose_reading, r"^pub:read:\d$"),
)
BACK = _press(change, r"^pub:back$")

publishing = conversation(
    NAME,
    entry_points=[
        CommandHandler("tische", home),
        _press(home, r"^pub:home$"),
        _press(begin, r"^pub:new$"),
    ],
    states={
        Step.WHEN: [*DAYS, BACK],
        Step.REPEAT: [*DAYS, _press(choose_repeat, r"^pub:repeat:\w+$"), BACK],
        Step.PLACE: [
            MessageHandler(TYPED, type_place),
            _press(choose_place, r"^pub:place:\w+$"),
            BACK,
        ],
        Step.MODERATOR: [_press(choose_moderator, r"^pub:mod:\d+$"), BACK],
        Step.SEATS: [_press(choose_seats, r"^pub:seats:\d+$"), BACK],
        Step.CONFIRM: [_press(confirm, r"^pub:go$"), _press(go_on, r"^pub:step$"), BACK],
    },
    fallbacks=[_press(stale, r"^pub:(?:when|read|repeat|place|mod|seats|go|step|back)\b")],
)


def allowed(update: Update, context: BotContext) -> frozenset[SensitiveKind]:
    """What these words may hold because they answer an open step."""
    dialogue = context.work.dialogues.get(NAME)
    if dialogue is None or publishing.check_update(update) is None:
        return frozenset()
    return ALLOWED.get(dialogue.step, frozenset())

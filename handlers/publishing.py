"""Journey "Tische anbieten": coordinators publish single tables and series.

The place is typed text for publication: it waits in memory until its author confirms. All else is
kept as codes; `handlers._days` reads and keeps the days. Buttons: `pub:home`, `pub:new`,
`pub:when:<day>:<time>`, `pub:read:<n>`, `pub:repeat:<weeks>x<count>` or `pub:repeat:<count>`,
`pub:place:<key>`, `pub:mod:<id>`, `pub:seats:<n>`, `pub:go`, `pub:step`, `pub:back`.
"""

from __future__ import annotations

import uuid
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler

from consultations.moving import Busy
from consultations.publishing import (
    ADVISERS,
    LONGEST_PLACE,
    BadPlace,
    NoModerator,
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
from handlers._plan import (
    NAME,
    Step,
    draft_of,
    key_of,
    known_places,
    moderators,
    place_of,
    plan_of,
)
from handlers._plan_steps import ask_days, ask_moderator, go_on, show_step
from handlers._screen import MENU, Button, Screen, back
from handlers.texts import calendars as calendar_texts
from handlers.texts import publishing as texts
from safety.privacy import SensitiveKind

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
    return await go_on(context, _days.read(context, draft_of(context)))


@members_only(COORDINATION)
async def choose_when(update: Update, context: BotContext) -> str:
    """Take one of the two days."""
    return await go_on(context, _days.choose_day(context, draft_of(context)))


@members_only(COORDINATION)
async def choose_reading(update: Update, context: BotContext) -> str:
    """Take one of the two series."""
    return await go_on(context, _days.choose_series(context, draft_of(context)))


@members_only(COORDINATION)
async def choose_repeat(update: Update, context: BotContext) -> str:
    """Take single or series, or the length of a series."""
    if context.codes[-1] in _days.lengths(context, draft_of(context)):
        draft_of(context)["repeat"] = context.codes[-1]
    return await show_step(context)


@members_only(COORDINATION)
async def choose_place(update: Update, context: BotContext) -> str:
    """Take a place that was used before."""
    for place in await known_places(context):
        if key_of(place) == context.codes[-1]:
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
    draft_of(context)["place"] = True


@members_only(COORDINATION)
async def choose_moderator(update: Update, context: BotContext) -> str:
    """Take who moderates."""
    if all(one.id != number_pressed(context) for one in await moderators(context)):
        return await ask_moderator(context, texts.REFUSALS[NoModerator])
    draft_of(context)["moderator"] = number_pressed(context)
    return await show_step(context)


@members_only(COORDINATION)
async def choose_seats(update: Update, context: BotContext) -> str:
    """Take the number of advisers."""
    if number_pressed(context) in ADVISERS:
        draft_of(context)["advisers"] = number_pressed(context)
    return await show_step(context)


@members_only(COORDINATION)
async def change(update: Update, context: BotContext) -> str:
    """Go one step back: forget the last answer and ask it again."""
    draft = draft_of(context)
    order = ("advisers", "moderator", "place", "repeat", "day", "series")
    given = [one for one in order if one in draft]
    if _days.are_named(draft):  # else the first question is open, whatever was answered before
        del draft[given[0]]
    return await show_step(context)


@members_only(COORDINATION)
async def ask_on(update: Update, context: BotContext) -> str:
    """Ask for what is missing."""
    return await show_step(context)


@members_only(COORDINATION)
async def stale(update: Update, context: BotContext) -> str:
    """Answer a button of an earlier step with the current one."""
    context.toast(texts.OLD_STEP)
    return await show_step(context)


@members_only(COORDINATION)
async def confirm(update: Update, context: BotContext) -> str | int:
    """Publish all tables of the plan, or say why none."""
    if place_of(context) is None:
        return await show_step(context)
    plan, work = plan_of(context), context.work
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
        return await ask_moderator(context, texts.refused(refusal, context.now))
    except (PublishingRefused, SeriesRefused, Busy) as refusal:
        _days.forget(draft_of(context))
        draft_of(context).pop("moderator", None)
        return await ask_days(context, texts.refused(refusal, context.now))
    if series is not None:
        await work.series.keep(series, plan.series, plan.length, context.now)
    context.notes.forget(Draft.PLACE)
    row = (Button("Neuer Tisch", "pub:new"), Button("Angebotene Tische", "pub:list:0"))
    await context.show(Screen(texts.published(len(slots)), (row, (MENU,))))
    await send_moderation(work, slots, calendar_texts.MODERATED, now=context.now)
    return ConversationHandler.END


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
        Step.CONFIRM: [_press(confirm, r"^pub:go$"), _press(ask_on, r"^pub:step$"), BACK],
    },
    fallbacks=[_press(stale, r"^pub:(?:when|read|repeat|place|mod|seats|go|step|back)\b")],
)


def allowed(update: Update, context: BotContext) -> frozenset[SensitiveKind]:
    """What these words may hold because they answer an open step."""
    dialogue = context.work.dialogues.get(NAME)
    if dialogue is None or publishing.check_update(update) is None:
        return frozenset()
    return ALLOWED.get(dialogue.step, frozenset())

"""Journey "Tische anbieten": coordinators publish single tables and series.

The place is typed text for publication: it waits in memory until its author confirms. All else is
kept as codes; `handlers._days` reads and keeps the days, and what is not asked follows the last
table they published. Buttons: `pub:home`, `pub:new`,
`pub:when:<day>:<time>`, `pub:read:<n>`, `pub:repeat:<weeks>x<count>` or `pub:repeat:<count>`,
`pub:place:<key>`, `pub:mod:<id>`, `pub:go:<mark>`, `pub:step`, `pub:back`; from the summary
`pub:ask:<part>`, `pub:seats:<n>`, `pub:lead:<hours>`, `pub:pre:<minutes>`, `pub:post:<minutes>`,
`pub:free` and `pub:corner`.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler

from consultations.moving import Busy
from consultations.publishing import (
    ADVISERS,
    BadPlace,
    NoModerator,
    PublishingRefused,
    is_place,
    publish,
)
from consultations.series import SeriesRefused
from consultations.terms import NEXT, are_possible
from handlers import _days
from handlers._calendars import send_moderation
from handlers._context import BotContext
from handlers._conversation import answer_to, conversation
from handlers._days import number_pressed
from handlers._gate import COORDINATION, Callback, members_only
from handlers._memory import Draft
from handlers._plan import (
    HOUR,
    MINUTE,
    NAME,
    TYPED,
    Step,
    draft_of,
    follow_last,
    free_days,
    known_places,
    mark_of,
    moderators,
    place_of,
    plan_of,
    terms_in,
    to_codes,
)
from handlers._plan_steps import (
    TO_SUMMARY,
    ask_buffers,
    ask_days,
    ask_lead,
    ask_moderator,
    ask_place,
    ask_seats,
    go_on,
    show_step,
    show_summary,
)
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
    await follow_last(context)
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
    slot = (await known_places(context)).get(context.codes[-1])
    if slot is not None:
        draft_of(context)["place"] = slot.id
    return await show_step(context)


@members_only(COORDINATION)
async def type_place(update: Update, context: BotContext) -> str:
    """Take a new place; it waits in memory until the plan is confirmed."""
    place = " ".join(context.text.split())
    if not is_place(place):
        await context.show(Screen(texts.REFUSALS[BadPlace], ((back("pub:back"), MENU),)))
        return Step.PLACE
    context.notes.keep(Draft.PLACE, place)
    draft_of(context)["place"] = TYPED
    return await show_step(context)


@members_only(COORDINATION)
async def choose_moderator(update: Update, context: BotContext) -> str:
    """Take who moderates."""
    if all(one.id != number_pressed(context) for one in await moderators(context)):
        return await ask_moderator(context, texts.REFUSALS[NoModerator])
    draft_of(context)["moderator"] = number_pressed(context)
    return await show_step(context)


@members_only(COORDINATION)
async def ask_part(update: Update, context: BotContext) -> str:
    """Ask for one part of the plan anew, from its summary."""
    if not await _is_complete(context):
        return await show_step(context)
    if context.codes[-1] == "when":
        _days.forget(draft_of(context))
        return await show_step(context)
    if context.codes[-1] == "place":
        return await ask_place(context, TO_SUMMARY)
    if context.codes[-1] == "mod":
        return await ask_moderator(context, to=TO_SUMMARY)
    asking = {"buffer": ask_buffers, "lead": ask_lead, "seats": ask_seats}
    return await asking.get(context.codes[-1], show_step)(context)


@members_only(COORDINATION)
async def choose_seats(update: Update, context: BotContext) -> str:
    """Take the number of advisers."""
    if number_pressed(context) in ADVISERS:
        draft_of(context)["advisers"] = number_pressed(context)
    return await show_step(context)


@members_only(COORDINATION)
async def choose_lead(update: Update, context: BotContext) -> str:
    """Take the hours before the start at which booking closes."""
    return await _keep_terms(context, lead=number_pressed(context) * HOUR)


@members_only(COORDINATION)
async def choose_buffer(update: Update, context: BotContext) -> str:
    """Take the minutes before or after; both are asked on one screen."""
    side = "prepare" if context.codes[0] == "pre" else "follow"
    await _keep_terms(context, show=False, **{side: number_pressed(context) * MINUTE})
    return await ask_buffers(context) if await _is_complete(context) else await show_step(context)


@members_only(COORDINATION)
async def turn_note(update: Update, context: BotContext) -> str:
    """Turn a room note: unknown, yes, no."""
    terms = terms_in(draft_of(context))
    if context.codes[0] == "free":
        return await _keep_terms(context, step_free=NEXT[terms.step_free])
    return await _keep_terms(context, childrens_corner=NEXT[terms.childrens_corner])


async def _keep_terms(context: BotContext, *, show: bool = True, **changed: Any) -> str:
    """Keep changed terms where they are possible, and go on."""
    wanted = replace(terms_in(draft_of(context)), **changed)
    if are_possible(wanted):
        draft_of(context)["terms"] = to_codes(wanted)
    return await show_step(context) if show else Step.CONFIRM


async def _is_complete(context: BotContext) -> bool:
    draft = draft_of(context)
    named = _days.are_complete(draft) and "moderator" in draft
    return named and await place_of(context) is not None


@members_only(COORDINATION)
async def change(update: Update, context: BotContext) -> str:
    """Go one step back: forget the last answer and ask it again."""
    draft = draft_of(context)
    order = ("moderator", "place", "repeat", "day", "series")
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
    """Publish all tables of the plan, as they were shown, or say why none."""
    if not await _is_complete(context):
        return await show_step(context)
    plan, work = await plan_of(context), context.work
    series = None if plan.series.is_single else str(uuid.uuid4())
    try:
        days = await free_days(context, plan)
        if context.codes[1:] != [mark_of(plan, days)]:
            return await show_summary(context, texts.CHANGED_MEANWHILE)
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
    except Busy:
        return await show_summary(context)
    except (PublishingRefused, SeriesRefused) as refusal:
        _days.forget(draft_of(context))
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


WORDS = answer_to(NAME)
DAYS = (
    MessageHandler(WORDS, type_when),
    _press(choose_when, r"^pub:when:20\d{6}:\d{4}$"),
    _press(choose_reading, r"^pub:read:\d$"),
)
SUMMARY = (_press(ask_on, r"^pub:step$"), _press(ask_part, r"^pub:ask:\w+$"))
PARTS = r"^pub:(?:when|read|repeat|place|mod|seats|lead|pre|post|free|corner|ask|go|step|back)\b"
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
            MessageHandler(WORDS, type_place),
            _press(choose_place, r"^pub:place:\w+$"),
            *SUMMARY,
            BACK,
        ],
        Step.MODERATOR: [_press(choose_moderator, r"^pub:mod:\d+$"), *SUMMARY, BACK],
        Step.CONFIRM: [
            _press(confirm, r"^pub:go\b"),
            _press(choose_seats, r"^pub:seats:\d+$"),
            _press(choose_lead, r"^pub:lead:\d+$"),
            _press(choose_buffer, r"^pub:(?:pre|post):\d+$"),
            _press(turn_note, r"^pub:(?:free|corner)$"),
            *SUMMARY,
            BACK,
        ],
    },
    fallbacks=[_press(stale, PARTS)],
)


def allowed(update: Update, context: BotContext) -> frozenset[SensitiveKind]:
    """What these words may hold because they answer an open step."""
    dialogue = context.work.dialogues.get(NAME)
    if dialogue is None or publishing.check_update(update) is None:
        return frozenset()
    return ALLOWED.get(dialogue.step, frozenset())

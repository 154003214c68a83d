"""Guided search, for those who like taps: for whom, which theme, the family's will, what is there.

The draft keeps codes only; what is typed of the family's will lives in memory for a quarter of an
hour and ends with the search. Buttons (prefix `g`): `g:begin`, `g:age:<band|all>`,
`g:cat:<n>`, `g:theme:<id>`, `g:will`, `g:will:ask`, `g:will:none`, `g:there:<ring>`, `g:go`,
`g:back`.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, ConversationHandler, MessageHandler

from consultations.slots import AgeBand
from handlers._context import BotContext
from handlers._conversation import answer_to, conversation
from handlers._gate import members_only
from handlers._memory import Draft
from handlers._screen import MENU, Button, Row, Screen, back, rows_of
from handlers.answers import POOL, found_of, number_of
from handlers.finding import show_found
from handlers.texts import guided as texts
from handlers.texts.booking import AGE_BANDS
from handlers.texts.themes import theme_label
from knowledge.constraints import demands_of
from knowledge.offers import CATEGORIES, Ring
from needs.signals import BANDS
from safety.kinds import EmergencyKind

NAME = "guided"
THEMES = tuple(CATEGORIES)  # buttons carry the position
ALL_AGES = "all"
TOLD, OPEN = "told", "open"  # or the kind of emergency the told will may point to
"""Whether the family's will was typed, and may point to an emergency; never the words."""
ANSWERS = ("there", "will", "theme", "category", "age")  # the last one given comes first


class Step(StrEnum):
    """The question that is open."""

    AGE = "age"
    CATEGORY = "category"
    THEME = "theme"
    WILL = "will"
    THERE = "there"


@members_only()
async def begin(update: Update, context: BotContext) -> str:
    """Ask the first question; what was chosen earlier is forgotten."""
    context.work.dialogues.leave(NAME)
    context.notes.forget(Draft.WILL)
    return await show_step(context)


@members_only()
async def choose_age(update: Update, context: BotContext) -> str:
    """Take the age band, or the whole family."""
    if context.codes[-1] in (*BANDS, ALL_AGES):
        _draft(context)["age"] = context.codes[-1]
    return await show_step(context)


@members_only()
async def choose_category(update: Update, context: BotContext) -> str:
    """Take the category; where it holds one theme only, that one."""
    number = context.codes[-1]
    if number.isdecimal() and int(number) < len(THEMES):
        draft = _draft(context)
        draft["category"] = THEMES[int(number)]
        themes = context.house.index.themes_of(draft["category"])
        draft |= {"theme": themes[0].id} if len(themes) == 1 else {}
    return await show_step(context)


@members_only()
async def choose_theme(update: Update, context: BotContext) -> str:
    """Take the theme."""
    if context.house.index.themes_named([context.codes[-1]]):
        _draft(context)["theme"] = context.codes[-1]
    return await show_step(context)


@members_only()
async def not_known_yet(update: Update, context: BotContext) -> str:
    """Show questions that help a family to find its will."""
    rows = ((Button(texts.GO_ON, "g:will:none"),), (back("g:will"), MENU))
    await context.show(Screen(texts.WILL_QUESTIONS, rows))
    return Step.WILL


@members_only()
async def ask_will_again(update: Update, context: BotContext) -> str:
    """Go back from these questions to the one they help with."""
    return await show_step(context)


@members_only()
async def leave_will_open(update: Update, context: BotContext) -> str:
    """Go on without it."""
    _draft(context)["will"] = OPEN
    return await show_step(context)


@members_only()
async def tell_will(update: Update, context: BotContext) -> str:
    """Keep the sentence in memory, for this search only."""
    context.notes.keep(Draft.WILL, context.text)
    _draft(context)["will"] = context.in_doubt or TOLD
    return await show_step(context)


@members_only()
async def choose_there(update: Update, context: BotContext) -> str:
    """Mark what the family has already; a second tap takes it back."""
    if context.codes[-1] in list(Ring):
        draft = _draft(context)
        draft["there"] = sorted({*draft.get("there", [])} ^ {context.codes[-1]})
    return await show_step(context)


@members_only()
async def go_back(update: Update, context: BotContext) -> str:
    """Forget the last answer and ask it again."""
    draft = _draft(context)
    given = next((answer for answer in ANSWERS if answer in draft), "")
    draft.pop(given, None)
    if given == "theme" and len(context.house.index.themes_of(draft.get("category", ""))) == 1:
        draft.pop("category", None)
    return await show_step(context)


@members_only()
async def stale(update: Update, context: BotContext) -> str:
    """Answer a button of an earlier step with the current one."""
    context.toast(texts.OLD_STEP)
    return await show_step(context)


@members_only()
async def search(update: Update, context: BotContext) -> str | int:
    """Search with what was chosen, and show the answer like any other."""
    draft = _draft(context)
    themes = context.house.index.themes_named([draft.get("theme", "")])
    if not themes:
        return await show_step(context)
    will = context.notes.recall(Draft.WILL, str) or ""
    told = draft.get("will")
    in_doubt = EmergencyKind(told) if told in list(EmergencyKind) else None
    if draft.get("will") != OPEN and not will:  # a restart, or a quarter of an hour, has passed
        draft.pop("will")
        return await show_step(context)
    ages = frozenset(BANDS.get(draft.get("age", ALL_AGES), ()))
    question = f"{themes[0].name} {will}"
    findings = context.house.index.search(question, POOL, themes[0].id, ages)
    there = [Ring(ring) for ring in draft.get("there", [])]
    context.notes.forget(Draft.WILL)
    context.work.dialogues.leave(NAME)
    found = found_of(findings, demands_of(will), number_of(context), in_doubt=in_doubt)
    said = texts.put_last(there) if there else ""
    await show_found(context, replace(found, meant=(), last=frozenset(there), remark=said))
    return ConversationHandler.END


async def show_step(context: BotContext) -> str:
    """Ask for the first answer that is missing."""
    draft = _draft(context)
    for step, ask in QUESTIONS.items():
        if step not in draft:
            await context.show(ask(context, draft))
            return step
    await context.show(_ask_there(context, draft))
    return Step.THERE


def _ask_age(context: BotContext, draft: dict[str, Any]) -> Screen:
    buttons = [Button(AGE_BANDS[band], f"g:age:{band}") for band in AgeBand if band in BANDS]
    buttons.append(Button(texts.ALL_AGES, f"g:age:{ALL_AGES}"))
    return Screen(texts.ASK_AGE, (*rows_of(buttons), (back("f:new"), MENU)))


def _ask_category(context: BotContext, draft: dict[str, Any]) -> Screen:
    index = context.house.index
    buttons = [
        Button(CATEGORIES[key], f"g:cat:{at}")
        for at, key in enumerate(THEMES)
        if index.themes_of(key)
    ]
    return Screen(texts.ASK_CATEGORY, (*rows_of(buttons), LAST_ROW))


def _ask_theme(context: BotContext, draft: dict[str, Any]) -> Screen:
    themes = context.house.index.themes_of(draft["category"])
    buttons = [Button(theme_label(theme), f"g:theme:{theme.id}") for theme in themes]
    return Screen(texts.ASK_THEME, (*rows_of(buttons, 1), LAST_ROW))


def _ask_will(context: BotContext, draft: dict[str, Any]) -> Screen:
    return Screen(texts.ASK_WILL, ((Button(texts.NOT_KNOWN_YET, "g:will:ask"),), LAST_ROW))


def _ask_there(context: BotContext, draft: dict[str, Any]) -> Screen:
    there = draft.get("there", [])
    buttons = [
        Button(f"✓ {label}" if ring in there else label, f"g:there:{ring}")
        for ring, label in texts.THERE.items()
    ]
    rows = (*rows_of(buttons), (Button(texts.SEARCH, "g:go"),), LAST_ROW)
    return Screen(texts.ASK_THERE, rows)


LAST_ROW: Row = (back("g:back"), MENU)
QUESTIONS = {
    Step.AGE: _ask_age,
    Step.CATEGORY: _ask_category,
    Step.THEME: _ask_theme,
    Step.WILL: _ask_will,
}


def _draft(context: BotContext) -> dict[str, Any]:
    return context.work.dialogues.draft(NAME)


guided = conversation(
    NAME,
    entry_points=[CallbackQueryHandler(begin, pattern=r"^g:begin$")],
    states={
        Step.AGE: [CallbackQueryHandler(choose_age, pattern=r"^g:age:[\w-]+$")],
        Step.CATEGORY: [CallbackQueryHandler(choose_category, pattern=r"^g:cat:\d{1,2}$")],
        Step.THEME: [CallbackQueryHandler(choose_theme, pattern=r"^g:theme:[\w-]+$")],
        Step.WILL: [
            CallbackQueryHandler(not_known_yet, pattern=r"^g:will:ask$"),
            CallbackQueryHandler(ask_will_again, pattern=r"^g:will$"),
            CallbackQueryHandler(leave_will_open, pattern=r"^g:will:none$"),
            MessageHandler(answer_to(NAME), tell_will),
        ],
        Step.THERE: [
            CallbackQueryHandler(choose_there, pattern=r"^g:there:\w+$"),
            CallbackQueryHandler(search, pattern=r"^g:go$"),
        ],
    },
    fallbacks=[
        CallbackQueryHandler(go_back, pattern=r"^g:back$"),
        CallbackQueryHandler(stale, pattern=r"^g:"),
    ],
)

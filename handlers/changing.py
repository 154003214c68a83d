"""Journey "Tisch ändern": place, moderation, room notes, buffers and lead time of a table.

A value is tapped, then how far in a series it goes; the buttons carry both. Only a new place is
typed: it waits in memory until its author confirms. Buttons: `ch:<slot>`, `ch:<slot>:<what>`,
`ch:<slot>:<what>:<value>` and `ch!:<slot>:<what>:<value>:<extent>:<mark>`.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, ConversationHandler, MessageHandler

from consultations.changing import Change, Stale, change_tables, meant
from consultations.moving import MovingRefused, NothingNew, NotToCome
from consultations.publishing import BadPlace, is_place
from consultations.series import Extent
from consultations.slots import Slot
from consultations.terms import BUFFERS, LEADS, terms_of
from handlers._changes import tell_changed
from handlers._context import BotContext
from handlers._conversation import answer_to, conversation
from handlers._gate import COORDINATION, members_only
from handlers._memory import Draft
from handlers._plan import HOUR, MINUTE, known_places, moderators
from handlers._scope import MARKED, chosen, extents, scope_rows
from handlers._screen import MENU, Button, Row, Screen, back, plain, rows_of
from handlers._unwritten import draft as mark_for
from handlers.moving import gone
from handlers.texts import changing as texts
from handlers.texts import publishing as publishing_texts
from handlers.texts import scope as scope_texts
from handlers.texts import terms as terms_texts
from handlers.texts.team import who
from safety.privacy import SensitiveKind

NAME = "changing"
TYPED = "typed"
NOTES: dict[str, bool | None] = {"1": True, "0": False, "x": None}
NOTE_LABELS = {"1": texts.YES, "0": texts.NO, "x": texts.UNKNOWN}
FIELDS = {
    "free": "step_free",
    "corner": "childrens_corner",
    "pre": "prepare",
    "post": "follow",
    "lead": "lead",
    "mod": "moderator_id",
    "place": "place",
}


class Step(StrEnum):
    """Where a change stands."""

    PLACE = "place"
    CONFIRM = "confirm"


@members_only(COORDINATION)
async def show_menu(update: Update, context: BotContext) -> int:
    """Show a table, and what of it can be changed."""
    context.notes.forget(Draft.PLACE)
    return await _menu(update, context)


async def _menu(update: Update, context: BotContext, before: str = "") -> int:
    slot = await _to_come(context)
    if slot is None:
        await gone(update, context)
        return ConversationHandler.END
    terms, number = terms_of(slot), slot.moderator_id
    moderator = await context.work.members.member(number) if number is not None else None
    corner = terms_texts.note_label(terms_texts.CHILDREN, terms.childrens_corner)
    rows: tuple[Row, ...] = (
        (
            Button(
                terms_texts.note_label(terms_texts.STEP_FREE, terms.step_free),
                f"ch:{slot.id}:free",
            ),
            Button(corner, f"ch:{slot.id}:corner"),
        ),
        (
            Button(terms_texts.buffer_label(terms), f"ch:{slot.id}:pre"),
            Button(terms_texts.lead_label(terms.lead), f"ch:{slot.id}:lead"),
        ),
        (
            Button(texts.PLACE, f"ch:{slot.id}:place"),
            Button(texts.MODERATOR, f"ch:{slot.id}:mod"),
        ),
        (back(f"pub:t:{slot.id}"), MENU),
    )
    text = texts.menu(slot, who(moderator) if moderator is not None else None, context.now)
    await context.show(Screen(f"{before}\n\n{text}" if before else text, rows))
    return ConversationHandler.END


@members_only(COORDINATION)
async def ask_value(update: Update, context: BotContext) -> str | int:
    """Ask for the new value."""
    slot, what = await _to_come(context), context.codes[1]
    if slot is None:
        return await _menu(update, context)
    text, values = await _values(context, what)
    buttons = [Button(label, f"ch:{slot.id}:{value}") for value, label in values.items()]
    width = 3 if what in ("pre", "post") else 1 if what in ("place", "mod") else 2
    await context.show(Screen(text, (*rows_of(buttons, width), (back(f"ch:{slot.id}"), MENU))))
    if what != "place":
        return ConversationHandler.END
    context.work.dialogues.leave(NAME)
    context.work.dialogues.draft(NAME)["slot"] = slot.id
    return Step.PLACE


async def _values(context: BotContext, what: str) -> tuple[str, dict[str, str]]:
    """The question, and the answers by their codes."""
    if what in texts.ASK_NOTE:
        return texts.ASK_NOTE[what], {f"{what}:{one}": NOTE_LABELS[one] for one in NOTES}
    if what == "lead":
        labels = {f"lead:{one}": terms_texts.lead_label(one * HOUR) for one in LEADS}
        return terms_texts.ASK_LEAD, labels
    if what == "mod":
        people = {f"mod:{one.id}": who(one)[:60] for one in await moderators(context)}
        return publishing_texts.ASK_MODERATOR, people
    if what == "place":
        places = (await known_places(context)).items()
        return publishing_texts.ASK_PLACE, {f"place:{key}": one.place[:40] for key, one in places}
    sides = (("pre", terms_texts.BEFORE), ("post", terms_texts.AFTER))
    minutes = {f"{code}:{one}": f"{one} {word}" for code, word in sides for one in BUFFERS}
    return terms_texts.ASK_BUFFER, minutes


@members_only(COORDINATION)
async def type_place(update: Update, context: BotContext) -> str | int:
    """Take a new place; it waits in memory until it is confirmed."""
    number = int(context.work.dialogues.draft(NAME).get("slot", 0))
    place = " ".join(context.text.split())
    if not is_place(place):
        text = publishing_texts.REFUSALS[BadPlace]
        await context.show(Screen(text, ((back(f"ch:{number}"), MENU),)))
        return Step.PLACE
    context.notes.keep(Draft.PLACE, place)
    return await _ask_scope(update, context, number, "place", TYPED)


@members_only(COORDINATION)
async def choose_value(update: Update, context: BotContext) -> str | int:
    """Take a value, and ask how far it goes."""
    _, what, value = context.codes
    return await _ask_scope(update, context, context.number(0), what, value)


async def _ask_scope(
    update: Update, context: BotContext, number: int, what: str, value: str
) -> str | int:
    """What will be different, for whom, and how far."""
    slot = await context.work.diary.slot(number)
    label, fields = await _wanted(context, what, value)
    try:
        found = await extents(context, number)
    except NotToCome:
        slot = None
    if slot is None:
        await gone(update, context)
        return ConversationHandler.END
    if fields is None:
        return await _menu_of(update, context, number, publishing_texts.PLACE_LOST, what)
    text = texts.confirm(slot, label, texts.EFFECTS[what], context.now)
    text = f"{text}\n\n{scope_texts.ASK}" if len(found) > 1 else text
    rows = scope_rows(found, _data(number, what, value), texts.CHANGE)
    last_row = (back(f"ch:{number}:{what}"), MENU)
    lost = Screen(publishing_texts.PLACE_LOST, (last_row,))
    await context.show(Screen(text, (*rows, last_row), forgotten=lost))
    return Step.CONFIRM if value == TYPED else ConversationHandler.END


def _data(number: int, what: str, value: str) -> Callable[[str], str]:
    return lambda scope: f"ch!:{number}:{what}:{value}:{scope}"


async def _menu_of(update: Update, context: BotContext, number: int, text: str, what: str) -> int:
    """Ask for a value that is none, or is no longer known, again."""
    await context.show(Screen(text, ((back(f"ch:{number}:{what}"), MENU),)))
    return ConversationHandler.END


async def _wanted(context: BotContext, what: str, value: str) -> tuple[str, dict[str, Any] | None]:
    """The new value in words, and as fields of a slot; None where there is no such value."""
    name = FIELDS[what]
    if what in texts.ASK_NOTE and value in NOTES:
        label = terms_texts.STEP_FREE if what == "free" else terms_texts.CHILDREN
        return f"{label}: {NOTE_LABELS[value]}", {name: NOTES[value]}
    if what in ("pre", "post") and value in map(str, BUFFERS):
        word = terms_texts.BEFORE if what == "pre" else terms_texts.AFTER
        return f"Puffer {value} Min. {word}", {name: int(value) * MINUTE}
    if what == "lead" and value in map(str, LEADS):
        return terms_texts.lead_label(int(value) * HOUR), {name: timedelta(hours=int(value))}
    if what == "mod":
        people = {str(one.id): one for one in await moderators(context)}
        if value in people:
            return plain(who(people[value])), {name: people[value].id}
    if what == "place" and value == TYPED:
        place = context.notes.recall(Draft.PLACE, str)
        return mark_for(Draft.PLACE), {name: place} if place is not None else None
    if what == "place":
        slot = (await known_places(context)).get(value)
        if slot is not None:
            return plain(slot.place), {name: slot.place}
    return "", None


@members_only(COORDINATION)
async def do(update: Update, context: BotContext) -> str | int:
    """Change the tables, all or none; everybody whom it concerns hears of it."""
    work, number = context.work, context.number(0)
    what, value = context.codes[1:3]
    _, fields = await _wanted(context, what, value)
    if fields is None:
        return await _menu_of(update, context, number, publishing_texts.PLACE_LOST, what)
    change, wanted = Change(values=fields), chosen(context, number)
    try:
        changed = await change_tables(
            work, context.member, wanted, change, new_series=str(uuid.uuid4()), now=context.now
        )
    except NotToCome:
        await gone(update, context)
        return ConversationHandler.END
    except MovingRefused as refusal:
        if isinstance(refusal, (Stale, NothingNew)) and await _stands(
            context, number, wanted.extent, change
        ):
            return await _menu(update, context, texts.REFUSALS[NothingNew])
        return await _menu(update, context, texts.refused(refusal, context.now))
    context.notes.forget(Draft.PLACE)
    row = (Button("Angebotene Tische", "pub:list:0"), MENU)
    await context.show(Screen(texts.changed(len(changed)), ((back(f"ch:{number}"),), row)))
    await tell_changed(work, context.member.id, changed, context.now)
    return ConversationHandler.END


async def _stands(context: BotContext, number: int, extent: Extent, change: Change) -> bool:
    """Whether everything is so already, as after the first of two taps."""
    tables = await meant(context.work, number, extent, now=context.now)
    return all(change.of(one) == one for one in tables)


async def _to_come(context: BotContext) -> Slot | None:
    slot = await context.work.diary.slot(context.number(0))
    ahead = slot is not None and slot.active and slot.starts_at > context.now
    return slot if ahead else None


async def ask_open(context: BotContext) -> str:
    """Ask for the place again, after words that were refused."""
    number = int(context.work.dialogues.draft(NAME).get("slot", 0))
    text, _ = await _values(context, "place")
    await context.show(Screen(text, ((back(f"ch:{number}"), MENU),)))
    return Step.PLACE


WHAT = "(?:" + "|".join(FIELDS) + ")"

changing = conversation(
    NAME,
    entry_points=[
        CallbackQueryHandler(show_menu, pattern=r"^ch:\d+$"),
        CallbackQueryHandler(ask_value, pattern=rf"^ch:\d+:{WHAT}$"),
        CallbackQueryHandler(choose_value, pattern=rf"^ch:\d+:{WHAT}:\w+$"),
        CallbackQueryHandler(do, pattern=rf"^ch!:\d+:{WHAT}:\w+:{MARKED}$"),
    ],
    states={Step.PLACE: [MessageHandler(answer_to(NAME), type_place)], Step.CONFIRM: []},
    fallbacks=[],
)


def allowed(update: Update, context: BotContext) -> frozenset[SensitiveKind]:
    """What these words may hold because they answer an open step: a public place's address."""
    dialogue = context.work.dialogues.get(NAME)
    if dialogue is None or changing.check_update(update) is None or dialogue.step != Step.PLACE:
        return frozenset()
    return frozenset({SensitiveKind.ADDRESS})

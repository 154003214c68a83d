"""The end of "Tisch leiten": outcome, look back, and what was missing, all in codes.

The last of the first two answers closes the table. Themes that found no offer are counted
afterwards, as often as one wants in a quarter of an hour, each once; which table it was is not
kept with them. Buttons: `lead:end:<slot>`, `lead:out:<slot>:<outcome>`,
`lead:fu:<slot>:<outcome>:<weeks>` (0: none), `lead:need`, `lead:need:<category>`,
`lead:need!:<theme>`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from telegram import Update

from consultations.leading import (
    LOOK_BACK,
    LOOK_BACKS,
    LeadingRefused,
    NotBegun,
    close,
    day_of,
    table_to_lead,
)
from consultations.slots import AgeBand, Outcome, Seat, Slot
from handlers._context import BotContext
from handlers._dialogues import LEADING
from handlers._gate import MODERATION, members_only
from handlers._screen import MENU, Button, Screen, back, rows_of
from handlers.leading import number_in, refuse
from handlers.texts import leading as texts
from knowledge.offers import CATEGORIES
from needs.signals import Lack, NeedSignal

CLOSED = "closed"  # kind of the note in memory
MOST_NEEDS = 5  # of one table
THEMES = tuple(CATEGORIES)  # buttons carry the position
DONE = Button(texts.DONE, "menu")


@dataclass(frozen=True, slots=True)
class Closed:
    """A table closed just now: whom it was about, by age band, and the themes counted since."""

    age_band: AgeBand | None
    counted: frozenset[str] = frozenset()


@members_only(MODERATION)
async def ask_outcome(update: Update, context: BotContext) -> None:
    """Ask how the table ended."""
    slot = await _to_close(context)
    if slot is None:
        return
    buttons = [
        Button(label, f"lead:out:{slot.id}:{outcome}") for outcome, label in texts.OUTCOMES.items()
    ]
    last = (back(f"lead:t:{slot.id}"), MENU)
    await context.show(Screen(texts.ASK_OUTCOME, (*rows_of(buttons), last)))


@members_only(MODERATION)
async def ask_look_back(update: Update, context: BotContext) -> None:
    """Propose a day six weeks ahead; say what the answer does."""
    slot = await _to_close(context)
    if slot is None:
        return
    outcome = Outcome(context.codes[2])
    held_on, today = day_of(slot.starts_at), day_of(context.now)
    days = {weeks: held_on + timedelta(weeks=weeks) for weeks in LOOK_BACKS}
    order = sorted(LOOK_BACKS, key=lambda weeks: weeks != LOOK_BACK)  # the proposal first
    code = f"lead:fu:{slot.id}:{outcome}"
    buttons = [Button(texts.weeks(one, days[one]), f"{code}:{one}") for one in order]
    buttons.append(Button(texts.NO_LOOK_BACK, f"{code}:0"))
    rows = (*rows_of(buttons), (back(f"lead:end:{slot.id}"), MENU))
    await context.show(Screen(texts.ask_look_back(outcome, days[LOOK_BACK], today), rows))


async def _to_close(context: BotContext) -> Slot | None:
    """The table, if it can be closed now; else the person reads why not."""
    try:
        slot = await table_to_lead(
            context.work.diary, number_in(context, 1), context.member, now=context.now
        )
    except LeadingRefused as refusal:
        await refuse(context, refusal)
        return None
    if slot.starts_at > context.now:
        row = (back(f"lead:t:{slot.id}"), MENU)
        await context.show(Screen(texts.refused(NotBegun(), context.now), (row,)))
        return None
    return slot


@members_only(MODERATION)
async def close_table(update: Update, context: BotContext) -> None:
    """Close the table, and ask what was missing."""
    work, weeks = context.work, number_in(context, 3)
    try:
        slot = await close(
            work.diary,
            work.audit,
            number_in(context, 1),
            context.member,
            Outcome(context.codes[2]),
            weeks if weeks in LOOK_BACKS else None,
            now=context.now,
        )
    except LeadingRefused as refusal:
        await refuse(context, refusal)
        return
    work.dialogues.leave(LEADING)
    seated = await work.diary.seated(slot.id)
    bands = [one.age_band for one in seated if one.seat is Seat.PRESENTER]
    context.notes.keep(CLOSED, Closed(bands[0] if bands else None))
    await context.show(_needs(context, texts.closed(slot, context.now)))


@members_only(MODERATION)
async def ask_need(update: Update, context: BotContext) -> None:
    """Ask for the subject, or for the theme within one."""
    if context.notes.recall(CLOSED, Closed) is None:
        await context.show(Screen(texts.COUNTING_OVER, ((MENU,),)))
        return
    at = number_in(context, 1) if len(context.codes) > 1 else len(THEMES)
    themes = context.house.index.themes_of(THEMES[at]) if at < len(THEMES) else []
    if not themes:
        await context.show(_needs(context))
        return
    buttons = [Button(theme.name, f"lead:need!:{theme.id}") for theme in themes]
    rows = (*rows_of(buttons, 1), (back("lead:need"), DONE))
    await context.show(Screen(texts.ASK_THEME, rows))


@members_only(MODERATION)
async def count_need(update: Update, context: BotContext) -> None:
    """Count a theme that found no offer, once for this table."""
    closed = context.notes.recall(CLOSED, Closed)
    if closed is None:
        await context.show(Screen(texts.COUNTING_OVER, ((MENU,),)))
        return
    themes = context.house.index.themes_named([context.codes[-1]])
    if not themes:
        await context.show(_needs(context))
        return
    (theme,) = themes
    if theme.id in closed.counted:
        await context.show(_needs(context, texts.COUNTED_BEFORE))
        return
    month = f"{day_of(context.now):%Y-%m}"
    signal = NeedSignal(theme.id, closed.age_band, Lack.NO_OFFER, month)
    await context.work.signals.add(signal)
    closed = replace(closed, counted=closed.counted | {theme.id})
    said = texts.counted(theme.name, signal)
    if len(closed.counted) >= MOST_NEEDS:
        context.notes.forget(CLOSED)
        await context.show(Screen(f"{said}\n{texts.ENOUGH}", ((MENU,),)))
        return
    context.notes.keep(CLOSED, closed)
    await context.show(_needs(context, said))


def _needs(context: BotContext, before: str = "") -> Screen:
    """The subjects as taps."""
    themes_of = context.house.index.themes_of
    buttons = [
        Button(CATEGORIES[key], f"lead:need:{at}")
        for at, key in enumerate(THEMES)
        if themes_of(key)
    ]
    text = f"{before}\n\n{texts.ASK_NEED}" if before else texts.ASK_NEED
    return Screen(text, ((DONE,), *rows_of(buttons), (MENU,)))

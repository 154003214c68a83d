"""What is missing: one tap counts a need, another asks to be told when there is something.

The theme and the ages come from the last question's answer, which stays in memory for a quarter of
an hour; buttons carry its number, so that none counts for another question. Buttons (prefix `n`):
`n:count:<answer>`, `n:lack:<answer>` asks why nothing fits, `n:lack:<answer>:<lack>` counts it,
`n:watch:<answer>` watches its theme; `n:of`, `n:of:<category>` and
`n:on:<theme>` choose one.
"""

from __future__ import annotations

from dataclasses import replace

from telegram import Update

from handlers._context import BotContext
from handlers._gate import members_only
from handlers._screen import MENU, Button, Screen, back, rows_of
from handlers.answers import FOUND, Found
from handlers.browsing import theme_screen
from handlers.finding import pressed_answer
from handlers.texts import finding as finding_texts
from handlers.texts import needs as texts
from handlers.texts.themes import theme_label
from knowledge.offers import CATEGORIES
from knowledge.themes import Theme
from needs.shelf import WATCHED_FOR
from needs.signals import UNKNOWN_THEME, Lack, signal_of


@members_only()
async def count(update: Update, context: BotContext) -> None:
    """Count that there is no offer."""
    found = await pressed_answer(context)
    if found is not None:
        await _count(context, found, Lack.NO_OFFER)


@members_only()
async def ask_lack(update: Update, context: BotContext) -> None:
    """Ask why none of the offers fits."""
    found = await pressed_answer(context)
    if found is None:
        return
    buttons = [
        Button(label, f"n:lack:{found.number}:{lack}") for lack, label in texts.LACKS.items()
    ]
    watching = (Button("Bescheid geben", f"n:watch:{found.number}"),)
    rows = (*rows_of(buttons), watching, (back(f"f:p:{found.number}:0"), MENU))
    await context.show(Screen(texts.ASK_LACK, rows))


@members_only()
async def count_lack(update: Update, context: BotContext) -> None:
    """Count why none fits."""
    found, code = await pressed_answer(context), context.codes[2]
    if found is None:
        return
    if code not in list(Lack):
        await context.show(theme_screen(finding_texts.ASK_AGAIN))
        return
    await _count(context, found, Lack(code))


async def _count(context: BotContext, found: Found, lack: Lack) -> None:
    """Count, once a question; its answer can still be read afterwards."""
    back_row = (back(f"f:p:{found.number}:0"), MENU)
    rows = ((Button("Neue Frage", "f:new"),), back_row)
    if found.counted:
        await context.show(Screen(texts.COUNTED_ALREADY, rows))
        return
    context.notes.keep(FOUND, replace(found, counted=True))
    theme = found.theme or UNKNOWN_THEME
    signal = signal_of(theme, found.ages, lack, context.now.date())
    await context.work.signals.add(signal)
    names = [one.name for one in context.house.index.themes_named([theme])]
    said = texts.counted(names[0] if names else None, signal, context.house.space.name)
    await context.show(Screen(said, rows))


@members_only()
async def watch(update: Update, context: BotContext) -> None:
    """Tell the member when there is something new on the theme; ask for it where unknown."""
    found = await pressed_answer(context)
    if found is None:
        return
    themes = context.house.index.themes_named([found.theme] if found.theme else [])
    if not themes:
        await _ask_category(context)
        return
    await _watch(context, themes[0])


async def _ask_category(context: BotContext) -> None:
    buttons = [
        Button(label, f"n:of:{at}")
        for at, (category, label) in enumerate(CATEGORIES.items())
        if context.house.index.themes_of(category)
    ]
    await context.show(Screen(texts.ASK_WATCHED, (*rows_of(buttons), (back("f:a"), MENU))))


@members_only()
async def choose_watched(update: Update, context: BotContext) -> None:
    """Ask for one theme of the category; where it holds one only, watch that."""
    chosen = [one for at, one in enumerate(CATEGORIES) if [str(at)] == context.codes[1:2]]
    themes = context.house.index.themes_of(chosen[0]) if chosen else []
    if not themes:
        await _ask_category(context)
    elif len(themes) == 1:
        await _watch(context, themes[0])
    else:
        buttons = [Button(theme_label(theme), f"n:on:{theme.id}") for theme in themes]
        rows = (*rows_of(buttons, 1), (back("n:of"), MENU))
        await context.show(Screen(texts.ASK_WATCHED, rows))


@members_only()
async def watch_theme(update: Update, context: BotContext) -> None:
    """Watch the theme that was chosen."""
    themes = context.house.index.themes_named(context.codes[1:2])
    if themes:
        await _watch(context, themes[0])
    else:
        await _ask_category(context)


async def _watch(context: BotContext, theme: Theme) -> None:
    until = context.now + WATCHED_FOR
    await context.work.shelf.watch(context.member.id, theme.id, until)
    await context.show(Screen(texts.watching(theme.name, until), ((MENU,),)))

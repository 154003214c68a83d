"""What is missing: one tap counts a need, another asks to be told when there is something.

The theme and the ages come from the last question's answer, which stays in memory for a quarter of
an hour; buttons carry its number, so that none counts for another question. Buttons (prefix `n`):
`n:count:<answer>`, `n:lack:<answer>` asks why nothing fits, `n:lack:<answer>:<lack>` counts it,
`n:watch:<answer>`.
"""

from __future__ import annotations

from dataclasses import replace

from telegram import Update

from handlers._context import BotContext
from handlers._gate import members_only
from handlers._screen import MENU, Button, Screen, back, rows_of
from handlers.answers import FOUND, Found
from handlers.finding import pressed_answer, theme_screen
from handlers.texts import finding as finding_texts
from handlers.texts import needs as texts
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
    rows = (*rows_of(buttons), (back(f"f:p:{found.number}:0"), MENU))
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
    """Tell the member when there is something new on the theme."""
    found = await pressed_answer(context)
    if found is None:
        return
    themes = context.house.index.themes_named([found.theme] if found.theme else [])
    if not themes:
        context.toast(texts.NO_THEME, alert=True)
        return
    until = context.now + WATCHED_FOR
    await context.work.shelf.watch(context.member.id, themes[0].id, until)
    await context.show(Screen(texts.watching(themes[0].name, until), ((MENU,),)))

"""What is missing: one tap counts a need, another asks to be told when there is something.

The theme and the ages come from the last question's answer, which stays in memory for a quarter of
an hour. Buttons (prefix `n`): `n:count`, `n:lack` asks why nothing fits, `n:lack:<lack>` counts
it, `n:watch`.
"""

from __future__ import annotations

from telegram import Update

from handlers._context import BotContext
from handlers._gate import members_only
from handlers._screen import MENU, Button, Screen, back, rows_of
from handlers.finding import FOUND, Found, theme_screen
from handlers.texts import finding as finding_texts
from handlers.texts import needs as texts
from needs.shelf import WATCHED_FOR
from needs.signals import UNKNOWN_THEME, Lack, signal_of


@members_only()
async def count(update: Update, context: BotContext) -> None:
    """Count that there is no offer."""
    await _count(context, Lack.NO_OFFER)


@members_only()
async def ask_lack(update: Update, context: BotContext) -> None:
    """Ask why none of the offers fits."""
    buttons = [Button(label, f"n:lack:{lack}") for lack, label in texts.LACKS.items()]
    await context.show(Screen(texts.ASK_LACK, (*rows_of(buttons), (back("f:p:0"), MENU))))


@members_only()
async def count_lack(update: Update, context: BotContext) -> None:
    """Count why none fits."""
    code = context.codes[1] if len(context.codes) > 1 else ""
    if code not in list(Lack):
        await context.show(theme_screen(finding_texts.FORGOTTEN))
        return
    await _count(context, Lack(code))


async def _count(context: BotContext, lack: Lack) -> None:
    found = context.notes.recall(FOUND, Found)
    if found is None:
        await context.show(theme_screen(finding_texts.FORGOTTEN))
        return
    context.notes.forget(FOUND)  # one question counts once
    theme = found.theme or UNKNOWN_THEME
    signal = signal_of(theme, found.ages, lack, context.now.date())
    await context.work.signals.add(signal)
    names = [one.name for one in context.house.index.themes_named([theme])]
    rows = ((Button("Neue Frage", "f:new"), MENU),)
    await context.show(Screen(texts.counted(names[0] if names else None, signal), rows))


@members_only()
async def watch(update: Update, context: BotContext) -> None:
    """Tell the member when there is something new on the theme."""
    found = context.notes.recall(FOUND, Found)
    themes = context.house.index.themes_named([found.theme] if found and found.theme else [])
    if not themes:
        context.toast(texts.NO_THEME, alert=True)
        return
    until = context.now + WATCHED_FOR
    await context.work.shelf.watch(context.member.id, themes[0].id, until)
    await context.show(Screen(texts.watching(themes[0].name, until), ((MENU,),)))

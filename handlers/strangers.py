"""Whoever is not invited gets one answer a day; a refused invitation counts as that answer."""

from __future__ import annotations

from datetime import date, timedelta

from handlers._context import BotContext
from handlers._screen import Screen
from handlers.texts import general as texts

GREETED = "greeted"  # in memory: the day of the last answer


async def answer_once(context: BotContext, refusal: str = "") -> None:
    """Say how one comes in, or why an invitation was refused, unless today's answer is given."""
    if context.notes.recall(GREETED, date) != context.now.date():
        await answer(context, refusal)


async def answer(context: BotContext, refusal: str = "") -> None:
    """Say so in any case; that was today's answer."""
    context.notes.keep(GREETED, context.now.date(), kept=timedelta(days=1))
    await context.show(Screen(texts.not_let_in(refusal) if refusal else texts.STRANGER))

"""Journey "Bescheid geben": a fixed sentence to everybody else at one's table.

Buttons: `rel:<slot>` asks what, `rel:late:<slot>` how late, `rel:say:<slot>:<news>` passes it on.
Nothing is typed, and nothing is kept but a code in memory, so that nobody is flooded.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from telegram import Update

from consultations.booking import Booking
from consultations.relaying import (
    LATE,
    PAUSE,
    Company,
    News,
    RelayRefused,
    company,
    is_open,
)
from consultations.slots import Slot
from handlers._context import BotContext
from handlers._gate import members_only
from handlers._screen import MENU, Button, Screen, back, rows_of
from handlers._tables import tell
from handlers.texts import relaying as texts

MINE = (Button("Meine Termine", "b:mine"), MENU)


def tell_button(slot: Slot, label: str = texts.TELL) -> Button:
    """The way to this journey."""
    return Button(label, f"rel:{slot.id}")


def tell_buttons(bookings: Iterable[Booking], now: datetime) -> list[Button]:
    """One for each of the numbered *bookings* whose table is near enough."""
    return [
        tell_button(one.slot, f"{at} {texts.TELL}")
        for at, one in enumerate(bookings, 1)
        if is_open(one.slot, now)
    ]


@members_only()
async def ask_what(update: Update, context: BotContext) -> None:
    """Ask what the others are to know."""
    at = await _company(context, 0)
    if at is None:
        return
    say = f"rel:say:{at.slot.id}"
    rows = (
        (Button(texts.LATE_LABEL, f"rel:late:{at.slot.id}"),),
        (Button(texts.LOST_LABEL, f"{say}:{News.LOST}"),),
        (Button(texts.HERE_LABEL, f"{say}:{News.HERE}"),),
        MINE,
    )
    await context.show(Screen(texts.what(at.slot, context.now), rows))


@members_only()
async def ask_how_late(update: Update, context: BotContext) -> None:
    """Ask for the minutes."""
    at = await _company(context, 1)
    if at is None:
        return
    choices = [Button(texts.minutes(one), f"rel:say:{at.slot.id}:{one}") for one in LATE]
    await context.show(
        Screen(texts.HOW_LATE, (*rows_of(choices), (back(f"rel:{at.slot.id}"), MENU)))
    )


@members_only()
async def say(update: Update, context: BotContext) -> None:
    """Pass it on, once; a second tap says so, another message has to wait."""
    at = await _company(context, 1)
    if at is None:
        return
    news, kind = News(context.codes[-1]), f"relay:{at.slot.id}"
    before = context.notes.recall(kind, str)
    if before is not None:
        text = texts.passed_on(news, at.slot) if before == news else texts.JUST_TOLD
        await context.show(Screen(text, (MINE,)))
        return
    if not at.others:
        await context.show(Screen(texts.NOBODY_THERE, (MINE,)))
        return
    context.notes.keep(kind, str(news), kept=PAUSE)
    text = texts.told(news, context.member, at.slot, context.now, moderates=at.moderates)
    await tell(context.work, at.others, Screen(text, ((tell_button(at.slot),), (MENU,))))
    await context.show(Screen(texts.passed_on(news, at.slot), (MINE,)))


async def _company(context: BotContext, place: int) -> Company | None:
    """The table in the button, if the member may tell something there; otherwise that is said."""
    number = context.number(place)
    try:
        return await company(context.work.diary, number, context.member, now=context.now)
    except RelayRefused as refusal:
        await context.show(Screen(texts.REFUSALS[type(refusal)], (MINE,)))
        return None

"""What a member keeps for themselves: offers at hand ("merken") and watched themes.

Buttons (prefix `s`): `s:list`, `s:keep:<offer>:<origin>`, `s:drop:<offer>`, `s:unwatch:<theme>`.
"""

from __future__ import annotations

from telegram import Update

from handlers._context import BotContext
from handlers._gate import members_only
from handlers._screen import MENU, Button, Screen, rows_of
from handlers.cards import pressed_offer
from handlers.finding import theme_screen
from handlers.texts import finding as finding_texts
from handlers.texts import shelf as texts

SHOWN = 8


@members_only()
async def keep_offer(update: Update, context: BotContext) -> None:
    """Keep the offer whose card is open."""
    offer, _ = await pressed_offer(context)
    if offer is None:
        await context.show(theme_screen(finding_texts.GONE))
        return
    await context.work.shelf.keep(context.member.id, offer.id, context.now)
    context.toast(texts.KEPT)


@members_only()
async def let_go(update: Update, context: BotContext) -> None:
    """Keep an offer no more."""
    await context.work.shelf.let_go(context.member.id, ":".join(context.codes[1:2]))
    context.toast(texts.LET_GO)
    await show_shelf(update, context)


@members_only()
async def stop_watching(update: Update, context: BotContext) -> None:
    """Watch a theme no more."""
    await context.work.shelf.stop_watching(context.member.id, ":".join(context.codes[1:2]))
    context.toast(texts.NOT_WATCHED)
    await show_shelf(update, context)


@members_only()
async def show_shelf(update: Update, context: BotContext) -> None:
    """List what is kept and watched."""
    work, member = context.work, context.member
    offers = [await work.offers.offer(one) for one in await work.shelf.kept(member.id)]
    known = [offer for offer in offers if offer is not None][:SHOWN]
    watched = context.house.index.themes_named(await work.shelf.watched(member.id, context.now))
    lines = [texts.HEADING if known or watched else texts.EMPTY]
    lines += [
        finding_texts.line(number, offer, (), (), context.now.date())
        for number, offer in enumerate(known, 1)
    ]
    lines += [texts.watched(theme.name) for theme in watched]
    cards = tuple(Button(str(number), f"f:o:{one.id}:") for number, one in enumerate(known, 1))
    drops = [Button(f"{at} nicht mehr", f"s:drop:{one.id}") for at, one in enumerate(known, 1)]
    ends = [Button(texts.stop_label(theme.name), f"s:unwatch:{theme.id}") for theme in watched]
    rows = (*rows_of(cards, 5), *rows_of(drops), *rows_of(ends, 1), (MENU,))
    await context.show(Screen("\n\n".join(lines), rows))

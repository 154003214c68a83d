"""What a member keeps for themselves: offers at hand ("merken") and watched themes.

Buttons (prefix `s`): `s:list:<page>`, `s:keep:<offer>:<origin>`, `s:drop:<offer>:<page>`,
`s:unwatch:<theme>:<page>`.
"""

from __future__ import annotations

from string import ascii_uppercase

from telegram import Update

from handlers._context import BotContext
from handlers._gate import members_only
from handlers._screen import MENU, Button, Screen, back, rows_of
from handlers.browsing import theme_screen
from handlers.cards import pressed_offer
from handlers.texts import finding as finding_texts
from handlers.texts import shelf as texts
from needs.shelf import ShelfFull

PAGE = 5  # offers a screen


@members_only()
async def keep_offer(update: Update, context: BotContext) -> None:
    """Keep the offer whose card is open."""
    offer, _ = await pressed_offer(context)
    if offer is None:
        await context.show(theme_screen(finding_texts.GONE))
        return
    try:
        await context.work.shelf.keep(context.member.id, offer.id, context.now)
    except ShelfFull:
        context.toast(texts.FULL, alert=True)
    else:
        context.toast(texts.KEPT)


@members_only()
async def let_go(update: Update, context: BotContext) -> None:
    """Keep an offer no more."""
    await context.work.shelf.let_go(context.member.id, ":".join(context.codes[1:2]))
    context.toast(texts.LET_GO)
    await _show(context, _page_of(context, at=2))


@members_only()
async def stop_watching(update: Update, context: BotContext) -> None:
    """Watch a theme no more."""
    await context.work.shelf.stop_watching(context.member.id, ":".join(context.codes[1:2]))
    context.toast(texts.NOT_WATCHED)
    await _show(context, _page_of(context, at=2))


@members_only()
async def show_shelf(update: Update, context: BotContext) -> None:
    """List what is kept and watched, a page at a time."""
    await _show(context, _page_of(context, at=1) if update.callback_query else 0)


def _page_of(context: BotContext, at: int) -> int:
    code = "".join(context.codes[at : at + 1])
    return int(code) if code.isdecimal() and len(code) < 3 else 0


async def _show(context: BotContext, page: int) -> None:
    work, member = context.work, context.member
    offers = [await work.offers.offer(one) for one in await work.shelf.kept(member.id)]
    known = [offer for offer in offers if offer is not None]
    watched = context.house.index.themes_named(await work.shelf.watched(member.id, context.now))
    pages = max(1, -(-len(known) // PAGE))
    page = min(page, pages - 1)
    shown = list(enumerate(known, 1))[page * PAGE : (page + 1) * PAGE]
    lettered = list(zip(ascii_uppercase, watched, strict=False))
    lines = [texts.heading(page, pages) if known or watched else texts.EMPTY]
    lines += [
        finding_texts.line(number, offer, (), (), context.now.date()) for number, offer in shown
    ]
    lines += [texts.watched(letter, theme.name) for letter, theme in lettered]
    cards = [Button(str(number), f"f:o:{one.id}:k{page}") for number, one in shown]
    drops = [Button(f"{at} nicht mehr", f"s:drop:{one.id}:{page}") for at, one in shown]
    ends = [Button(texts.stop_label(at), f"s:unwatch:{one.id}:{page}") for at, one in lettered]
    more = [Button("Weitere", f"s:list:{page + 1}")] if page + 1 < pages else []
    last = (back(f"s:list:{page - 1}"), MENU) if page else (MENU,)
    rows = (*rows_of(cards, PAGE), *rows_of(drops), *rows_of(ends), *rows_of(more), last)
    await context.show(Screen("\n\n".join(lines), rows))

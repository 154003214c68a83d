"""An offer's card, and asking the coordination for a contact that is missing.

Buttons (prefix `f`): `f:o:<offer>:<origin>` a card, `f:k:<offer>:<origin>` and `f:kk:…` ask the
coordination. The origin is the list a card was opened from, so that the way back leads there:
`p<page>.<answer>`, `t<theme>.<page>` or `t<theme>.<page>.<age>`, `k<page>` of what is kept.
"""

from __future__ import annotations

import re

from telegram import Update

from handlers._context import BotContext
from handlers._gate import members_only
from handlers._screen import MENU, Button, Row, Screen, back
from handlers.browsing import theme_screen
from handlers.texts import finding as texts
from handlers.texts.team import who
from knowledge.offers import Offer
from knowledge.plain import for_professionals
from team.members import coordinators

ORIGIN = re.compile(r"(?:p\d{1,2}\.\d{1,4}|t\d{1,2}\.\d{1,2}(?:\.\d)?|k\d{1,2})")


@members_only()
async def show_card(update: Update, context: BotContext) -> None:
    """Show everything about one offer."""
    offer, origin = await pressed_offer(context)
    if offer is None:
        await context.show(theme_screen(texts.GONE))
        return
    ask_row: Row = ()
    if not texts.has_contact(offer):
        ask_row = (Button("Koordination fragen", f"f:k:{offer.id}:{origin}"),)
    keep_row: Row = (Button("Merken", f"s:keep:{offer.id}:{origin}"),)
    if not for_professionals(offer):
        keep_row = (Button("Weitergeben", f"pass:{offer.id}:{origin}"), *keep_row)
    rows = (keep_row, ask_row, (back(_origin_data(origin)), MENU))
    await context.show(
        Screen(texts.card(offer, context.now.date()), tuple(row for row in rows if row))
    )


@members_only()
async def propose_asking(update: Update, context: BotContext) -> None:
    """Show what the coordination would read, before it is sent."""
    offer, origin = await pressed_offer(context)
    if offer is None:
        await context.show(theme_screen(texts.GONE))
        return
    send = Button("Fragen", f"f:kk:{offer.id}:{origin}")
    row = (send, back(f"f:o:{offer.id}:{origin}"))
    await context.show(Screen(texts.ask_coordination(offer, who(context.member)), (row, (MENU,))))


@members_only()
async def ask_coordination(update: Update, context: BotContext) -> None:
    """Ask all coordinators for a contact."""
    offer, origin = await pressed_offer(context)
    if offer is None:
        await context.show(theme_screen(texts.GONE))
        return
    asked = coordinators(await context.work.members.all())
    for coordinator in asked:
        screen = Screen(texts.coordination_asked(offer, who(context.member)), ((MENU,),))
        await context.work.post.send(coordinator.telegram_id, screen)
    done = texts.ASK_COORDINATION_SENT if asked else texts.NO_COORDINATION
    await context.show(Screen(done, ((back(f"f:o:{offer.id}:{origin}"), MENU),)))


async def pressed_offer(context: BotContext, at: int = 1) -> tuple[Offer | None, str]:
    """The offer a button names at that place of its codes, and the list it was opened from."""
    codes = [*context.codes, "", "", ""]
    origin = codes[at + 1] if ORIGIN.fullmatch(codes[at + 1]) else ""
    return await context.work.offers.offer(codes[at]), origin


def _origin_data(origin: str) -> str:
    """The button that leads back to the list a card was opened from."""
    first, _, second = origin[1:].partition(".")
    if origin.startswith("p"):
        return f"f:p:{second}:{first}"
    if origin.startswith("k"):
        return f"s:list:{first}"
    return f"f:t:{first}:{second.replace('.', ':')}" if origin else "f:a"

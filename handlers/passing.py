"""Passing an offer on: a neutral card as a message of its own, to be forwarded to a family.

Buttons (prefix `pass`): `pass:<offer>:<origin>` asks for the language, `pass!:<offer>:<language>`
sends the card. The card stays in the chat.
"""

from __future__ import annotations

from telegram import Update

from handlers._context import BotContext
from handlers._gate import members_only
from handlers._screen import MENU, Button, Screen, back, rows_of
from handlers.browsing import theme_screen
from handlers.cards import pressed_offer
from handlers.texts import finding as finding_texts
from handlers.texts import passing as texts
from knowledge.offers import Offer
from knowledge.plain import for_professionals


@members_only()
async def ask_language(update: Update, context: BotContext) -> None:
    """Offer the languages of the fixed words."""
    offer, origin = await pressed_offer(context, at=0)
    if offer is None:
        await context.show(theme_screen(finding_texts.GONE))
        return
    if for_professionals(offer):
        await context.show(_not_for_families(offer, origin))
        return
    buttons = [
        Button(labels.language, f"pass!:{offer.id}:{code}")
        for code, labels in texts.LABELS.items()
    ]
    rows = (*rows_of(buttons), (back(f"f:o:{offer.id}:{origin}"), MENU))
    await context.show(Screen(texts.ask_language(texts.hard_words(offer)), rows))


@members_only()
async def send_card(update: Update, context: BotContext) -> None:
    """Send the card as a message without buttons, so that it can be forwarded as it is."""
    offer, _ = await pressed_offer(context, at=0)
    code = context.codes[1] if len(context.codes) > 1 else ""
    if offer is None or code not in texts.LABELS:
        await context.show(theme_screen(finding_texts.GONE))
        return
    if for_professionals(offer):
        await context.show(_not_for_families(offer, ""))
        return
    await context.work.post.send(context.chat_id, Screen(texts.card(offer, code), kept=True))


def _not_for_families(offer: Offer, origin: str) -> Screen:
    return Screen(texts.FOR_PROFESSIONALS, ((back(f"f:o:{offer.id}:{origin}"), MENU),))

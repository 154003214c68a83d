"""The two guards every typed word passes before anything else reads it.

Emergency first, then privacy. Refused text goes nowhere: the message is deleted, nothing of it is
searched, stored, logged or repeated.
"""

from __future__ import annotations

from telegram import Update
from telegram.ext import ApplicationHandlerStop

from handlers import arrival, publishing
from handlers._context import BotContext
from handlers._gate import members_only, open_to_all
from handlers._screen import MENU, Button, Screen
from handlers.finding import answer_question, theme_screen
from handlers.texts import emergency as emergency_texts
from handlers.texts import privacy as texts
from safety.card import card_for
from safety.emergency import Emergency, EmergencyKind, EmergencyLevel, detect
from safety.privacy import SensitiveHit, find

AFTERWARDS = "afterwards"  # the question that waits behind an emergency card, in memory only


@open_to_all
async def guard(update: Update, context: BotContext) -> None:
    """Check typed words: emergency card, refusal, or pass them on to the journeys."""
    words = typed_words(update)
    if not words:
        return
    emergency = detect(words)
    hits = _hits(update, context, words)
    if emergency is not None and emergency.level is EmergencyLevel.CLEAR:
        await _show_emergency(context, emergency, "" if hits else words)
    elif hits and context.work.member is not None:
        await _refuse(context, hits)
    else:
        context.in_doubt = emergency is not None
        return
    raise ApplicationHandlerStop


def typed_words(update: Update) -> str:
    """Text or caption of a new or edited message."""
    message = update.message or update.edited_message
    return (message.text or message.caption or "") if message is not None else ""


def _hits(update: Update, context: BotContext, words: str) -> list[SensitiveHit]:
    allowed = publishing.allowed(update, context)
    found = find(words, known=context.house.known_public)
    return [hit for hit in found if hit.kind not in allowed]


async def _show_emergency(context: BotContext, emergency: Emergency, question: str) -> None:
    """The card alone; a member may search on afterwards, if the words were harmless."""
    buttons = [MENU]
    context.work.dialogues.leave_others(but=arrival.NAME)
    if context.work.member is None:
        buttons = []
    elif question:
        context.notes.keep(AFTERWARDS, question)
        buttons = [Button("Danach weitersuchen", "em:after"), MENU]
    else:
        await _delete_message(context)
    card = card_for(emergency.kind, context.now.date())
    rows = (tuple(buttons),) if buttons else ()
    await context.show(Screen(emergency_texts.card(card), rows))


async def _refuse(context: BotContext, hits: list[SensitiveHit]) -> None:
    await _delete_message(context)
    await context.show(theme_screen(texts.refused(hit.kind for hit in hits)))


async def _delete_message(context: BotContext) -> None:
    message = context.incoming.effective_message
    if message is not None:
        await context.work.post.delete(context.chat_id, message.message_id)


@members_only()
async def show_card(update: Update, context: BotContext) -> None:
    """Show the card on request (a doubtful message put the button there)."""
    card = card_for(EmergencyKind.LIFE_DANGER, context.now.date())
    await context.show(Screen(emergency_texts.card(card), ((MENU,),)))


@members_only()
async def search_afterwards(update: Update, context: BotContext) -> None:
    """Answer the question that waited behind the card."""
    question = context.notes.recall(AFTERWARDS, str)
    context.notes.forget(AFTERWARDS)
    if question is None:
        await context.show(theme_screen(emergency_texts.ASK_AGAIN))
        return
    await answer_question(context, question, in_doubt=True)

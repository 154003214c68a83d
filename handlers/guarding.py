"""The two guards every typed word passes before anything else reads it.

Emergency first, then privacy. Refused text goes nowhere: the message is deleted, nothing of it is
searched, stored, logged or repeated.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from telegram import Dice, Sticker, Update
from telegram.ext import ApplicationHandlerStop

from handlers import _plan_steps, arrival, changing, guided, publishing
from handlers._card import kind_of, started_for
from handlers._context import BotContext
from handlers._conversation import Journey
from handlers._gate import members_only, open_to_all
from handlers._screen import MENU, Button, Row, Screen
from handlers.browsing import theme_screen
from handlers.finding import answer_question
from handlers.texts import emergency as emergency_texts
from handlers.texts import privacy as texts
from knowledge.crisis import current_numbers
from safety.card import card_for
from safety.emergency import EmergencyKind, calls_for_help, detect
from safety.privacy import SensitiveHit, find
from team.invitations import CODE
from team.members import Member, MemberState

AFTERWARDS = "afterwards"  # the question that waits behind an emergency card, in memory only

OPENS_INVITATION = re.compile(rf"/start(?:@\w+)?\s+(?:v-)?{CODE}")  # random letters, no words

Ask = Callable[[BotContext], Awaitable[str]]
TYPED_INTO: tuple[tuple[Journey, Ask], ...] = (
    (guided.guided, guided.show_step),
    (publishing.publishing, _plan_steps.show_step),
    (changing.changing, changing.ask_open),
)


@open_to_all
async def guard(update: Update, context: BotContext) -> None:
    """Check typed words: emergency card, refusal, or pass them on to the journeys.

    What comes attached (a contact, a place, a file, a picture, a voice) is not read at all.
    """
    if _carries_something(update):
        await context.take_away()
    words = typed_words(update)
    if not words or OPENS_INVITATION.fullmatch(words):
        return
    asked_for = started_for(words)
    emergency = detect(words)
    hits = _hits(update, context, words)
    if asked_for is not None:
        await _show_alone(context, asked_for)
    elif emergency is not None and emergency.comes_first:
        await _show_emergency(context, emergency.kind, words, hits)
    elif hits and _let_in(context.work.member):
        await _refuse(update, context, hits)
    else:
        if hits:  # no refusal for who is not let in: the door, or the way in, answers
            await context.take_away()
        context.in_doubt = emergency.kind if emergency is not None else None
        return
    raise ApplicationHandlerStop


def typed_words(update: Update) -> str:
    """Text or caption of a message of any kind; a press comes with the bot's own words only."""
    message = None if update.callback_query is not None else update.effective_message
    return (message.text or message.caption or "") if message is not None else ""


def _carries_something(update: Update) -> bool:
    """Whether a person's message has something attached that may show or name somebody."""
    message = None if update.callback_query is not None else update.effective_message
    attached = message.effective_attachment if message is not None else None
    return bool(attached) and not isinstance(attached, (Sticker, Dice))


def _let_in(member: Member | None) -> bool:
    """Whether the door will let this person pass; a paused member is awake by now."""
    return member is not None and member.state is not MemberState.BLOCKED


def _hits(update: Update, context: BotContext, words: str) -> list[SensitiveHit]:
    allowed = publishing.allowed(update, context) | changing.allowed(update, context)
    found = find(words, known=context.house.known_public)
    return [hit for hit in found if hit.kind not in allowed]


async def _show_emergency(
    context: BotContext, kind: EmergencyKind, words: str, hits: list[SensitiveHit]
) -> None:
    """The card alone; a member may search on afterwards, if the words were harmless."""
    if hits:
        await context.take_away()
    if hits or calls_for_help(words):
        await _show_alone(context, kind)
        return
    await _show_alone(context, kind, after=words)


async def _show_alone(context: BotContext, kind: EmergencyKind, after: str = "") -> None:
    """The card; a member may go on to the menu, or search for the words *after* it."""
    member = context.work.member
    rows: tuple[Row, ...] = ()
    context.work.dialogues.leave_others(but=arrival.NAME)
    if member is not None and member.arrived and _let_in(member):
        rows = (_afterwards(context, kind, after),)
    await context.show(Screen(_card(context, kind), rows))


def _card(context: BotContext, kind: EmergencyKind) -> str:
    numbers = current_numbers(context.house.index.offer)
    return emergency_texts.card(card_for(kind, context.now.date(), numbers))


def _afterwards(context: BotContext, kind: EmergencyKind, question: str) -> Row:
    if not question:
        return (MENU,)
    context.notes.keep(AFTERWARDS, question)
    return (Button("Danach weitersuchen", f"em:after:{kind}"), MENU)


async def _refuse(update: Update, context: BotContext, hits: list[SensitiveHit]) -> None:
    """Ask for other words: for the answer to the open step, or for a theme as a tap."""
    await context.take_away()
    refusal = texts.refused(hit.kind for hit in hits)
    ask = _open_step(update, context)
    if ask is None:
        await context.show(theme_screen(f"{refusal} {texts.OR_A_THEME}"))
        return
    context.preface = refusal
    await ask(context)


def _open_step(update: Update, context: BotContext) -> Ask | None:
    """How the step that the words would have answered is asked again."""
    if arrival.under_way(context):
        return arrival.ask_open
    for journey, ask in TYPED_INTO:
        is_open = context.work.dialogues.get(str(journey.name)) is not None
        if is_open and journey.check_update(update) is not None:
            return ask
    return None


@members_only()
async def show_card(update: Update, context: BotContext) -> None:
    """Show the card on request, for the danger that its button names."""
    await context.show(Screen(_card(context, _named(context)), ((MENU,),)))


def _named(context: BotContext) -> EmergencyKind:
    return kind_of("".join(context.codes[1:2]))


@members_only()
async def search_afterwards(update: Update, context: BotContext) -> None:
    """Answer the question that waited behind the card."""
    question = context.notes.recall(AFTERWARDS, str)
    context.notes.forget(AFTERWARDS)
    if question is None:
        await context.show(theme_screen(emergency_texts.ASK_AGAIN))
        return
    await answer_question(context, question, in_doubt=_named(context))

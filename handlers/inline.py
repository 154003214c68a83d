"""`@bot ferien` in any chat: members get offers to send there, strangers only the way in.

The answer is personal and never cached. It holds public fields only, and is not the card of the
private chat: whoever reads it there may be a parent.
"""

from __future__ import annotations

from telegram import Update

from handlers._card import start_code
from handlers._context import BotContext
from handlers._gate import open_to_all
from handlers._work import InlineResult
from handlers.texts import passing
from handlers.texts.cutting import cut
from handlers.texts.emergency import INLINE as EMERGENCY
from handlers.texts.finding import ring
from handlers.texts.privacy import INLINE
from knowledge.findings import Confidence
from knowledge.offers import Offer
from knowledge.plain import for_professionals
from safety.emergency import Emergency, detect
from safety.privacy import find
from team.members import MemberState

SHOWN = 5
START = "inline"  # what /start carries when it comes from an inline answer's button
LONGEST_TITLE = 64  # characters a phone shows
LONGEST_ID = 64  # bytes; Telegram refuses more


@open_to_all
async def answer(update: Update, context: BotContext) -> None:
    """Search for a member; anybody else gets the button to the private chat alone.

    Where the words point to an emergency, the button leads everybody to its card.
    """
    work, query = context.work, update.inline_query
    work.answer.way_in, work.answer.start = INLINE, START
    emergency = detect(query.query) if query is not None else None
    if emergency is not None:
        work.answer.way_in, work.answer.start = EMERGENCY, start_code(emergency.kind)
    member = work.member
    if query is None or member is None or not member.arrived:
        return
    if member.state is not MemberState.ACTIVE or not _harmless(context, query.query, emergency):
        return
    findings = context.house.index.search(query.query, limit=SHOWN)
    if findings.confidence is not Confidence.NONE:
        work.answer.results = tuple(
            _result(one.offer) for one in findings.results if not for_professionals(one.offer)
        )


def _harmless(context: BotContext, words: str, emergency: Emergency | None) -> bool:
    """Whether the words may be searched: both guards, as for every typed word."""
    first = emergency is not None and emergency.comes_first
    return not first and not find(words, known=context.house.known_public)


def _result(offer: Offer) -> InlineResult:
    return InlineResult(
        offer.id[:LONGEST_ID],
        cut(offer.name, LONGEST_TITLE),
        ring(offer),
        passing.card(offer, "de"),
    )

"""`@bot …` in other chats: answered with the way to the private chat only.

The words typed there are not read: whoever is around could see the answer.
"""

from __future__ import annotations

from telegram import Update

from handlers._context import BotContext
from handlers._gate import open_to_all
from handlers.texts.privacy import INLINE


@open_to_all
async def answer(update: Update, context: BotContext) -> None:
    """Offer the private chat."""
    context.work.answer.way_in = INLINE

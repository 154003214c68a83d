"""Dialogues in several steps: python-telegram-bot's `ConversationHandler`, remembering elsewhere.

Its own persistence saves at its own time and for all chats at once; ours belongs to the open unit
of work. So the handler's memory is replaced by a view of it.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, ConversationHandler
from telegram.warnings import PTBUserWarning

from handlers._context import BotContext
from handlers._dialogues import StoredSteps

Handler = BaseHandler[Update, BotContext, Any]


def conversation(
    name: str,
    *,
    entry_points: Sequence[Handler],
    states: Mapping[StrEnum, Sequence[Handler]],
    fallbacks: Sequence[Handler],
) -> ConversationHandler[BotContext]:
    """Make a dialogue whose step lives in the database; entry points work from any step."""
    with warnings.catch_warnings():
        # Presses are told apart by chat and user: one living screen per journey, not per message.
        warnings.filterwarnings("ignore", "If 'per_message=False'", PTBUserWarning)
        handler: ConversationHandler[BotContext] = ConversationHandler(
            name=name,
            entry_points=list(entry_points),
            states={step: list(handlers) for step, handlers in states.items()},
            fallbacks=list(fallbacks),
            allow_reentry=True,
        )
    handler._conversations = StoredSteps(name)
    return handler

"""Dialogues in several steps: python-telegram-bot's `ConversationHandler`, remembering elsewhere.

Its own persistence saves at its own time and for all chats at once; ours belongs to the open unit
of work. So the handler's memory is replaced by a view of it.

A chat is in one dialogue at a time: whatever another one, or a screen outside of all, answers ends
it. Otherwise a question typed afterwards would be taken for the answer an old step waits for.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import wraps
from typing import Any, TypeVar

from telegram import Update
from telegram.ext import BaseHandler, ConversationHandler, filters
from telegram.warnings import PTBUserWarning

from handlers._context import BotContext
from handlers._dialogues import StoredSteps
from handlers._gate import Callback
from handlers._work import current_work

Handler = BaseHandler[Update, BotContext, Any]
R = TypeVar("R")


class Journey(ConversationHandler[BotContext]):
    """A dialogue that ends all others as soon as it answers."""

    async def handle_update(self, *handled: Any) -> object:
        """Answer, and leave every other dialogue."""
        state = await super().handle_update(*handled)
        current_work.get().dialogues.leave_others(but=str(self.name))
        return state


def outside(callback: Callback[R]) -> Callback[R]:
    """A callback that belongs to no dialogue and ends the open one, with all its drafts."""

    @wraps(callback)
    async def ending(update: Update, context: BotContext) -> R:
        result = await callback(update, context)
        if context.work.dialogues.open():
            context.work.dialogues.leave_others()
            context.notes.forget_drafts()
        return result

    return ending


class _Waiting(filters.UpdateFilter):
    """Lets words through while a dialogue's step still waits for them."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def filter(self, update: Update) -> bool:
        work = current_work.get()
        dialogue = work.dialogues.get(self._name)
        return dialogue is not None and dialogue.waits(work.house.now())


def answer_to(name: str) -> filters.BaseFilter:
    """Typed words that answer the open step of the dialogue *name*.

    After a quarter of an hour nobody remembers the step: then words are a question again.
    """
    words = filters.UpdateType.MESSAGE & filters.TEXT & ~filters.COMMAND
    return words & _Waiting(name)


def conversation(
    name: str,
    *,
    entry_points: Sequence[Handler],
    states: Mapping[StrEnum, Sequence[Handler]],
    fallbacks: Sequence[Handler],
) -> Journey:
    """Make a dialogue whose step lives in the database; entry points work from any step."""
    with warnings.catch_warnings():
        # Presses are told apart by chat and user: one living screen per journey, not per message.
        warnings.filterwarnings("ignore", "If 'per_message=False'", PTBUserWarning)
        handler = Journey(
            name=name,
            entry_points=list(entry_points),
            states={step: list(handlers) for step, handlers in states.items()},
            fallbacks=list(fallbacks),
            allow_reentry=True,
        )
    handler._conversations = StoredSteps(name)
    return handler

"""Typing the number or the words of a button does the same as tapping it."""

from __future__ import annotations

from datetime import datetime

from telegram import CallbackQuery, Chat, Message, Update

from handlers._context import TYPED_PRESS
from handlers._dialogues import SCREEN, Dialogues


def as_press(update: Update, dialogues: Dialogues) -> Update | None:
    """The press that the typed words stand for, or None where they are no button's words."""
    message = update.message
    shown = dialogues.get(SCREEN)
    if message is None or not message.text or message.from_user is None or shown is None:
        return None
    words = _folded(message.text)
    for label, data in shown.draft.get("buttons", []):
        if words == _folded(label):
            return _press(update, message.chat, message.date, data)
    return None


def _folded(words: str) -> str:
    return " ".join(words.replace("‹", "").split()).casefold()


def _press(update: Update, chat: Chat, date: datetime, data: str) -> Update:
    user = update.effective_user
    assert user is not None  # noqa: S101 - a private message has a sender; narrows the type
    press = CallbackQuery(
        id=TYPED_PRESS,
        from_user=user,
        chat_instance=TYPED_PRESS,
        message=Message(0, date, chat),
        data=data,
    )
    return Update(update.update_id, callback_query=press)

"""Taking messages out of the chats when their time is over."""

from __future__ import annotations

import contextlib
import logging
from datetime import datetime

from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter

from handlers.texts.general import EXPIRED
from storage.database import Database
from storage.outbox import OutboxStore

log = logging.getLogger(__name__)


async def purge(database: Database, bot: Bot, now: datetime) -> None:
    """Take from the chats what is past its time; only then it is forgotten here."""
    store = OutboxStore(database)
    for chat_id, message_id in await store.due_purges(now):
        try:
            await _take_away(bot, chat_id, message_id)
        except Forbidden:
            log.info("purge: the chat is closed to us")
        except (NetworkError, RetryAfter):
            return  # Telegram is away or busy; the next round goes on
        await store.purged(chat_id, message_id)


async def _take_away(bot: Bot, chat_id: int, message_id: int) -> None:
    """Delete the message, or past Telegram's 48 hours empty it of what it said."""
    try:
        await bot.delete_message(chat_id, message_id)
    except BadRequest:
        with contextlib.suppress(BadRequest):  # gone already, or not the bot's to edit
            await bot.edit_message_text(EXPIRED, chat_id, message_id)

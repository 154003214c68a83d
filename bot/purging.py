"""Taking messages out of the chats when their time is over."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from functools import partial

from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter

from bot.keeper import Attention
from handlers.texts.general import EXPIRED, not_purged
from storage.database import Database
from storage.outbox import OutboxStore

log = logging.getLogger(__name__)

LATE = timedelta(hours=2)  # before Telegram's 48 hours are over there are six more


async def purge(database: Database, bot: Bot, now: datetime) -> None:
    """Take from the chats what is past its time; only then it is forgotten here.

    Raises:
        Attention: some could not be taken away at all, or are waiting for over two hours.
    """
    store = OutboxStore(database)
    left = 0
    for chat_id, message_id in await store.due_purges(now):
        try:
            left += not await _take_away(bot, chat_id, message_id)
        except Forbidden:
            log.info("purge: the chat is closed to us")
        except (NetworkError, RetryAfter) as error:
            log.warning("purge: %s; the next round goes on", type(error).__name__)
            break
        await store.purged(chat_id, message_id)
    late = len(await store.due_purges(now - LATE))
    if left or late:
        raise Attention(not_purged(left, late))


async def _take_away(bot: Bot, chat_id: int, message_id: int) -> bool:
    """Delete the message, or past Telegram's 48 hours empty it; False where neither works."""
    try:
        await bot.delete_message(chat_id, message_id)
    except BadRequest as error:
        if "not found" in error.message.lower():
            return True
        return await _empty(bot, chat_id, message_id)
    return True


async def _empty(bot: Bot, chat_id: int, message_id: int) -> bool:
    """Put neutral words in the place of a text, or of the words below a file."""
    words = partial(bot.edit_message_text, EXPIRED)
    caption = partial(bot.edit_message_caption, caption=EXPIRED)
    for edit in (words, caption):
        try:
            await edit(chat_id=chat_id, message_id=message_id)
        except BadRequest as error:
            if "not modified" in error.message.lower():
                return True
        else:
            return True
    return False

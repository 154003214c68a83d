"""One parcel, one call to the Bot API."""

from __future__ import annotations

import contextlib
from base64 import b64decode
from typing import Any

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaPhoto,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from handlers._unwritten import Forgotten, Unwritten
from storage.outbox import Parcel

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Delivery:
    """Turns parcels into calls. BadRequest means: will never work, do not try again."""

    def __init__(self, bot: Bot, unwritten: Unwritten) -> None:
        self._bot = bot
        self._unwritten = unwritten
        self._calls = {
            "send": self._send,
            "edit": self._edit,
            "delete": self._delete,
            "file": self._file,
            "picture": self._picture,
            "commands": self._commands,
            "leave": self._leave,
        }

    async def deliver(self, parcel: Parcel) -> int | None:
        """Make the call; returns the id of the message it made or changed, if any."""
        return await self._calls[parcel.kind](parcel.chat_id, self._complete(parcel))

    def _complete(self, parcel: Parcel) -> dict[str, Any]:
        """The payload with the words that are not written; where they are gone, what says so."""
        payload = parcel.payload
        if "text" not in payload:
            return payload
        try:
            return payload | {"text": self._unwritten.put_into(payload["text"], parcel.chat_id)}
        except Forgotten:
            return {**payload, **payload["forgotten"]}

    async def _send(self, chat_id: int, payload: dict[str, Any]) -> int | None:
        message = await self._bot.send_message(
            chat_id,
            payload["text"],
            parse_mode=ParseMode.HTML,
            reply_markup=_keyboard(payload),
            link_preview_options=NO_PREVIEW,
        )
        return message.message_id

    async def _edit(self, chat_id: int, payload: dict[str, Any]) -> int | None:
        try:
            await self._bot.edit_message_text(
                payload["text"],
                chat_id,
                payload["message_id"],
                parse_mode=ParseMode.HTML,
                reply_markup=_keyboard(payload),
                link_preview_options=NO_PREVIEW,
            )
        except BadRequest as error:
            if "not modified" in error.message.lower():
                return int(payload["message_id"])
            if not payload.get("or_send", True):
                return None
            return await self._send(chat_id, payload)  # deleted or too old: never a dead end
        return int(payload["message_id"])

    async def _delete(self, chat_id: int, payload: dict[str, Any]) -> int | None:
        await self._bot.delete_message(chat_id, payload["message_id"])
        return None

    async def _file(self, chat_id: int, payload: dict[str, Any]) -> int | None:
        content = InputFile(b64decode(payload["content"]), filename=payload["name"])
        message = await self._bot.send_document(
            chat_id, content, caption=payload["caption"], disable_content_type_detection=True
        )
        return message.message_id

    async def _picture(self, chat_id: int, payload: dict[str, Any]) -> int | None:
        content, message_id = b64decode(payload["content"]), payload["message_id"]
        caption, keyboard = payload["text"], _keyboard(payload)
        if message_id is not None:
            media = InputMediaPhoto(content, caption, parse_mode=ParseMode.HTML)
            with contextlib.suppress(BadRequest):  # deleted, or the same picture again
                await self._bot.edit_message_media(
                    media, chat_id, message_id, reply_markup=keyboard
                )
                return int(message_id)
        message = await self._bot.send_photo(
            chat_id, content, caption, parse_mode=ParseMode.HTML, reply_markup=keyboard
        )
        return message.message_id

    async def _commands(self, chat_id: int, payload: dict[str, Any]) -> int | None:
        commands = [BotCommand(name, about) for name, about in payload["commands"]]
        await self._bot.set_my_commands(commands, scope=BotCommandScopeChat(chat_id))
        return None

    async def _leave(self, chat_id: int, payload: dict[str, Any]) -> int | None:
        await self._bot.leave_chat(chat_id)
        return None


def _keyboard(payload: dict[str, Any]) -> InlineKeyboardMarkup | None:
    rows = [
        [InlineKeyboardButton(label, callback_data=data) for label, data in row]
        for row in payload["rows"]
    ]
    return InlineKeyboardMarkup(rows) if rows else None

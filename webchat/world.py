"""The little world of the local server: bots, people, their chats, and what they do in them.

What people type stays in memory. The bot's own messages are kept in a file where one is given, so
that a restarted demo shows them again.
"""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from webchat.counters import Counters
from webchat.errors import ApiError, bad_request
from webchat.keeping import keep, kept
from webchat.markup import entities_of
from webchat.people import BotAccount, Chat, Message, Person, as_bots_see
from webchat.updates import Inbox

Listener = Callable[[dict[str, Any]], Awaitable[None]]

CALLS_KEPT = 20_000
PRESS_LIVES = 15 * 60  # seconds until a press is "too old" to be answered
CONTENT = ("text", "document", "photo", "voice", "sticker", "contact", "location")
REMOVABLE_FOR = 48 * 3600  # seconds; older messages a bot cannot delete


class World:
    """Everything the Bot API and the page look at."""

    def __init__(
        self, bots: Sequence[BotAccount], people: Sequence[Person], folder: Path | None = None
    ) -> None:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / "chats.json" if folder is not None else None
        self.counters = Counters(folder / "counters.json" if folder is not None else None)
        self.bots = {bot.token: bot for bot in bots}
        self.people = {person.id: person for person in people}
        self.inboxes = {bot.id: Inbox() for bot in bots}
        self.chats: dict[tuple[int, int], Chat] = kept(self._file, _chats, {})
        self.presses: dict[str, tuple[int, int, float]] = {}
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.inline: dict[str, dict[str, Any]] = {}
        self.calls: deque[dict[str, Any]] = deque(maxlen=CALLS_KEPT)
        self.listeners: set[Listener] = set()

    # --- looking ---------------------------------------------------------------------------

    def chat(self, bot: BotAccount, person_id: int) -> Chat:
        """The chat between a bot and a person; made when first needed."""
        return self.chats.setdefault((bot.id, person_id), Chat())

    def open_chat(self, bot: BotAccount, person_id: int) -> Chat:
        """The chat a bot may write to.

        Raises:
            ApiError: nobody there, or the person has blocked the bot.
        """
        if person_id not in self.people:
            raise bad_request("chat not found")
        chat = self.chat(bot, person_id)
        if chat.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        return chat

    def shown_commands(self, bot: BotAccount, person_id: int) -> list[dict[str, str]]:
        """The command menu a person sees: the chat's own, or the common one."""
        own = self.chat(bot, person_id).commands
        return own if own is not None else self.commands.get("default", [])

    # --- what bots do ----------------------------------------------------------------------

    async def post(self, bot: BotAccount, person_id: int, content: dict[str, Any]) -> Message:
        """A bot writes a message."""
        message = self._message(person_id, bot.as_user(), content)
        self.chat(bot, person_id).messages[message["message_id"]] = message
        await self._changed(person_id)
        return message

    async def replace(self, bot: BotAccount, person_id: int, message: Message) -> None:
        """A bot edits a message of its own."""
        message["edit_date"] = int(time.time())
        self.chat(bot, person_id).messages[message["message_id"]] = message
        await self._changed(person_id)

    async def remove(self, bot: BotAccount, person_id: int, message_id: int) -> None:
        """A bot deletes a message.

        Raises:
            ApiError: it is not there (any more), or over 48 hours old.
        """
        chat = self.open_chat(bot, person_id)
        message = chat.messages.get(message_id)
        if message is None:
            raise bad_request("message to delete not found")
        if time.time() - message["date"] > REMOVABLE_FOR:
            raise bad_request("message can't be deleted")
        del chat.messages[message_id]
        await self._changed(person_id)

    async def tell(self, person_id: int, event: dict[str, Any]) -> None:
        """Show a person something that is no message: a toast, or that the bot types."""
        for listener in list(self.listeners):
            with suppress(ConnectionError):
                await listener({"person": person_id, **event})

    # --- what people do --------------------------------------------------------------------

    async def say(self, bot: BotAccount, person_id: int, content: dict[str, Any]) -> int:
        """A person sends something; returns the message's id."""
        if "text" in content:
            content = {**content, **_marked(content["text"])}
        message = self._message(person_id, self.people[person_id].as_user(), content)
        self.chat(bot, person_id).messages[message["message_id"]] = message
        await self._update(bot, "message", message)
        await self._changed(person_id)
        return int(message["message_id"])

    async def edit_own(self, bot: BotAccount, person_id: int, message_id: int, text: str) -> None:
        """A person edits a message of their own."""
        message = self.chat(bot, person_id).messages[message_id]
        message.pop("entities", None)
        message |= {"text": text, "edit_date": int(time.time()), **_marked(text)}
        await self._update(bot, "edited_message", message)
        await self._changed(person_id)

    async def press(self, bot: BotAccount, person_id: int, message_id: int, data: str) -> str:
        """A person presses a button, or sends forged data; returns the press' id."""
        message = self.chat(bot, person_id).messages.get(message_id)
        place = message or {"chat": self._chat_of(person_id), "message_id": message_id, "date": 0}
        press_id = str(10**17 + self.counters.next("press"))
        self.presses[press_id] = (bot.id, person_id, time.monotonic())
        press = {
            "id": press_id,
            "from": self.people[person_id].as_user(),
            "chat_instance": str(person_id),
            "data": data,
            "message": as_bots_see(place),
        }
        await self._update(bot, "callback_query", press)
        return press_id

    async def block(self, bot: BotAccount, person_id: int, *, blocked: bool) -> None:
        """A person blocks the bot, or lets it write again."""
        self.chat(bot, person_id).blocked = blocked
        before, after = ("member", "kicked") if blocked else ("kicked", "member")
        user = bot.as_user()
        change = {
            "chat": self._chat_of(person_id),
            "from": self.people[person_id].as_user(),
            "date": int(time.time()),
            "old_chat_member": _standing(user, before),
            "new_chat_member": _standing(user, after),
        }
        await self._update(bot, "my_chat_member", change)
        await self._changed(person_id)

    async def inject(self, bot: BotAccount, update: dict[str, Any]) -> int:
        """Put any update in front of the bot; it gets an id of its own."""
        number = self.counters.next("update")
        await self.inboxes[bot.id].add({**update, "update_id": number})
        return number

    # --- keeping ---------------------------------------------------------------------------

    def save(self) -> None:
        """Keep the bots' messages; what people typed is left out."""
        if self._file is None:
            return
        chats = {
            f"{bot_id}:{person_id}": {
                "messages": [one for one in chat.messages.values() if one["from"]["is_bot"]],
                "commands": chat.commands,
                "blocked": chat.blocked,
            }
            for (bot_id, person_id), chat in self.chats.items()
        }
        keep(self._file, chats)

    def _message(self, person_id: int, sender: dict[str, Any], content: dict[str, Any]) -> Message:
        return {
            "message_id": self.counters.next("message"),
            "from": sender,
            "chat": self._chat_of(person_id),
            "date": int(time.time()),
            **content,
        }

    def _chat_of(self, person_id: int) -> dict[str, Any]:
        return self.people[person_id].as_chat()

    async def _update(self, bot: BotAccount, kind: str, body: dict[str, Any]) -> None:
        await self.inject(bot, {kind: json.loads(json.dumps(body))})

    async def _changed(self, person_id: int) -> None:
        await self.tell(person_id, {"kind": "changed"})


def _chats(stored: dict[str, Any]) -> dict[tuple[int, int], Chat]:
    chats = {}
    for key, chat in stored.items():
        bot_id, _, person_id = key.partition(":")
        chats[int(bot_id), int(person_id)] = Chat(
            messages={one["message_id"]: one for one in chat["messages"]},
            commands=chat["commands"],
            blocked=chat["blocked"],
        )
    return chats


def _marked(text: str) -> dict[str, Any]:
    entities = entities_of(text)
    return {"entities": entities} if entities else {}


def _standing(user: dict[str, Any], status: str) -> dict[str, Any]:
    return {"user": user, "status": status} | ({"until_date": 0} if status == "kicked" else {})

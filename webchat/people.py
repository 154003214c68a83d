"""Bots, sample people, and what one chat between them holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BotAccount:
    """A bot that may call the API."""

    token: str
    username: str = "lotse_demo_bot"
    first_name: str = "Lotse"

    @property
    def id(self) -> int:
        """The number before the colon of the token."""
        return int(self.token.partition(":")[0])

    def as_user(self) -> dict[str, Any]:
        """The bot as a message's sender."""
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.first_name,
            "username": self.username,
        }


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who chats. `start_payload`: what the start button sends along."""

    id: int
    first_name: str
    note: str = ""
    start_payload: str = ""

    def as_user(self) -> dict[str, Any]:
        """The person as a message's sender."""
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.first_name,
            "language_code": "de",
        }

    def as_chat(self) -> dict[str, Any]:
        """The private chat with this person."""
        return {"id": self.id, "type": "private", "first_name": self.first_name}


def as_bots_see(message: Message) -> Message:
    """The message as the Bot API gives it: a reply keyboard belongs to the chat, not to it."""
    if "inline_keyboard" in message.get("reply_markup", {"inline_keyboard": []}):
        return message
    return {key: value for key, value in message.items() if key != "reply_markup"}


@dataclass(slots=True)
class Chat:
    """The messages of a private chat, oldest first, by id."""

    messages: dict[int, Message] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)
    files: dict[int, tuple[str, bytes]] = field(default_factory=dict)
    commands: list[dict[str, str]] | None = None
    blocked: bool = False

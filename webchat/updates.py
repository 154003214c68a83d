"""Updates on their way to a bot: kept until confirmed, by getUpdates or by a webhook's 200."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from webchat.errors import ApiError

Update = dict[str, Any]

MOST = 100
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0  # seconds between tries of a webhook


class Inbox:
    """One bot's unconfirmed updates, in order of their ids."""

    def __init__(self) -> None:
        self.waiting: dict[int, Update] = {}
        self._arrived = asyncio.Condition()
        self._poll = 0
        self.webhook: Webhook | None = None

    async def add(self, update: Update) -> None:
        """Take an update in."""
        self.waiting[update["update_id"]] = update
        if self.webhook is not None:
            self.webhook.wake()
        async with self._arrived:
            self._arrived.notify_all()

    async def get(self, offset: int, limit: int, hold: float, kinds: list[str]) -> list[Update]:
        """Updates from *offset* on; all below are confirmed and forgotten.

        Raises:
            ApiError: 409 while a webhook is set, or when another poll takes over.
        """
        if self.webhook is not None:
            raise ApiError(
                409, "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )  # fmt: skip
        self._poll += 1
        mine = self._poll
        self._confirm(offset)
        async with self._arrived:
            self._arrived.notify_all()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(
                    self._arrived.wait_for(lambda: bool(self._ready(kinds)) or self._poll != mine),
                    hold,
                )
        if self.webhook is not None:
            raise ApiError(409, "Conflict: terminated by setWebhook request")
        if self._poll != mine:
            raise ApiError(
                409, "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )  # fmt: skip
        return self._ready(kinds)[:limit]

    async def end_polls(self) -> None:
        """Let a waiting poll go: a webhook has been set."""
        self._poll += 1
        async with self._arrived:
            self._arrived.notify_all()

    def _ready(self, kinds: list[str]) -> list[Update]:
        ready = [self.waiting[number] for number in sorted(self.waiting)]
        return [one for one in ready if not kinds or _kind(one) in kinds]

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            keep = sorted(self.waiting)[offset:]
            offset = keep[0] if keep else 0
        for number in [one for one in self.waiting if one < offset]:
            del self.waiting[number]


class Webhook:
    """Calls a bot for every update until it answers 2xx; a chat's updates stay in order."""

    def __init__(self, inbox: Inbox, url: str, secret: str, connections: int) -> None:
        self.url = url
        self.connections = connections
        self._inbox = inbox
        self._secret = secret
        self._calling: dict[int, asyncio.Task[None]] = {}
        self._chats: set[int] = set()
        self._session = ClientSession(timeout=ClientTimeout(total=60))
        self.wake()

    def wake(self) -> None:
        """Start calls for what is waiting, as far as connections allow."""
        for number in sorted(self._inbox.waiting):
            if len(self._calling) >= self.connections:
                return
            chat = _chat_of(self._inbox.waiting[number])
            if number not in self._calling and chat not in self._chats:
                self._chats.add(chat)
                self._calling[number] = asyncio.create_task(self._call(number, chat))

    async def stop(self) -> None:
        """Stop calling."""
        for task in list(self._calling.values()):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await self._session.close()

    async def _call(self, number: int, chat: int) -> None:
        pause = FIRST_PAUSE
        try:
            while not await self._delivered(self._inbox.waiting[number]):
                await asyncio.sleep(pause)
                pause = min(LONGEST_PAUSE, pause * 2)
            self._inbox.waiting.pop(number, None)
        finally:
            self._calling.pop(number)
            self._chats.discard(chat)
        self.wake()

    async def _delivered(self, update: Update) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self._secret} if self._secret else {}
        try:
            async with self._session.post(self.url, json=update, headers=headers) as answer:
                return 200 <= answer.status < 300
        except (ClientError, TimeoutError, OSError):
            return False


def _kind(update: Update) -> str:
    return next(key for key in update if key != "update_id")


def _chat_of(update: Update) -> int:
    body = update[_kind(update)]
    chat = body.get("chat") or body.get("message", {}).get("chat") or body.get("from") or {}
    return int(chat.get("id", 0))

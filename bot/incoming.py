"""The way updates come in: fetched, or brought by Telegram's calls to our own server.

Telegram is told of it before anything is written, so that its refusal leaves nothing behind.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.polling import WANTED, Polling
from bot.refusal import StartRefused
from bot.settings import CURES, Settings
from bot.site import Site
from bot.webhook import CONNECTIONS, PATH, webhook_routes

Handle = Callable[[dict[str, Any]], Awaitable[None]]


class Incoming:
    """Polling, or a webhook when its address is set; *routes* are served beside it."""

    def __init__(self, bot: Bot, settings: Settings, routes: Sequence[web.RouteDef] = ()) -> None:
        self._bot = bot
        self._settings = settings
        self._routes = routes
        self._handle: asyncio.Future[Handle] = asyncio.get_running_loop().create_future()
        self._site = Site()
        self._polling: asyncio.Task[None] | None = None

    async def announce(self) -> None:
        """Tell Telegram. Calls that come before `start` wait for it.

        Raises:
            StartRefused: Telegram wants no such webhook, or the place to listen is taken.
        """
        if self._settings.listen is not None:
            await self._listen(self._settings.listen)
        try:
            if self._settings.webhook_url:
                await self._set_webhook(self._settings.webhook_url)
            else:
                await self._bot.delete_webhook()
        except TelegramError as error:
            raise unreachable(self._settings, error) from None

    def start(self, handle: Handle) -> None:
        """Let updates in."""
        self._handle.set_result(handle)
        if not self._settings.webhook_url:
            self._polling = asyncio.create_task(Polling(self._bot, handle).run())

    async def stop(self) -> None:
        """Let no more in, and end what waits; a second call changes nothing."""
        self._handle.cancel()
        await self._site.stop()
        if self._polling is not None:
            self._polling.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._polling

    async def _listen(self, place: str) -> None:
        async def handle(update: dict[str, Any]) -> None:
            await (await asyncio.shield(self._handle))(update)

        routes = [*self._routes]
        if self._settings.webhook_url:
            routes += webhook_routes(handle, self._settings.secret)
        try:
            await self._site.start(place, routes)
        except (OSError, UnicodeError):  # taken, or a host that is none
            raise StartRefused(
                "LOTSE_HTTP_LISTEN",
                f"{place} cannot be listened on",
                "choose a free address and port of this machine",
            ) from None

    async def _set_webhook(self, address: str) -> None:
        try:
            await self._bot.set_webhook(
                address.rstrip("/") + PATH,
                secret_token=self._settings.secret,
                max_connections=CONNECTIONS,
                allowed_updates=WANTED,
            )
        except BadRequest as error:
            raise StartRefused(
                "LOTSE_WEBHOOK_URL",
                f"{address} refused by Telegram ({error.message})",
                CURES["webhook_url"],
            ) from None


def unreachable(settings: Settings, error: TelegramError) -> StartRefused:
    """The refusal to start when the Bot API does not answer as it should."""
    return StartRefused(
        "LOTSE_TELEGRAM_API",
        f"{settings.api_root} cannot be reached ({type(error).__name__})",
        "check the address and the network",
    )

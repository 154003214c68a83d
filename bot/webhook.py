"""Taking updates from Telegram's calls: answered with 200 once the update has been handled."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

log = logging.getLogger(__name__)

PATH = "/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
CONNECTIONS = 16  # calls Telegram may have open; each waits for its commit


def webhook_routes(
    handle: Callable[[dict[str, Any]], Awaitable[None]], secret: str
) -> list[web.RouteDef]:
    """Give the route that takes updates; calls without the *secret* are refused unread."""

    async def take(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(errors="replace"), secret.encode()):
            return web.Response(status=403)
        try:
            update = await request.json()
            update["update_id"] + 0
        except (ValueError, TypeError, KeyError):
            return web.Response(status=400)
        try:
            await handle(update)
        except Exception as error:
            # Telegram keeps the update and calls again.
            log.error("update %d waits: %s", update["update_id"], type(error).__name__)
            return web.Response(status=500)
        return web.Response()

    return [web.post(PATH, take)]

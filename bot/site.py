"""The bot's own small HTTP server, behind a TLS proxy; it listens only where it has a task.

Nothing of a request is logged: paths and headers hold secrets.
"""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web

LAST_SECONDS = 5  # an answer under way may take so long when we stop
LARGEST_BODY = 1024**2  # bytes; an update of Telegram has some thousands

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Server": "lotse",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}


class Site:
    """Serves what it is given; every answer has the headers that keep browsers careful."""

    def __init__(self) -> None:
        self._runner: web.AppRunner | None = None

    async def start(self, place: str, routes: Iterable[web.RouteDef]) -> None:
        """Listen at *place*, a `host:port`.

        Raises:
            OSError, UnicodeError: it is taken, or none.
        """
        site = web.Application(client_max_size=LARGEST_BODY)
        site.add_routes(routes)
        site.on_response_prepare.append(_add_headers)
        self._runner = web.AppRunner(site, access_log=None, shutdown_timeout=LAST_SECONDS)
        await self._runner.setup()
        host, _, port = place.rpartition(":")
        await web.TCPSite(self._runner, host, int(port)).start()

    async def stop(self) -> None:
        """Take no more calls and finish those under way; a second call changes nothing."""
        if self._runner is not None:
            await self._runner.cleanup()


async def _add_headers(_: web.Request, answer: web.StreamResponse) -> None:
    answer.headers.update(HEADERS)

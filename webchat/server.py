"""The HTTP server: the Bot API under `/bot<token>/`, the chat page, and how it is driven.

Loopback only. The page's own calls are refused from other sites (Host and Origin are checked),
since any web page a person has open could otherwise speak for them. The Bot API refuses every web
page: the demo's token is no secret, and who has it could send what is typed elsewhere.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from webchat.errors import ApiError
from webchat.methods import METHODS, decode
from webchat.page import comes_from_a_page, page_routes
from webchat.people import BotAccount, Person
from webchat.world import World

SAVE_EVERY = 1.0  # seconds
LARGEST = 60 * 1024 * 1024  # bytes of one request
SENDING = (
    "sendmessage", "senddocument", "sendphoto", "editmessagetext", "editmessagemedia",
    "editmessagereplymarkup",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FloodLimits:
    """Messages per second before 429; 0 means no limit."""

    overall: int = 0
    per_chat: int = 0


class Server:
    """The local Bot API server with its page."""

    def __init__(
        self,
        bots: Sequence[BotAccount],
        people: Sequence[Person],
        *,
        folder: Path | None = None,
        limits: FloodLimits = FloodLimits(),
    ) -> None:
        self.world = World(bots, people, folder)
        self.bot = bots[0]
        self._limits = limits
        self._sent: dict[str, deque[float]] = {}
        self._runner: web.AppRunner | None = None
        self._saving: asyncio.Task[None] | None = None
        self.url = ""

    async def start(self, port: int = 0, host: str = "127.0.0.1") -> str:
        """Listen; returns the address."""
        app = web.Application(client_max_size=LARGEST)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.add_routes(page_routes(self.world, self.bot))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        address = self._runner.addresses[0]
        self.url = f"http://{host}:{address[1]}"
        self._saving = asyncio.create_task(self._save_again_and_again())
        return self.url

    async def stop(self) -> None:
        """Keep what is to be kept, and stop listening."""
        for inbox in self.world.inboxes.values():
            if inbox.webhook is not None:
                await inbox.webhook.stop()
        if self._saving is not None:
            self._saving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._saving
        self.world.save()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _save_again_and_again(self) -> None:
        while True:
            await asyncio.sleep(SAVE_EVERY)
            self.world.save()

    async def _call(self, request: web.Request) -> web.Response:
        bot = self.world.bots.get(request.match_info["token"])
        method = request.match_info["method"]
        try:
            if comes_from_a_page(request):
                raise ApiError(403, "Forbidden: bots only")
            if bot is None:
                raise ApiError(401, "Unauthorized")
            act = METHODS.get(method.lower())
            if act is None:
                raise ApiError(404, "Not Found")
            values = decode(await _values(request))
            self._note(method, values)
            self._check_flood(method.lower(), values)
            result = await act(self.world, bot, values)
        except ApiError as error:
            return _refused(error)
        return web.json_response({"ok": True, "result": result})

    def _note(self, method: str, values: dict[str, Any]) -> None:
        if method.lower() != "getupdates":
            self.world.calls.append(
                {
                    "method": method,
                    "chat_id": values.get("chat_id"),
                    "text": values.get("text"),
                    "at": time.time(),
                }
            )

    def _check_flood(self, method: str, values: dict[str, Any]) -> None:
        if method not in SENDING:
            return
        for key, most in (
            ("all", self._limits.overall),
            (str(values.get("chat_id")), self._limits.per_chat),
        ):
            if most:
                self._count(key, most)

    def _count(self, key: str, most: int) -> None:
        sent = self._sent.setdefault(key, deque())
        now = time.monotonic()
        while sent and now - sent[0] > 1:
            sent.popleft()
        if len(sent) >= most:
            raise ApiError(429, "Too Many Requests: retry after 1", retry_after=1)
        sent.append(now)


async def _values(request: web.Request) -> dict[str, Any]:
    """Parameters of query, form, multipart or JSON."""
    values: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = await request.json()
        except ValueError:
            raise ApiError(400, "Bad Request: can't parse JSON body") from None
        return values | (body if isinstance(body, dict) else {})
    form = await request.post()
    files: dict[str, tuple[str, bytes]] = {}
    for name, value in form.items():
        if isinstance(value, web.FileField):
            files[name] = (value.filename, value.file.read())
        else:
            values[name] = value
    return {name: _attached(value, files) for name, value in values.items()} | files


def _attached(value: Any, files: dict[str, tuple[str, bytes]]) -> Any:
    if isinstance(value, str) and value.startswith("attach://"):
        return files.get(value.removeprefix("attach://"), value)
    return value


def _refused(error: ApiError) -> web.Response:
    body: dict[str, Any] = {
        "ok": False,
        "error_code": error.code,
        "description": error.description,
    }
    if error.parameters:
        body["parameters"] = error.parameters
    return web.json_response(body, status=error.code, dumps=json.dumps)

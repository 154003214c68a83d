"""The chat page and the calls it makes; tests in other processes make the same calls."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiohttp import WSMsgType, web

from webchat.people import BotAccount, Person
from webchat.world import World

STATIC = Path(__file__).parent / "static"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
KINDS = {"/": ("index.html", "text/html"), "/chat.css": ("chat.css", "text/css"),
         "/chat.js": ("chat.js", "text/javascript")}  # fmt: skip

FILE = {"file_id": "sample", "file_unique_id": "sample"}
SAMPLES: dict[str, dict[str, Any]] = {
    "voice": {"voice": {**FILE, "duration": 4}},
    "photo": {"photo": [{**FILE, "width": 90, "height": 90}]},
    "document": {"document": {**FILE, "file_name": "beispiel.pdf"}},
    "contact": {"contact": {"phone_number": "+4930230000000", "first_name": "Beispiel"}},
    "location": {"location": {"longitude": 0.0, "latitude": 0.0}},
    "sticker": {
        "sticker": {
            **FILE,
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": "🙂",
        }
    },
}

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Page:
    """Answers the page's calls for one bot."""

    def __init__(self, world: World, bot: BotAccount) -> None:
        self._world = world
        self._bot = bot

    async def static(self, request: web.Request) -> web.StreamResponse:
        """The page's three files."""
        name, kind = KINDS[request.path]
        headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
        return web.Response(
            text=(STATIC / name).read_text(encoding="utf-8"),
            content_type=kind,
            charset="utf-8",
            headers=headers,
        )

    async def people(self, request: web.Request) -> web.StreamResponse:
        """Everybody one can be."""
        people = [
            {"id": one.id, "name": one.first_name, "note": one.note, "start": one.start_payload}
            for one in self._world.people.values()
        ]
        return web.json_response({"bot": self._bot.as_user(), "people": people})

    async def add_person(self, request: web.Request) -> web.StreamResponse:
        """Somebody new."""
        body = await request.json()
        person = Person(
            int(body["id"]),
            str(body["name"]),
            str(body.get("note", "")),
            str(body.get("start", "")),
        )
        self._world.people[person.id] = person
        return web.json_response({})

    async def chat(self, request: web.Request) -> web.StreamResponse:
        """Messages and commands of one person's chat."""
        person = self._person(request)
        chat = self._world.chat(self._bot, person)
        return web.json_response(
            {
                "messages": [chat.messages[number] for number in sorted(chat.messages)],
                "commands": self._world.shown_commands(self._bot, person),
                "blocked": chat.blocked,
            }
        )

    async def say(self, request: web.Request) -> web.StreamResponse:
        """A person types."""
        text = str((await request.json())["text"])[:4096]
        if not text.strip():
            return web.json_response({}, status=400)
        number = await self._world.say(self._bot, self._person(request), {"text": text})
        return web.json_response({"message_id": number})

    async def send(self, request: web.Request) -> web.StreamResponse:
        """A person sends something that is not text."""
        content = SAMPLES[str((await request.json())["kind"])]
        number = await self._world.say(self._bot, self._person(request), content)
        return web.json_response({"message_id": number})

    async def edit(self, request: web.Request) -> web.StreamResponse:
        """A person edits a message."""
        body = await request.json()
        person, number = self._person(request), int(body["message_id"])
        message = self._world.chat(self._bot, person).messages.get(number)
        if message is None or message["from"]["is_bot"]:  # the bot may just have deleted it
            raise web.HTTPNotFound
        await self._world.edit_own(self._bot, person, number, str(body["text"]))
        return web.json_response({})

    async def press(self, request: web.Request) -> web.StreamResponse:
        """A person presses a button, or sends forged data."""
        body = await request.json()
        press = await self._world.press(
            self._bot, self._person(request), int(body["message_id"]), str(body["data"])
        )
        return web.json_response({"id": press})

    async def block(self, request: web.Request) -> web.StreamResponse:
        """A person blocks the bot or lets it in again."""
        blocked = bool((await request.json())["blocked"])
        await self._world.block(self._bot, self._person(request), blocked=blocked)
        return web.json_response({})

    async def inject(self, request: web.Request) -> web.StreamResponse:
        """Any update (tests)."""
        number = await self._world.inject(self._bot, await request.json())
        return web.json_response({"update_id": number})

    async def calls(self, request: web.Request) -> web.StreamResponse:
        """What the bot has called (tests)."""
        waiting = len(self._world.inboxes[self._bot.id].waiting)
        return web.json_response({"calls": list(self._world.calls), "waiting": waiting})

    async def file(self, request: web.Request) -> web.StreamResponse:
        """A file the bot has sent."""
        chat = self._world.chat(self._bot, self._person(request))
        file = chat.files.get(int(request.match_info["message"]))
        if file is None:
            raise web.HTTPNotFound
        name, content = file
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        kind = "image/png" if name.endswith(".png") else "application/octet-stream"
        return web.Response(body=content, content_type=kind, headers=headers)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """What happens, as it happens."""
        socket = web.WebSocketResponse(heartbeat=20)
        await socket.prepare(request)
        waiting: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._world.listeners.add(waiting.put)
        sender = asyncio.create_task(self._forward(socket, waiting))
        try:
            async for message in socket:
                if message.type in (WSMsgType.CLOSE, WSMsgType.ERROR):
                    break
        finally:
            self._world.listeners.discard(waiting.put)
            sender.cancel()
        return socket

    async def _forward(
        self, socket: web.WebSocketResponse, waiting: asyncio.Queue[dict[str, Any]]
    ) -> None:
        while not socket.closed:
            await socket.send_json(await waiting.get())

    def _person(self, request: web.Request) -> int:
        person = int(request.match_info["person"])
        if person not in self._world.people:
            raise web.HTTPNotFound
        return person


def page_routes(world: World, bot: BotAccount) -> list[web.RouteDef]:
    """The routes of the page."""
    page = Page(world, bot)
    routes = [web.get(path, _ours(page.static)) for path in KINDS]
    return [
        *routes,
        web.get("/people", _ours(page.people)),
        web.post("/people", _ours(page.add_person)),
        web.get("/events", _ours(page.events)),
        web.get("/calls", _ours(page.calls)),
        web.post("/inject", _ours(page.inject)),
        web.get("/chat/{person}", _ours(page.chat)),
        web.post("/chat/{person}/say", _ours(page.say)),
        web.post("/chat/{person}/send", _ours(page.send)),
        web.post("/chat/{person}/edit", _ours(page.edit)),
        web.post("/chat/{person}/press", _ours(page.press)),
        web.post("/chat/{person}/block", _ours(page.block)),
        web.get("/chat/{person}/file/{message}", _ours(page.file)),
    ]


def _ours(answer: Answer) -> Answer:
    """Refuse calls of other sites, also under a name that only points to this machine."""

    async def checked(request: web.Request) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        if not _names_this_machine(request) or (
            origin and urlsplit(origin).netloc != request.host
        ):
            raise web.HTTPForbidden
        return await answer(request)

    return checked


def comes_from_a_page(request: web.Request) -> bool:
    """Whether a browser sent this for some page; bots send neither of these headers."""
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site", "none")  # an image is asked for without Origin
    return not _names_this_machine(request) or origin is not None or site != "none"


def _names_this_machine(request: web.Request) -> bool:
    return (urlsplit(f"//{request.host}").hostname or "") in LOOPBACK

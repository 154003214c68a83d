"""Updates that Telegram brings."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web

from bot.incoming import Incoming
from tests.bot.houses import house
from tests.conftest import settings_for
from tests.webchat.talking import ANNA, bot_of, serving
from webchat.server import Server

SECRET = "only-for-this-test"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


async def free_port() -> int:
    """A port nobody listens on."""
    runner = web.AppRunner(web.Application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = int(runner.addresses[0][1])
    await runner.cleanup()
    return port


async def call_with_odd_bytes(port: int) -> bytes:
    """First line of the answer to a secret that is no text; no client library sends one."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"POST /telegram HTTP/1.1\r\nHost: x\r\n%s: \xff\r\n" % HEADER.encode())
    writer.write(b"Content-Length: 0\r\nConnection: close\r\n\r\n")
    line = await reader.readline()
    writer.close()
    await writer.wait_closed()
    return line


async def test_questions_are_answered_and_strangers_to_the_secret_refused(tmp_path: Path) -> None:
    """403 without the secret, 400 for what is no update; neither has an effect."""
    port = await free_port()
    settings = {
        "webhook_url": f"http://127.0.0.1:{port}",
        "webhook_secret": SECRET,
        "http_listen": f"127.0.0.1:{port}",
    }
    async with house(tmp_path, **settings) as town, ClientSession() as session:
        chat = await town.member()
        await chat.say("schulden")
        assert "Schuldner" in chat.last_text

        address = f"http://127.0.0.1:{port}/telegram"
        person = town.server.world.people[chat.person]
        message = {
            "message_id": 1, "date": 1, "chat": person.as_chat(), "from": person.as_user(),
            "text": "/start",
        }  # fmt: skip
        update = {"update_id": 77, "message": message}
        for headers, body, status in (
            ({}, update, 403),
            ({HEADER: "wrong"}, update, 403),
            ({HEADER: SECRET}, {"update_id": "x"}, 400),
            ({HEADER: SECRET}, ["nonsense"], 400),
        ):
            answer = await session.post(address, json=body, headers=headers)
            assert answer.status == status
        assert b" 403 " in await call_with_odd_bytes(port)
        await town.settled()
        assert len(chat.answers) == 1


@asynccontextmanager
async def announced(server: Server, folder: Path) -> AsyncIterator[Incoming]:
    """The way in, known to Telegram, while the bot still starts."""
    port = await free_port()
    settings = settings_for(
        server, folder, webhook_url=f"http://127.0.0.1:{port}", webhook_secret=SECRET,
        http_listen=f"127.0.0.1:{port}",
    )  # fmt: skip
    async with bot_of(server) as bot:
        incoming = Incoming(bot, settings)
        await incoming.announce()
        yield incoming
        await incoming.stop()


async def test_a_call_that_comes_before_the_bot_is_ready_waits(tmp_path: Path) -> None:
    """It is answered once the update has been handled, and not before."""
    handled: list[int] = []

    async def handle(update: dict[str, Any]) -> None:
        handled.append(update["update_id"])

    async with serving() as server, announced(server, tmp_path) as incoming:
        inbox = server.world.inboxes[server.bot.id]
        await server.world.say(server.bot, ANNA, {"text": "schulden"})
        await asyncio.sleep(0.2)
        waiting = list(inbox.waiting)
        incoming.start(handle)
        async with asyncio.timeout(5):
            while inbox.waiting:  # noqa: ASYNC110 - the bot confirms by answering
                await asyncio.sleep(0.01)

    assert len(waiting) == 1
    assert handled == waiting


async def test_a_start_that_fails_leaves_the_update_with_telegram(tmp_path: Path) -> None:
    """Waiting calls end at once, without a 200."""
    async with serving() as server:
        async with asyncio.timeout(5), announced(server, tmp_path):
            await server.world.say(server.bot, ANNA, {"text": "schulden"})
            await asyncio.sleep(0.2)

        assert len(server.world.inboxes[server.bot.id].waiting) == 1

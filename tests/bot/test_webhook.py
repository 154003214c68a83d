"""Updates that Telegram brings."""

from __future__ import annotations

import asyncio
from pathlib import Path

from aiohttp import ClientSession, web

from tests.bot.houses import house

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

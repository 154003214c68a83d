"""The two ways to the Bot API: aiohttp, and httpx as a setting."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path

import pytest
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import HTTPXRequest

from bot.application import request_for
from bot.request import AiohttpRequest
from storage import outbox
from storage.unit_of_work import UnitOfWork
from tests.bot.houses import house, serving
from tests.conftest import settings_for

WAYS = {"aiohttp": AiohttpRequest, "httpx": HTTPXRequest}
CONTENT = "BEGIN:VCALENDAR\r\nSUMMARY:Müßig\r\n\x00".encode()


@pytest.mark.parametrize("way", WAYS)
async def test_texts_and_files_arrive(way: str, tmp_path: Path) -> None:
    """Byte for byte, with name and caption."""
    async with house(tmp_path, http_backend=way) as town:
        assert isinstance(town.lotse.app.bot.request, WAYS[way])
        chat = await town.member()
        await chat.say("schulden")
        assert "Schuldner" in chat.last_text

        async with UnitOfWork(town.lotse.database) as work:
            payload = {
                "name": "termin.ics",
                "content": b64encode(CONTENT).decode(),
                "caption": "Für Ihren Kalender",
            }
            await outbox.put(work, chat.person, "file", payload, datetime.now(UTC))
            await work.commit()
        town.lotse.sender.wake(chat.person)
        await town.settled()

        assert chat.files == [CONTENT]
        assert chat.shown["document"]["file_name"] == "termin.ics"
        assert chat.shown["caption"] == "Für Ihren Kalender"


@pytest.mark.parametrize("way", WAYS)
async def test_a_server_out_of_reach_is_a_network_error(way: str, tmp_path: Path) -> None:
    """Which everything above waits out; and it names no address, which holds the token."""
    async with serving() as server:
        request = request_for(settings_for(server, tmp_path, http_backend=way))
    async with request:
        with pytest.raises(NetworkError) as raised:
            await request.retrieve(f"{server.url}/bot1:secret/getMe")

    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("way", WAYS)
async def test_an_answer_that_does_not_come_is_given_up(way: str, tmp_path: Path) -> None:
    """After the time the caller allows."""
    async with serving() as server:
        request = request_for(settings_for(server, tmp_path, http_backend=way))
        token = server.bot.token
        async with request, asyncio.timeout(5):
            with pytest.raises(TimedOut):
                await request.retrieve(
                    f"{server.url}/bot{token}/getUpdates?timeout=20", read_timeout=0.1
                )


async def test_a_call_before_the_start_says_what_is_missing() -> None:
    """A session belongs to the loop it was opened in."""
    with pytest.raises(TelegramError, match="not initialised"):
        await AiohttpRequest().retrieve("http://127.0.0.1:9/")

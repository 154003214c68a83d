"""The chat page's calls: what people do, and who may speak for them."""

from __future__ import annotations

import pytest
from aiohttp import ClientSession, WSServerHandshakeError
from telegram import Update

from tests.webchat.talking import ANNA, bot_of, serving
from webchat.page import SAMPLES

EVIL = "http://boese.example"


@pytest.mark.parametrize("path", ["/", "/chat.css", "/chat.js"])
async def test_the_page_loads_nothing_from_elsewhere(path: str) -> None:
    """Its policy forbids it, and it names no other address."""
    async with (
        serving() as server,
        ClientSession() as session,
        session.get(server.url + path) as answer,
    ):
        text = await answer.text()

    assert answer.status == 200
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "https://" not in text.replace("https://t.me", "").replace("https?://", "")


@pytest.mark.parametrize("headers", [{"Origin": EVIL}, {"Host": "boese.example"}])
@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", f"/chat/{ANNA}"), ("POST", f"/chat/{ANNA}/say"), ("GET", "/"), ("POST", "/inject")],
)
async def test_other_sites_may_not_speak(method: str, path: str, headers: dict[str, str]) -> None:
    """Any page a person has open could try; also under a name that points to this machine."""
    async with serving() as server, ClientSession() as session:
        call = session.request(method, server.url + path, headers=headers, json={"text": "x"})
        async with call as answer:
            assert answer.status == 403
        assert server.world.chat(server.bot, ANNA).messages == {}


async def test_other_sites_may_not_listen() -> None:
    """The same for the events."""
    async with serving() as server, ClientSession() as session:
        with pytest.raises(WSServerHandshakeError, match="403"):
            await session.ws_connect(f"{server.url}/events", headers={"Origin": EVIL})


async def test_a_press_may_carry_anything() -> None:
    """Forged data reaches the bot like any other."""
    async with serving() as server, bot_of(server) as bot, ClientSession() as session:
        sent = await bot.send_message(ANNA, "x")
        body = {"message_id": sent.message_id, "data": "team:block!:1"}
        await session.post(f"{server.url}/chat/{ANNA}/press", json=body)

        press = (await bot.get_updates(timeout=0))[0].callback_query
        assert press is not None
        assert (press.data, press.from_user.id) == ("team:block!:1", ANNA)


@pytest.mark.parametrize("kind", sorted(SAMPLES))
async def test_every_kind_can_be_read_by_the_bot(kind: str) -> None:
    """Voice, photo, document, contact, location, sticker."""
    async with serving() as server, bot_of(server) as bot, ClientSession() as session:
        await session.post(f"{server.url}/chat/{ANNA}/send", json={"kind": kind})

        update = (await bot.get_updates(timeout=0))[0]
        assert update.message is not None
        assert update.message.effective_attachment


async def test_an_edited_message_says_so() -> None:
    """It comes as edited_message with the new words."""
    async with serving() as server, bot_of(server) as bot, ClientSession() as session:
        number = await server.world.say(server.bot, ANNA, {"text": "alt"})
        body = {"message_id": number, "text": "neu"}
        await session.post(f"{server.url}/chat/{ANNA}/edit", json=body)

        updates: tuple[Update, ...] = await bot.get_updates(timeout=0)
        assert [one.edited_message.text for one in updates if one.edited_message] == ["neu"]


async def test_events_tell_of_changes() -> None:
    """So that the page shows a message as soon as it is there."""
    async with serving() as server, bot_of(server) as bot, ClientSession() as session:
        socket = await session.ws_connect(f"{server.url}/events")
        await bot.send_message(ANNA, "x")

        assert await socket.receive_json(timeout=10) == {"person": ANNA, "kind": "changed"}
        await socket.close()

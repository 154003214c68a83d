"""The chat page's calls: what people do, and who may speak for them."""

from __future__ import annotations

import pytest
from aiohttp import ClientSession, WSServerHandshakeError
from telegram import Update

from tests.conftest import TOKEN
from tests.webchat.talking import ANNA, bot_of, serving
from webchat.page import SAMPLES, page_routes

EVIL = "http://boese.example"
FOREIGN = [{"Origin": EVIL}, {"Origin": "null"}, {"Host": "boese.example"}]


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


@pytest.mark.parametrize("headers", FOREIGN)
async def test_other_sites_may_not_speak(headers: dict[str, str]) -> None:
    """Any page a person has open could try; also under a name that points to this machine."""
    async with serving() as server, ClientSession() as session:
        for route in page_routes(server.world, server.bot):
            url = server.url + route.path.format(person=ANNA, message=1)
            async with session.request(route.method, url, headers=headers, json={}) as answer:
                assert (route.path, answer.status) == (route.path, 403)


async def test_the_page_itself_may_speak() -> None:
    """Its own address as Origin is no other site."""
    async with serving() as server, ClientSession() as session:
        url, headers = f"{server.url}/chat/{ANNA}/say", {"Origin": server.url}
        async with session.post(url, headers=headers, json={"text": "Hallo"}) as answer:
            assert answer.status == 200

        messages = server.world.chat(server.bot, ANNA).messages.values()
        assert [one["text"] for one in messages] == ["Hallo"]


@pytest.mark.parametrize("headers", FOREIGN)
async def test_other_sites_may_not_listen(headers: dict[str, str]) -> None:
    """The same for the events."""
    async with serving() as server, ClientSession() as session:
        with pytest.raises(WSServerHandshakeError, match="403"):
            await session.ws_connect(f"{server.url}/events", headers=headers)


@pytest.mark.parametrize("headers", [*FOREIGN, {"Sec-Fetch-Site": "cross-site"}])
async def test_other_sites_are_no_bots(headers: dict[str, str]) -> None:
    """The demo's token is no secret: a picture's address could redirect what is typed."""
    async with serving() as server, ClientSession() as session:
        url = f"{server.url}/bot{TOKEN}/setWebhook?url={EVIL}"
        async with session.get(url, headers=headers) as answer:
            assert answer.status == 403

        assert server.world.inboxes[server.bot.id].webhook is None


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
    """As the attachment it is."""
    async with serving() as server, bot_of(server) as bot, ClientSession() as session:
        await session.post(f"{server.url}/chat/{ANNA}/send", json={"kind": kind})

        update = (await bot.get_updates(timeout=0))[0]
        assert update.message is not None
        assert update.message.effective_attachment
        assert update.message.effective_attachment == getattr(update.message, kind)


def test_the_kinds_people_send() -> None:
    """Six of them can be tried."""
    assert set(SAMPLES) == {"voice", "photo", "document", "contact", "location", "sticker"}


async def test_an_edited_message_says_so() -> None:
    """It comes as edited_message with the new words, and is no command any more."""
    async with serving() as server, bot_of(server) as bot, ClientSession() as session:
        number = await server.world.say(server.bot, ANNA, {"text": "/start abc"})
        body = {"message_id": number, "text": "neu"}
        await session.post(f"{server.url}/chat/{ANNA}/edit", json=body)

        updates: tuple[Update, ...] = await bot.get_updates(timeout=0)
        edited = [one.edited_message for one in updates if one.edited_message]
        assert [(one.text, one.entities) for one in edited] == [("neu", ())]


async def test_people_edit_only_what_is_theirs() -> None:
    """Not the bot's messages, and none that the bot has just deleted."""
    async with serving() as server, bot_of(server) as bot, ClientSession() as session:
        sent = await bot.send_message(ANNA, "x")
        for number in (sent.message_id, 999):
            body = {"message_id": number, "text": "neu"}
            async with session.post(f"{server.url}/chat/{ANNA}/edit", json=body) as answer:
                assert answer.status == 404

        assert await bot.get_updates(timeout=0) == ()


async def test_events_tell_of_changes() -> None:
    """So that the page shows a message as soon as it is there."""
    async with serving() as server, bot_of(server) as bot, ClientSession() as session:
        socket = await session.ws_connect(f"{server.url}/events")
        await bot.send_message(ANNA, "x")

        assert await socket.receive_json(timeout=10) == {"person": ANNA, "kind": "changed"}
        await socket.close()

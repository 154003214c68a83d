"""Updates wait until they are confirmed, and nothing typed is kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from telegram.error import Conflict

from tests.conftest import TOKEN
from tests.webchat.talking import ANNA, BORIS, bot_of, serving
from webchat.people import BotAccount, Person
from webchat.server import Server

SECRET = "only-for-this-test"


async def test_unconfirmed_updates_come_again() -> None:
    """Until a higher offset says that they were handled."""
    async with serving() as server, bot_of(server) as bot:
        for text in ("eins", "zwei"):
            await server.world.say(server.bot, ANNA, {"text": text})

        first = await bot.get_updates(timeout=0)
        again = await bot.get_updates(timeout=0)
        rest = await bot.get_updates(offset=first[0].update_id + 1, timeout=0)
        assert [one.update_id for one in first] == [one.update_id for one in again]
        assert [one.message.text for one in rest if one.message] == ["zwei"]


async def test_the_newest_can_be_asked_for() -> None:
    """A negative offset counts from the end and forgets what is before."""
    async with serving() as server, bot_of(server) as bot:
        for text in ("eins", "zwei", "drei"):
            await server.world.say(server.bot, ANNA, {"text": text})

        newest = await bot.get_updates(offset=-1, timeout=0)
        assert [one.message.text for one in newest if one.message] == ["drei"]
        assert await bot.get_updates(timeout=0) == newest


async def test_no_more_come_than_asked_for() -> None:
    """The oldest first."""
    async with serving() as server, bot_of(server) as bot:
        for text in ("eins", "zwei", "drei"):
            await server.world.say(server.bot, ANNA, {"text": text})

        some = await bot.get_updates(limit=2, timeout=0)
        assert [one.message.text for one in some if one.message] == ["eins", "zwei"]


async def test_asking_waits_for_what_comes() -> None:
    """Long polling: an answer as soon as somebody writes."""
    async with serving() as server, bot_of(server) as bot:
        asking = asyncio.create_task(bot.get_updates(timeout=20))
        await asyncio.sleep(0.05)
        await server.world.say(server.bot, ANNA, {"text": "da"})

        assert [one.message.text for one in await asking if one.message] == ["da"]


async def test_asking_waits_for_the_kind_asked_for() -> None:
    """What the bot does not want does not end its waiting."""
    async with serving() as server, bot_of(server) as bot:
        await server.world.say(server.bot, ANNA, {"text": "da"})
        asking = asyncio.create_task(
            bot.get_updates(timeout=20, allowed_updates=["callback_query"])
        )
        await asyncio.sleep(0.05)
        await server.world.press(server.bot, ANNA, 1, "yes")

        updates = await asking
        assert [one.callback_query.data for one in updates if one.callback_query] == ["yes"]
        assert len(updates) == 1


async def test_asking_while_a_webhook_is_set_is_refused() -> None:
    """409; deleting the webhook brings polling back."""
    async with serving() as server, bot_of(server) as bot:
        await bot.set_webhook("http://127.0.0.1:9/x")
        with pytest.raises(Conflict, match="while webhook is active"):
            await bot.get_updates(timeout=0)
        await bot.delete_webhook()

        assert await bot.get_updates(timeout=0) == ()


async def test_setting_a_webhook_ends_the_asking() -> None:
    """No update comes both ways."""
    async with serving() as server, bot_of(server) as bot:
        asking = asyncio.create_task(bot.get_updates(timeout=20))
        await asyncio.sleep(0.05)
        await bot.set_webhook("http://127.0.0.1:9/x")

        with pytest.raises(Conflict):
            await asyncio.wait_for(asking, 10)


async def test_a_second_bot_takes_over() -> None:
    """The first one's waiting question is ended with 409."""
    async with serving() as server, bot_of(server) as bot:
        first = asyncio.create_task(bot.get_updates(timeout=20))
        async with asyncio.timeout(10):
            while not first.done():
                with suppress(Conflict):  # where the first one came second
                    await bot.get_updates(timeout=0)

        with pytest.raises(Conflict, match="terminated by other getUpdates"):
            await first


@asynccontextmanager
async def listener(
    failures: Sequence[int],
) -> AsyncIterator[tuple[str, list[dict[str, Any]], list[str]]]:
    """A webhook that fails first; gives its address, what it took, and the secrets it saw."""
    taken: list[dict[str, Any]] = []
    secrets: list[str] = []
    left = list(failures)

    async def take(request: web.Request) -> web.Response:
        secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""))
        if left:
            return web.Response(status=left.pop())
        taken.append(await request.json())
        return web.Response(status=204)

    app = web.Application()
    app.add_routes([web.post("/hook", take)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook", taken, secrets
    finally:
        await runner.cleanup()


async def test_a_webhook_is_called_until_it_takes_the_update() -> None:
    """Until any 2xx; with the secret, and in order within a chat."""
    async with (
        serving() as server,
        bot_of(server) as bot,
        listener(failures=(500, 404)) as (url, taken, secrets),
    ):
        await bot.set_webhook(url, secret_token=SECRET)
        for text in ("eins", "zwei", "drei"):
            await server.world.say(server.bot, ANNA, {"text": text})
        await server.world.say(server.bot, BORIS, {"text": "vier"})
        async with asyncio.timeout(10):
            while server.world.inboxes[server.bot.id].waiting:  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    of_anna = [one["message"]["text"] for one in taken if one["message"]["chat"]["id"] == ANNA]
    assert of_anna == ["eins", "zwei", "drei"]
    assert len(taken) == 4
    assert secrets == [SECRET] * 6  # four taken, two refused


async def test_ids_rise_after_a_kill(tmp_path: Path) -> None:
    """A bot skips ids it knows, so none may come twice."""
    numbers = []
    for _ in range(3):
        # Never stopped, as after a kill: nothing is saved at the end.
        world = Server([BotAccount(TOKEN)], [Person(ANNA, "Anna")], folder=tmp_path).world
        numbers += [world.counters.next("update") for _ in range(3)]

    assert numbers == sorted(set(numbers))


async def test_what_people_typed_is_not_kept(tmp_path: Path) -> None:
    """The bot's own messages are, and come back."""
    async with serving(tmp_path) as server, bot_of(server) as bot:
        typed = await server.world.say(server.bot, ANNA, {"text": "Quaxolotl"})
        await server.world.edit_own(server.bot, ANNA, typed, "Quaxolotl!")
        sent = await bot.send_message(ANNA, "Antwort")
        await server.world.press(server.bot, ANNA, sent.message_id, "Quaxolotl")
        server.world.save()
        files = [one.read_bytes() for one in tmp_path.iterdir()]

    assert any(b"Antwort" in one for one in files)
    assert not any(b"Quaxolotl" in one for one in files)
    async with serving(tmp_path) as server:
        kept = server.world.chat(server.bot, ANNA).messages.values()
        assert [one["text"] for one in kept] == ["Antwort"]
        assert await server.world.say(server.bot, ANNA, {"text": "x"}) > sent.message_id


async def test_the_bots_messages_survive_a_kill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are kept again and again, not only at the end."""
    monkeypatch.setattr("webchat.server.SAVE_EVERY", 0.01)
    file = tmp_path / "chats.json"
    async with serving(tmp_path) as server, bot_of(server) as bot:
        await bot.send_message(ANNA, "Antwort")
        async with asyncio.timeout(10):
            while not (file.exists() and "Antwort" in file.read_text(encoding="utf-8")):  # noqa: ASYNC110
                await asyncio.sleep(0.01)

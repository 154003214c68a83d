"""What happens without an update: forgetting, sweeping, purging."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update
from telegram import Update

from handlers._context import BotContext
from handlers.texts.general import EXPIRED
from storage.tables import OutboxRow
from team.members import Role
from tests.bot.houses import failing, house, on_words
from tests.chat import Chat, Town
from webchat.errors import ApiError
from webchat.methods import METHODS

AWAY = ApiError(500, "Internal Server Error")
BUSY = ApiError(429, "Too Many Requests: retry after 1", retry_after=1)


async def test_what_is_kept_for_each_chat_is_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Send limits, and chats that hung: a process may run for a year."""
    monkeypatch.setattr("bot.processing.SUSPICION", timedelta(0))

    async def hang(update: Update, context: BotContext) -> None:
        await asyncio.sleep(3600)

    async with house(tmp_path, handler_seconds=0.3, send_per_chat=1000) as town:
        sender, processing = town.lotse.sender, town.lotse.processing
        chat = await town.member()
        with on_words(town, "haengen", hang):
            await chat.say("haengen")
            swept = sender.sweep(), processing.sweep()
            await chat.say("haengen")
        await town.lotse.jobs.run("sweep")

        assert swept == (1, 1)
        assert (sender.sweep(), processing.sweep()) == (0, 0)


async def asked(town: Town, hours: int) -> Chat:
    """A chat whose question and answer are that old, and due to be purged."""
    chat = await town.member()
    await chat.say("schulden")
    await aged(chat, hours)
    assert await remembered(chat) == 2
    return chat


async def aged(chat: Chat, hours: int) -> None:
    """Make everything in the chat that old, and due to be purged."""
    for message in chat.messages:
        message["date"] -= hours * 3600
    mine, database = OutboxRow.chat_id == chat.person, chat.town.lotse.database
    async with database.session() as session, session.begin():
        due = update(OutboxRow).where(mine, OutboxRow.purge_at.is_not(None))
        await session.execute(due.values(purge_at=chat.town.lotse.now()))


async def remembered(chat: Chat) -> int:
    """How many messages of the chat still wait to be purged."""
    count = select(func.count()).where(
        OutboxRow.chat_id == chat.person, OutboxRow.purge_at.is_not(None)
    )
    async with chat.town.lotse.database.read() as session:
        return await session.scalar(count) or 0


async def test_questions_and_answers_are_deleted_after_their_time(town: Town) -> None:
    """Nobody who picks up the phone later reads what was asked."""
    chat = await asked(town, hours=40)

    await town.lotse.jobs.run("chat")

    assert chat.messages == []
    assert await remembered(chat) == 0


async def test_what_is_too_old_to_be_deleted_is_emptied(town: Town) -> None:
    """Telegram lets a bot edit its own words for ever; what the person typed is out of reach."""
    chat = await asked(town, hours=49)

    await town.lotse.jobs.run("chat")

    assert (chat.last_text, chat.labels) == (EXPIRED, [])
    assert [one["text"] for one in chat.messages] == ["schulden", EXPIRED]
    assert await remembered(chat) == 0


@pytest.mark.parametrize("method", ["deletemessage", "editmessagetext"])
@pytest.mark.parametrize("error", [AWAY, BUSY], ids=str)
async def test_what_telegram_is_too_busy_for_is_purged_in_the_next_round(
    town: Town, method: str, error: ApiError
) -> None:
    """Forgotten only once it is gone."""
    chat = await asked(town, hours=49)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(METHODS, method, failing(error))
        await town.lotse.jobs.run("chat")
    # The typed message comes first and cannot be edited; the answer waits in any case.
    assert await remembered(chat) > 0
    assert chat.last_text != EXPIRED

    await town.lotse.jobs.run("chat")

    assert chat.last_text == EXPIRED
    assert await remembered(chat) == 0


async def test_a_file_too_old_to_be_deleted_loses_its_words(town: Town) -> None:
    """The caption is edited; the file itself Telegram leaves in the chat."""
    chat = await town.member()
    await chat.say("/meinedaten")
    await aged(chat, hours=49)

    await town.lotse.jobs.run("chat")

    files = [one for one in chat.answers if "document" in one]
    assert [one["caption"] for one in files] == [EXPIRED, EXPIRED]


def told_of_purging(coordinator: Chat) -> list[str]:
    """What coordinators heard of messages that still stand in chats."""
    texts = [str(one.get("text")) for one in coordinator.answers]
    return [one for one in texts if one.startswith("Löschen im Chat")]


async def test_what_cannot_be_taken_away_is_told(town: Town) -> None:
    """Not silently forgotten: people have to delete it themselves."""
    coordinator = await town.member(Role.COORDINATOR)
    await asked(town, hours=49)
    town.lotse.memory.forget(0, "job chat")

    await town.lotse.jobs.run("chat")
    await town.settled()

    assert "nicht mehr löschen" in told_of_purging(coordinator)[0]


@pytest.mark.parametrize(("hours", "alarms"), [(1, 0), (3, 1)])
async def test_what_waits_too_long_is_told(town: Town, hours: int, alarms: int) -> None:
    """A network fault ends a round; when it lasts, somebody has to hear of it."""
    coordinator, chat = await town.member(Role.COORDINATOR), await asked(town, hours=40)
    late = town.lotse.now() - timedelta(hours=hours)
    async with town.lotse.database.session() as session, session.begin():
        await session.execute(
            update(OutboxRow)
            .where(OutboxRow.chat_id == chat.person, OutboxRow.purge_at.is_not(None))
            .values(purge_at=late)
        )
    town.lotse.memory.forget(0, "job chat")

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(METHODS, "deletemessage", failing(AWAY))
        await town.lotse.jobs.run("chat")
    await town.settled()

    assert len(told_of_purging(coordinator)) == alarms
    town.lotse.memory.forget(0, "job chat")
    await town.lotse.jobs.run("chat")


async def test_what_is_gone_already_is_forgotten(town: Town) -> None:
    """Deleted by the person, or in a chat that is closed to the bot."""
    gone, closed = await asked(town, hours=40), await asked(town, hours=40)
    world, bot = town.server.world, town.server.bot
    world.chat(bot, gone.person).messages.clear()
    world.chat(bot, closed.person).blocked = True

    await town.lotse.jobs.run("chat")

    assert (await remembered(gone), await remembered(closed)) == (0, 0)

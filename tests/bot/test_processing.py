"""One update, one unit of work: also when handlers fail, hang, or the process starts anew."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from sqlalchemy import select
from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers._context import BotContext
from handlers._screen import Screen
from handlers.texts import booking as texts
from storage.diary import SqlDiary
from storage.tables import AuditRow
from storage.unit_of_work import UnitOfWork
from team.audit import Act
from team.members import Role
from tests.bot.houses import house, living, on_words, serving, set_aside
from tests.chat import Chat, Town


async def test_what_fails_three_times_is_set_aside_with_a_reference(tmp_path: Path) -> None:
    """The person reads it, coordinators are alarmed once, and no text is kept."""
    tries = 0

    async def fail(update: Update, context: BotContext) -> None:
        nonlocal tries
        tries += 1
        raise RuntimeError("kaputt Quaxolotl")

    async with house(tmp_path) as town, AsyncExitStack() as stack:
        stack.enter_context(on_words(town, "kaputt", fail))
        chat, coordinator = await town.member(), await town.member(Role.COORDINATOR)
        await chat.say("kaputt Quaxolotl")
        row = (await set_aside(town))[0]

        assert tries == 3
        assert (row.update_type, row.error) == ("message", "RuntimeError")
        assert row.reference in chat.last_text
        assert row.reference in coordinator.last_text
        await chat.say("kaputt noch einmal")
        assert len(await set_aside(town)) == 2
        assert len(coordinator.answers) == 1
    assert not [one for one in tmp_path.iterdir() if b"Quaxolotl" in one.read_bytes()]


async def test_what_fails_once_happens_once(town: Town) -> None:
    """The first try leaves neither an effect nor a reply."""
    tries = 0

    async def fail_first(update: Update, context: BotContext) -> None:
        nonlocal tries
        tries += 1
        await context.work.audit.note(context.now, None, Act.PUBLISHED, f"Versuch {tries}")
        await context.show(Screen(f"Versuch {tries}"))
        if tries == 1:
            raise RuntimeError

    chat, before = await town.member(), len(await set_aside(town))
    with on_words(town, "einmal", fail_first):
        await chat.say("einmal")

    assert [one["text"] for one in chat.answers] == ["Versuch 2"]
    assert len(await set_aside(town)) == before
    async with town.lotse.database.read() as session:
        noted = select(AuditRow.subject).where(AuditRow.subject.startswith("Versuch"))
        assert list(await session.scalars(noted)) == ["Versuch 2"]


async def test_a_failing_step_is_not_taken(town: Town) -> None:
    """A dialogue whose every step fails at first still ends with one booking."""
    failed: set[int] = set()

    async def fail_first(update: Update, context: BotContext) -> None:
        if update.update_id not in failed:
            failed.add(update.update_id)
            raise RuntimeError

    slot = await town.slot(await town.member(Role.COORDINATOR))
    chat = await town.member()
    handler = CallbackQueryHandler(fail_first)
    town.lotse.app.add_handler(handler, 99)
    await chat.say("/beratung")
    await chat.press(f"b:slot:{slot.id}")
    for label in (texts.PRESENT, "Ja", "Schule", "6 bis 9", "Deutsch", texts.BOOK):
        await chat.tap(label)
    town.lotse.app.remove_handler(handler, 99)

    assert len(failed) == 7
    assert chat.last_text.startswith("Gebucht.")
    async with UnitOfWork(town.lotse.database) as work:
        assert len(await SqlDiary(work).seated(slot.id)) == 1


async def test_what_hangs_is_cut_off_and_the_others_go_on(tmp_path: Path) -> None:
    """Tried once only; the person is told."""
    tries = 0

    async def hang(update: Update, context: BotContext) -> None:
        nonlocal tries
        tries += 1
        await context.work.members.seen(1, context.now.date())
        await asyncio.sleep(3600)

    async with house(tmp_path, handler_seconds=1) as town, AsyncExitStack() as stack:
        stack.enter_context(on_words(town, "haengen", hang))
        broken, other = await town.member(), await town.member()
        await town.server.world.say(town.server.bot, broken.person, {"text": "haengen"})
        await other.say("schulden")

        assert "Schuldner" in other.last_text
        row = (await set_aside(town))[0]
        assert (tries, row.error) == (1, "TimeoutError")
        assert row.reference in broken.last_text


def typed(chat: Chat, number: int, text: str) -> dict[str, Any]:
    """A private message as Telegram sends it."""
    person = chat.town.server.world.people[chat.person]
    message = {
        "message_id": number, "date": 1_780_000_000, "chat": person.as_chat(),
        "from": person.as_user(), "text": text,
    }  # fmt: skip
    return {"update_id": number, "message": message}


async def test_an_update_that_comes_again_has_no_second_effect(town: Town) -> None:
    """After a kill Telegram repeats what it was not told of."""
    chat = await town.member()
    for _ in range(2):
        await town.lotse.processing.handle(typed(chat, 900_000_001, "schulden"))
        await town.settled()

    assert len(chat.answers) == 1


async def test_an_update_nobody_can_read_is_answered_and_set_aside(town: Town) -> None:
    """It must not stop the others, nor come again for ever."""
    chat = await town.member()
    broken = typed(chat, 900_000_002, "hallo")
    broken["message"]["poll"] = {"nonsense": True}
    await town.lotse.processing.handle(broken)
    await town.settled()

    row = (await set_aside(town))[-1]
    assert row.update_type == "unreadable"
    assert row.reference in chat.last_text


async def test_order_within_a_chat_and_side_by_side_between_chats(town: Town) -> None:
    """A chat's second message waits for the first; another chat's does not."""
    seen: list[str] = []
    came = asyncio.Event()

    async def wait_for_the_other(update: Update, context: BotContext) -> None:
        await asyncio.wait_for(came.wait(), 1)
        seen.append("warten")

    async def note(update: Update, context: BotContext) -> None:
        seen.append(str(update.effective_message and update.effective_message.text))

    async def arrive(update: Update, context: BotContext) -> None:
        came.set()

    with (
        on_words(town, "warten", wait_for_the_other),
        on_words(town, "danach", note),
        on_words(town, "kommen", arrive),
    ):
        one, other = await town.member(), await town.member()
        world, bot = town.server.world, town.server.bot
        for text in ("warten", "danach eins", "danach zwei"):
            await world.say(bot, one.person, {"text": text})
        await world.say(bot, other.person, {"text": "kommen"})
        await town.settled()

    assert seen == ["warten", "danach eins", "danach zwei"]


async def test_a_restart_keeps_the_step_of_a_dialogue(tmp_path: Path) -> None:
    """What was tapped before the restart is still known after it."""
    async with serving() as server:
        async with living(server, tmp_path) as town:
            slot = await town.slot(await town.member(Role.COORDINATOR))
            chat = await town.member()
            await chat.say("/beratung")
            await chat.press(f"b:slot:{slot.id}")
            for label in (texts.PRESENT, "Ja", "Schule"):
                await chat.tap(label)
        async with living(server, tmp_path) as again:
            chat = Chat(again, chat.person)
            for label in ("6 bis 9", "Deutsch", texts.BOOK):
                await chat.tap(label)

            assert "Schule, 6 bis 9, Deutsch" in chat.last_text


async def test_a_question_is_asked_for_again_after_a_restart(tmp_path: Path) -> None:
    """It was in memory only."""
    async with serving() as server:
        async with living(server, tmp_path) as town:
            chat = await town.member()
            await chat.say("schulden")
            assert "Weitere" in chat.labels
        async with living(server, tmp_path) as again:
            chat = Chat(again, chat.person)
            await chat.tap("Weitere")

            assert chat.last_text.startswith("Ihre Frage merke ich mir nur eine Viertelstunde.")


async def test_typing_a_buttons_words_is_a_tap(town: Town) -> None:
    """Also its number, and whatever the case."""
    chat = await town.member()
    await chat.say("schulden")
    await chat.say("2")
    assert "Kontakt:" in chat.last_text

    await chat.say("zurück")

    assert chat.last_text.startswith("Drei Ideen")

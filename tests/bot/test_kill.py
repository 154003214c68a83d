"""The promise of the update loop, under kill -9.

No update lost, no effect twice, no reply missing; and nothing that was asked is ever on disk. The
server and the bot are processes of their own, talking HTTP, as with Telegram.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web
from sqlalchemy import select
from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.application import Lotse
from bot.knowledge import index_of, public_words
from handlers._context import BotContext
from handlers.answers import POOL
from handlers.browsing import PAGE
from handlers.finding import _readings
from handlers.texts.finding import LONGEST_NAME
from knowledge.findings import Confidence
from knowledge.importing import shipped_offers
from knowledge.offers import Offer
from language.words import content_words
from safety.emergency import detect
from safety.privacy import find
from storage.database import Database
from storage.members import SqlMembers
from storage.migrate import migrate
from storage.spaces import ensure_first_space
from storage.tables import InvitationRow
from storage.unit_of_work import UnitOfWork
from team.invitations import hash_of
from team.members import FieldOfAction, Function, Role
from tests.bot.houses import files_with
from tests.bot.processes import ending
from tests.chat import Chat, Town
from tests.conftest import TOKEN, settings_for
from webchat.people import BotAccount
from webchat.server import Server

pytestmark = pytest.mark.kill

KILLS = 20
RATE = 40  # updates a second
ASKING = range(7001, 7041)
INVITING = range(8001, 8005)
MARKED = "Quaxolotl"  # in no offer and no text of ours
LEFT_TO_DRAIN = 600  # seconds; a busy machine starts slowly twenty times and has much to catch up


@dataclass
class Load:
    """What was sent, to compare with what came of it."""

    asked: list[tuple[int, str]] = field(default_factory=list)
    presses: int = 0


async def seed(folder: Path) -> None:
    """Members of both kinds in a fresh database."""
    database = Database(f"sqlite+aiosqlite:///{folder / 'lotse.db'}")
    await migrate(database)
    async with UnitOfWork(database) as work:
        await ensure_first_space(work, "Beispielstelle")
        members = SqlMembers(work)
        for number in (*ASKING, *INVITING):
            role = Role.COORDINATOR if number in INVITING else Role.PROFESSIONAL
            member = await members.join(number, role, datetime.now(UTC))
            await members.describe(
                member.id,
                institution="Musterschule",
                field=FieldOfAction.SCHOOL,
                function=Function.TEACHER,
            )
        await work.commit()
    await database.close()


@asynccontextmanager
async def server_process() -> AsyncIterator[str]:
    """The local Bot API server; gives its address."""
    people = [f"--person={number}:Beispiel" for number in (*ASKING, *INVITING)]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "webchat", "--token", TOKEN, *people, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    async with ending(process):
        yield (await process.stdout.readline()).decode().strip()


@asynccontextmanager
async def bot_processes(
    environment: dict[str, str],
) -> AsyncIterator[Callable[[], Awaitable[Process]]]:
    """What starts the bot and gives it once it says that it runs; none outlives the block."""
    async with AsyncExitStack() as stack:

        async def start() -> Process:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run",
                env=os.environ | environment, stdout=asyncio.subprocess.PIPE,
            )  # fmt: skip
            await stack.enter_async_context(ending(process))
            assert process.stdout is not None
            line = await process.stdout.readline()
            assert line.startswith(b"lotse is running"), line
            return process

        yield start


@asynccontextmanager
async def driving(
    session: ClientSession, url: str, names: list[str], load: Load
) -> AsyncIterator[None]:
    """People who write while the block runs."""
    task = asyncio.create_task(drive(session, url, names, load))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def drive(session: ClientSession, url: str, names: list[str], load: Load) -> None:
    """Send questions and presses until cancelled."""
    turn = 0
    while True:
        started = time.monotonic()
        if turn % 4 == 3:
            person = INVITING[turn // 4 % len(INVITING)]
            body: dict[str, Any] = {"message_id": 1, "data": "team:invite:professional"}
            load.presses += 1
            await session.post(f"{url}/chat/{person}/press", json=body)
        else:
            person = ASKING[turn % len(ASKING)]
            name = names[(turn // len(ASKING) * 7 + person) % len(names)]
            load.asked.append((person, name))
            await session.post(f"{url}/chat/{person}/say", json={"text": f"{name} {MARKED}"})
        turn += 1
        await asyncio.sleep(max(0.0, 1 / RATE - (time.monotonic() - started)))


async def drained(session: ClientSession, url: str) -> list[dict[str, Any]]:
    """Wait until nothing is unconfirmed and nothing more is sent; give the bot's calls."""
    known = -1
    async with asyncio.timeout(LEFT_TO_DRAIN):
        while True:
            answer = await (await session.get(f"{url}/calls")).json()
            if not answer["waiting"] and len(answer["calls"]) == known:
                return list(answer["calls"])
            known = len(answer["calls"])
            await asyncio.sleep(1.5)


def names_that_find_themselves() -> list[str]:
    """Offers whose name, with the marked word behind, shows them on the first page.

    Without those that the guards stop ("... der Familie <strange word>", "... Missbrauch ..."),
    those after which the bot asks back, and those that a list shows cut.
    """
    index = index_of(shipped_offers())
    known = public_words(index.offers)

    def shows_itself(offer: Offer) -> bool:
        question = f"{offer.name} {MARKED}"
        findings = index.search(question, limit=POOL)
        shown = [one.offer for one in findings.results[:PAGE]]
        asked_back = _readings(findings, len(content_words(question)))
        whole = len(offer.name) <= LONGEST_NAME
        return (
            findings.confidence is Confidence.SURE and offer in shown and whole and not asked_back
        )

    return [
        offer.name
        for offer in index.offers
        if not find(f"{offer.name} {MARKED}", known=known) and not detect(f"{offer.name} {MARKED}")
        if shows_itself(offer)
    ]


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_twenty_kills_lose_nothing_and_repeat_nothing(way: str, tmp_path: Path) -> None:
    """Whoever wrote to the bot is answered, and what they did happened once."""
    await seed(tmp_path)
    names = names_that_find_themselves()
    assert len(names) > 60
    load, chance = Load(), random.Random(7)
    async with server_process() as url, ClientSession() as session:
        environment = {
            "LOTSE_TELEGRAM_TOKEN": TOKEN,
            "LOTSE_TELEGRAM_API": url,
            "LOTSE_DATA_DIR": str(tmp_path),
            "LOTSE_CONTROLLER": "Beispielstelle",
            "LOTSE_SEND_PER_SECOND": "0",
            "LOTSE_SEND_PER_CHAT": "0",
        }
        if way == "webhook":
            port = await free_port()
            environment |= {
                "LOTSE_WEBHOOK_URL": f"http://127.0.0.1:{port}",
                "LOTSE_WEBHOOK_SECRET": "only-for-this-test",
                "LOTSE_HTTP_LISTEN": f"127.0.0.1:{port}",
            }
        async with bot_processes(environment) as start:
            process = await start()
            async with driving(session, url, names, load):
                for _ in range(KILLS):
                    await asyncio.sleep(chance.uniform(0.3, 1.5))
                    process.send_signal(signal.SIGKILL)
                    await process.wait()
                    process = await start()
                await asyncio.sleep(1)
            calls = await drained(session, url)
            process.terminate()
            assert await process.wait() == 0

    assert len(load.asked) > KILLS * RATE
    assert missing_replies(load, calls) == []
    await check_effects(tmp_path, load, calls)
    assert files_with(tmp_path, MARKED) == []


def missing_replies(load: Load, calls: list[dict[str, Any]]) -> list[tuple[int, str]]:
    """Questions that no message to the same chat answers."""
    sent: dict[int, list[str]] = {}
    for call in calls:
        if call["method"] == "sendMessage":
            sent.setdefault(int(call["chat_id"]), []).append(call["text"])
    return [
        (person, name)
        for person, name in load.asked
        if not any(name.replace("&", "&amp;") in text for text in sent.get(person, []))
    ]


async def check_effects(folder: Path, load: Load, calls: list[dict[str, Any]]) -> None:
    """One invitation a press, and each of them was shown."""
    database = Database(f"sqlite+aiosqlite:///{folder / 'lotse.db'}")
    async with database.read() as session:
        hashes = list(await session.scalars(select(InvitationRow.code_hash)))
    await database.close()
    assert len(hashes) == load.presses
    shown = {
        hash_of(code)
        for call in calls
        for code in re.findall(r"\?start=([\w-]+)", call["text"] or "")
    }
    assert set(hashes) <= shown


async def free_port() -> int:
    """A port nobody listens on."""
    runner = web.AppRunner(web.Application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = int(runner.addresses[0][1])
    await runner.cleanup()
    return port


async def test_a_chat_that_hangs_delays_the_others_by_three_seconds_at_most(
    tmp_path: Path,
) -> None:
    """One broken chat must not silence the team."""

    async def hang(update: Update, context: BotContext) -> None:
        await context.work.members.seen(1, context.now.date())  # holds the only writer, too
        await asyncio.sleep(3600)

    await seed(tmp_path)
    server = Server([BotAccount(TOKEN)], [])
    await server.start()
    lotse = Lotse(settings_for(server, tmp_path))
    lotse.app.add_handler(MessageHandler(filters.Regex("^haengen$"), hang), -1)
    async with lotse.running():
        town = Town(server, lotse)
        broken, others = await town.member(), [await town.member() for _ in range(20)]
        slowest = await slowest_answer(broken, others)
    await server.stop()

    assert slowest <= 3.0


async def slowest_answer(broken: Chat, others: list[Chat]) -> float:
    """Seconds the slowest of 10 seconds of questions waits while another chat hangs."""
    world, bot = broken.town.server.world, broken.town.server.bot
    waiting: dict[int, float] = {}
    slowest = 0.0

    def note() -> None:
        nonlocal slowest
        for chat in others:
            if chat.person in waiting and len(chat.answers) * 2 == len(chat.messages):
                slowest = max(slowest, time.monotonic() - waiting.pop(chat.person))

    until = time.monotonic() + 10
    turn = 0
    while time.monotonic() < until or waiting:
        if time.monotonic() < until:
            if turn % 80 == 0:
                await world.say(bot, broken.person, {"text": "haengen"})
            chat = others[turn % len(others)]
            if chat.person not in waiting:
                waiting[chat.person] = time.monotonic()
                await world.say(bot, chat.person, {"text": "schulden"})
        turn += 1
        await asyncio.sleep(1 / RATE)
        note()
        assert time.monotonic() < until + 20
    return slowest

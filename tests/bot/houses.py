"""A running house for one test, with handlers that misbehave on purpose."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from telegram import Update
from telegram.ext import ApplicationHandlerStop, MessageHandler, filters

from bot.application import Lotse
from bot.processing import UnitWork
from handlers._context import BotContext
from storage.tables import SetAsideRow
from tests.chat import Town
from tests.conftest import TOKEN, settings_for
from tests.shipped import search_over
from webchat.errors import ApiError
from webchat.people import BotAccount
from webchat.server import Server

Act = Callable[[Update, BotContext], Awaitable[object]]


@asynccontextmanager
async def serving() -> AsyncIterator[Server]:
    """A local Bot API server without people."""
    server = Server([BotAccount(TOKEN)], [])
    await server.start()
    try:
        yield server
    finally:
        with suppress(ApiError):
            # A poll the bot has left behind keeps the server for a second; a new one ends it.
            await server.world.inboxes[server.bot.id].get(0, 1, 0, [])
        await server.stop()


@asynccontextmanager
async def living(server: Server, folder: Path, **settings: object) -> AsyncIterator[Town]:
    """The bot, running against *server* with its data in *folder*."""
    lotse = Lotse(settings_for(server, folder, **settings))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.knowledge.index_of", search_over)
        async with lotse.running():
            yield Town(server, lotse)


@asynccontextmanager
async def house(folder: Path, **settings: object) -> AsyncIterator[Town]:
    """Both in one."""
    async with serving() as server, living(server, folder, **settings) as town:
        yield town


@contextmanager
def on_words(town: Town, words: str, act: Act) -> Iterator[None]:
    """Let *act* alone handle messages that begin with *words*."""

    async def alone(update: Update, context: BotContext) -> None:
        await act(update, context)
        raise ApplicationHandlerStop

    handler = MessageHandler(filters.Regex(f"^{words}"), alone)
    town.lotse.app.add_handler(handler, -1)
    yield
    town.lotse.app.remove_handler(handler, -1)


@contextmanager
def first_tries_failing(town: Town) -> Iterator[None]:
    """Let each update fail once, after its handlers and before its commit."""
    processing, close = town.lotse.processing, town.lotse.processing._close
    failed: set[int] = set()

    async def fail_first(update: Update, work: UnitWork) -> None:
        if update.update_id not in failed:
            failed.add(update.update_id)
            raise RuntimeError
        await close(update, work)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processing, "_close", fail_first)
        yield
    assert failed


def failing(error: ApiError) -> Any:
    """A method of the Bot API that always fails."""

    async def fail(*_: object) -> None:
        raise error

    return fail


async def set_aside(town: Town) -> list[SetAsideRow]:
    """What was set aside, eldest first."""
    async with town.lotse.database.read() as session:
        return list(await session.scalars(select(SetAsideRow).order_by(SetAsideRow.at)))


def files_with(folder: Path, word: str) -> list[str]:
    """Files (the database, its WAL) that hold the word."""
    return [file.name for file in folder.iterdir() if word.encode() in file.read_bytes()]

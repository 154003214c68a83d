"""A running house for one test, with handlers that misbehave on purpose."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from sqlalchemy import select
from telegram import Update
from telegram.ext import ApplicationHandlerStop, MessageHandler, filters

from bot.application import Lotse
from handlers._context import BotContext
from storage.tables import SetAsideRow
from tests.chat import Town
from tests.conftest import TOKEN, settings_for
from webchat.people import BotAccount
from webchat.server import Server

Act = Callable[[Update, BotContext], Awaitable[None]]


@asynccontextmanager
async def serving() -> AsyncIterator[Server]:
    """A local Bot API server without people."""
    server = Server([BotAccount(TOKEN)], [])
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


@asynccontextmanager
async def living(server: Server, folder: Path, **settings: object) -> AsyncIterator[Town]:
    """The bot, running against *server* with its data in *folder*."""
    lotse = Lotse(settings_for(server, folder, **settings))
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


async def set_aside(town: Town) -> list[SetAsideRow]:
    """What was set aside, eldest first."""
    async with town.lotse.database.read() as session:
        return list(await session.scalars(select(SetAsideRow).order_by(SetAsideRow.at)))

"""Talking to the local server as a bot does: with python-telegram-bot, over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from telegram import Bot

from bot.request import AiohttpRequest
from tests.conftest import TOKEN
from webchat.people import BotAccount, Person
from webchat.server import FloodLimits, Server

ANNA, BORIS = 1, 2
UNLIMITED = FloodLimits()


@asynccontextmanager
async def serving(
    folder: Path | None = None, limits: FloodLimits = UNLIMITED
) -> AsyncIterator[Server]:
    """A server with two people."""
    people = [Person(ANNA, "Anna Muster"), Person(BORIS, "Boris Beispiel")]
    server = Server([BotAccount(TOKEN)], people, folder=folder, limits=limits)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


@asynccontextmanager
async def bot_of(server: Server, token: str = TOKEN) -> AsyncIterator[Bot]:
    """A real bot that talks to it."""
    requests = AiohttpRequest(), AiohttpRequest()
    for one in requests:
        await one.initialize()
    try:
        yield Bot(
            token,
            base_url=f"{server.url}/bot",
            request=requests[0],
            get_updates_request=requests[1],
        )
    finally:
        for one in requests:
            await one.shutdown()

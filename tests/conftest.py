"""What many tests need: a running house, and a database of one's own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.application import Lotse
from bot.settings import Settings, read_settings
from storage.database import Database
from tests.chat import Town
from tests.databases import (
    ENGINES,
    Databases,
    PostgresqlServer,
    SqliteFiles,
    fresh,
    postgresql_server,
)
from tests.shipped import search_over
from webchat.people import BotAccount
from webchat.server import Server

TOKEN = "4200:test-token-of-no-worth"


def settings_for(server: Server, folder: Path, **more: object) -> Settings:
    """Settings of a bot that talks to *server* and keeps its data in *folder*."""
    usual: dict[str, object] = {
        "telegram_token": TOKEN,
        "telegram_api": server.url,
        "data_dir": folder,
        "send_per_second": 0,
        "send_per_chat": 0,
        "controller": "Beispielstelle",
    }
    return read_settings(**usual | more)


@pytest.fixture(scope="session")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """One house for all journeys; every test brings its own people and tables."""
    server = Server([BotAccount(TOKEN)], [])
    await server.start()
    try:
        lotse = Lotse(settings_for(server, tmp_path_factory.mktemp("town")))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("bot.knowledge.index_of", search_over)
            async with lotse.running():
                yield Town(server, lotse)
    finally:
        await server.stop()


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """New databases on SQLite."""
    return SqliteFiles(tmp_path_factory.mktemp("databases"))


@pytest.fixture(scope="session")
def postgresql_databases() -> Iterator[PostgresqlServer]:
    """New databases on PostgreSQL; its server runs from the first test that needs it."""
    with postgresql_server() as server:
        yield server


@pytest.fixture(params=ENGINES)
def databases(request: pytest.FixtureRequest) -> Databases:
    """New databases on each engine."""
    found: Databases = request.getfixturevalue(f"{request.param}_databases")
    return found


@pytest.fixture
async def database(databases: Databases) -> AsyncIterator[Database]:
    """An empty database with the first social space, on each engine."""
    async with fresh(databases) as database:
        yield database


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests read neither the machine's environment nor a .env file."""
    import os

    for name in list(os.environ):
        if name.startswith("LOTSE_"):
            monkeypatch.delenv(name)
    monkeypatch.setitem(Settings.model_config, "env_file", None)

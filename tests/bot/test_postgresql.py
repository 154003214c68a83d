"""The bot on PostgreSQL: a journey, a server that goes away, and what refuses a start."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from telegram import Update

from bot import polling
from bot.processing import TRIES, UnitWork
from handlers.texts import booking as texts
from storage.database import Database, DatabaseAway
from storage.diary import SqlDiary
from storage.unit_of_work import UnitOfWork
from team.members import Role
from tests.bot.houses import house, serving, set_aside
from tests.bot.test_refusals import lotse, one_line
from tests.chat import Chat, Town
from tests.conftest import TOKEN
from tests.databases import PostgresqlServer
from tests.handlers.test_booking import book_as_presenter


@pytest.fixture
async def city(tmp_path: Path, postgresql_databases: PostgresqlServer) -> AsyncIterator[Town]:
    """A house whose database begins without a table."""
    url = await postgresql_databases.empty()
    async with house(tmp_path, database_url=url) as town:
        yield town
    await postgresql_databases.drop(url)


async def seated(city: Town, slot_id: int) -> int:
    """How many have a seat."""
    async with UnitOfWork(city.lotse.database) as work:
        return len(await SqlDiary(work).seated(slot_id))


async def about_to_book(city: Town) -> tuple[Chat, int]:
    """Somebody with one tap left, and the table they want."""
    slot = await city.slot(await city.member(Role.COORDINATOR))
    chat = await city.member()
    await book_as_presenter(chat, slot.id)
    return chat, slot.id


async def test_a_seat_is_booked_and_given_back_by_leaving(city: Town) -> None:
    """From the first tap to the erasure of the account."""
    chat, slot_id = await about_to_book(city)
    await chat.tap(texts.BOOK)
    assert chat.last_text.startswith("Gebucht.")
    assert await seated(city, slot_id) == 1

    await chat.say("/loeschen")
    await chat.tap("Endgültig löschen")

    assert await seated(city, slot_id) == 0
    assert await set_aside(city) == []


async def test_what_is_tapped_while_the_server_is_away_happens_once_it_is_back(
    city: Town, postgresql_databases: PostgresqlServer
) -> None:
    """Its failure is no fault of the update, which is neither lost nor set aside."""
    chat, slot_id = await about_to_book(city)
    postgresql_databases.stop()
    try:
        tapped = asyncio.create_task(chat.tap(texts.BOOK))
        await asyncio.sleep(0.2)
    finally:
        postgresql_databases.start()
    await tapped

    assert chat.last_text.startswith("Gebucht.")
    assert await seated(city, slot_id) == 1
    assert await set_aside(city) == []


async def test_connections_the_server_ends_are_made_anew(city: Town) -> None:
    """In the middle of an update, after its effects and however often: they happen once."""
    chat, slot_id = await about_to_book(city)
    processing, close, times = city.lotse.processing, city.lotse.processing._close, 0
    others = Database(city.lotse.database.url)

    async def cut(update: Update, work: UnitWork) -> None:
        nonlocal times
        times += 1
        if times <= TRIES:
            async with others.read() as session:
                await session.execute(END_ALL_OTHERS)
        await close(update, work)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processing, "_close", cut)
        patch.setattr(polling, "DATABASE_PAUSE", 0.01)
        await chat.tap(texts.BOOK)
    await others.close()

    assert times == TRIES + 1
    assert chat.last_text.startswith("Gebucht.")
    assert await seated(city, slot_id) == 1
    assert await set_aside(city) == []


END_ALL_OTHERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


async def test_a_reply_leaves_though_the_commit_seemed_to_fail(
    city: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection failed after a commit that went through: nothing happens again."""
    chat, slot_id = await about_to_book(city)
    commit, failed = UnitOfWork.commit, False

    async def commit_unheard(self: UnitOfWork) -> None:
        nonlocal failed
        await commit(self)
        if not failed:
            failed = True
            raise DatabaseAway("ConnectionResetError")

    monkeypatch.setattr(UnitOfWork, "commit", commit_unheard)
    await chat.tap(texts.BOOK)

    assert failed
    assert chat.last_text.startswith("Gebucht.")
    assert await seated(city, slot_id) == 1


@pytest.mark.parametrize(
    ("statements", "says"),
    [
        (("CREATE TABLE theirs (id INTEGER)",), "holds tables of another program"),
        (
            (
                "CREATE TABLE alembic_version (version_num TEXT)",
                "INSERT INTO alembic_version VALUES ('9999')",
            ),
            "was last used by a newer release",
        ),
        (
            (
                "CREATE ROLE reader LOGIN",
                "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
            ),
            "cannot be opened (InsufficientPrivilegeError)",
        ),
    ],
)
async def test_a_database_that_is_not_ours_to_change_is_refused(
    tmp_path: Path, postgresql_databases: PostgresqlServer, statements: tuple[str, ...], says: str
) -> None:
    """In one line, without the password; no table is made or changed."""
    url = await postgresql_databases.empty()
    database = Database(url)
    async with database.writer.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    before = await tables(database)
    user = "reader" if "PrivilegeError" in says else "lotse"

    async with serving() as server:
        code, output, errors = await lotse(
            tmp_path, "run", LOTSE_TELEGRAM_TOKEN=TOKEN, LOTSE_TELEGRAM_API=server.url,
            LOTSE_DATABASE_URL=url.replace("lotse@", f"{user}:gehe1m@", 1),
        )  # fmt: skip

    assert code != 0
    assert one_line(errors).startswith(f"LOTSE_DATABASE_URL: postgresql://{user}:***@/")
    assert says in errors
    assert "gehe1m" not in output + errors
    assert await tables(database) == before
    await database.close()
    await postgresql_databases.drop(url)


async def tables(database: Database) -> list[Any]:
    """Names of the tables, and what they hold."""
    async with database.read() as session:
        names = await session.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        )
        return [
            (name, (await session.execute(text(f"SELECT * FROM {name}"))).all())
            for name in list(names)
        ]

"""Bringing a database to the shape this release knows: at every start, in one transaction."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from storage.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"


class UnknownDatabase(Exception):
    """The database is not ours, or comes from a newer release; `str` says which."""


async def migrate(database: Database) -> None:
    """Create or update the tables.

    Raises:
        UnknownDatabase: the database holds something this release does not know; it is untouched.
    """
    await check_known(database)
    async with database.rebuilding() as connection, connection.begin():
        await connection.run_sync(_upgrade)
    await database.use_wal()


async def check_known(database: Database) -> None:
    """Look whether the database is ours, or new, without changing a byte.

    Raises:
        UnknownDatabase: it holds something this release does not know.
    """
    async with database.look() as connection:
        if connection is not None:
            await connection.run_sync(_check_known, _scripts())


def alembic_config(connection: Connection) -> Config:
    """What Alembic's commands need to work on *connection*."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    _check_known(connection, _scripts())  # once more: another process may have been quicker
    command.upgrade(alembic_config(connection), "head")
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"{len(broken)} rows would point nowhere; nothing was changed")


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(MIGRATIONS))


def _check_known(connection: Connection, scripts: ScriptDirectory) -> None:
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is None:
        if inspect(connection).get_table_names():
            raise UnknownDatabase("holds tables of another program, or of a trial version")
    elif revision not in {script.revision for script in scripts.walk_revisions()}:
        raise UnknownDatabase(f"was last used by a newer release (revision {revision})")

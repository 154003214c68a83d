"""Opening the database: refused in one line where it cannot be used, and brought up to date."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from bot.refusal import StartRefused
from bot.settings import Settings
from storage.database import Database
from storage.migrate import UnknownDatabase, migrate


def make_database(settings: Settings) -> Database:
    """The database that the settings name, not opened yet.

    Raises:
        StartRefused: the address is none.
    """
    try:
        return Database(settings.database)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError):
        raise StartRefused(
            "LOTSE_DATABASE_URL",
            "no address of a database this installation can open",
            "leave it empty for SQLite, or give postgresql+asyncpg://…",
        ) from None


async def open_database(database: Database, settings: Settings) -> None:
    """Make folder and tables where they are missing; run migrations.

    Raises:
        StartRefused: the folder cannot be written, or the database is not ours to change.
    """
    if settings.database_url is None:
        check_folder(settings.data_dir)
    try:
        await migrate(database)
    except UnknownDatabase as error:
        raise StartRefused(
            "LOTSE_DATABASE_URL",
            f"{database.url.render_as_string()} {error}",
            "install that release, or name another database",
        ) from None
    except (DBAPIError, OSError) as error:
        kind = type(error.orig if isinstance(error, DBAPIError) else error).__name__
        raise StartRefused(
            "LOTSE_DATABASE_URL",
            f"{database.url.render_as_string()} cannot be opened ({kind})",
            "check that it exists, is a Lotse database and may be written",
        ) from None


def check_folder(folder: Path) -> None:
    """Make the data folder.

    Raises:
        StartRefused: it cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK | os.X_OK)
    except OSError:
        writable = False
    if not writable:
        raise StartRefused(
            "LOTSE_DATA_DIR", f"{folder} cannot be written", "name a folder this user may write"
        )

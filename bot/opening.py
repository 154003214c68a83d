"""Opening the database: refused in one line where it cannot be used, and brought up to date."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, InvalidRequestError

from bot.refusal import StartRefused
from bot.settings import Settings
from storage.database import Database, DatabaseAway
from storage.migrate import UnknownDatabase, check_known, migrate


def make_database(settings: Settings) -> Database:
    """The database that the settings name, not opened yet.

    Raises:
        StartRefused: the address is none, or one that needs what is not installed.
    """
    try:
        return Database(settings.database)
    except ModuleNotFoundError as error:
        raise StartRefused(
            "LOTSE_DATABASE_URL",
            f"{settings.shown_database} needs {error.name}",
            "install it with `uv sync --extra postgres`",
        ) from None
    except (InvalidRequestError, TypeError, ValueError):
        raise StartRefused(
            "LOTSE_DATABASE_URL",
            f"{settings.shown_database} cannot be opened by this installation",
            "leave it empty for SQLite in the data folder, or give sqlite+aiosqlite:///PATH or "
            "postgresql://USER:PASSWORD@HOST/NAME, with @ in a password as %40",
        ) from None


async def check_database(database: Database, settings: Settings) -> None:
    """Look whether the database is ours to change, before anything is written.

    Raises:
        StartRefused: it is not.
    """
    with _refusing(settings):
        await check_known(database)


async def open_database(database: Database, settings: Settings) -> None:
    """Make folder and tables where they are missing; run migrations.

    Raises:
        StartRefused: the folder cannot be written, or the database is not ours to change.
    """
    if settings.database_url is None:
        check_folder(settings.data_dir)
    with _refusing(settings):
        await migrate(database)


@contextmanager
def _refusing(settings: Settings) -> Iterator[None]:
    try:
        yield
    except UnknownDatabase as error:
        raise StartRefused(
            "LOTSE_DATABASE_URL",
            f"{settings.shown_database} {error}",
            "install that release, or name another database",
        ) from None
    except DatabaseAway as error:
        raise StartRefused(
            "LOTSE_DATABASE_URL",
            f"{settings.shown_database} cannot be reached ({error})",
            "check that the server runs, and its address, user, password and name",
        ) from None
    except (DBAPIError, OSError) as error:
        raise StartRefused(
            "LOTSE_DATABASE_URL",
            f"{settings.shown_database} cannot be opened ({_kind(error)})",
            "check that it exists, is a Lotse database and may be written",
        ) from None


def _kind(error: BaseException) -> str:
    """Name of the driver's own error, which says more than what wraps it."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        error = error.orig
    return type(error.__cause__ or error).__name__


def check_folder(folder: Path, setting: str = "LOTSE_DATA_DIR") -> None:
    """Make the data folder that *setting* names.

    Raises:
        StartRefused: it cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK | os.X_OK)
    except OSError:
        writable = False
    if not writable:
        raise StartRefused(setting, f"{folder} cannot be written", "name a folder you may write")

"""The database: engines for writing and reading, and what every connection needs.

There is one writer at a time, on both engines: what a transaction reads after it has begun, nobody
changes before it ends. SQLite has one writing connection whose transactions start with BEGIN
IMMEDIATE; on PostgreSQL they start with an advisory lock, which other processes take too. Writers
queue instead of failing, and a reading engine beside them waits for nobody.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiosqlite
from sqlalchemy import URL, Connection, NullPool, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine

BUSY_SECONDS = 30  # another process (a backup, the command line) may hold the file for a moment
CONNECT_SECONDS = 10
RECYCLE_SECONDS = 240  # firewalls drop connections that were silent for longer, and tell nobody
IDLE_SECONDS = 300  # a writer whose machine has vanished holds the others up no longer than this
WRITERS = 0x6C6F747365  # number of the advisory lock: "lotse"
READERS = 4
DRIVERS = ("sqlite+aiosqlite", "postgresql+asyncpg")
WAL_FORMAT = b"\x02\x02"  # bytes 18 and 19 of a file in WAL mode (sqlite.org/fileformat2.html)


class DatabaseAway(ConnectionError):
    """The server cannot be reached, or lets us in no more; `str` is the kind of error."""


def is_away(error: BaseException) -> bool:
    """Whether the connection to the database failed, rather than what was asked of it."""
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    return lost or isinstance(error, ConnectionError)


def address_of(url: URL | str) -> URL:
    """A database's address; that of PostgreSQL also as its hosts give it, for other drivers.

    Raises:
        ValueError: it cannot be read. An @ in a password would make half of that a host.
    """
    try:
        found = make_url(url)
    except ArgumentError:
        raise ValueError("no address of a database") from None
    if "@" in (found.host or ""):
        raise ValueError("an @ that is not written as %40")
    if found.drivername not in ("postgres", "postgresql"):
        return found
    query = {"ssl" if name == "sslmode" else name: one for name, one in found.query.items()}
    return found.set(drivername="postgresql+asyncpg", query=query)


class Database:
    """Gives sessions. There is only one writer: keep what happens while holding it short.

    Raises:
        ValueError: the address is none, or one of another kind of database.
        ModuleNotFoundError: its driver is not installed.
    """

    def __init__(self, url: URL | str) -> None:
        self.url = address_of(url)
        if self.url.drivername not in DRIVERS:
            raise ValueError(self.url.drivername)
        engine = _sqlite_engine if self.is_sqlite else _postgresql_engine
        self._writer = engine(self.url, writing=True)
        self._reader = engine(self.url, writing=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded default."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def writer(self) -> AsyncEngine:
        """The engine that writes; migrations run on it."""
        return self._writer

    def session(self) -> AsyncSession:
        """Make a session on the writer; its first statement begins the transaction."""
        return AsyncSession(self._writer, expire_on_commit=False)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Open a session that only reads; it never waits for a writer."""
        async with AsyncSession(self._reader, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def look(self) -> AsyncIterator[AsyncConnection | None]:
        """Open a connection that leaves no trace; None where there is no file yet."""
        if not self.is_sqlite:
            async with self._reader.connect() as connection:
                yield connection
            return
        address = _address_to_look(Path(self.url.database or ""))
        if address is None:
            yield None
            return
        engine = create_async_engine(
            "sqlite+aiosqlite://",
            async_creator=lambda: aiosqlite.connect(address, uri=True, timeout=BUSY_SECONDS),
            poolclass=NullPool,
            hide_parameters=True,
        )
        async with engine.connect() as connection:
            yield connection

    @asynccontextmanager
    async def rebuilding(self) -> AsyncIterator[AsyncConnection]:
        """Open a writing connection on which tables that others point to may be made anew.

        SQLite changes a column by making a new table and dropping the old one, which foreign keys
        forbid; they count again afterwards (sqlite.org/lang_altertable.html, section 7).
        """
        async with self._writer.connect() as connection:
            await self._pragma(connection, "foreign_keys=OFF")
            try:
                yield connection
            finally:
                await self._pragma(connection, "foreign_keys=ON")

    async def use_wal(self) -> None:
        """Let readers and the writer work side by side; the file remembers it.

        Only for a database known to be ours: it changes the file.
        """
        async with self._writer.connect() as connection:
            await self._pragma(connection, "journal_mode=WAL")

    async def _pragma(self, connection: AsyncConnection, what: str) -> None:
        """Set something outside of any transaction, as SQLite demands."""
        if self.is_sqlite:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            async with driver.execute(f"PRAGMA {what}") as answer:
                await answer.fetchone()

    async def close(self) -> None:
        """Close every connection."""
        await self._writer.dispose()
        await self._reader.dispose()


def _sqlite_engine(url: URL, *, writing: bool) -> AsyncEngine:
    engine = _engine(url, {"timeout": BUSY_SECONDS}, writing=writing)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    if writing:
        event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def _postgresql_engine(url: URL, *, writing: bool) -> AsyncEngine:
    ours = {
        "application_name": "lotse",
        "default_transaction_isolation": "read committed",  # each statement sees the last writer
        "lock_timeout": f"{BUSY_SECONDS}s",
        "idle_in_transaction_session_timeout": f"{IDLE_SECONDS}s",
    }
    arguments = {"timeout": CONNECT_SECONDS, "server_settings": ours}
    engine = _engine(
        url, arguments, writing=writing, pool_pre_ping=True, pool_recycle=RECYCLE_SECONDS
    )
    event.listen(engine.sync_engine, "do_connect", _connect)
    if writing:
        event.listen(engine.sync_engine, "begin", _begin_alone)
    return engine


def _engine(url: URL, connect_args: dict[str, Any], *, writing: bool, **more: Any) -> AsyncEngine:
    # Each statement of a reader stands for itself, as under READ COMMITTED, and needs no
    # transaction around it, which is nearly half of what a short one costs on SQLite.
    alone: dict[str, Any] = {
        "isolation_level": "AUTOCOMMIT",
        "skip_autocommit_rollback": True,
        "pool_reset_on_return": None,
    }
    return create_async_engine(
        url,
        hide_parameters=True,
        connect_args=connect_args,
        pool_size=1 if writing else READERS,
        max_overflow=0,
        pool_timeout=BUSY_SECONDS,
        **({} if writing else alone),
        **more,
    )


def _connect(dialect: Any, _record: object, args: list[Any], named: dict[str, Any]) -> Any:
    """Connect; whatever goes wrong is told without the driver's words, which may name people."""
    try:
        return dialect.connect(*args, **named)
    except Exception as error:
        raise DatabaseAway(type(error).__name__) from error


def _address_to_look(file: Path) -> str | None:
    """How to open the file without changing it, or anything beside it."""
    if not file.is_file():
        return None
    mode = "mode=ro"
    if Path(f"{file}-journal").exists():
        mode = "mode=rw"  # a killed writer's leftover: only who may write can read past it
    elif _in_wal_mode(file) and not Path(f"{file}-wal").exists():
        mode = "mode=ro&immutable=1"  # nobody has it open; reading would leave a -wal behind
    return f"file:{quote(str(file))}?{mode}"


def _in_wal_mode(file: Path) -> bool:
    with file.open("rb") as start:
        return start.read(20)[18:] == WAL_FORMAT


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late; ours is below
    for pragma in (
        "synchronous=FULL",  # survives a power cut, not only a killed process
        "foreign_keys=ON",
        "secure_delete=ON",  # erased rows leave no readable remains in the file
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_alone(connection: Connection) -> None:
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")

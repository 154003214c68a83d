"""One unit of work: everything an update causes is written together, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from types import TracebackType
from typing import Self

from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database


class UnitOfWork:
    """A transaction that begins with the first write.

    Until then reads go to the reading engine, so a handler that hangs before it writes anything
    holds nobody up. Leaving the block without `commit` rolls back.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._stack = AsyncExitStack()
        self._writing: AsyncSession | None = None
        self.clock: asyncio.Timeout | None = None

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Give a session to read with; it sees what this unit of work has written so far."""
        if self._writing is not None:
            yield self._writing
            return
        async with self._database.read() as session:
            yield session

    async def writing(self) -> AsyncSession:
        """Give the session that writes; from here to `commit` nobody else writes."""
        if self._writing is None:
            session = await self._stack.enter_async_context(self._database.session())
            with self._clock_stopped():
                await session.connection()
            self._writing = session
        return self._writing

    @contextmanager
    def _clock_stopped(self) -> Iterator[None]:
        """Waiting for other writers does not count as this handler's time."""
        clock = self.clock
        if clock is None or (due := clock.when()) is None:
            yield
            return
        loop = asyncio.get_running_loop()
        left = due - loop.time()
        clock.reschedule(None)
        yield
        clock.reschedule(loop.time() + left)

    async def commit(self) -> None:
        """Make everything written so far permanent."""
        if self._writing is not None:
            await self._writing.commit()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._writing = None
        await self._stack.aclose()

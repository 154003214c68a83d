"""Order: within a chat one after the other, between chats side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

SIDE_BY_SIDE = 64  # chats handled at once; more would only queue for the database


class Lanes:
    """A lane for each chat. Who comes first in a lane is served first."""

    def __init__(self, side_by_side: int = SIDE_BY_SIDE) -> None:
        self._lanes: dict[int, asyncio.Lock] = {}
        self._waiting: dict[int, int] = {}
        self._free = asyncio.Semaphore(side_by_side)

    async def run(self, lane: int, work: Callable[[], Awaitable[None]]) -> None:
        """Do *work* when everything that entered this lane earlier is done."""
        lock = self._lanes.setdefault(lane, asyncio.Lock())
        self._waiting[lane] = self._waiting.get(lane, 0) + 1
        try:
            async with lock, self._free:
                await work()
        finally:
            self._waiting[lane] -= 1
            if not self._waiting[lane]:
                del self._waiting[lane], self._lanes[lane]

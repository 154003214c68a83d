"""Processes of their own, which end with the test that started them, however it ends."""

from __future__ import annotations

import contextlib
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def ending(process: Process) -> AsyncIterator[Process]:
    """Give the process; kill it at the end of the block where it still runs."""
    try:
        yield process
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

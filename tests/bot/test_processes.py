"""Processes of the tests end with them."""

from __future__ import annotations

import asyncio
import sys

import pytest

from tests.bot.processes import ending

SLEEPING = (sys.executable, "-c", "import time; time.sleep(600)")


async def test_a_process_does_not_outlive_the_test_that_fails() -> None:
    """A forgotten bot would go on asking for updates and make the next tests fail."""
    process = await asyncio.create_subprocess_exec(*SLEEPING)

    with pytest.raises(RuntimeError):
        async with ending(process):
            raise RuntimeError

    assert process.returncode == -9


async def test_a_process_that_has_ended_is_left_in_peace() -> None:
    """Its exit code is what the test wants to know."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", "raise SystemExit(3)")

    async with ending(process):
        await process.wait()

    assert process.returncode == 3

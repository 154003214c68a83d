"""How long somebody waits who has just started the demo."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.bot.processes import ending

pytestmark = pytest.mark.benchmark

GOAL = 60.0  # seconds from the command to the first answer
ANNA = 1001


async def answers(session: ClientSession, url: str) -> list[dict[str, Any]]:
    """The bot's messages in Anna's chat."""
    chat = await (await session.get(f"{url}/chat/{ANNA}")).json()
    return [one for one in chat["messages"] if one["from"]["is_bot"]]


async def test_first_answer(tmp_path: Path) -> None:
    """A question typed as soon as the address is printed."""
    started = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--port", "0", "--no-browser",
        "--data", str(tmp_path), stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    async with ending(process), ClientSession() as session:
        url = (await process.stdout.readline()).decode().split()[-1]
        ready = time.perf_counter()
        await session.post(f"{url}/chat/{ANNA}/say", json={"text": "schulden"})
        while not await answers(session, url):  # noqa: ASYNC110 - the page would wait likewise
            await asyncio.sleep(0.05)
        answered = time.perf_counter()
        process.terminate()
        assert await process.wait() == 0

    print(f"\naddress after {ready - started:.1f} s, answer {answered - ready:.1f} s later")
    assert answered - started <= GOAL

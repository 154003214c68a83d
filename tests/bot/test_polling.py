"""The watermark: nothing is confirmed before it is handled."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import pytest
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter

from bot import polling
from bot.polling import Polling


class FakeBot:
    """Telegram's side of getUpdates: confirms what lies below the offset."""

    def __init__(self, *numbers: int) -> None:
        self.waiting = list(numbers)
        self.offsets: list[int] = []
        self.failures: list[Exception] = []

    async def do_api_request(
        self, endpoint: str, api_kwargs: dict[str, Any], **more: object
    ) -> list[dict[str, Any]]:
        """Answer as Telegram would."""
        await asyncio.sleep(0.001)
        if self.failures:
            raise self.failures.pop(0)
        self.offsets.append(api_kwargs["offset"])
        self.waiting = [one for one in self.waiting if one >= api_kwargs["offset"]]
        return [{"update_id": one} for one in self.waiting]


async def poll(
    bot: FakeBot,
    handle: Callable[[dict[str, Any]], Awaitable[None]],
    until: Callable[[], bool],
) -> None:
    """Poll until something holds."""
    task = asyncio.create_task(Polling(bot, handle).run())  # type: ignore[arg-type]
    async with asyncio.timeout(5):
        while not until():  # noqa: ASYNC110
            await asyncio.sleep(0.001)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_the_lowest_unhandled_update_is_never_confirmed() -> None:
    """Though later ones are done, and none is started twice."""
    release, started = asyncio.Event(), []

    async def handle(update: dict[str, Any]) -> None:
        started.append(update["update_id"])
        if update["update_id"] == 7:
            await release.wait()

    bot = FakeBot(6, 7, 8, 9)

    def then() -> bool:
        if len(bot.offsets) > 4 and not release.is_set():
            assert set(bot.offsets[1:]) == {7}
            release.set()
        return bot.offsets[-1:] == [10]

    await poll(bot, handle, then)

    assert started == [6, 7, 8, 9]
    assert bot.offsets[0] == 0


async def test_when_all_is_confirmed_it_asks_from_zero() -> None:
    """Ids restart at random after an idle week; a high offset would forget the new ones."""
    handled = []

    async def handle(update: dict[str, Any]) -> None:
        handled.append(update["update_id"])

    bot = FakeBot(1000)
    await poll(bot, handle, lambda: bot.offsets[-1:] == [0] and len(bot.offsets) > 3)
    bot.waiting = [3]
    await poll(bot, handle, lambda: 3 in handled)

    assert 1001 in bot.offsets
    assert handled == [1000, 3]


@pytest.mark.parametrize(
    "failure",
    [NetworkError("x"), Conflict("x"), RetryAfter(0), InvalidToken("x"), ValueError("no JSON")],
)
async def test_no_failure_ends_the_asking(
    failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even a token revoked at BotFather: it may be put right again."""
    monkeypatch.setattr(polling, "LONGEST_PAUSE", 0.01)
    handled = []

    async def handle(update: dict[str, Any]) -> None:
        handled.append(update["update_id"])

    bot = FakeBot(5)
    bot.failures = [failure, failure]
    await poll(bot, handle, lambda: bool(handled))

    assert handled == [5]


async def test_an_update_waits_while_the_database_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It stays unconfirmed, and is handled when the database is back."""
    monkeypatch.setattr(polling, "DATABASE_PAUSE", 0.01)
    tries = 0

    async def handle(update: dict[str, Any]) -> None:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise OSError

    bot = FakeBot(5)
    await poll(bot, handle, lambda: bot.offsets[-1:] == [6])

    assert tries == 3

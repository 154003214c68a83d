"""The watermark: nothing is confirmed before it is handled."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from telegram.error import Conflict, EndPointNotFound, InvalidToken, NetworkError, RetryAfter

from bot import outbox, polling
from bot.polling import Polling
from tests.bot.houses import house
from tests.conftest import TOKEN


class FakeBot:
    """Telegram's side of getUpdates: confirms what lies below the offset."""

    def __init__(self, *numbers: int) -> None:
        self.waiting = list(numbers)
        self.offsets: list[int] = []
        self.failures: list[Exception] = []
        self.meanwhile: Callable[[], None] = lambda: None

    async def do_api_request(
        self, endpoint: str, api_kwargs: dict[str, Any], **more: object
    ) -> list[dict[str, Any]]:
        """Answer as Telegram would."""
        self.meanwhile()
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


@pytest.fixture
def pauses_of_polling(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long it would have slept; it does not."""
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr(polling, "asyncio", SimpleNamespace(**vars(asyncio) | {"sleep": sleep}))
    return pauses


async def test_the_lowest_unhandled_update_is_never_confirmed() -> None:
    """Though later ones are done, and none is started twice."""
    release, started = asyncio.Event(), []

    async def handle(update: dict[str, Any]) -> None:
        started.append(update["update_id"])
        if update["update_id"] in (7, 9):
            await release.wait()

    bot = FakeBot(6, 7, 8, 9)

    def then() -> bool:
        if len(bot.offsets) > 4:
            release.set()
        return bot.offsets[-1:] == [10]

    await poll(bot, handle, then)

    assert bot.offsets[:5] == [0, 7, 7, 7, 7]
    assert started == [6, 7, 8, 9]


async def test_what_is_done_while_asking_is_confirmed_next() -> None:
    """Nor is it handled again."""
    release, handled = asyncio.Event(), []

    async def handle(update: dict[str, Any]) -> None:
        await release.wait()
        handled.append(update["update_id"])

    def finish() -> None:
        if bot.offsets:
            release.set()

    bot = FakeBot(5)
    bot.meanwhile = finish
    await poll(bot, handle, lambda: 6 in bot.offsets)

    assert bot.offsets[:3] == [0, 5, 6]
    assert handled == [5]


async def test_when_all_is_confirmed_it_asks_from_zero() -> None:
    """Ids restart at random after an idle week; a high offset would forget the new ones."""
    handled = []

    async def handle(update: dict[str, Any]) -> None:
        handled.append(update["update_id"])

    bot = FakeBot(1000)

    def then() -> bool:
        if bot.offsets[-2:] == [1001, 0]:
            bot.waiting = [3]
        return 3 in handled

    await poll(bot, handle, then)

    assert handled == [1000, 3]
    confirmed = bot.offsets.index(1001)
    assert 0 not in bot.offsets[1:confirmed]


@pytest.mark.parametrize(
    ("failure", "pauses"),
    [
        (NetworkError("x"), [0.4, 0.8]),
        (Conflict("x"), [0.4, 0.8]),
        (RetryAfter(7), [7, 7]),
        (ValueError("no JSON"), [0.4, 0.8]),
        (InvalidToken("x"), [30, 30]),
        (EndPointNotFound("x"), [30, 30]),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_no_failure_ends_the_asking(
    failure: Exception, pauses: list[float], pauses_of_polling: list[float]
) -> None:
    """Not even a token revoked at BotFather, which PTB calls by two names."""
    handled = []

    async def handle(update: dict[str, Any]) -> None:
        handled.append(update["update_id"])

    bot = FakeBot(5)
    bot.failures = [failure, failure]
    await poll(bot, handle, lambda: bool(handled))

    assert handled == [5]
    assert pauses_of_polling == pauses


async def test_a_revoked_token_is_named_with_its_cure_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The reply too waits until the token is right again; no line shows it."""
    monkeypatch.setattr(polling, "LONGEST_PAUSE", 0.01)
    monkeypatch.setattr(outbox, "LONGEST_PAUSE", 0.01)
    async with house(tmp_path) as town:
        chat, world = await town.member(), town.server.world
        account = world.bots.pop(TOKEN)
        await world.say(town.server.bot, chat.person, {"text": "schulden"})
        async with asyncio.timeout(5):
            waiting = {"bot.polling", "bot.outbox"}
            while not waiting <= {one.name for one in caplog.records}:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        world.bots[TOKEN] = account
        await town.settled()

        assert len(chat.answers) == 1
    errors = [one for one in caplog.records if one.levelno == logging.ERROR]
    assert all("LOTSE_TELEGRAM_TOKEN" in one.getMessage() for one in errors)
    assert errors
    assert TOKEN not in caplog.text


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

    def then() -> bool:
        assert tries == 3 or 6 not in bot.offsets
        return bot.offsets[-1:] == [6]

    await poll(bot, handle, then)

    assert tries == 3


def test_what_people_write_to_each_other_is_not_asked_for() -> None:
    """Telegram keeps it to itself."""
    assert "message" in polling.WANTED
    assert not [kind for kind in polling.WANTED if "business" in kind or "guest" in kind]

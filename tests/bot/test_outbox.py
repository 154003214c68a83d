"""The sender: in order within a chat, stubborn, and never in the way of other chats."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter

from bot import outbox as bot_outbox
from bot.outbox import Limits, Outbox
from storage import outbox
from storage.database import Database
from storage.outbox import OutboxStore, Parcel
from storage.tables import OutboxRow
from storage.unit_of_work import UnitOfWork
from team.members import MemberState, Role
from tests.bot.houses import living, serving
from tests.chat import Town

ANNA, BORIS = 1, 2


class FakeDelivery:
    """Takes parcels, after the failures it was told of."""

    def __init__(self, **failures: list[Exception]) -> None:
        self.failures = failures
        self.taken: list[str] = []

    async def deliver(self, parcel: Parcel) -> int | None:
        """Take the parcel, or fail."""
        text = parcel.payload["text"]
        waiting = self.failures.get(text, [])
        if waiting:
            raise waiting.pop(0)
        self.taken.append(text)
        return parcel.id


def now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


async def send(database: Database, delivery: FakeDelivery, *parcels: tuple[int, str]) -> list[int]:
    """Put parcels into the outbox and empty it; gives the chats found blocked."""
    blocked: list[int] = []

    async def note(chat_id: int) -> None:
        blocked.append(chat_id)

    async with UnitOfWork(database) as work:
        for chat_id, text in parcels:
            payload: dict[str, Any] = {"text": text, "rows": []}
            await outbox.put(work, chat_id, "send", payload, now())
        await work.commit()
    sender = Outbox(OutboxStore(database), delivery, Limits(0, 0), now, note)  # type: ignore[arg-type]
    await sender.start()
    await sender.settle()
    return blocked


async def failures(database: Database) -> list[str | None]:
    """How each parcel ended, eldest first; all must have, with nothing of their text left."""
    async with database.read() as session:
        rows = list(await session.scalars(select(OutboxRow).order_by(OutboxRow.id)))
    assert all(row.done_at and row.payload == {} for row in rows)
    return [row.failure for row in rows]


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests need not wait for long."""
    monkeypatch.setattr(bot_outbox, "LONGEST_PAUSE", 0.05)


async def test_a_chats_parcels_leave_in_order(database: Database) -> None:
    """Also when one of them has to be tried again; the other chat does not wait."""
    delivery = FakeDelivery(a1=[NetworkError("x"), InvalidToken("x"), OSError()])

    await send(database, delivery, (ANNA, "a1"), (ANNA, "a2"), (BORIS, "b1"), (ANNA, "a3"))

    assert delivery.taken == ["b1", "a1", "a2", "a3"]


async def test_telegram_says_how_long_to_wait(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as it asks for, and no parcel is lost."""
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    delivery = FakeDelivery(a1=[RetryAfter(7), RetryAfter(timedelta(minutes=2))])
    own = SimpleNamespace(**vars(asyncio) | {"sleep": sleep})
    monkeypatch.setattr(bot_outbox, "asyncio", own)

    await send(database, delivery, (ANNA, "a1"))

    assert pauses == [7, 120]
    assert delivery.taken == ["a1"]


async def test_what_telegram_refuses_is_given_up(database: Database) -> None:
    """The next parcel goes out."""
    delivery = FakeDelivery(a1=[BadRequest("x")])

    await send(database, delivery, (ANNA, "a1"), (ANNA, "a2"))

    assert delivery.taken == ["a2"]
    assert await failures(database) == ["BadRequest", None]


async def test_who_has_blocked_the_bot_gets_nothing_more(database: Database) -> None:
    """All parcels of the chat are dropped, and the member is reported."""
    delivery = FakeDelivery(a1=[Forbidden("x")])

    blocked = await send(database, delivery, (ANNA, "a1"), (ANNA, "a2"), (BORIS, "b1"))

    assert delivery.taken == ["b1"]
    assert await failures(database) == ["Forbidden", "Forbidden", None]
    assert blocked == [ANNA]


async def test_a_member_found_blocked_while_sending_is_paused(town: Town) -> None:
    """Telegram does not always tell it beforehand; the coordinators hear of it all the same."""
    coordinator, chat = await town.member(Role.COORDINATOR), await town.member()
    town.server.world.chat(town.server.bot, chat.person).blocked = True

    await chat.say("schulden")

    assert (await town.known(chat)).state is MemberState.PAUSED
    await town.settled()
    assert coordinator.last_text.endswith("hat den Bot bei sich blockiert und ist jetzt pausiert.")


async def test_what_was_unsent_leaves_after_a_restart(tmp_path: Path) -> None:
    """The parcel lies in the database."""
    async with serving() as server:
        async with living(server, tmp_path) as town:
            chat = await town.member()
            async with UnitOfWork(town.lotse.database) as work:
                payload = {"text": "Nachgereicht", "rows": [], "kept": True}
                await outbox.put(work, chat.person, "send", payload, now())
                await work.commit()  # and nobody wakes the sender
        async with living(server, tmp_path) as again:
            await again.settled()

            assert chat.last_text == "Nachgereicht"


async def test_an_edit_of_a_deleted_message_becomes_a_new_one(town: Town) -> None:
    """Never a dead end."""
    chat = await town.member()
    await chat.say("schulden")
    gone = chat.shown["message_id"]
    await town.server.world.remove(town.server.bot, chat.person, gone)

    await chat.press("menu", gone)

    assert chat.shown["message_id"] > gone
    assert "Was brauchen Sie?" in chat.last_text


async def test_lifted_limits_never_wait() -> None:
    """Zero means no limit."""
    limits = Limits(0, 0)

    async with asyncio.timeout(1):
        for _ in range(10_000):
            await limits.wait(ANNA)


async def test_a_limit_lets_three_pass_and_then_waits() -> None:
    """The fourth quick message in a chat waits; another chat's does not."""
    limits = Limits(0, 1)
    async with asyncio.timeout(0.5):
        for _ in range(3):
            await limits.wait(ANNA)
        await limits.wait(BORIS)

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(limits.wait(ANNA), 0.05)


async def test_limits_of_quiet_chats_are_forgotten() -> None:
    """Memory does not grow with everybody who ever wrote; a chat that still counts stays."""
    limits = Limits(0, 5)
    await limits.wait(ANNA)
    assert limits.sweep() == 0

    await asyncio.sleep(0.3)
    for _ in range(10):
        await limits.wait(BORIS)

    assert limits.sweep() == 1
    await limits.wait(ANNA)
    assert limits.sweep() == 0

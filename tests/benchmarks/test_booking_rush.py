"""Five hundred people confirm a seat at the same moment, and there are three hundred seats.

Each press goes the way of every update: lanes, handlers, one transaction. The Bot API is a process
of its own, as Telegram is, and the answers are sent while the rush goes on, without send limits.
"""

from __future__ import annotations

import asyncio
import gc
import itertools
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import func, select

from bot.application import Lotse
from bot.settings import read_settings
from consultations.slots import Seat, Slot
from storage.diary import SqlDiary
from storage.members import SqlMembers
from storage.outbox import Parcel
from storage.tables import BookingRow, HandledUpdateRow, SlotRow
from storage.unit_of_work import UnitOfWork
from team.members import FieldOfAction, Function, Role
from tests.bot.processes import ending
from tests.conftest import TOKEN
from tests.databases import Databases

pytestmark = pytest.mark.benchmark

PEOPLE, TABLES, ADVISERS = 500, 50, 5  # a table has one presenter's seat besides
SEATS = TABLES * (1 + ADVISERS)
PRESENTING = 2  # people who want the presenter's seat of a table; eight want the advisers' five
TWICE = 10  # every tenth person taps twice
GOAL = 1.0  # seconds, p99 from press to commit, on two cores with SQLite
MODERATOR, FIRST = 9_000, 10_000  # Telegram ids


@asynccontextmanager
async def api() -> AsyncIterator[str]:
    """The Bot API with five hundred chats, in a process of its own; gives its address."""
    people = [f"--person={FIRST + number}:Beispiel" for number in range(PEOPLE)]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "webchat", "--token", TOKEN, *people, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    async with ending(process):
        yield (await process.stdout.readline()).decode().strip()


@dataclass
class Crowd:
    """Everybody in front of their phone."""

    lotse: Lotse
    screens: dict[int, tuple[int, list[str]]] = field(default_factory=dict)  # message and buttons
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        delivery = self.lotse.sender._delivery
        send = delivery.deliver

        async def deliver(parcel: Parcel) -> int | None:
            message_id = await send(parcel)
            if message_id is not None and "rows" in parcel.payload:
                buttons = [data for row in parcel.payload["rows"] for _, data in row]
                self.screens[parcel.chat_id] = (message_id, buttons)
            return message_id

        delivery.deliver = deliver  # type: ignore[method-assign]

    async def press(self, person: int, data: str) -> float:
        """Press a button; returns the seconds until everything it causes was committed."""
        message_id, _ = self.screens.get(person, (1, []))
        chat = {"id": person, "type": "private", "first_name": "Beispiel"}
        number = next(self.numbers)
        update: dict[str, Any] = {
            "update_id": number,
            "callback_query": {
                "id": str(number),
                "from": {"id": person, "is_bot": False, "first_name": "Beispiel"},
                "message": {"message_id": message_id, "date": 1, "chat": chat},
                "chat_instance": "1",
                "data": data,
            },
        }
        pressed = time.perf_counter()
        await self.lotse.processing.handle(update)
        return time.perf_counter() - pressed

    async def prepare(self, person: int, slot: Slot, seat: Seat) -> None:
        """Go as far as the last button; of the questions in between, the first answer will do."""
        data = f"b:slot:{slot.id}"
        for _ in range(20):
            await self.press(person, data)
            while person in self.lotse.sender._senders:  # noqa: ASYNC110 - it is another task
                await asyncio.sleep(0.01)
            _, buttons = self.screens[person]
            if "b:book" in buttons:
                return
            data = f"b:seat:{seat}" if f"b:seat:{Seat.ADVISER}" in buttons else buttons[0]
        raise AssertionError(buttons)


async def publish(lotse: Lotse) -> tuple[list[Slot], list[int]]:
    """The tables, and everybody who wants a seat."""
    now = lotse.now()
    async with UnitOfWork(lotse.database) as work:
        members, joined = SqlMembers(work), []
        leader = await members.join(MODERATOR, Role.MODERATOR, now)
        for number in range(PEOPLE):
            one = await members.join(FIRST + number, Role.PROFESSIONAL, now)
            await members.describe(
                one.id,
                institution="Musterschule",
                field=list(FieldOfAction)[number % len(FieldOfAction)],
                function=Function.TEACHER,
            )
            joined.append(one.telegram_id)
        days = (now + timedelta(days=10 + number) for number in range(TABLES))
        slots = [
            Slot(0, day, day + timedelta(minutes=90), "Raum", leader.id, 1, ADVISERS)
            for day in days
        ]
        published = await SqlDiary(work).publish(slots, leader.id, None, now)
        await work.commit()
    return list(published), joined


async def rush(url: str, folder: Path, server: str) -> list[float]:
    """Seconds of each press; the tables are right afterwards."""
    settings = read_settings(
        telegram_token=TOKEN, telegram_api=server, data_dir=folder, database_url=url,
        send_per_second=0, send_per_chat=0, controller="Beispielstelle",
    )  # fmt: skip
    lotse = Lotse(settings)
    async with lotse.running():
        slots, people = await publish(lotse)
        crowd = Crowd(lotse)
        await asyncio.gather(
            *(
                crowd.prepare(person, slots[at % TABLES], wanted(at))
                for at, person in enumerate(people)
            )
        )
        await lotse.sender.settle()
        gc.collect()
        gc.freeze()
        eager = people + people[::TWICE]
        spent = await asyncio.gather(*(crowd.press(person, "b:book") for person in eager))
        await lotse.sender.settle()
        await check(lotse, len(slots))
    return spent


def wanted(at: int) -> Seat:
    """The seat that a person is after."""
    return Seat.PRESENTER if at // TABLES < PRESENTING else Seat.ADVISER


async def check(lotse: Lotse, tables: int) -> None:
    """Every seat is taken, once, and no press was lost."""
    async with lotse.database.read() as session:
        chairs = (await session.execute(select(BookingRow.slot_id, BookingRow.member_id))).all()
        slots = list(await session.scalars(select(SlotRow)))
        handled = await session.scalar(select(func.count()).select_from(HandledUpdateRow))
    assert len(chairs) == len(set(chairs)) == SEATS
    assert len(slots) == tables
    assert {(one.presenters_taken, one.advisers_taken) for one in slots} == {(1, ADVISERS)}
    assert handled is not None
    assert handled >= PEOPLE * 3 + PEOPLE // TWICE


async def test_booking_rush(
    tmp_path: Path, sqlite_databases: Databases, postgresql_databases: Databases
) -> None:
    """Prints p50, p99 and the last press, SQLite beside PostgreSQL; the seats must be right."""
    for name, databases in (("SQLite", sqlite_databases), ("PostgreSQL", postgresql_databases)):
        url = await databases.make()
        async with api() as server:
            spent = await rush(url, tmp_path / name, server)
        await databases.drop(url)
        p99 = float(np.percentile(spent, 99))
        print(
            f"\n{name}: {len(spent)} presses for {SEATS} seats, "
            f"p50 {np.percentile(spent, 50):.2f} s, p99 {p99:.2f} s, "
            f"last {max(spent):.2f} s, {len(spent) / max(spent):.0f} presses a second; "
            f"goal p99 {GOAL:.0f} s: {'met' if p99 <= GOAL else 'missed'}"
        )

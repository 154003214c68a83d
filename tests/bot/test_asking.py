"""The job that asks the team: once each, with the message, whatever happens to the process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from sqlalchemy import select
from telegram import Bot

from bot.asking import ask_team
from bot.keeper import JobWork, Keeper
from bot.reminding import remind
from bot.retention import RETENTION
from consultations.asking import AT_ONCE, REMEMBERED
from consultations.booking import book
from consultations.slots import Seat, Slot
from handlers._memory import Memory
from storage.database import Database
from storage.members import SqlMembers
from storage.tables import AskedRow, OutboxRow
from storage.unit_of_work import UnitOfWork
from team.members import FieldOfAction, Member
from tests.consultations.test_asking import HOUR, MONDAY, PUBLISHED, STARTS_AT
from tests.consultations.test_booking import MATTER, joined
from tests.fakes import FakeAudit

ROWS = {row.name: row for row in RETENTION}


@dataclass
class Office:
    """A table that lacks two fields, and eight nurses who could come."""

    database: Database
    people: list[Member]
    slot: Slot

    def keeper(self, now: datetime) -> Keeper:
        """What jobs work with."""
        return Keeper(
            self.database, cast(Bot, None), Memory(lambda: now), lambda: now,
            lambda _: None, lambda _: None,
        )  # fmt: skip

    async def tick(self, now: datetime) -> list[tuple[int, dict[str, Any]]]:
        """Let the job run; what it wrote, and to whom."""
        before = len(await self.written())
        await ask_team(self.keeper(now))
        return (await self.written())[before:]

    async def written(self) -> list[tuple[int, dict[str, Any]]]:
        """Everything in the outbox."""
        async with self.database.read() as session:
            rows = await session.execute(
                select(OutboxRow.chat_id, OutboxRow.payload).order_by(OutboxRow.id)
            )
            return [(chat, payload) for chat, payload in rows]

    async def asked(self) -> list[AskedRow]:
        """Who was asked."""
        async with self.database.read() as session:
            return list(await session.scalars(select(AskedRow).order_by(AskedRow.member_id)))


@pytest.fixture
async def office(database: Database) -> Office:
    """The first moderates, the second presents."""
    async with UnitOfWork(database) as unit:
        work = JobWork(unit, PUBLISHED)
        people = await joined(unit, 10)
        for one in people[2:]:
            await SqlMembers(unit).describe(one.id, field=FieldOfAction.HEALTH)
        draft = Slot(0, STARTS_AT, STARTS_AT + HOUR, "Musterraum", people[0].id, 1, 3)
        (slot,) = await work.diary.publish([draft], people[0].id, None, PUBLISHED)
        await book(
            work.diary, FakeAudit(), slot.id, people[1], Seat.PRESENTER, MATTER, now=PUBLISHED
        )
        await unit.commit()
    return Office(database, people, slot)


async def test_a_few_read_when_where_and_which_fields_are_sought(office: Office) -> None:
    """A locked screen tells nothing of a family; both answers are one tap away."""
    sent = await office.tick(MONDAY)

    assert len({chat for chat, _ in sent}) == len(sent) == AT_ONCE
    text = sent[0][1]["text"]
    assert text.startswith("Ein Platz ist frei: <b>Do 10.12., 14:00–15:00</b>, Musterraum.")
    assert "Gesundheit" in text
    assert "Schule ·" not in text
    assert "Thema" not in text
    taps = [button for row in sent[0][1]["rows"] for button in row]
    assert [f"b:take:{office.slot.id}:adviser:asked", f"ask:no:{office.slot.id}"] == [
        data for _, data in taps[:2]
    ]


async def test_nobody_is_asked_twice_also_by_a_process_that_starts_anew(office: Office) -> None:
    """The note and the message are one: each row has its message."""
    first = await office.tick(MONDAY)
    assert await office.tick(MONDAY) == []
    second = await office.tick(MONDAY + 4 * HOUR)
    third = await office.tick(MONDAY + 24 * HOUR)

    told = [chat for chat, _ in first + second + third]
    assert len(told) == len(set(told)) == 8
    assert len(await office.asked()) == 8
    assert await office.tick(MONDAY + 48 * HOUR) == []


async def test_a_failure_asks_nobody_and_the_next_round_asks_all(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill between note and message would leave somebody noted whom nobody asked."""

    async def fail(*_: object) -> None:
        raise RuntimeError("the process dies here")

    with monkeypatch.context() as patch:
        patch.setattr("bot.asking.ask", fail)
        with pytest.raises(RuntimeError):
            await office.tick(MONDAY)
    assert await office.asked() == []

    assert len(await office.tick(MONDAY)) == AT_ONCE


@pytest.mark.parametrize("day", ["2026-12-05T10:00", "2026-12-07T07:30", "2026-12-07T20:30"])
async def test_weekends_and_nights_are_quiet(office: Office, day: str) -> None:
    """Whatever is due waits for working hours."""
    assert await office.tick(datetime.fromisoformat(f"{day}+01:00")) == []


async def test_moderation_and_coordination_read_numbers_and_no_names(office: Office) -> None:
    """Two days before the table is incomplete: three were asked, one declined."""
    await office.tick(MONDAY)
    async with UnitOfWork(office.database) as unit:
        work = JobWork(unit, MONDAY)
        one = (await work.asked.at(office.slot.id))[0]
        assert await work.asked.decline(office.slot.id, one.member_id, MONDAY)
        await unit.commit()
    before = len(await office.written())

    await remind(office.keeper(STARTS_AT - timedelta(hours=47)))

    told = dict((await office.written())[before:])
    line = "Im Team angefragt: 3, abgelehnt: 1."
    assert told[office.people[0].telegram_id]["text"].endswith(line)
    assert line not in told[office.people[1].telegram_id]["text"]


async def test_who_was_asked_is_remembered_for_a_year(office: Office) -> None:
    """Who declined is forgotten with the table's seats; both go with the member."""
    await office.tick(MONDAY)
    async with UnitOfWork(office.database) as unit:
        work = JobWork(unit, MONDAY)
        for one in await work.asked.at(office.slot.id):
            await work.asked.decline(office.slot.id, one.member_id, MONDAY)
        await unit.commit()

    await ROWS["seats"].run(office.keeper(STARTS_AT + timedelta(days=29)))
    assert all(one.declined_at for one in await office.asked())
    await ROWS["seats"].run(office.keeper(STARTS_AT + timedelta(days=32)))
    assert [one.declined_at for one in await office.asked()] == [None] * AT_ONCE
    await ROWS["asked"].run(office.keeper(MONDAY + REMEMBERED - HOUR))
    assert len(await office.asked()) == AT_ONCE

    member_id = (await office.asked())[0].member_id
    async with UnitOfWork(office.database) as unit:
        work = JobWork(unit, MONDAY)
        gone = await work.members.member(member_id)
        assert gone is not None
        await work.records.erase(gone, MONDAY)
        await unit.commit()
    assert len(await office.asked()) == AT_ONCE - 1
    await ROWS["asked"].run(office.keeper(MONDAY + REMEMBERED + HOUR))
    assert await office.asked() == []

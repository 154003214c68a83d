"""Reminders, the family's second yes, and looking back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from sqlalchemy import select, update
from telegram import Bot

from bot.keeper import Keeper
from bot.reminding import remind
from consultations.booking import Booking, book
from consultations.cancelling import cancel
from consultations.moving import move
from consultations.reminders import AHEAD, LOCAL, ReminderKind, due_at
from consultations.slots import Seat, Slot
from consultations.states import SlotState
from handlers._memory import Memory
from storage.database import Database
from storage.diary import SqlDiary
from storage.members import SqlMembers
from storage.tables import OutboxRow, SlotRow
from storage.unit_of_work import UnitOfWork
from team.members import FieldOfAction, Member, Role
from tests.consultations.test_booking import MATTER, joined
from tests.fakes import FakeAudit, FakeMembers, member

WEEK, DAY = AHEAD[ReminderKind.WEEK], AHEAD[ReminderKind.DAY]


def local(text: str) -> datetime:
    """A moment in Taufkirchen."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("starts", "ahead", "sent"),
    [
        ("2026-12-10T14:00", DAY, "2026-12-09T14:00"),
        ("2026-12-10T21:00", DAY, "2026-12-09T19:30"),
        ("2026-12-10T06:30", DAY, "2026-12-08T19:30"),
        ("2026-12-10T07:00", DAY, "2026-12-09T07:00"),
        ("2026-12-10T20:00", WEEK, "2026-12-03T19:30"),
        ("2027-03-28T14:00", DAY, "2027-03-27T14:00"),  # 23 hours before
        ("2027-10-31T14:00", DAY, "2027-10-30T14:00"),  # 25 hours before
        ("2027-03-29T00:30", DAY, "2027-03-27T19:30"),
    ],
)
def test_nobody_is_woken(starts: str, ahead: timedelta, sent: str) -> None:
    """Night and clock changes; the clock on the wall counts."""
    assert due_at(local(starts), ahead) == local(sent)


@dataclass
class Calendar:
    """A house whose clock stands where the test wants it."""

    database: Database
    now: datetime
    members: list[Member]
    slot: Slot

    async def tick(self, now: datetime) -> list[tuple[int, str]]:
        """Let the job run at a time; returns what it wrote, to whom (by place in the team)."""
        self.now = now
        keeper = Keeper(
            self.database, cast(Bot, None), Memory(lambda: now), lambda: now,
            lambda _: None, lambda _: None,
        )  # fmt: skip
        before = await self.written()
        await remind(keeper)
        return (await self.written())[len(before) :]

    async def written(self) -> list[tuple[int, str]]:
        """Everything in the outbox."""
        async with self.database.read() as session:
            rows = await session.execute(
                select(OutboxRow.chat_id, OutboxRow.payload).order_by(OutboxRow.id)
            )
            return [(chat, payload["text"]) for chat, payload in rows]

    async def book(self, number: int, seat: Seat = Seat.ADVISER) -> Booking:
        """Give one of them a seat."""
        async with UnitOfWork(self.database) as work:
            made = await book(
                SqlDiary(work), FakeAudit(), self.slot.id, self.members[number], seat, MATTER,
                now=self.now,
            )  # fmt: skip
            await work.commit()
            return made

    async def move(self, starts_at: datetime) -> None:
        """Let a coordinator move the table."""
        boss = member(1, Role.COORDINATOR)
        async with UnitOfWork(self.database) as work:
            await move(
                SqlDiary(work), FakeMembers(boss), FakeAudit(), boss, self.slot.id,
                starts_at=starts_at, now=self.now,
            )  # fmt: skip
            await work.commit()


@pytest.fixture
async def calendar(database: Database) -> Calendar:
    """A table on a Thursday at two, offered a month before; fields differ."""
    published = local("2026-11-10T12:00")
    starts_at = local("2026-12-10T14:00")
    async with UnitOfWork(database) as work:
        people = await joined(work, 6)
        for one, field in zip(people[2:], list(FieldOfAction)[4:], strict=False):
            await SqlMembers(work).describe(one.id, field=field)
        draft = Slot(0, starts_at, starts_at + timedelta(minutes=90), "Raum", people[0].id, 1, 3)
        (slot,) = await SqlDiary(work).publish([draft], people[0].id, None, published)
        people = list(await SqlMembers(work).all())
        await work.commit()
    return Calendar(database, published, people, slot)


async def test_everybody_at_the_table_is_reminded_once_of_each(calendar: Calendar) -> None:
    """A week and a day before, also the moderation; a locked screen tells nothing."""
    await calendar.book(1)
    first = await calendar.tick(local("2026-12-03T14:01"))
    again = await calendar.tick(local("2026-12-03T14:02"))
    second = await calendar.tick(local("2026-12-09T14:00"))

    assert [chat for chat, _ in first] == [calendar.members[1].telegram_id, 1]
    assert again == []
    assert [text for _, text in second] == [
        "Morgen: Ihr Termin, Do 10.12. (morgen), 14:00–15:30. Passt es weiterhin?"
    ] * 2


async def test_a_days_reminder_lets_one_tell_the_others(calendar: Calendar) -> None:
    """Everybody there, also the moderation; a week before there is nothing to tell yet."""
    await calendar.book(1)
    await calendar.tick(local("2026-12-03T14:01"))
    await calendar.tick(local("2026-12-09T14:00"))

    async with calendar.database.read() as session:
        rows = [
            one["rows"]
            for one in await session.scalars(select(OutboxRow.payload).order_by(OutboxRow.id))
        ]
    tells = [f"rel:{calendar.slot.id}" in str(one) for one in rows]
    assert tells == [False, False, True, True]


async def test_the_moderator_reads_from_when_on_the_room_is_theirs(calendar: Calendar) -> None:
    """Who has to be there before everybody else is told; the others need not care."""
    await calendar.book(1)
    async with UnitOfWork(calendar.database) as work:
        session = await work.writing()
        await session.execute(update(SlotRow).values(prepare_minutes=15, follow_minutes=30))
        await work.commit()

    texts = dict(await calendar.tick(local("2026-12-09T14:00")))

    assert "Raum ab 13:45 bis 16:00 Uhr." in texts[1]
    assert "Raum" not in texts[calendar.members[1].telegram_id]


async def test_a_process_that_was_down_sends_what_still_makes_sense(calendar: Calendar) -> None:
    """The day's reminder, not the week's as well; at night it waits for the morning."""
    await calendar.book(1)

    assert await calendar.tick(local("2026-12-10T03:00")) == []
    late = await calendar.tick(local("2026-12-10T07:00"))

    assert [text.split(":")[0] for _, text in late] == ["Heute", "Heute"]
    assert await calendar.tick(local("2026-12-10T07:01")) == []


async def test_who_books_late_is_not_reminded_of_what_they_just_did(calendar: Calendar) -> None:
    """But a day before they are."""
    calendar.now = local("2026-12-04T10:00")
    await calendar.book(1)

    week = await calendar.tick(local("2026-12-04T10:01"))
    day = await calendar.tick(local("2026-12-09T14:00"))

    assert [chat for chat, _ in week] == [1]
    assert len(day) == 2


async def test_a_moved_table_moves_its_reminders(calendar: Calendar) -> None:
    """What was told of the old time is told again of the new one, and never of the old."""
    await calendar.book(1)
    await calendar.tick(local("2026-12-03T14:01"))
    await calendar.move(local("2026-12-17T10:00"))

    assert await calendar.tick(local("2026-12-09T14:00")) == []
    anew = await calendar.tick(local("2026-12-10T10:00"))

    assert len(anew) == 2
    assert all("Do 17.12., 10:00" in text for _, text in anew)


@pytest.mark.parametrize(
    ("starts", "sent", "says"),
    [
        ("2027-03-28T14:00", "2027-03-27T14:00", "Morgen: Ihr Termin, So 28.03. (morgen), 14:00–"),
        ("2027-10-31T14:00", "2027-10-30T14:00", "Morgen: Ihr Termin, So 31.10. (morgen), 14:00–"),
        # across midnight, before and after the clocks change
        ("2027-03-27T23:15", "2027-03-26T19:30", "Morgen: Ihr Termin, Sa 27.03. (morgen), 23:15–"),
        ("2027-10-30T23:15", "2027-10-29T19:30", "Morgen: Ihr Termin, Sa 30.10. (morgen), 23:15–"),
    ],
)
async def test_a_reminder_comes_and_speaks_by_the_clock_on_the_wall(
    calendar: Calendar, starts: str, sent: str, says: str
) -> None:
    """Where a day has 23 or 25 hours, and where a table ends on the next: once, not earlier."""
    await calendar.book(1)
    await calendar.move(local(starts))
    noon = local(starts).replace(hour=12)
    assert await calendar.tick(noon - timedelta(days=5))  # the week's reminder

    early = await calendar.tick(local(sent) - timedelta(minutes=1))
    due = await calendar.tick(local(sent))
    again = await calendar.tick(local(sent) + timedelta(minutes=1))

    told = [text for _, text in due if "Passt es weiterhin?" in text]
    assert len(told) == 2
    assert all(text.startswith(says) for text in told)
    assert not [text for _, text in [*early, *again] if "Passt es weiterhin?" in text]


async def test_a_seat_given_back_is_not_reminded(calendar: Calendar) -> None:
    """Worked out from what is there now."""
    seat = await calendar.book(1)
    async with UnitOfWork(calendar.database) as work:
        await cancel(SqlDiary(work), FakeAudit(), seat.id, calendar.members[1], now=calendar.now)
        await work.commit()

    sent = await calendar.tick(local("2026-12-03T14:01"))

    assert [chat for chat, _ in sent] == [1]


async def test_two_days_before_who_is_missing_is_said(calendar: Calendar) -> None:
    """To presenter and moderation; the presenter may rebook or go on without the family."""
    await calendar.book(1, Seat.PRESENTER)
    await calendar.book(2)

    sent = await calendar.tick(local("2026-12-08T15:00"))

    told = [text for _, text in sent if "Es fehlt noch" in text]
    assert len(told) == 2
    assert "1 beratende Person, 1 weiteres Handlungsfeld" in told[0]
    assert await calendar.tick(local("2026-12-08T15:01")) == []


async def test_a_complete_table_asks_for_the_familys_yes_before_it_is_too_late(
    calendar: Calendar,
) -> None:
    """Function and institution of everybody, to the presenter alone, once."""
    await calendar.book(1, Seat.PRESENTER)
    for number in (2, 3):
        await calendar.book(number)

    sent = await calendar.tick(local("2026-12-08T15:00"))

    asked = [(chat, text) for chat, text in sent if "Will die Familie" in text]
    assert [chat for chat, _ in asked] == [calendar.members[1].telegram_id]
    assert asked[0][1].count("Lehrkraft (Musterschule)") == 4
    assert await calendar.tick(local("2026-12-08T15:01")) == []


async def test_weeks_later_the_presenter_is_asked_to_look_back(calendar: Calendar) -> None:
    """Once; the table waits for the answer."""
    await calendar.book(1, Seat.PRESENTER)
    held: dict[str, Any] = {
        "state": SlotState.HELD,
        "follow_up_on": local("2027-01-21T00:00").date(),
    }
    async with calendar.database.session() as session, session.begin():
        await session.execute(update(SlotRow).values(**held))

    early = await calendar.tick(local("2027-01-20T12:00"))
    due = await calendar.tick(local("2027-01-21T12:00"))
    again = await calendar.tick(local("2027-01-22T12:00"))

    assert (early, again) == ([], [])
    assert [chat for chat, _ in due] == [calendar.members[1].telegram_id]
    assert "Rückblick" in due[0][1]

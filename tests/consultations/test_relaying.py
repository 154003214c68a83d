"""Who may tell what to whom at a table, and when."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from consultations.booking import book
from consultations.cancelling import cancel
from consultations.relaying import (
    NotAtTable,
    RelayRefused,
    TableOff,
    TableOver,
    TooEarly,
    company,
)
from consultations.reminders import AHEAD, ReminderKind, due_at
from consultations.slots import Seat, Slot
from consultations.states import SlotState
from team.members import Role
from tests.consultations.test_booking import MATTER, NOON
from tests.fakes import FakeAudit, FakeDiary, member

STARTS_AT = NOON + timedelta(days=5)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
BOSS, PRESENTER, ADVISER, STRANGER = (member(number, Role.COORDINATOR) for number in range(1, 5))


async def table(diary: FakeDiary, starts_at: datetime = STARTS_AT) -> Slot:
    """A table with a moderator, a presenter and an adviser."""
    slot = diary.offer(starts_at, moderator_id=BOSS.id)
    await book(diary, FakeAudit(), slot.id, PRESENTER, Seat.PRESENTER, MATTER, now=NOON)
    await book(diary, FakeAudit(), slot.id, ADVISER, Seat.ADVISER, None, now=NOON)
    return slot


async def test_everybody_at_the_table_but_oneself_reads_it() -> None:
    """The moderation is one of them, and may tell something, too."""
    diary = FakeDiary()
    slot = await table(diary)

    told = {
        one.id: await company(diary, slot.id, one, now=STARTS_AT - HOUR)
        for one in (BOSS, PRESENTER, ADVISER)
    }

    assert told[BOSS.id].others == (PRESENTER.id, ADVISER.id)
    assert told[PRESENTER.id].others == (BOSS.id, ADVISER.id)
    assert told[ADVISER.id].others == (BOSS.id, PRESENTER.id)
    assert [one.moderates for one in told.values()] == [True, False, False]


@pytest.mark.parametrize(
    ("now", "refusal"),
    [
        (STARTS_AT - 24 * HOUR - MINUTE, TooEarly),
        (STARTS_AT - 24 * HOUR, None),
        (STARTS_AT + 89 * MINUTE, None),
        (STARTS_AT + 90 * MINUTE, TableOver),
    ],
)
async def test_from_the_day_before_until_the_end(
    now: datetime, refusal: type[RelayRefused] | None
) -> None:
    """Also while the table is held."""
    diary = FakeDiary()
    slot = await table(diary)

    if refusal is None:
        assert (await company(diary, slot.id, ADVISER, now=now)).slot.id == slot.id
    else:
        with pytest.raises(refusal):
            await company(diary, slot.id, ADVISER, now=now)


async def test_with_the_reminder_the_button_works() -> None:
    """A table early in the morning, or after the clocks changed: its reminder comes earlier."""
    diary = FakeDiary()
    for starts_at in ("2026-12-10T06:30:00+01:00", "2027-10-31T14:00:00+01:00"):
        slot = await table(diary, datetime.fromisoformat(starts_at))
        reminded = due_at(slot.starts_at, AHEAD[ReminderKind.DAY])

        assert slot.starts_at - reminded > 24 * HOUR
        assert (await company(diary, slot.id, ADVISER, now=reminded)).others


async def test_only_whoever_sits_there_may_tell_something() -> None:
    """Nor somebody who gave the seat back, and nobody at a table that is not there."""
    diary = FakeDiary()
    slot = await table(diary)
    seat = await diary.active_booking(slot.id, ADVISER.id)
    assert seat is not None
    await cancel(diary, FakeAudit(), seat.id, ADVISER, now=NOON)

    for number, one in ((slot.id, ADVISER), (slot.id, STRANGER), (slot.id + 1, PRESENTER)):
        with pytest.raises(NotAtTable):
            await company(diary, number, one, now=STARTS_AT - HOUR)
    assert (await company(diary, slot.id, BOSS, now=STARTS_AT - HOUR)).others == (PRESENTER.id,)


async def test_a_table_that_is_off_or_closed_tells_nothing() -> None:
    """Each says what it is."""
    diary = FakeDiary()
    off, closed = await table(diary), await table(diary)
    found = await diary.slot(off.id)
    assert found is not None
    await diary.turn(found, SlotState.CANCELLED, NOON)
    known = await diary.slot(closed.id)
    assert known is not None
    await diary.turn(known, SlotState.HELD, STARTS_AT)

    with pytest.raises(TableOff):
        await company(diary, off.id, ADVISER, now=STARTS_AT - HOUR)
    with pytest.raises(TableOver):
        await company(diary, closed.id, ADVISER, now=STARTS_AT + HOUR)

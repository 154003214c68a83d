"""A month of tables tells occupancy, and never who somebody is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from consultations.booking import book
from consultations.overview import later, month, near
from consultations.quorum import Seated
from consultations.slots import Seat, Slot
from consultations.states import SlotState
from team.members import FieldOfAction
from tests.consultations.test_booking import MATTER, NOON, Desk, desk
from tests.fakes import FakeDiary

__all__ = ["desk"]
SCHOOL, HEALTH = FieldOfAction.SCHOOL, FieldOfAction.HEALTH
FIRST = date(NOON.year, NOON.month, 1)
TABLE = Slot(1, NOON + timedelta(hours=1), NOON + timedelta(hours=2), "Raum", 1, 1, 3)


class OneTable(FakeDiary):
    """A diary with one table at which these sit."""

    def __init__(self, slot: Slot, *seated: Seated) -> None:
        super().__init__()
        self._slots = {slot.id: slot}
        self._seated = seated

    async def mixture(self, slot_id: int) -> list[Seated]:
        """Who sits there."""
        return list(self._seated)


async def test_a_month_has_its_tables_in_every_state(desk: Desk) -> None:
    """Those of other months are not in it, in local days; the taken seat counts."""
    slot = await desk.offer(days=1)
    await book(desk.diary, desk.audit, slot.id, desk.anna, Seat.PRESENTER, MATTER, now=NOON)
    await desk.offer(days=60)
    first = slot.starts_at.date().replace(day=1)

    found = await month(desk.diary, first, now=NOON)

    (table,) = found.tables
    assert (table.state, table.place) == (SlotState.REQUESTED, "Musterraum")
    assert (table.taken[Seat.PRESENTER], table.free[Seat.PRESENTER]) == (1, 0)
    assert table.free[Seat.ADVISER] == 2


async def test_days_are_local(desk: Desk) -> None:
    """Half past eleven at night in UTC is the next day, and month, in Taufkirchen."""
    starts_at = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
    late = replace(TABLE, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    diary = OneTable(late)

    october = await month(diary, date(2026, 10, 1), now=NOON)
    november = await month(diary, date(2026, 11, 1), now=NOON)

    assert october.tables == ()
    assert [one.day for one in november.tables] == [date(2026, 11, 1)]
    assert november.weeks[0].monday == date(2026, 10, 26)
    assert len(november.weeks) == 6
    assert [len(week.tables) for week in november.weeks] == [1, 0, 0, 0, 0, 0]


@pytest.mark.parametrize("field", [SCHOOL, HEALTH])
async def test_one_person_alone_cannot_be_told(field: FieldOfAction) -> None:
    """Neither by the fields at the table nor by those that are missing among the sought."""
    diary = OneTable(replace(TABLE, presenters_taken=1), Seated(Seat.PRESENTER, field))

    (table,) = (await month(diary, FIRST, now=NOON)).tables

    assert table.fields is None
    assert table.sought == tuple(FieldOfAction)


@pytest.mark.parametrize("presents", [SCHOOL, HEALTH])
async def test_from_two_people_on_fields_are_named_together(presents: FieldOfAction) -> None:
    """In an order that does not say who presents."""
    advises = HEALTH if presents is SCHOOL else SCHOOL
    seated = (Seated(Seat.PRESENTER, presents), Seated(Seat.ADVISER, advises))
    slot = replace(TABLE, presenters_taken=1, advisers_taken=1)

    (table,) = (await month(OneTable(slot, *seated), FIRST, now=NOON)).tables

    assert table.fields == (SCHOOL, HEALTH)
    assert set(table.unwanted) == {SCHOOL, HEALTH}


@pytest.mark.parametrize("state", [SlotState.CANCELLED, SlotState.HELD])
async def test_what_is_over_seeks_nobody(state: SlotState) -> None:
    """No free seats and no fields sought."""
    (table,) = (await month(OneTable(replace(TABLE, state=state)), FIRST, now=NOON)).tables

    assert not any(table.free.values())
    assert table.sought == ()
    assert table.fields == ()


def test_months_turn_over_the_year() -> None:
    """And not without end."""
    assert later(date(2026, 12, 1), 1) == date(2027, 1, 1)
    assert later(date(2026, 1, 1), -1) == date(2025, 12, 1)
    assert near(date(2028, 1, 1), datetime(2026, 11, 12, tzinfo=UTC))
    assert not near(date(2099, 1, 1), datetime(2026, 11, 12, tzinfo=UTC))

"""Changing published tables: one, this and the following, or all; all or none; on each engine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import pytest

from consultations.booking import book
from consultations.changing import (
    Change,
    Chosen,
    NoModerator,
    NotPossible,
    SitsThere,
    Stale,
    call_off_tables,
    change_tables,
    mark_of,
    meant,
)
from consultations.moving import (
    Busy,
    IntoPast,
    Moved,
    MovingRefused,
    NotAllowed,
    NothingNew,
    NotToCome,
)
from consultations.publishing import LOCAL, Plan, publish
from consultations.series import Extent, days_of, weekly
from consultations.slots import Seat, Slot
from consultations.states import SlotState
from storage.database import Database
from storage.diary import SqlDiary
from storage.members import SqlMembers
from storage.series import SqlSeries
from storage.unit_of_work import UnitOfWork
from team.audit import Act
from team.members import Member, Role
from tests.consultations.test_booking import MATTER, joined
from tests.fakes import FakeAudit

NOW = datetime.fromisoformat("2026-06-01T08:00:00+00:00")
FIRST, TODAY = date(2026, 6, 9), date(2026, 6, 1)
DAY = timedelta(days=1)
ONE, FOLLOWING, ALL = Extent.ONE, Extent.FOLLOWING, Extent.ALL


@dataclass
class Desk:
    """What a change needs, over one unit of work."""

    work: UnitOfWork
    audit: FakeAudit

    @property
    def diary(self) -> SqlDiary:
        """The tables."""
        return SqlDiary(self.work)

    @property
    def series(self) -> SqlSeries:
        """Their rules."""
        return SqlSeries(self.work)

    @property
    def members(self) -> SqlMembers:
        """The people."""
        return SqlMembers(self.work)

    async def people(self) -> list[Member]:
        """Everybody, the coordinator first, the other moderator second."""
        return list(await self.members.all())

    async def boss(self) -> Member:
        """The coordinator, who moderates."""
        return (await self.people())[0]

    async def tables(self, series: str = "s") -> list[Slot]:
        """The tables of a series, the earliest first."""
        return list(await self.series.tables(series))

    async def chosen(self, slot: Slot, extent: Extent, now: datetime = NOW) -> Chosen:
        """What a screen's button would mean now."""
        return Chosen(slot.id, extent, mark_of(await meant(self, slot.id, extent, now=now)))

    async def change(
        self, slot: Slot, extent: Extent, change: Change, now: datetime = NOW
    ) -> list[Moved]:
        """Change as a coordinator does."""
        wanted = await self.chosen(slot, extent, now)
        moved = await change_tables(
            self, await self.boss(), wanted, change, new_series="new", now=now
        )
        return list(moved)

    async def publish(
        self, series: str | None, at: time, place: str, number: int = 5, moderator: int = 0
    ) -> list[Slot]:
        """Tables on Tuesdays."""
        rule = weekly(FIRST, at, 1, number)
        people = await self.people()
        plan = Plan(rule, place, people[moderator].id, 3)
        days = days_of(rule, TODAY, catholic_majority=True)
        slots = await publish(
            self.diary, self.members, self.audit, people[0], plan, days, series=series, now=NOW
        )
        if series is not None:
            await self.series.keep(series, rule, plan.length, NOW)
        return list(slots)


@pytest.fixture
async def desk(database: Database) -> AsyncIterator[Desk]:
    """A series of five Tuesdays at two, and a few members."""
    async with UnitOfWork(database) as work:
        desk = Desk(work, FakeAudit())
        people = await joined(work, 5)
        await desk.members.set_role(people[0].id, Role.COORDINATOR)
        await desk.members.set_role(people[1].id, Role.MODERATOR)
        await desk.publish("s", time(14), "Raum")
        yield desk


def starts(slots: list[Slot]) -> list[str]:
    """When they start, on the wall."""
    return [f"{one.starts_at.astimezone(LOCAL):%d.%m. %H:%M}" for one in slots]


async def test_one_table_is_moved_and_the_rule_stays(desk: Desk) -> None:
    """It is an exception, and still belongs to its series."""
    tables = await desk.tables()

    await desk.change(tables[1], ONE, Change(DAY))

    assert starts(await desk.tables()) == [
        "09.06. 14:00", "17.06. 14:00", "23.06. 14:00", "30.06. 14:00", "07.07. 14:00",
    ]  # fmt: skip
    rule = await desk.series.series("s")
    assert rule is not None
    assert rule.rrule == "FREQ=WEEKLY;BYDAY=TU;COUNT=5"


async def test_moving_what_follows_splits_the_rule(desk: Desk) -> None:
    """The old one ends before; the new one has just the tables that were moved."""
    tables = await desk.tables()

    moved = await desk.change(tables[2], FOLLOWING, Change(DAY + timedelta(minutes=30)))

    assert [one.before.id for one in moved] == [one.id for one in tables[2:]]
    assert starts(await desk.tables()) == ["09.06. 14:00", "16.06. 14:00"]
    assert starts(await desk.tables("new")) == ["24.06. 14:30", "01.07. 14:30", "08.07. 14:30"]
    old, new = await desk.series.series("s"), await desk.series.series("new")
    assert old is not None
    assert new is not None
    assert old.rrule == "FREQ=WEEKLY;BYDAY=TU;UNTIL=20260616T235959"
    assert new.rrule == "FREQ=WEEKLY;BYDAY=WE;UNTIL=20260708T235959"
    assert (new.at, new.length) == (time(14, 30), timedelta(minutes=90))
    days = [one.starts_at.astimezone(LOCAL).date() for one in await desk.tables("new")]
    assert list(new.days()) == days


async def test_moving_all_keeps_the_series_and_its_past(desk: Desk) -> None:
    """Where none has been held, the rule itself is moved; else it is split after the past."""
    tables = await desk.tables()
    await desk.change(tables[3], ALL, Change(-DAY))
    rule = await desk.series.series("s")
    assert rule is not None
    assert rule.rrule == "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260706T235959"
    later = (await desk.tables())[1].starts_at

    await desk.change(tables[3], ALL, Change(DAY), now=later)

    assert starts(await desk.tables()) == ["08.06. 14:00", "15.06. 14:00"]
    assert starts(await desk.tables("new")) == ["23.06. 14:00", "30.06. 14:00", "07.07. 14:00"]


async def test_a_move_into_another_table_changes_none(desk: Desk) -> None:
    """Everything or nothing: the refusal names the table in the way, and which does not fit."""
    tables = await desk.tables()
    (other,) = await desk.publish(None, time(18), "Raum", 1, moderator=1)

    with pytest.raises(Busy) as refusal:
        await desk.change(tables[0], ALL, Change(timedelta(hours=4)))

    assert (refusal.value.slot.id, refusal.value.wanted.id) == (other.id, tables[0].id)
    assert await desk.tables() == tables


async def test_tables_of_a_series_may_move_to_each_others_times(desk: Desk) -> None:
    """A week later each takes the time of the next, and nobody is in the way."""
    tables = await desk.tables()

    await desk.change(tables[0], ALL, Change(7 * DAY))

    assert starts(await desk.tables())[0] == "16.06. 14:00"


async def test_calling_off_what_follows_ends_the_rule(desk: Desk) -> None:
    """What was before takes place; called off altogether, there is no rule any more."""
    tables, boss = await desk.tables(), await desk.boss()

    off = await call_off_tables(desk, boss, await desk.chosen(tables[3], FOLLOWING), now=NOW)

    assert [one.id for one in off] == [one.id for one in tables[3:]]
    states = [one.state for one in await desk.tables()]
    assert states == [*[SlotState.OPEN] * 3, *[SlotState.CANCELLED] * 2]
    rule = await desk.series.series("s")
    assert rule is not None
    assert rule.rrule.endswith("UNTIL=20260623T235959")
    await call_off_tables(desk, boss, await desk.chosen(tables[0], ONE), now=NOW)
    assert await desk.series.series("s") == rule
    await call_off_tables(desk, boss, await desk.chosen(tables[1], ALL), now=NOW)
    assert await desk.series.series("s") is not None  # the first is a table of it, though off
    assert {one.state for one in await desk.tables()} == {SlotState.CANCELLED}


async def test_a_series_called_off_before_it_began_has_no_rule(desk: Desk) -> None:
    """Nothing is left that it could say."""
    tables, boss = await desk.tables(), await desk.boss()

    await call_off_tables(desk, boss, await desk.chosen(tables[2], ALL), now=NOW)

    assert await desk.series.series("s") is None


async def test_what_has_begun_or_was_called_off_is_not_touched(desk: Desk) -> None:
    """Neither by its own button nor with its series."""
    tables, boss = await desk.tables(), await desk.boss()
    at_noon = await desk.chosen(tables[0], ONE)
    with pytest.raises(NotToCome):
        await call_off_tables(desk, boss, at_noon, now=tables[0].starts_at)
    await call_off_tables(desk, boss, await desk.chosen(tables[2], ONE), now=NOW)
    with pytest.raises(NotToCome):
        await call_off_tables(desk, boss, at_noon := replace(at_noon, slot_id=tables[2].id),
                              now=NOW)  # fmt: skip

    changed = await desk.change(
        tables[1], ALL, Change(values={"step_free": True}), now=tables[0].starts_at
    )

    assert [one.slot.id for one in changed] == [tables[1].id, tables[3].id, tables[4].id]


@pytest.mark.parametrize(
    ("values", "asked", "state", "act"),
    [
        ({"place": "Anderer Raum"}, True, SlotState.REQUESTED, Act.MOVED),
        ({"moderator_id": 2}, False, SlotState.REQUESTED, Act.CHANGED),
        ({"step_free": False}, False, SlotState.CONFIRMED, Act.CHANGED),
        ({"lead": timedelta(hours=48)}, False, SlotState.CONFIRMED, Act.CHANGED),
    ],
)
async def test_a_new_place_is_confirmed_anew_and_another_moderator_by_the_family(
    desk: Desk, values: dict[str, object], asked: bool, state: SlotState, act: Act
) -> None:
    """Room notes take nothing back; the revision rises with each, for calendars and screens."""
    slot, people = (await desk.tables())[0], await desk.people()
    if "moderator_id" in values:
        values = {"moderator_id": people[1].id}
    await book(desk.diary, desk.audit, slot.id, people[2], Seat.PRESENTER, MATTER, now=NOW)
    seated = await desk.diary.slot(slot.id)
    assert seated is not None
    await desk.diary.turn(seated, SlotState.CONFIRMED, NOW)

    (moved,) = await desk.change(slot, ONE, Change(values=values))

    assert [one.to_confirm for one in moved.seated] == [asked]
    assert (moved.slot.state, moved.slot.revision) == (state, slot.revision + 1)
    assert (moved.slot.agreed_at is None) == (state is SlotState.REQUESTED)
    assert act in [one for _, one, _ in desk.audit.notes]


async def test_changes_that_cannot_be_are_refused(desk: Desk) -> None:
    """Each with its reason, and nothing is half done."""
    tables, people = await desk.tables(), await desk.people()
    slot, other = tables[0], await desk.publish(None, time(14), "Neben", 1, moderator=1)
    await book(desk.diary, desk.audit, tables[1].id, people[1], Seat.ADVISER, None, now=NOW)
    tables = await desk.tables()
    cases: list[tuple[Change, Extent, type[MovingRefused]]] = [
        (Change(-30 * DAY), ALL, IntoPast),
        (Change(), ALL, NothingNew),
        (Change(values={"place": "x" * 81}), ONE, NotPossible),
        (Change(values={"lead": timedelta(hours=5)}), ONE, NotPossible),
        (Change(values={"place": "neben "}), ONE, Busy),
        (Change(values={"follow": timedelta(minutes=60), "place": "Neben"}), ALL, Busy),
        (Change(values={"moderator_id": people[1].id}), ONE, Busy),
        (Change(values={"moderator_id": people[2].id}), ONE, NoModerator),
    ]
    for change, extent, reason in cases:
        with pytest.raises(reason):
            await desk.change(slot, extent, change)
    with pytest.raises(SitsThere) as refusal:
        await desk.change(tables[1], ONE, Change(values={"moderator_id": people[1].id}))
    chosen = await desk.chosen(slot, ONE)
    with pytest.raises(NotAllowed):
        await change_tables(desk, people[2], chosen, Change(DAY), new_series="new", now=NOW)

    assert refusal.value.slot.id == tables[1].id
    assert await desk.tables() == tables
    assert await desk.diary.slot(other[0].id) == other[0]


async def test_the_second_of_two_screens_is_stale(desk: Desk) -> None:
    """Also where only another table of the series has changed, or one was called off."""
    tables, boss = await desk.tables(), await desk.boss()
    screen = await desk.chosen(tables[0], ALL)
    await desk.change(tables[4], ONE, Change(values={"step_free": True}))

    with pytest.raises(Stale):
        await change_tables(desk, boss, screen, Change(DAY), new_series="new", now=NOW)
    screen = await desk.chosen(tables[0], ALL)
    await call_off_tables(desk, boss, await desk.chosen(tables[3], ONE), now=NOW)
    with pytest.raises(Stale):
        await call_off_tables(desk, boss, screen, now=NOW)


async def test_a_rule_that_no_rule_can_follow_is_kept_by_its_tables_alone(desk: Desk) -> None:
    """The day before the first Tuesday is not always the first Monday."""
    rule = replace(weekly(FIRST, time(9), 1, 3), rrule="FREQ=MONTHLY;BYDAY=1TU;COUNT=11")
    people = await desk.people()
    plan = Plan(rule, "Klein", people[1].id, 3)
    days = days_of(rule, TODAY, catholic_majority=True)
    slots = await publish(desk.diary, desk.members, desk.audit, people[0], plan, days,
                          series="m", now=NOW)  # fmt: skip
    await desk.series.keep("m", rule, plan.length, NOW)

    await desk.change(slots[0], ALL, Change(-DAY))

    assert await desk.series.series("m") is None
    assert len(await desk.tables("m")) == len(slots)


async def test_two_who_act_at_once_do_not_both_win(database: Database) -> None:
    """In two units of work: one changes, the other is told that the screen is stale."""
    async with UnitOfWork(database) as work:
        desk = Desk(work, FakeAudit())
        people = await joined(work, 2)
        await desk.members.set_role(people[0].id, Role.COORDINATOR)
        (slot, *_) = await desk.publish("s", time(14), "Raum")
        screen = await desk.chosen(slot, ALL)
        await work.commit()

    async def push(days: int) -> str:
        async with UnitOfWork(database) as work:
            desk = Desk(work, FakeAudit())
            try:
                await change_tables(
                    desk, await desk.boss(), screen, Change(days * DAY),
                    new_series="new", now=NOW,
                )  # fmt: skip
            except Stale:
                return "stale"
            await work.commit()
            return f"{days}"

    answers = await asyncio.gather(push(1), push(2))

    assert sorted(answers)[-1] == "stale"
    async with UnitOfWork(database) as work:
        tables = await Desk(work, FakeAudit()).tables()
    assert {one.revision for one in tables} == {1}
    assert len({one.starts_at.astimezone(LOCAL).weekday() for one in tables}) == 1

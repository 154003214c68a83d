"""Publishing single tables and series."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from consultations.moving import ModeratorBusy
from consultations.publishing import (
    LOCAL,
    BadPlace,
    BadSeats,
    Days,
    InPast,
    NoModerator,
    NotAllowed,
    NothingLeft,
    Plan,
    PublishingRefused,
    TooMany,
    days_of,
    holiday_on,
    moment,
    publish,
    withdraw,
)
from team.audit import Act
from team.members import Role
from tests.fakes import FakeAudit, FakeDiary, FakeMembers, member

NOW = datetime.fromisoformat("2026-06-01T08:00:00+00:00")
COORDINATOR = member(1, Role.COORDINATOR)
PLAN = Plan(date(2026, 6, 9), time(14), 1, 6, "Musterraum", 1, 3)


def test_a_series_over_christmas_skips_the_holidays_by_name() -> None:
    """Christmas and New Year fall out, with their German names."""
    plan = replace(PLAN, first=date(2025, 12, 11), count=5)

    days = days_of(plan, catholic_majority=False)

    assert days.skipped == (
        (date(2025, 12, 25), "Erster Weihnachtstag"),
        (date(2026, 1, 1), "Neujahr"),
    )
    assert days.kept[-1] == date(2026, 1, 8)


@pytest.mark.parametrize(("catholic", "kept"), [(True, 0), (False, 1)])
def test_assumption_day_depends_on_the_municipality(catholic: bool, kept: int) -> None:
    """15 August is a holiday where most people are Catholic."""
    plan = replace(PLAN, first=date(2028, 8, 15), every_weeks=0, count=1)
    name = holiday_on(plan.first, catholic_majority=catholic)
    assert name == (None if kept else "Mariä Himmelfahrt")

    if not kept:
        with pytest.raises(NothingLeft) as refusal:
            days_of(plan, catholic_majority=catholic)
        assert refusal.value.skipped == ((plan.first, "Mariä Himmelfahrt"),)
    else:
        assert len(days_of(plan, catholic_majority=catholic).kept) == kept


def test_a_series_keeps_its_local_time_when_clocks_change() -> None:
    """14:00 stays 14:00 on the wall, one hour apart in UTC."""
    before, after = moment(date(2026, 10, 24), time(14)), moment(date(2026, 10, 26), time(14))

    assert (before.hour, after.hour) == (12, 13)
    assert before.astimezone(LOCAL).hour == after.astimezone(LOCAL).hour == 14


@given(
    weeks=some.integers(1, 8),
    count=some.integers(1, 26),
    first=some.dates(date(2026, 1, 1), date(2032, 1, 1)),
)
def test_kept_and_skipped_days_are_the_whole_series(weeks: int, count: int, first: date) -> None:
    """No day is lost or doubled, and all are the same weekday."""
    plan = replace(PLAN, first=first, every_weeks=weeks, count=count)

    try:
        days = days_of(plan, catholic_majority=True)
    except NothingLeft:
        return

    every = sorted([*days.kept, *(day for day, _ in days.skipped)])
    assert len(set(every)) == count
    assert {day.weekday() for day in every} == {first.weekday()}


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"place": "  "}, BadPlace),
        ({"place": "x" * 81}, BadPlace),
        ({"advisers": 1}, BadSeats),
        ({"advisers": 6}, BadSeats),
        ({"first": date(2026, 5, 1)}, InPast),
    ],
)
async def test_a_plan_that_cannot_be_is_refused(
    changed: dict[str, object], refusal: type[PublishingRefused]
) -> None:
    """Nothing is published of a plan with one fault."""
    plan, diary = replace(PLAN, **changed), FakeDiary()  # type: ignore[arg-type]
    members = FakeMembers(COORDINATOR)
    days = Days((plan.first,), ())

    with pytest.raises(refusal):
        await publish(diary, members, FakeAudit(), COORDINATOR, plan, days, series=None, now=NOW)

    assert await diary.upcoming(NOW) == []


@pytest.mark.parametrize("count", [0, 27, 1000])
def test_a_series_has_a_sensible_length(count: int) -> None:
    """A thousand tables are a typing error."""
    with pytest.raises(TooMany):
        days_of(replace(PLAN, count=count), catholic_majority=True)


async def test_publishing_and_withdrawing_are_audited() -> None:
    """Who published and who withdrew can be looked up."""
    diary, audit = FakeDiary(), FakeAudit()
    days = days_of(PLAN, catholic_majority=True)

    members = FakeMembers(COORDINATOR)
    slots = await publish(diary, members, audit, COORDINATOR, PLAN, days, series="s", now=NOW)
    await withdraw(diary, audit, COORDINATOR, slots[0].id, now=NOW)

    assert [act for _, act, _ in audit.notes] == [Act.PUBLISHED, Act.TURNED]
    assert len(await diary.upcoming(NOW)) == len(days.kept) - 1


async def test_only_coordinators_publish_and_only_moderators_moderate() -> None:
    """Roles are checked where the rule lives, too."""
    members = FakeMembers(COORDINATOR, member(2))
    days = days_of(PLAN, catholic_majority=True)

    with pytest.raises(NotAllowed):
        await publish(
            FakeDiary(), members, FakeAudit(), member(2), PLAN, days, series=None, now=NOW
        )
    with pytest.raises(NotAllowed):
        await withdraw(FakeDiary(), FakeAudit(), member(2), 1, now=NOW)
    with pytest.raises(NoModerator):
        await publish(
            FakeDiary(),
            members,
            FakeAudit(),
            COORDINATOR,
            replace(PLAN, moderator_id=2),
            days,
            series=None,
            now=NOW,
        )


async def test_a_moderator_cannot_be_at_two_tables() -> None:
    """The refusal names the table that is in the way."""
    diary = FakeDiary()
    taken = diary.offer(moment(PLAN.first, time(13)), moderator_id=1)

    with pytest.raises(ModeratorBusy) as refusal:
        await publish(
            diary, FakeMembers(COORDINATOR), FakeAudit(), COORDINATOR, PLAN,
            days_of(PLAN, catholic_majority=True), series=None, now=NOW,
        )  # fmt: skip

    assert refusal.value.slot == taken

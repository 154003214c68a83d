"""Publishing single tables and series."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from consultations.moving import ModeratorBusy
from consultations.publishing import (
    LENGTH,
    BadPlace,
    BadSeats,
    BadTerms,
    InPast,
    NoModerator,
    NotAllowed,
    Plan,
    PublishingRefused,
    clashes,
    moment,
    publish,
)
from consultations.series import Days, Series, days_of, single, weekly
from consultations.terms import Terms
from team.audit import Act
from team.members import Role
from tests.fakes import FakeAudit, FakeDiary, FakeMembers, member

NOW = datetime.fromisoformat("2026-06-01T08:00:00+00:00")
COORDINATOR = member(1, Role.COORDINATOR)
FIRST = date(2026, 6, 9)
PLAN = Plan(weekly(FIRST, time(14), 1, 6), "Musterraum", 1, 3)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"place": "  "}, BadPlace),
        ({"place": "x" * 81}, BadPlace),
        ({"advisers": 1}, BadSeats),
        ({"advisers": 5}, BadSeats),
        ({"place": "https://" + "x" * 293}, BadPlace),
        ({"terms": Terms(lead=timedelta(hours=5))}, BadTerms),
        ({"terms": Terms(follow=timedelta(minutes=-15))}, BadTerms),
        ({"series": single(date(2026, 5, 1), time(14))}, InPast),
    ],
)
async def test_a_plan_that_cannot_be_is_refused(
    changed: dict[str, object], refusal: type[PublishingRefused]
) -> None:
    """Nothing is published of a plan with one fault."""
    plan, diary = replace(PLAN, **changed), FakeDiary()  # type: ignore[arg-type]
    members = FakeMembers(COORDINATOR)
    days = Days((plan.series.starts_on,), ())

    with pytest.raises(refusal):
        await publish(diary, members, FakeAudit(), COORDINATOR, plan, days, series=None, now=NOW)

    assert await diary.upcoming(NOW) == []


async def test_publishing_is_audited() -> None:
    """Who published can be looked up."""
    diary, audit = FakeDiary(), FakeAudit()
    days = days_of(PLAN.series, FIRST, catholic_majority=True)

    members = FakeMembers(COORDINATOR)
    await publish(diary, members, audit, COORDINATOR, PLAN, days, series="s", now=NOW)

    assert [act for _, act, _ in audit.notes] == [Act.PUBLISHED]
    assert len(await diary.upcoming(NOW)) == len(days.kept)


async def test_only_coordinators_publish_and_only_moderators_moderate() -> None:
    """Roles are checked where the rule lives, too."""
    members = FakeMembers(COORDINATOR, member(2))
    days = days_of(PLAN.series, FIRST, catholic_majority=True)

    with pytest.raises(NotAllowed):
        await publish(
            FakeDiary(), members, FakeAudit(), member(2), PLAN, days, series=None, now=NOW
        )
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
    taken = diary.offer(moment(FIRST, time(13)), moderator_id=1)

    with pytest.raises(ModeratorBusy) as refusal:
        await publish(
            diary, FakeMembers(COORDINATOR), FakeAudit(), COORDINATOR, PLAN,
            days_of(PLAN.series, FIRST, catholic_majority=True), series=None, now=NOW,
        )  # fmt: skip

    assert refusal.value.slot == taken


async def test_a_room_is_one_however_it_is_written_and_a_link_is_none() -> None:
    """Capitals and blanks do not make another room; a video link can be at many tables."""
    days = days_of(PLAN.series, FIRST, catholic_majority=True)
    for place, busy in ((" MUSTERRAUM ", True), ("https://meet.example.org/a", False)):
        diary = FakeDiary()
        taken = diary.offer(moment(FIRST, time(14)), moderator_id=9)
        diary._slots[taken.id] = replace(taken, place=place.strip())

        found = await clashes(diary, replace(PLAN, place=place), days)

        assert list(found) == ([FIRST] if busy else [])


async def test_tables_of_one_plan_must_not_overlap_each_other() -> None:
    """With its buffers a long table can reach the next day's."""
    rule = Series("FREQ=DAILY;COUNT=3", FIRST, time(8), time(7, 45))
    plan = replace(PLAN, series=rule, terms=Terms(prepare=timedelta(minutes=30)))
    days = Days(tuple(rule.days()), ())

    found = await clashes(FakeDiary(), plan, days)

    assert list(found) == [FIRST + timedelta(days=1)]


async def test_a_table_takes_as_long_as_was_said() -> None:
    """Ninety minutes where nothing was."""
    plan = replace(PLAN, series=replace(PLAN.series, ends=time(16, 15)))
    assert (plan.length, PLAN.length) == (timedelta(minutes=135), LENGTH)
    days = days_of(plan.series, FIRST, catholic_majority=True)

    slots = await publish(
        FakeDiary(), FakeMembers(COORDINATOR), FakeAudit(), COORDINATOR, plan, days,
        series="s", now=NOW,
    )  # fmt: skip

    assert {slot.ends_at - slot.starts_at for slot in slots} == {plan.length}

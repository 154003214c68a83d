"""Roles and who may change them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from team.audit import Act
from team.members import (
    MemberState,
    MemberUnknown,
    NotAllowed,
    NotYourself,
    Role,
    block,
    change_role,
    unblock,
)
from tests.fakes import FakeAudit, FakeMembers, member

NOW = datetime(2026, 11, 24, tzinfo=UTC)
CARLA = member(1, Role.COORDINATOR)
DORA = member(2, Role.COORDINATOR)
ANNA = member(3)


@pytest.mark.parametrize("state", [MemberState.PAUSED, MemberState.BLOCKED])
def test_a_role_counts_only_while_active(state: MemberState) -> None:
    """Deny by default."""
    assert not member(role=Role.COORDINATOR, state=state).acts_as(*Role)


def test_a_role_counts_only_after_arriving() -> None:
    """Whoever has not agreed or not answered may do nothing."""
    assert not member(institution=None).acts_as(*Role)
    assert not member(agreed_at=None).acts_as(*Role)


async def test_a_coordinator_changes_roles_and_it_is_audited() -> None:
    """Who, what, whom."""
    members, audit = FakeMembers(CARLA, ANNA), FakeAudit()

    await change_role(members, audit, CARLA, ANNA.id, Role.MODERATOR, now=NOW)

    changed = await members.member(ANNA.id)
    assert changed is not None
    assert changed.role is Role.MODERATOR
    assert audit.notes == [(1, Act.ROLE_CHANGED, "member 3 moderator")]


async def test_others_change_nothing() -> None:
    """Nor does a coordinator change themselves, or somebody who is not there."""
    members = FakeMembers(CARLA, ANNA)

    with pytest.raises(NotAllowed):
        await change_role(members, FakeAudit(), ANNA, CARLA.id, Role.PROFESSIONAL, now=NOW)
    with pytest.raises(NotYourself):
        await block(members, FakeAudit(), CARLA, CARLA.id, now=NOW)
    with pytest.raises(MemberUnknown):
        await unblock(members, FakeAudit(), CARLA, 404, now=NOW)


@pytest.mark.parametrize("state", [MemberState.PAUSED, MemberState.BLOCKED])
async def test_whoever_acts_must_be_a_coordinator_at_that_moment(state: MemberState) -> None:
    """What was known of them before counts no more; so the last coordinator always stays."""
    members, audit = FakeMembers(CARLA, DORA), FakeAudit()
    await members.set_state(CARLA.id, state, expected=MemberState.ACTIVE)

    with pytest.raises(NotAllowed):
        await block(members, audit, CARLA, DORA.id, now=NOW)
    with pytest.raises(NotAllowed):
        await change_role(members, audit, CARLA, DORA.id, Role.PROFESSIONAL, now=NOW)

    assert audit.notes == []


async def test_doing_again_what_is_done_is_no_second_act() -> None:
    """An old button blocks nobody twice and wakes nobody who is paused."""
    members, audit = FakeMembers(CARLA, ANNA), FakeAudit()
    await members.set_state(ANNA.id, MemberState.PAUSED, expected=MemberState.ACTIVE)

    await unblock(members, audit, CARLA, ANNA.id, now=NOW)
    await block(members, audit, CARLA, ANNA.id, now=NOW)
    await block(members, audit, CARLA, ANNA.id, now=NOW)

    assert [act for _, act, _ in audit.notes] == [Act.BLOCKED]


async def test_blocking_and_letting_in_again() -> None:
    """Both are acts of a coordinator, both audited."""
    members, audit = FakeMembers(CARLA, ANNA), FakeAudit()

    await block(members, audit, CARLA, ANNA.id, now=NOW)
    blocked = await members.member(ANNA.id)
    await unblock(members, audit, CARLA, ANNA.id, now=NOW)
    let_in = await members.member(ANNA.id)

    assert blocked is not None
    assert let_in is not None
    assert (blocked.state, let_in.state) == (MemberState.BLOCKED, MemberState.ACTIVE)
    assert [act for _, act, _ in audit.notes] == [Act.BLOCKED, Act.UNBLOCKED]

"""Roles and who may change them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from team.audit import Act
from team.members import (
    LastCoordinator,
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


async def test_a_team_keeps_an_active_coordinator() -> None:
    """The last one can neither be blocked nor lose the role."""
    paused = member(1, Role.COORDINATOR)
    members = FakeMembers(paused, DORA)
    await members.set_state(paused.id, MemberState.PAUSED)

    with pytest.raises(LastCoordinator):
        await block(members, FakeAudit(), paused, DORA.id, now=NOW)


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

"""Who opens which feed; each promise holds in the fakes and in the database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from consultations.subscribing import (
    Feed,
    opened_with,
    secret_of,
    subscribe,
    unsubscribe,
)
from storage.members import SqlMembers
from storage.unit_of_work import UnitOfWork
from team.invitations import code_of, hash_of
from team.members import FieldOfAction, Function, Member, Members, MemberState, Role
from tests.databases import ENGINES, fresh
from tests.fakes import FakeMembers

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
KEY = b"k" * 32


@pytest.fixture(params=["fake", *ENGINES])
async def members(request: pytest.FixtureRequest) -> AsyncIterator[Members]:
    """All keepers of the promise."""
    if request.param == "fake":
        yield FakeMembers()
        return
    databases = request.getfixturevalue(f"{request.param}_databases")
    async with fresh(databases) as database, UnitOfWork(database) as work:
        yield SqlMembers(work)


async def arrived(members: Members, role: Role, number: int = 1) -> Member:
    """A member who has arrived."""
    joined = await members.join(number, role, NOW)
    await members.describe(
        joined.id, institution="Musterschule", field=FieldOfAction.SCHOOL,
        function=Function.TEACHER,
    )  # fmt: skip
    return await again(members, joined)


async def again(members: Members, member: Member) -> Member:
    """The member as kept now."""
    known = await members.member(member.id)
    assert known is not None
    return known


async def test_each_address_opens_its_own_feed(members: Members) -> None:
    """The right one, of the right member."""
    anna = await arrived(members, Role.COORDINATOR)
    boris = await arrived(members, Role.COORDINATOR, 2)
    nonces = {one.id: await subscribe(members, one, KEY) for one in (anna, boris)}

    for one in (anna, boris):
        for feed in Feed:
            opened = await opened_with(members, secret_of(feed, KEY, nonces[one.id]))
            assert opened is not None
            assert (opened[0], opened[1].id) == (feed, one.id)


async def test_a_new_address_ends_the_one_before(members: Members) -> None:
    """Both of them; switching off ends all."""
    anna = await arrived(members, Role.COORDINATOR)
    first, second = await subscribe(members, anna, KEY), await subscribe(members, anna, KEY)
    assert (await again(members, anna)).has_feed

    assert [await opened_with(members, secret_of(one, KEY, first)) for one in Feed] == [None] * 2
    assert await opened_with(members, secret_of(Feed.OWN, KEY, second)) is not None

    await unsubscribe(members, anna)
    assert [await opened_with(members, secret_of(one, KEY, second)) for one in Feed] == [None] * 2
    assert not (await again(members, anna)).has_feed


@pytest.mark.parametrize("role", [Role.PROFESSIONAL, Role.MODERATOR])
async def test_only_coordinators_see_all_tables(members: Members, role: Role) -> None:
    """Also once the role has been taken away."""
    anna = await arrived(members, Role.COORDINATOR)
    nonce = await subscribe(members, anna, KEY)

    await members.set_role(anna.id, role)

    assert await opened_with(members, secret_of(Feed.TABLES, KEY, nonce)) is None
    assert await opened_with(members, secret_of(Feed.OWN, KEY, nonce)) is not None


@pytest.mark.parametrize("state", [MemberState.BLOCKED, MemberState.PAUSED])
async def test_who_may_not_act_sees_nothing(members: Members, state: MemberState) -> None:
    """Shut out, or gone."""
    anna = await arrived(members, Role.COORDINATOR)
    nonce = await subscribe(members, anna, KEY)

    await members.set_state(anna.id, state, expected=MemberState.ACTIVE)

    assert [await opened_with(members, secret_of(one, KEY, nonce)) for one in Feed] == [None] * 2


async def test_neither_what_is_kept_nor_a_nonce_nor_an_invitation_opens_anything(
    members: Members,
) -> None:
    """A copy of the database leads nowhere, and the tables' address not to one's own."""
    anna = await arrived(members, Role.COORDINATOR)
    nonce = await subscribe(members, anna, KEY)
    tables = secret_of(Feed.TABLES, KEY, nonce)
    assert await members.by_feed(hash_of(tables)) is not None

    for wrong in (hash_of(tables), hash_of(tables)[:22], nonce, code_of(KEY, nonce), ""):
        assert await opened_with(members, wrong) is None
    assert secret_of(Feed.OWN, KEY, nonce) not in (tables, hash_of(tables))
    assert secret_of(Feed.OWN, b"x" * 32, nonce) != secret_of(Feed.OWN, KEY, nonce)

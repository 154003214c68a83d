"""Each promise of `Members` about details holds in the fake and in the database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from storage.members import SqlMembers
from storage.unit_of_work import UnitOfWork
from team.members import Detail, FieldOfAction, Function, Members, Role
from tests.databases import ENGINES, fresh
from tests.fakes import FakeMembers

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(params=["fake", *ENGINES])
async def members(request: pytest.FixtureRequest) -> AsyncIterator[Members]:
    """All keepers of the promise."""
    if request.param == "fake":
        yield FakeMembers()
        return
    databases = request.getfixturevalue(f"{request.param}_databases")
    async with fresh(databases) as database, UnitOfWork(database) as work:
        yield SqlMembers(work)


@pytest.mark.parametrize("detail", Detail)
async def test_one_detail_is_forgotten_and_the_others_stay(
    members: Members, detail: Detail
) -> None:
    """Whoever goes a step back is asked again for that alone."""
    joined = await members.join(1, Role.PROFESSIONAL, NOW)
    await members.describe(
        joined.id,
        institution="Musterschule",
        field=FieldOfAction.SCHOOL,
        function=Function.TEACHER,
    )

    await members.forget(joined.id, detail)

    known = await members.member(joined.id)
    assert known is not None
    assert [one for one in Detail if getattr(known, one) is None] == [detail]
    assert not known.arrived

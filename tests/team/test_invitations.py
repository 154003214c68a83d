"""Invitations: the only way in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from storage.audit import SqlAudit
from storage.database import Database
from storage.invitations import SqlInvitations
from storage.members import SqlMembers
from storage.tables import InvitationRow
from storage.unit_of_work import UnitOfWork
from team.invitations import (
    LIFETIME,
    AlreadyMember,
    InvitationExpired,
    InvitationUnknown,
    InvitationUsed,
    check,
    code_of,
    hash_of,
    invite,
    new_nonce,
    redeem,
)
from team.members import NotAllowed, Role
from tests.fakes import member

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


async def test_only_the_hash_of_a_code_is_kept(database: Database) -> None:
    """Whoever reads the database cannot come in."""
    async with UnitOfWork(database) as work:
        code = await invite(SqlInvitations(work), SqlAudit(work), Role.MODERATOR, None, now=NOW)
        async with work.reading() as session:
            rows = list(await session.scalars(select(InvitationRow.code_hash)))

    assert rows == [hash_of(code)]
    assert code not in rows[0]
    assert len(f"start={code}") <= 64


def test_a_code_is_known_only_with_the_key() -> None:
    """The same key and nonce always lead to it; another key, or another nonce, to another."""
    nonce = new_nonce()

    code = code_of(b"key", nonce)

    assert code == code_of(b"key", nonce)
    assert len({code, code_of(b"another", nonce), code_of(b"key", new_nonce()), nonce}) == 4
    assert len(f"start={code}") <= 64


async def test_an_invitation_lets_one_person_in_with_its_role(database: Database) -> None:
    """Single use, also for the same person."""
    async with UnitOfWork(database) as work:
        invitations, members = SqlInvitations(work), SqlMembers(work)
        code = await invite(invitations, SqlAudit(work), Role.MODERATOR, None, now=NOW)

        joined = await redeem(invitations, members, hash_of(code), 1, now=NOW)

        assert joined.role is Role.MODERATOR
        assert joined.agreed_at == NOW
        with pytest.raises(AlreadyMember):
            await redeem(invitations, members, hash_of(code), 1, now=NOW)
        with pytest.raises(InvitationUsed):
            await redeem(invitations, members, hash_of(code), 2, now=NOW)


async def test_an_invitation_expires(database: Database) -> None:
    """Two weeks, then a new one is needed."""
    async with UnitOfWork(database) as work:
        invitations = SqlInvitations(work)
        code = await invite(invitations, SqlAudit(work), Role.PROFESSIONAL, None, now=NOW)

        with pytest.raises(InvitationExpired):
            await check(invitations, hash_of(code), now=NOW + LIFETIME)
        with pytest.raises(InvitationUnknown):
            await check(invitations, hash_of("made up"), now=NOW)


async def test_only_coordinators_invite(database: Database) -> None:
    """Professionals and moderators do not."""
    async with UnitOfWork(database) as work:
        with pytest.raises(NotAllowed):
            await invite(
                SqlInvitations(work), SqlAudit(work), Role.PROFESSIONAL, member(), now=NOW
            )

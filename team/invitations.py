"""Invitations: the only way in. Single use, expiring, kept as a hash."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from team.audit import Act, Audit
from team.members import Member, Members, NotAllowed, Role

LIFETIME = timedelta(days=14)
CODE_BYTES = 16  # 128 bits; 22 characters of a deep link's alphabet
CODE = r"[A-Za-z0-9_-]{22}"


class InvitationRefused(Exception):
    """The invitation does not let anybody in; each subclass says why."""


class InvitationUnknown(InvitationRefused):
    """There is no such invitation."""


class InvitationExpired(InvitationRefused):
    """Its time is over."""


class InvitationUsed(InvitationRefused):
    """Somebody has come in with it already."""


class AlreadyMember(InvitationRefused):
    """Whoever opens it is a member; the invitation stays unused."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A way in, not holding its code."""

    id: int
    role: Role
    expires_at: datetime
    used_at: datetime | None


class Invitations(Protocol):
    """Where all invitations are kept."""

    async def add(
        self, code_hash: str, role: Role, invited_by: int | None, now: datetime, until: datetime
    ) -> None:
        """Keep a new invitation."""

    async def by_hash(self, code_hash: str) -> Invitation | None:
        """The invitation with this hash."""

    async def use(self, invitation_id: int, now: datetime) -> bool:
        """Mark it used in one step; False where somebody else was first."""


def hash_of(code: str) -> str:
    """What is kept of a code: SHA-256; 128 random bits need no salt."""
    return hashlib.sha256(code.encode()).hexdigest()


def new_nonce() -> str:
    """A random number that, with the key, leads to a code; without it, to nothing."""
    return secrets.token_urlsafe(CODE_BYTES)


def code_of(key: bytes, nonce: str) -> str:
    """The code that belongs to a nonce: always the same, and known to nobody without the key."""
    digest = hmac.digest(key, nonce.encode(), "sha256")[:CODE_BYTES]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


async def invite(
    invitations: Invitations,
    audit: Audit,
    role: Role,
    invited_by: Member | None,
    *,
    now: datetime,
    code: str | None = None,
) -> str:
    """Make an invitation and return its code, which is shown once and never kept.

    Without a *code* (of `code_of`) it gets a random one.

    Raises:
        NotAllowed: *invited_by* is no coordinator. None stands for the command line.
    """
    if invited_by is not None and not invited_by.acts_as(Role.COORDINATOR):
        raise NotAllowed
    code = code or secrets.token_urlsafe(CODE_BYTES)
    inviter = invited_by.id if invited_by is not None else None
    await invitations.add(hash_of(code), role, inviter, now, now + LIFETIME)
    await audit.note(now, inviter, Act.INVITED, str(role))
    return code


async def check(invitations: Invitations, code_hash: str, *, now: datetime) -> Invitation:
    """The invitation, if it still lets somebody in.

    Raises:
        InvitationUnknown, InvitationUsed, InvitationExpired.
    """
    invitation = await invitations.by_hash(code_hash)
    if invitation is None:
        raise InvitationUnknown
    if invitation.used_at is not None:
        raise InvitationUsed
    if invitation.expires_at <= now:
        raise InvitationExpired
    return invitation


async def redeem(
    invitations: Invitations, members: Members, code_hash: str, telegram_id: int, *, now: datetime
) -> Member:
    """Let somebody in who has agreed to the privacy notice.

    Raises:
        AlreadyMember: also for blocked members; an invitation does not undo a block.
        InvitationUnknown, InvitationUsed, InvitationExpired.
    """
    if await members.by_telegram(telegram_id) is not None:
        raise AlreadyMember
    invitation = await check(invitations, code_hash, now=now)
    if not await invitations.use(invitation.id, now):
        raise InvitationUsed
    return await members.join(telegram_id, invitation.role, now)

"""Members of the Sozialraumteam: who they are, which role they have, what that lets them do.

A member is known by function and institution; no name is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from team.audit import Act, Audit

LONGEST_INSTITUTION = 80  # characters


class Role(StrEnum):
    """What a member is responsible for."""

    PROFESSIONAL = "professional"
    MODERATOR = "moderator"
    COORDINATOR = "coordinator"


class MemberState(StrEnum):
    """Whether a member may act: paused means has blocked the bot, blocked means shut out."""

    ACTIVE = "active"
    PAUSED = "paused"
    BLOCKED = "blocked"


class FieldOfAction(StrEnum):
    """Where a professional works (Handlungsfeld)."""

    KITA = "kita"
    SCHOOL = "school"
    SCHOOL_SOCIAL_WORK = "school_social_work"
    YOUTH_WORK = "youth_work"
    COUNSELLING = "counselling"
    YOUTH_OFFICE = "youth_office"
    HEALTH = "health"
    INTEGRATION = "integration"
    CLUB = "club"
    MUNICIPALITY = "municipality"


class Function(StrEnum):
    """What a professional does there."""

    LEAD = "lead"
    TEACHER = "teacher"
    EDUCATOR = "educator"
    SOCIAL_WORKER = "social_worker"
    COUNSELLOR = "counsellor"
    HEALTH_WORKER = "health_worker"
    VOLUNTEER = "volunteer"
    ADMINISTRATION = "administration"
    MANAGEMENT = "management"
    OTHER = "other"


class Detail(StrEnum):
    """What a member tells on arriving, in this order."""

    INSTITUTION = "institution"
    FIELD = "field"
    FUNCTION = "function"


@dataclass(frozen=True, slots=True)
class Member:
    """A professional who may use the bot."""

    id: int
    telegram_id: int
    role: Role
    state: MemberState
    institution: str | None
    field: FieldOfAction | None
    function: Function | None
    agreed_at: datetime | None
    joined_at: datetime
    last_seen_on: date
    has_feed: bool = False  # whether an address shows the own appointments
    erase_by: datetime | None = None  # they want to be erased, and will be by then

    @property
    def arrived(self) -> bool:
        """Whether the privacy notice is agreed to and the three questions are answered."""
        answers = (self.agreed_at, self.institution, self.field, self.function)
        return all(answer is not None for answer in answers)

    @property
    def standing(self) -> tuple[Role, bool]:
        """What others can change while this member acts: the role, and being shut out."""
        return self.role, self.state is MemberState.BLOCKED

    def acts_as(self, *roles: Role) -> bool:
        """Whether this member may act in one of *roles* now; no by default."""
        return self.state is MemberState.ACTIVE and self.arrived and self.role in roles


class TeamRefused(Exception):
    """A rule of the team said no; each subclass is one rule."""


class NotAllowed(TeamRefused):
    """The member's role does not cover this."""


class NotYourself(TeamRefused):
    """Nobody changes their own role or blocks themselves."""


class MemberUnknown(TeamRefused):
    """There is no such member."""


class Members(Protocol):
    """Where all members are kept."""

    async def all(self) -> Sequence[Member]:
        """Everybody, in the order they joined."""

    async def by_telegram(self, telegram_id: int) -> Member | None:
        """The member behind a Telegram account."""

    async def member(self, member_id: int) -> Member | None:
        """The member with this id."""

    async def hold(self, *member_ids: int) -> dict[int, Member]:
        """These members as they are now, by id; who does not exist is left out.

        Until this unit of work ends nobody else changes them, so a rule checked on them holds.
        """

    async def join(self, telegram_id: int, role: Role, now: datetime) -> Member:
        """Add a member who has agreed to the privacy notice."""

    async def describe(
        self,
        member_id: int,
        *,
        institution: str | None = None,
        field: FieldOfAction | None = None,
        function: Function | None = None,
    ) -> None:
        """Write what is given; None leaves a field as it is."""

    async def forget(self, member_id: int, detail: Detail) -> None:
        """Drop one detail, so that it is asked for again."""

    async def set_role(self, member_id: int, role: Role) -> None:
        """Write the role."""

    async def set_state(
        self, member_id: int, state: MemberState, *, expected: MemberState
    ) -> bool:
        """Write the state in one step; False, and nothing written, where it is not *expected*."""

    async def pause(self, member_id: int, now: datetime) -> bool:
        """Write that an active member has blocked the bot, and since when; False otherwise."""

    async def seen(self, member_id: int, on: date) -> None:
        """Write the day of the last visit; a warning that the account will go is void."""

    async def keep_feed(self, member_id: int, feed_hash: str | None) -> None:
        """Write the hash behind the secret addresses of a member's calendar; None ends them."""

    async def by_feed(self, feed_hash: str) -> Member | None:
        """The member whose addresses have this hash."""

    async def wish_erasure(self, member_id: int, by: datetime | None) -> None:
        """Write by when a member who wants it is erased; None takes the wish back."""

    async def institutions(self) -> Sequence[str]:
        """Institutions members have named so far, the most frequent first."""


def coordinators(members: Iterable[Member]) -> list[Member]:
    """The active coordinators among *members*."""
    return [member for member in members if member.acts_as(Role.COORDINATOR)]


async def change_role(
    members: Members, audit: Audit, actor: Member, member_id: int, role: Role, *, now: datetime
) -> Member:
    """Give another member a new role.

    Raises:
        NotAllowed, NotYourself, MemberUnknown.
    """
    member = _other(await members.hold(actor.id, member_id), actor, member_id)
    await members.set_role(member_id, role)
    await audit.note(now, actor.id, Act.ROLE_CHANGED, f"member {member_id} {role}")
    return member


async def block(
    members: Members, audit: Audit, actor: Member, member_id: int, *, now: datetime
) -> Member:
    """Shut another member out at once.

    Raises:
        NotAllowed, NotYourself, MemberUnknown.
    """
    member = _other(await members.hold(actor.id, member_id), actor, member_id)
    if member.state is not MemberState.BLOCKED:
        await members.set_state(member_id, MemberState.BLOCKED, expected=member.state)
        await audit.note(now, actor.id, Act.BLOCKED, f"member {member_id}")
    return member


async def unblock(
    members: Members, audit: Audit, actor: Member, member_id: int, *, now: datetime
) -> Member:
    """Let a blocked member in again.

    Raises:
        NotAllowed, NotYourself, MemberUnknown.
    """
    member = _other(await members.hold(actor.id, member_id), actor, member_id)
    if await members.set_state(member_id, MemberState.ACTIVE, expected=MemberState.BLOCKED):
        await audit.note(now, actor.id, Act.UNBLOCKED, f"member {member_id}")
    return member


def _other(team: Mapping[int, Member], actor: Member, member_id: int) -> Member:
    """The member to be changed, if the actor still is a coordinator.

    Nobody changes themselves, so a team that has a coordinator keeps one.
    """
    if not may_coordinate(team, actor):
        raise NotAllowed
    if member_id == actor.id:
        raise NotYourself
    if member_id not in team:
        raise MemberUnknown
    return team[member_id]


def may_coordinate(team: Mapping[int, Member], actor: Member) -> bool:
    """Whether *actor* is an active coordinator, as *team*, just read, knows them."""
    return actor.id in team and team[actor.id].acts_as(Role.COORDINATOR)

"""Leaving the team: who may be erased now, and which seats that gives back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from consultations.booking import Booking, Diary, give_back
from consultations.slots import Slot
from team.audit import Audit
from team.members import Member, Members, Role, coordinators
from team.records import Records


class LastCoordinator(Exception):
    """The team would be left without an active coordinator."""


class LeadsTables(Exception):
    """Tables to come would lose their moderator; `slots` are those tables."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        super().__init__()
        self.slots = tuple(slots)


async def check_leaving(
    diary: Diary, members: Members, member: Member, *, now: datetime
) -> Sequence[Booking]:
    """The seats that leaving gives back.

    Raises:
        LastCoordinator: nobody could invite, help or hand over any more.
        LeadsTables: somebody else has to lead these tables first, or they are cancelled.
    """
    if member.acts_as(Role.COORDINATOR):
        team = [one.id for one in coordinators(await members.all())]
        held = await members.hold(*team)  # two who leave at the same moment must not both go
        if not [one for one in coordinators(held.values()) if one.id != member.id]:
            raise LastCoordinator
    led = await diary.of_moderator(member.id, now)
    if led:
        raise LeadsTables(led)
    return await diary.bookings_of(member.id, now)


async def leave(
    diary: Diary,
    audit: Audit,
    members: Members,
    records: Records,
    member: Member,
    *,
    now: datetime,
) -> Sequence[Booking]:
    """Erase a member at once; returns the bookings whose seats are free now.

    Raises:
        LastCoordinator, LeadsTables.
    """
    bookings = await check_leaving(diary, members, member, now=now)
    freed = [one for one in bookings if await give_back(diary, audit, one, by=member.id, now=now)]
    await records.erase(member, now)
    return freed

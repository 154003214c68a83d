"""Leaving the team: who is erased at once, who within a day, and which seats that gives back.

Nobody is refused. Whoever is still needed keeps the account for `TO_BE_REPLACED`, so that others
can take over; what nobody takes over is left without them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from consultations.booking import Booking, Diary
from consultations.cancelling import give_back
from consultations.slots import Slot
from consultations.waiting import Ending, Waiting, WaitingList
from team.audit import Audit
from team.members import Member, Members, Role, coordinators
from team.records import Records

TO_BE_REPLACED = timedelta(hours=22)  # with a job each hour, erased in 24 (rule 10)


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


@dataclass(frozen=True, slots=True)
class Left:
    """What a member who has left leaves behind: seats, waiting, and tables without a moderator."""

    freed: Sequence[Booking]
    waits: Sequence[Waiting]
    unled: Sequence[Slot]


async def leave(
    diary: Diary,
    audit: Audit,
    waiting: WaitingList,
    members: Members,
    records: Records,
    member: Member,
    *,
    now: datetime,
    needed: bool = False,
) -> Left:
    """Erase a member at once; one who is still *needed* only where that is said.

    Raises:
        LastCoordinator, LeadsTables: and it is not said.
    """
    if not needed:
        await check_leaving(diary, members, member, now=now)
    led = await diary.of_moderator(member.id, now)
    bookings = await diary.bookings_of(member.id, now)
    freed = [one for one in bookings if await give_back(diary, audit, one, by=member.id, now=now)]
    waits = await waiting.all_of(member.id)
    for one in waits:
        await waiting.end(one, Ending.LEFT, now)
    await records.erase(member, now)
    return Left(freed, waits, led)

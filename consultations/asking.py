"""Asking the team for the fields a table still lacks: when, whom, and in which order.

From seven days before the table until it has to be complete, in working hours, a few at a time.
The next few are asked once four working hours have passed, or as soon as nobody is left who could
still say yes. Whoever was asked least often in the last twelve months comes first. Nobody is asked
twice for a table, and nobody while somebody waits for such a seat.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from consultations.booking import BookingRefused, Diary, open_slot
from consultations.quorum import BEFORE, sought
from consultations.slots import Seat, Slot
from consultations.states import SlotState
from consultations.waiting import WaitingList
from consultations.working_hours import after_working_hours, in_working_hours
from team.members import FieldOfAction, Member, Role

AHEAD = timedelta(days=7)  # so long before a table the team is asked from
AT_ONCE = 3
TO_ANSWER = timedelta(hours=4)  # working hours, until others are asked as well
REMEMBERED = timedelta(days=365)  # how long it counts that somebody was asked
NEVER = datetime.min.replace(tzinfo=UTC)


class NotSought(BookingRefused):
    """Somebody else has come meanwhile: the table no longer lacks the member's field."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A member the bot has asked to join a table."""

    member_id: int
    asked_at: datetime
    declined_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """How often a member was asked for any table, and when last."""

    times: int = 0
    last: datetime = NEVER


class AskedMembers(Protocol):
    """Where it is kept whom the bot has asked."""

    async def at(self, slot_id: int) -> Sequence[Asked]:
        """Who was asked for this table."""

    async def turned_away(self, slot_id: int) -> Set[int]:
        """Who gave a seat at this table back, or waited for one and does so no longer."""

    async def past(self, since: datetime) -> Mapping[int, Past]:
        """Who was asked for any table since then, by member."""

    async def note(self, slot_id: int, member_id: int, now: datetime) -> bool:
        """Note that a member is asked; False where they were asked for this table before."""

    async def decline(self, slot_id: int, member_id: int, now: datetime) -> bool:
        """Note that a member declines; False where they were not asked, or declined before."""


async def wanted(diary: Diary, slot: Slot, *, now: datetime) -> list[FieldOfAction]:
    """The fields the team is asked for now; none at another time, or where no seat is free."""
    left = slot.starts_at - now
    bookable = slot.state is SlotState.REQUESTED and left > slot.lead
    if not bookable or not BEFORE < left <= AHEAD:
        return []
    return sought(slot, await diary.mixture(slot.id))


async def whom_to_ask(
    diary: Diary,
    waiting: WaitingList,
    asked: AskedMembers,
    team: Sequence[Member],
    slot: Slot,
    *,
    now: datetime,
    closed: Callable[[date], bool] = lambda _: False,
) -> list[Member]:
    """Whom of the *team* to ask now, `AT_ONCE` at most; nobody while others may still answer."""
    fields = await wanted(diary, slot, now=now)
    if not fields or not in_working_hours(now, closed) or await _somebody_waits(waiting, slot):
        return []
    could = {one.id: one for one in team if one.field in fields and _is_there(one)}
    before = await asked.at(slot.id)
    seated = {one.member_id for one in await diary.seated(slot.id)}
    for one in before:
        may_answer = one.declined_at is None and one.member_id in could.keys() - seated
        if may_answer and after_working_hours(one.asked_at, TO_ANSWER, closed) > now:
            return []
    kept_out = {one.member_id for one in before} | await _busy(diary, slot)
    kept_out |= await asked.turned_away(slot.id)
    past = await asked.past(now - REMEMBERED)
    chosen: list[Member] = []
    for member in sorted(could.values(), key=lambda one: _turn(one, slot, past)):
        if len(chosen) == AT_ONCE:
            break
        if member.id not in kept_out and await _may_sit(diary, waiting, slot, member, now):
            chosen.append(member)
    return chosen


async def check_sought(diary: Diary, slot_id: int, member: Member, *, now: datetime) -> None:
    """Check that a member who was asked is still needed.

    Raises:
        NotSought, and whatever `open_slot` refuses.
    """
    slot = await open_slot(diary, slot_id, member, now=now)
    if member.field not in sought(slot, await diary.mixture(slot_id)):
        raise NotSought


def _turn(member: Member, slot: Slot, past: Mapping[int, Past]) -> tuple[int, datetime, bytes]:
    """The least often asked first, then the longest ago, then another order at each table."""
    known = past.get(member.id, Past())
    lot = hashlib.blake2b(f"{slot.id} {member.id}".encode(), digest_size=8).digest()
    return known.times, known.last, lot


def _is_there(member: Member) -> bool:
    return member.acts_as(*Role) and member.erase_by is None


async def _somebody_waits(waiting: WaitingList, slot: Slot) -> bool:
    """Whether a free seat is somebody else's first; whom the family refused gets none."""
    queue = await waiting.at(slot.id, Seat.ADVISER)
    return any(one.field not in slot.refused_fields for one in queue)


async def _busy(diary: Diary, slot: Slot) -> set[int | None]:
    """Who sits at another table at that time, or moderates it."""
    busy: set[int | None] = set()
    for other in await diary.around(slot.starts_at, slot.ends_at):
        meanwhile = other.starts_at < slot.ends_at and slot.starts_at < other.ends_at
        if other.id != slot.id and meanwhile:
            busy |= {other.moderator_id, *(one.member_id for one in await diary.seated(other.id))}
    return busy


async def _may_sit(
    diary: Diary, waiting: WaitingList, slot: Slot, member: Member, now: datetime
) -> bool:
    """Whether the member may take a seat, and does not wait for one of another kind."""
    try:
        await open_slot(diary, slot.id, member, now=now)
    except BookingRefused:
        return False
    return await waiting.of(member.id, slot.id) is None

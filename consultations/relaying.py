"""Passing a fixed sentence on to everybody at one's table, without names and private numbers.

From 24 hours before a table (or its reminder, where that comes earlier) until its end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from consultations.booking import Diary
from consultations.reminders import AHEAD, ReminderKind, due_at
from consultations.slots import Slot
from consultations.states import SlotState
from team.members import Member

DAY = AHEAD[ReminderKind.DAY]
PAUSE = timedelta(minutes=5)  # between two messages of a member at a table


class News(StrEnum):
    """What can be told; nothing is typed."""

    LATE_5 = "late5"
    LATE_10 = "late10"
    LATE_15 = "late15"
    LATE_30 = "late30"
    LOST = "lost"  # does not find the room
    HERE = "here"


LATE = {News.LATE_5: 5, News.LATE_10: 10, News.LATE_15: 15, News.LATE_30: 30}  # minutes


class RelayRefused(Exception):
    """A rule said no; each subclass is one rule."""


class NotAtTable(RelayRefused):
    """The member has no seat there (any more), or there is no such table."""


class TableOff(RelayRefused):
    """The table does not take place."""


class TableOver(RelayRefused):
    """The table has ended or was closed."""


class TooEarly(RelayRefused):
    """The table is on another day."""


@dataclass(frozen=True, slots=True)
class Company:
    """A table, whether the member moderates it, and the others there by member."""

    slot: Slot
    moderates: bool
    others: tuple[int, ...]


def is_open(slot: Slot, now: datetime) -> bool:
    """Whether it is the time to tell the others at this table something."""
    return slot.active and opens_at(slot) <= now < slot.ends_at


def opens_at(slot: Slot) -> datetime:
    """From when on."""
    return min(slot.starts_at - DAY, due_at(slot.starts_at, DAY))


async def company(diary: Diary, slot_id: int, member: Member, *, now: datetime) -> Company:
    """Who reads what this member tells at the table.

    Raises:
        RelayRefused: the subclass names the rule.
    """
    slot = await diary.slot(slot_id)
    seat = await diary.active_booking(slot_id, member.id)
    if slot is None or (seat is None and slot.moderator_id != member.id):
        raise NotAtTable
    if slot.state is SlotState.CANCELLED:
        raise TableOff
    if not slot.active or slot.ends_at <= now:
        raise TableOver
    if not is_open(slot, now):
        raise TooEarly
    seated = [one.member_id for one in await diary.seated(slot_id)]
    everybody = ([slot.moderator_id] if slot.moderator_id is not None else []) + seated
    others = tuple(one for one in dict.fromkeys(everybody) if one != member.id)
    return Company(slot, slot.moderator_id == member.id, others)

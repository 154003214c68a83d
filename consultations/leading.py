"""Leading a table: who may, on which day, and how it is closed.

Instants are timezone-aware and in UTC; a day is one in Europe/Berlin.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from consultations.booking import Diary, Overtaken, turn
from consultations.slots import Outcome, Slot
from consultations.states import Event, SlotState, after
from team.audit import Audit
from team.members import Member, Role

LOCAL = ZoneInfo("Europe/Berlin")
CLOSABLE = timedelta(days=14)  # a table of the last days may still be closed
LOOK_BACK = 6  # weeks until the family is asked what became of it
LOOK_BACKS = (4, 6, 8, 12)  # six to twelve are the practice; earlier where the family wants it


class LeadingRefused(Exception):
    """A rule of leading said no; each subclass is one rule."""


class NotYours(LeadingRefused):
    """Only the table's own moderator leads it; of others not even its existence is told."""


class DoesNotTakePlace(LeadingRefused):
    """The table is cancelled."""


class ClosedBefore(LeadingRefused):
    """The table was closed, by an earlier press or another device."""


class AnotherDay(LeadingRefused):
    """The table is on another day than today, perhaps as it was moved; `slot` has the time."""

    def __init__(self, slot: Slot) -> None:
        super().__init__()
        self.slot = slot


class NobodyPresents(LeadingRefused):
    """Nobody brings anything in, so there is nothing to lead."""


class NotBegun(LeadingRefused):
    """A table is closed once it has begun."""


def day_of(moment: datetime) -> date:
    """The local day of an instant."""
    return moment.astimezone(LOCAL).date()


async def tables_of(diary: Diary, moderator: Member, *, now: datetime) -> Sequence[Slot]:
    """Tables to lead today and those of the last days that were not closed, the next last."""
    slots = await diary.of_moderator(moderator.id, now - CLOSABLE)
    return [slot for slot in slots if day_of(slot.starts_at) <= day_of(now)]


async def table_to_lead(diary: Diary, slot_id: int, moderator: Member, *, now: datetime) -> Slot:
    """The table, if this member leads it now.

    Raises:
        LeadingRefused: the subclass names the rule.
    """
    slot = await diary.slot(slot_id)
    if slot is None or slot.moderator_id != moderator.id:
        raise NotYours
    if not moderator.acts_as(Role.MODERATOR, Role.COORDINATOR):
        raise NotYours
    if slot.state is SlotState.CANCELLED:
        raise DoesNotTakePlace
    if not slot.active:
        raise ClosedBefore
    if day_of(slot.starts_at) > day_of(now) or slot.ends_at < now - CLOSABLE:
        raise AnotherDay(slot)
    if after(slot.state, Event.TOOK_PLACE) is None:
        raise NobodyPresents
    return slot


async def close(
    diary: Diary,
    audit: Audit,
    slot_id: int,
    moderator: Member,
    outcome: Outcome,
    weeks: int | None,
    *,
    now: datetime,
) -> Slot:
    """Note that the table took place, how it ended and when it is looked back upon.

    Raises:
        LeadingRefused: the subclass names the rule.
        Overtaken: the table changed at this very moment.
    """
    slot = await table_to_lead(diary, slot_id, moderator, now=now)
    if slot.starts_at > now:
        raise NotBegun
    follow_up_on = day_of(slot.starts_at) + timedelta(weeks=weeks) if weeks else None
    state = await turn(diary, audit, slot, Event.TOOK_PLACE, by=moderator.id, now=now)
    held = replace(slot, state=state)
    if not await diary.close(held, outcome, follow_up_on):
        raise Overtaken
    return replace(held, outcome=outcome, follow_up_on=follow_up_on)

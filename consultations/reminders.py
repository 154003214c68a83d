"""When somebody is reminded of a table.

Worked out from the table as it stands at the time of sending, so a moved table moves its
reminders. Whatever falls due at night is sent the evening before (domain paper, section 4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from consultations.booking import Booking
from consultations.slots import Slot

LOCAL = ZoneInfo("Europe/Berlin")
EVENING, MORNING = time(20), time(7)  # between them it is quiet
BEFORE_EVENING = time(19, 30)


class ReminderKind(StrEnum):
    """What is told; one of each a member, table and start."""

    WEEK = "week"
    DAY = "day"
    COMPLETE = "complete"  # asks the presenter for the family's second yes
    INCOMPLETE = "incomplete"  # two days before, somebody is still missing
    FOLLOW_UP = "follow_up"


LONG_AGO = datetime.min.replace(tzinfo=UTC)
AHEAD = {ReminderKind.WEEK: timedelta(days=7), ReminderKind.DAY: timedelta(hours=24)}


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder of a table for one member; `booking` is empty for whoever moderates."""

    kind: ReminderKind
    slot: Slot
    member_id: int
    booking: Booking | None


class Reminders(Protocol):
    """Where it is noted which reminders have been written."""

    async def note(self, slot: Slot, member_id: int, kind: ReminderKind, now: datetime) -> bool:
        """Note a reminder for the slot's present start; False where it was written before."""

    async def noted(self, slot: Slot) -> set[tuple[int, ReminderKind]]:
        """Whom the slot's present start has been told to."""

    async def postpone(self, slot: Slot, member_id: int, to: date) -> None:
        """Look back on a held table later, and tell this member anew."""

    async def follow_ups(self, today: date) -> Sequence[Slot]:
        """Held tables whose day of looking back has come."""


def due_at(starts_at: datetime, ahead: timedelta) -> datetime:
    """When it is sent; by the clock on the wall, so that clock changes do not shift it."""
    local = starts_at.astimezone(LOCAL)
    wanted = datetime.combine(local.date(), local.time()) - ahead
    if wanted.time() < MORNING:
        wanted = datetime.combine(wanted.date() - timedelta(days=1), BEFORE_EVENING)
    elif wanted.time() >= EVENING:
        wanted = datetime.combine(wanted.date(), BEFORE_EVENING)
    return wanted.replace(tzinfo=LOCAL).astimezone(UTC)


def is_quiet(now: datetime) -> bool:
    """Whether people sleep, or should."""
    at = now.astimezone(LOCAL).time()
    return at < MORNING or at >= EVENING


def due(slot: Slot, since: datetime, now: datetime) -> ReminderKind | None:
    """The reminder that is due for somebody who has sat there since then.

    Only the latest one: who could not be reminded a week ahead is not told so a day ahead. A seat
    taken when a reminder would have been due needs none.
    """
    if not slot.active or slot.starts_at <= now:
        return None
    for kind in (ReminderKind.DAY, ReminderKind.WEEK):
        if due_at(slot.starts_at, AHEAD[kind]) <= now:
            return kind if since < due_at(slot.starts_at, AHEAD[kind]) else None
    return None


def due_now(slot: Slot, seated: Sequence[Booking], now: datetime) -> list[Reminder]:
    """All reminders of a table that are due, its moderator's among them."""
    found = [
        Reminder(kind, slot, booking.member_id, booking)
        for booking in seated
        if (kind := due(slot, booking.booked_at, now)) is not None
    ]
    if slot.moderator_id is not None:
        kind = due(slot, slot.published_at or LONG_AGO, now)
        if kind is not None:
            found.append(Reminder(kind, slot, slot.moderator_id, None))
    return found

"""Moving a table: whoever sits there keeps the seat and is asked whether it still suits.

Who publishes or moves holds the calendar, so that no room and no moderator is taken twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from consultations.booking import Booking, Diary, Overtaken, turn
from consultations.slots import Slot
from consultations.states import Event
from team.audit import Act, Audit
from team.members import Member, Members, may_coordinate


class MovingRefused(Exception):
    """A rule of moving said no; each subclass is one rule."""


class NotAllowed(MovingRefused):
    """Only coordinators move tables."""


class NotToCome(MovingRefused):
    """There is no such table to come: cancelled, begun, over, or never published."""


class IntoPast(MovingRefused):
    """The new start is over."""


class NothingNew(MovingRefused):
    """It already stands there, at that time."""


class Busy(MovingRefused):
    """Moderator or room is taken at that time by `slot`."""

    def __init__(self, slot: Slot) -> None:
        super().__init__()
        self.slot = slot


class ModeratorBusy(Busy):
    """The moderator leads another table."""


class RoomBusy(Busy):
    """Another table has the room."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A table before and after, and the seats that have to be confirmed anew."""

    before: Slot
    slot: Slot
    seated: Sequence[Booking]


async def move(
    diary: Diary,
    members: Members,
    audit: Audit,
    actor: Member,
    slot_id: int,
    *,
    starts_at: datetime,
    place: str | None = None,
    now: datetime,
) -> Moved:
    """Give a table another start, as long as before, and perhaps another place.

    The family's yes is taken back: it agreed to that time.

    Raises:
        MovingRefused: the subclass names the rule.
        Overtaken: the table changed at this very moment.
    """
    held = await members.hold(actor.id)
    if not may_coordinate(held, actor):
        raise NotAllowed
    await diary.hold_calendar()
    before = await diary.slot(slot_id)
    if before is None or not before.active or before.starts_at <= now:
        raise NotToCome
    if starts_at <= now:
        raise IntoPast
    ends_at = starts_at + (before.ends_at - before.starts_at)
    wanted = replace(before, starts_at=starts_at, ends_at=ends_at, place=place or before.place)
    if (wanted.starts_at, wanted.place) == (before.starts_at, before.place):
        raise NothingNew
    await check_free(diary, [wanted])
    if not await diary.move(before, starts_at, ends_at, wanted.place):
        raise Overtaken
    await audit.note(now, actor.id, Act.MOVED, f"slot {slot_id}")
    moved = await diary.slot(slot_id)
    if moved is None:
        raise Overtaken
    await turn(diary, audit, moved, Event.CHANGED, by=actor.id, now=now)
    return Moved(before, await diary.slot(slot_id) or moved, await diary.seated(slot_id))


async def check_free(diary: Diary, slots: Sequence[Slot]) -> None:
    """Check that neither moderator nor room of these slots is taken by others.

    Raises:
        ModeratorBusy, RoomBusy.
    """
    for slot in slots:
        for other in await diary.around(*slot.occupies()):
            if other.id == slot.id or not slot.meets(other):
                continue
            if slot.moderator_id is not None and other.moderator_id == slot.moderator_id:
                raise ModeratorBusy(other)
            if _room(other) == _room(slot):
                raise RoomBusy(other)


def _room(slot: Slot) -> str:
    return " ".join(slot.place.casefold().split())

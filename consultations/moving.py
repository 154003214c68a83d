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
    """Moderator or room of `wanted` is taken at that time by `slot`, buffers included."""

    def __init__(self, slot: Slot, wanted: Slot) -> None:
        super().__init__()
        self.slot = slot
        self.wanted = wanted


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
    return await alter(diary, audit, actor, before, wanted, now=now)


async def alter(
    diary: Diary, audit: Audit, actor: Member, before: Slot, wanted: Slot, *, now: datetime
) -> Moved:
    """Change a table as wanted; another time or place is to be confirmed by whoever sits there.

    The family's yes is taken back for those, and for another moderator: it agreed to what was.

    Raises:
        Overtaken: the table changed at this very moment.
    """
    elsewhere = when_and_where(before) != when_and_where(wanted)
    if not await diary.change(before, wanted, ask_anew=elsewhere):
        raise Overtaken
    act = Act.MOVED if elsewhere else Act.CHANGED
    await audit.note(now, actor.id, act, f"slot {before.id}")
    slot = await diary.slot(before.id)
    if slot is None:
        raise Overtaken
    if elsewhere or before.moderator_id != wanted.moderator_id:
        await turn(diary, audit, slot, Event.CHANGED, by=actor.id, now=now)
    return Moved(before, await diary.slot(before.id) or slot, await diary.seated(before.id))


def when_and_where(slot: Slot) -> tuple[datetime, datetime, str]:
    """What everybody at a table has agreed to."""
    return slot.starts_at, slot.ends_at, slot.place


async def check_free(diary: Diary, slots: Sequence[Slot]) -> None:
    """Check that neither moderator nor room of these slots is taken, by others or each other.

    Raises:
        ModeratorBusy, RoomBusy.
    """
    for refusal in (await clashes_of(diary, slots)).values():
        raise refusal


async def clashes_of(diary: Diary, slots: Sequence[Slot]) -> dict[int, Busy]:
    """Which of these slots, by their place in the sequence, cannot be, and what is in the way.

    Each stands beside those before it that can be.
    """
    spans = [slot.occupies() for slot in slots]
    begins, ends = min(begin for begin, _ in spans), max(end for _, end in spans)
    own = {slot.id for slot in slots}
    others = [one for one in await diary.around(begins, ends) if one.id not in own]
    found: dict[int, Busy] = {}
    for at, slot in enumerate(slots):
        refusal = next(filter(None, (_clash(slot, other) for other in others)), None)
        if refusal is None:
            others.append(slot)
        else:
            found[at] = refusal
    return found


def _clash(slot: Slot, other: Slot) -> Busy | None:
    if not slot.meets(other):
        return None
    if slot.moderator_id is not None and other.moderator_id == slot.moderator_id:
        return ModeratorBusy(other, slot)
    if slot.room is not None and other.room == slot.room:
        return RoomBusy(other, slot)
    return None

"""The life of a table: which states there are, and what leads from one to the next.

Source: domain paper, section 4. Nothing else changes the state of a slot, and each change is noted
in the trail. The picture in docs/consultations.md is made from `TRANSITIONS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class SlotState(StrEnum):
    """Where a slot stands."""

    OPEN = "open"  # published; nobody brings anything in yet
    REQUESTED = "requested"  # somebody presents; the family has not yet agreed to who sits there
    CONFIRMED = "confirmed"  # complete, and the family wants this table
    HELD = "held"  # it took place
    CANCELLED = "cancelled"  # it does not take place
    FOLLOWED_UP = "followed_up"  # the family was asked weeks later what became of it


class Event(StrEnum):
    """What happens to a slot."""

    PRESENTER_CAME = "presenter_came"
    PRESENTER_LEFT = "presenter_left"
    FAMILY_AGREED = "family_agreed"
    CHANGED = "changed"  # another person or another time: the family's yes is taken back
    WITHDRAWN = "withdrawn"
    TOOK_PLACE = "took_place"
    LOOKED_BACK = "looked_back"


TRANSITIONS: Mapping[tuple[SlotState, Event], SlotState] = {
    (SlotState.OPEN, Event.PRESENTER_CAME): SlotState.REQUESTED,
    (SlotState.OPEN, Event.WITHDRAWN): SlotState.CANCELLED,
    (SlotState.REQUESTED, Event.PRESENTER_LEFT): SlotState.OPEN,
    (SlotState.REQUESTED, Event.FAMILY_AGREED): SlotState.CONFIRMED,
    (SlotState.REQUESTED, Event.WITHDRAWN): SlotState.CANCELLED,
    (SlotState.REQUESTED, Event.TOOK_PLACE): SlotState.HELD,
    (SlotState.CONFIRMED, Event.CHANGED): SlotState.REQUESTED,
    (SlotState.CONFIRMED, Event.PRESENTER_LEFT): SlotState.OPEN,
    (SlotState.CONFIRMED, Event.WITHDRAWN): SlotState.CANCELLED,
    (SlotState.CONFIRMED, Event.TOOK_PLACE): SlotState.HELD,
    (SlotState.HELD, Event.LOOKED_BACK): SlotState.FOLLOWED_UP,
}
ACTIVE = frozenset({SlotState.OPEN, SlotState.REQUESTED, SlotState.CONFIRMED})  # may yet be booked


def after(state: SlotState, event: Event) -> SlotState | None:
    """The state that follows; None where the event changes nothing in this state."""
    return TRANSITIONS.get((state, event))

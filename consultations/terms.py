"""What holds at a table beside time, place and people: room notes, buffers, lead time.

Unknown is not no: whether a room is step-free stays unknown until a coordinator says it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from consultations.slots import Slot

BUFFERS = (0, 15, 30, 45, 60)  # minutes a room and its moderator are taken before, or after
LEADS = (0, 2, 24, 48, 72, 168)  # hours before the start at which booking closes
NEXT: Mapping[bool | None, bool | None] = {None: True, True: False, False: None}


@dataclass(frozen=True, slots=True)
class Terms:
    """Room notes, buffers and lead time; a note of None is unknown."""

    step_free: bool | None = None
    childrens_corner: bool | None = None
    prepare: timedelta = timedelta(0)
    follow: timedelta = timedelta(0)
    lead: timedelta = timedelta(0)


PLAIN = Terms()
# Time to put chairs and paper out and away; two hours keep the last day open to whoever waits.
USUAL = Terms(prepare=timedelta(minutes=15), follow=timedelta(minutes=15), lead=timedelta(hours=2))


def terms_of(slot: Slot) -> Terms:
    """The terms of a published table."""
    return Terms(slot.step_free, slot.childrens_corner, slot.prepare, slot.follow, slot.lead)


def are_possible(terms: Terms) -> bool:
    """Whether buffers and lead time are among those that are offered."""
    minutes = {one // timedelta(minutes=1) for one in (terms.prepare, terms.follow)}
    return minutes <= set(BUFFERS) and terms.lead // timedelta(hours=1) in LEADS

"""Slots: the published tables, their seats, and the codes a booking is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Seat(StrEnum):
    """How a professional sits at the table."""

    PRESENTER = "presenter"  # einbringend
    ADVISER = "adviser"  # beratend


class SlotState(StrEnum):
    """Where a slot stands."""

    OPEN = "open"
    CANCELLED = "cancelled"


class AgeBand(StrEnum):
    """Seven bands; nothing finer is ever asked."""

    TODDLER = "0-2"
    PRESCHOOL = "3-5"
    PRIMARY = "6-9"
    TWEEN = "10-13"
    TEEN = "14-17"
    YOUNG_ADULT = "18-26"
    MIXED = "mixed"


class TableLanguage(StrEnum):
    """The language spoken at the table."""

    GERMAN = "de"
    ENGLISH = "en"
    TURKISH = "tr"
    ARABIC = "ar"
    UKRAINIAN = "uk"
    DARI = "fa"
    ROMANIAN = "ro"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of time in which a table receives professionals and a family. Instants in UTC."""

    id: int
    starts_at: datetime
    ends_at: datetime
    place: str
    moderator_id: int | None  # None: has left, or the table is over for some time
    presenter_seats: int
    adviser_seats: int
    presenters_taken: int = 0
    advisers_taken: int = 0
    state: SlotState = SlotState.OPEN

    def free(self, seat: Seat) -> int:
        """Seats of this kind nobody has taken."""
        if seat is Seat.PRESENTER:
            return self.presenter_seats - self.presenters_taken
        return self.adviser_seats - self.advisers_taken

    @property
    def has_room(self) -> bool:
        """Whether any seat is free."""
        return any(self.free(seat) > 0 for seat in Seat)

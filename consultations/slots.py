"""Slots: the published tables, their seats, and the codes a booking is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from consultations.states import ACTIVE, SlotState
from team.members import FieldOfAction


class Seat(StrEnum):
    """How a professional sits at the table."""

    PRESENTER = "presenter"  # einbringend
    ADVISER = "adviser"  # beratend


class Kind(StrEnum):
    """With whom a table is held."""

    FAMILY = "family"
    PEER = "peer"  # among professionals, about an anonymised question; no family at the table


class Outcome(StrEnum):
    """How a table ended, as the moderator tells it afterwards."""

    AGREED = "agreed"  # the family went home with an agreement of its own
    AGAIN = "again"  # another table is wanted
    ELSEWHERE = "elsewhere"  # other help is the next step
    OPEN = "open"  # nothing was settled, and that is fine


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
    place: str  # a room, or a link to a video room
    moderator_id: int | None  # None: has left, or the table is over for some time
    presenter_seats: int
    adviser_seats: int
    presenters_taken: int = 0
    advisers_taken: int = 0
    state: SlotState = SlotState.OPEN
    kind: Kind = Kind.FAMILY
    revision: int = 0  # how often it was changed
    step_free: bool | None = None
    childrens_corner: bool | None = None
    prepare: timedelta = timedelta(0)  # the room is needed so long before
    follow: timedelta = timedelta(0)  # and after
    lead: timedelta = timedelta(0)  # booking ends so long before
    family_people: int | None = None  # family and its supports: how many, never who
    refused_fields: frozenset[FieldOfAction] = frozenset()  # whom the family does not want
    agreed_at: datetime | None = None  # the family's yes to everybody who sits there
    outcome: Outcome | None = None
    follow_up_on: date | None = None
    series: str | None = None
    published_at: datetime | None = None

    def free(self, seat: Seat) -> int:
        """Seats of this kind nobody has taken."""
        if seat is Seat.PRESENTER:
            return self.presenter_seats - self.presenters_taken
        return self.adviser_seats - self.advisers_taken

    @property
    def has_room(self) -> bool:
        """Whether any seat is free."""
        return any(self.free(seat) > 0 for seat in Seat)

    @property
    def active(self) -> bool:
        """Whether it is still to take place, as far as anybody knows."""
        return self.state in ACTIVE

    @property
    def room(self) -> str | None:
        """The room, however it is written; None for a video link, which nobody else can take."""
        return None if is_video(self.place) else " ".join(self.place.casefold().split())

    @property
    def books_until(self) -> datetime:
        """When booking closes."""
        return self.starts_at - self.lead

    def occupies(self) -> tuple[datetime, datetime]:
        """From when to when room and moderator are taken."""
        return self.starts_at - self.prepare, self.ends_at + self.follow

    def meets(self, other: Slot) -> bool:
        """Whether both need room or moderator at the same time."""
        begins, ends = self.occupies()
        other_begins, other_ends = other.occupies()
        return begins < other_ends and other_begins < ends


def is_video(place: str) -> bool:
    """Whether a place is a link."""
    return "://" in place

"""A month of tables for coordinators: occupancy, and nothing by which somebody can be told.

Instants are in UTC, days are in Europe/Berlin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from consultations.booking import Diary
from consultations.leading import LOCAL, day_of
from consultations.quorum import Seated, sought
from consultations.slots import Seat, Slot
from consultations.states import SlotState
from team.members import FieldOfAction

SEATED = 2  # people at a table from which on their fields are named, all together
MONTHS_AROUND = 24  # how far one may turn the pages


@dataclass(frozen=True, slots=True)
class TableView:
    """A table as coordinators see it: no theme, nobody's name, no field of a single person.

    *fields*: those of all at the table together; None where they would tell who it is.
    *sought*: fields that would complete it, and *unwanted* all others; both empty where none is.
    """

    starts_at: datetime
    ends_at: datetime
    place: str
    state: SlotState
    taken: Mapping[Seat, int]
    free: Mapping[Seat, int]
    fields: tuple[FieldOfAction, ...] | None
    sought: tuple[FieldOfAction, ...]

    @property
    def day(self) -> date:
        """The local day."""
        return day_of(self.starts_at)

    @property
    def unwanted(self) -> tuple[FieldOfAction, ...]:
        """Fields that are there already or not wanted, where others are sought."""
        if not self.sought:
            return ()
        return tuple(field for field in FieldOfAction if field not in self.sought)


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Sunday, with the tables of the month in it."""

    monday: date
    tables: tuple[TableView, ...]

    @property
    def days(self) -> tuple[date, ...]:
        """Its seven days."""
        return tuple(self.monday + timedelta(days=number) for number in range(7))


@dataclass(frozen=True, slots=True)
class Month:
    """A month: its first day, and its tables, the earliest first."""

    first: date
    tables: tuple[TableView, ...]

    @property
    def weeks(self) -> tuple[Week, ...]:
        """The weeks that hold a day of this month."""
        monday, weeks = self.first - timedelta(days=self.first.weekday()), []
        while monday < later(self.first, 1):
            sunday = monday + timedelta(days=6)
            found = tuple(one for one in self.tables if monday <= one.day <= sunday)
            weeks.append(Week(monday, found))
            monday += timedelta(days=7)
        return tuple(weeks)


def later(first: date, months: int) -> date:
    """The first day of the month so many months later."""
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def near(first: date, now: datetime) -> bool:
    """Whether this month is near enough to be looked at."""
    today = day_of(now)
    months = (first.year - today.year) * 12 + first.month - today.month
    return abs(months) <= MONTHS_AROUND


async def month(diary: Diary, first: date, *, now: datetime) -> Month:
    """The month that begins on *first*."""
    slots = await diary.between(_begin(first), _begin(later(first, 1)))
    return Month(first, tuple([await _view(diary, slot, now) for slot in slots]))


async def _view(diary: Diary, slot: Slot, now: datetime) -> TableView:
    seated = await diary.mixture(slot.id)
    to_come = slot.active and slot.starts_at > now
    return TableView(
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        place=slot.place,
        state=slot.state,
        taken={
            Seat.PRESENTER: slot.presenters_taken,
            Seat.ADVISER: slot.advisers_taken,
        },
        free={seat: slot.free(seat) if to_come else 0 for seat in Seat},
        fields=_fields(seated),
        sought=tuple(sought(slot, _shown(seated))) if to_come else (),
    )


def _fields(seated: Sequence[Seated]) -> tuple[FieldOfAction, ...] | None:
    """All fields at the table, in their own order, so that none leads to a seat."""
    if not _shown(seated):
        return None if seated else ()
    there = {one.field for one in seated}
    return tuple(field for field in FieldOfAction if field in there)


def _shown(seated: Sequence[Seated]) -> Sequence[Seated]:
    """Who may be taken into account: one person alone is not, or what is sought told the field."""
    return seated if len(seated) >= SEATED else ()


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL).astimezone(UTC)

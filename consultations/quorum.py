"""Who has to sit at a table so that it can be held, and who is still missing.

Source: domain paper, section 4: a moderator, a presenter, two advisers of two further fields, and
the family's yes. Among professionals alone nobody has to say yes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from consultations.slots import Kind, Seat, Slot
from team.members import FieldOfAction

BEFORE = timedelta(hours=48)  # when a table has to be complete
ADVISERS = 2
FURTHER_FIELDS = 2


@dataclass(frozen=True, slots=True)
class Seated:
    """Somebody at the table, as far as it matters for the mixture."""

    seat: Seat
    field: FieldOfAction | None


@dataclass(frozen=True, slots=True)
class Missing:
    """What a table lacks. `advisers` and `fields` are numbers."""

    moderator: bool
    presenter: bool
    advisers: int
    fields: int
    confirmations: int
    family: bool

    @property
    def people(self) -> bool:
        """Whether anybody is missing, apart from the family's yes."""
        return bool(
            self.moderator or self.presenter or self.advisers or self.fields or self.confirmations
        )

    def __bool__(self) -> bool:
        return self.people or self.family


def missing(slot: Slot, seated: Iterable[Seated], unconfirmed: int = 0) -> Missing:
    """What this table lacks; *unconfirmed* seats have not answered since it was moved."""
    table = list(seated)
    advisers = [one for one in table if one.seat is Seat.ADVISER]
    return Missing(
        moderator=slot.moderator_id is None,
        presenter=all(one.seat is not Seat.PRESENTER for one in table),
        advisers=max(0, ADVISERS - len(advisers)),
        fields=max(0, FURTHER_FIELDS - len(further_fields(table))),
        confirmations=unconfirmed,
        family=slot.kind is Kind.FAMILY and slot.agreed_at is None,
    )


def further_fields(seated: Iterable[Seated]) -> frozenset[FieldOfAction]:
    """The fields of the advisers that are not the presenter's."""
    table = list(seated)
    presenting = {one.field for one in table if one.seat is Seat.PRESENTER}
    advising = {one.field for one in table if one.seat is Seat.ADVISER and one.field is not None}
    return frozenset(one for one in advising - presenting if one is not None)


def lacking(slot: Slot, seated: Iterable[Seated]) -> list[FieldOfAction]:
    """The fields of which one more would help the mixture; none where it has enough."""
    table = list(seated)
    if len(further_fields(table)) >= FURTHER_FIELDS:
        return []
    there = {one.field for one in table} | slot.refused_fields
    return [field for field in FieldOfAction if field not in there]


def sought(slot: Slot, seated: Iterable[Seated]) -> list[FieldOfAction]:
    """The fields that are looked for: none where no seat is free."""
    return lacking(slot, seated) if slot.free(Seat.ADVISER) > 0 else []

"""Slots as rows: which are still to come, how a row reads, and what counts its seats."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_

from consultations.slots import Kind, Outcome, Seat, Slot
from consultations.states import ACTIVE, SlotState
from storage.tables import SlotRow
from storage.unit_of_work import UnitOfWork
from team.members import FieldOfAction

TAKEN = {Seat.PRESENTER: SlotRow.presenters_taken, Seat.ADVISER: SlotRow.advisers_taken}
SEATS = {Seat.PRESENTER: SlotRow.presenter_seats, Seat.ADVISER: SlotRow.adviser_seats}
IS_ACTIVE = SlotRow.state.in_(sorted(ACTIVE))


async def slots_of(work: UnitOfWork, statement: Select[SlotRow]) -> list[Slot]:
    """The slots a statement finds, as they are now."""
    async with work.reading() as session:
        fresh = statement.execution_options(populate_existing=True)
        return [slot_of(row) for row in await session.scalars(fresh)]


def to_come(now: datetime) -> ColumnElement[bool]:
    """Slots that have not begun and are not cancelled."""
    return and_(IS_ACTIVE, SlotRow.starts_at > now)


def slot_of(row: SlotRow) -> Slot:
    """The slot in a row."""
    return Slot(
        id=row.id,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place,
        moderator_id=row.moderator_id,
        presenter_seats=row.presenter_seats,
        adviser_seats=row.adviser_seats,
        presenters_taken=row.presenters_taken,
        advisers_taken=row.advisers_taken,
        state=SlotState(row.state),
        kind=Kind(row.kind),
        revision=row.revision,
        step_free=row.step_free,
        childrens_corner=row.childrens_corner,
        prepare=timedelta(minutes=row.prepare_minutes),
        follow=timedelta(minutes=row.follow_minutes),
        lead=timedelta(hours=row.lead_hours),
        family_people=row.family_people,
        refused_fields=frozenset(map(FieldOfAction, row.refused_fields)),
        agreed_at=row.agreed_at,
        outcome=Outcome(row.outcome) if row.outcome else None,
        follow_up_on=row.follow_up_on,
        series=row.series,
        published_at=row.published_at,
    )

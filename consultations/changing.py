"""Changing tables that are published: one, this and the following, or all of a series.

What is changed is what was on the screen, or nothing: who comes second sees what the first did.
Tables that have begun, were held or called off stay as they were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from consultations.booking import Diary, turn
from consultations.moving import (
    IntoPast,
    Moved,
    MovingRefused,
    NotAllowed,
    NothingNew,
    NotToCome,
    alter,
    check_free,
)
from consultations.publishing import LOCAL, is_place, moment
from consultations.series import Extent, SeriesKept, concerned
from consultations.series_changes import ended, shifted
from consultations.slots import Slot
from consultations.states import Event
from consultations.terms import are_possible, terms_of
from team.audit import Audit
from team.members import Member, Members, Role, may_coordinate

AT_ODDS = ("starts_at", "ends_at", "place", "moderator_id", "prepare", "follow")  # may overlap


class Stale(MovingRefused):
    """The tables are no longer as they were shown: somebody else has changed them."""


class NoModerator(MovingRefused):
    """The person named does not moderate (any more)."""


class SitsThere(MovingRefused):
    """Who shall moderate has another seat at `slot`."""

    def __init__(self, slot: Slot) -> None:
        super().__init__()
        self.slot = slot


class NotPossible(MovingRefused):
    """A place, buffer or lead time that no table has."""


class Desk(Protocol):
    """What a change needs, of one unit of work."""

    @property
    def diary(self) -> Diary:
        """The tables."""

    @property
    def series(self) -> SeriesKept:
        """The rules they follow."""

    @property
    def members(self) -> Members:
        """The people."""

    @property
    def audit(self) -> Audit:
        """The trail."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which tables are meant: at one of them, how far, and their mark as they were shown."""

    slot_id: int
    extent: Extent
    mark: str


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be different: the start, by the clock on the wall, and other fields of a slot."""

    shift: timedelta = timedelta(0)
    values: Mapping[str, Any] = field(default_factory=dict)

    def of(self, slot: Slot) -> Slot:
        """The table as it would be."""
        wall = slot.starts_at.astimezone(LOCAL).replace(tzinfo=None) + self.shift
        starts_at = moment(wall.date(), wall.time()) if self.shift else slot.starts_at
        ends_at = starts_at + (slot.ends_at - slot.starts_at)
        return replace(slot, starts_at=starts_at, ends_at=ends_at, **self.values)


async def meant(desk: Desk, slot_id: int, extent: Extent, *, now: datetime) -> Sequence[Slot]:
    """The tables to come that a change at this one concerns, the earliest first.

    Raises:
        NotToCome: this one is cancelled, has begun, or never was.
    """
    slot = await desk.diary.slot(slot_id)
    if slot is None or not slot.active or slot.starts_at <= now:
        raise NotToCome
    if slot.series is None or extent is Extent.ONE:
        return [slot]
    tables = await desk.series.tables(slot.series)
    found = concerned(tables, slot, extent, now=now).changed
    return [one for one in found if one.active]


def mark_of(tables: Sequence[Slot]) -> str:
    """A few letters that change when another table is meant, or one of them was changed."""
    told = repr([(one.id, one.revision) for one in tables])
    return hashlib.blake2b(told.encode(), digest_size=4).hexdigest()


async def change_tables(
    desk: Desk, actor: Member, chosen: Chosen, change: Change, *, new_series: str, now: datetime
) -> Sequence[Moved]:
    """Change the chosen tables, all or none; *new_series* names what is split from a series.

    Raises:
        MovingRefused: the subclass names the rule.
        Overtaken: a table changed at this very moment.
    """
    tables = await _held(desk, actor, chosen, change.values.get("moderator_id"), now=now)
    wanted = [(one, after) for one in tables if (after := change.of(one)) != one]
    if not wanted:
        raise NothingNew
    await _check(desk, wanted, now=now)
    moved = [
        await alter(desk.diary, desk.audit, actor, before, after, now=now)
        for before, after in wanted
    ]
    if change.shift and chosen.extent is not Extent.ONE:
        await _move_rule(desk, tables, change.shift, new_series, now=now)
    return moved


async def call_off_tables(
    desk: Desk, actor: Member, chosen: Chosen, *, now: datetime
) -> Sequence[Slot]:
    """Cancel the chosen tables, all or none; returns them as they were.

    Raises:
        MovingRefused: the subclass names the rule.
        Overtaken: a table changed at this very moment.
    """
    tables = await _held(desk, actor, chosen, None, now=now)
    for one in tables:
        await turn(desk.diary, desk.audit, one, Event.WITHDRAWN, by=actor.id, now=now)
    if chosen.extent is not Extent.ONE:
        await _end_rule(desk, tables)
    return tables


async def _held(
    desk: Desk, actor: Member, chosen: Chosen, moderator_id: int | None, *, now: datetime
) -> Sequence[Slot]:
    """The tables as they were shown, while nobody else can change them."""
    numbers = {actor.id} if moderator_id is None else {actor.id, moderator_id}
    held = await desk.members.hold(*sorted(numbers))
    if not may_coordinate(held, actor):
        raise NotAllowed
    if moderator_id is not None:
        moderator = held.get(moderator_id)
        if moderator is None or not moderator.acts_as(Role.MODERATOR, Role.COORDINATOR):
            raise NoModerator
    await desk.diary.hold_calendar()
    tables = await meant(desk, chosen.slot_id, chosen.extent, now=now)
    if mark_of(tables) != chosen.mark:
        raise Stale
    return tables


async def _check(desk: Desk, wanted: Sequence[tuple[Slot, Slot]], *, now: datetime) -> None:
    for before, after in wanted:
        if after.starts_at <= now:
            raise IntoPast
        if not is_place(after.place):
            raise NotPossible
        if terms_of(after) != terms_of(before) and not are_possible(terms_of(after)):
            raise NotPossible
        new = after.moderator_id if after.moderator_id != before.moderator_id else None
        if new is not None and await desk.diary.active_booking(after.id, new) is not None:
            raise SitsThere(after)
    if any(getattr(one, name) != getattr(to, name) for one, to in wanted for name in AT_ODDS):
        await check_free(desk.diary, [after for _, after in wanted])


async def _move_rule(
    desk: Desk, tables: Sequence[Slot], shift: timedelta, new_series: str, *, now: datetime
) -> None:
    """Let the rule follow its moved tables; where others stay, it is split before the first."""
    old = tables[0].series
    rule = await desk.series.series(old) if old is not None else None
    if old is None:
        return
    first = tables[0].starts_at.astimezone(LOCAL).date()
    others = {one.id for one in await desk.series.tables(old)} - {one.id for one in tables}
    moved = shifted(rule, first, shift) if rule is not None else None
    if not others:
        await desk.series.rewrite(old, moved)
        return
    if rule is not None:
        await desk.series.rewrite(old, ended(rule, first))
    if moved is not None:
        length = tables[0].ends_at - tables[0].starts_at
        await desk.series.keep(new_series, moved, moved.length or length, now)
    await desk.series.regroup([one.id for one in tables], new_series)


async def _end_rule(desk: Desk, tables: Sequence[Slot]) -> None:
    """End the rule before the first table that was called off."""
    series_id = tables[0].series
    rule = await desk.series.series(series_id) if series_id is not None else None
    if series_id is not None and rule is not None:
        first = tables[0].starts_at.astimezone(LOCAL).date()
        await desk.series.rewrite(series_id, ended(rule, first))

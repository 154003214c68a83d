"""What a presenter tells of the family, and tables without one; over the fake and each engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from consultations.booking import (
    Booking,
    BookingUnknown,
    FamilyNotAsked,
    Matter,
    Needs,
    SlotOver,
    TooMany,
    book,
)
from consultations.cancelling import cancel, other_tables, rebook
from consultations.presenting import tell_needs
from consultations.quorum import missing
from consultations.slots import AgeBand, Kind, Seat, Slot, TableLanguage
from tests.consultations.test_booking import MATTER, NOON, Desk, desk

__all__ = ["desk"]  # the fixture

NEEDS = Needs(access=True, interpreting=True, people=5)
PEER = Matter(False, "schule", AgeBand.PRIMARY, TableLanguage.GERMAN, peer=True)


async def presented(desk: Desk, slot: Slot, matter: Matter = MATTER) -> Booking:
    """A seat of Anna, who presents."""
    return await book(desk.diary, desk.audit, slot.id, desk.anna, Seat.PRESENTER, matter, now=NOON)


async def table(desk: Desk, slot: Slot) -> Slot:
    """The table as it is now."""
    found = await desk.diary.slot(slot.id)
    assert found is not None
    return found


async def test_what_the_family_needs_is_kept_and_changed(desk: Desk) -> None:
    """At booking, and at any time until the table begins."""
    slot = await desk.offer()
    seat = await presented(desk, slot, replace(MATTER, needs=NEEDS))
    assert seat.needs == NEEDS

    changed = await tell_needs(
        desk.diary, seat.id, desk.anna, Needs(interpreting=True, people=2), now=NOON
    )

    assert changed.needs == Needs(interpreting=True, people=2)
    assert (await table(desk, slot)).family_people == 2
    with pytest.raises(SlotOver):
        await tell_needs(desk.diary, seat.id, desk.anna, NEEDS, now=slot.starts_at)


@pytest.mark.parametrize("people", [0, 9, -1])
async def test_the_number_of_people_is_one_to_eight(desk: Desk, people: int) -> None:
    """Also from forged buttons."""
    slot = await desk.offer()
    with pytest.raises(TooMany):
        await presented(desk, slot, replace(MATTER, needs=Needs(people=people)))
    seat = await presented(desk, slot)

    with pytest.raises(TooMany):
        await tell_needs(desk.diary, seat.id, desk.anna, Needs(people=people), now=NOON)

    assert (await table(desk, slot)).family_people is None


async def test_only_who_presents_tells_of_the_family(desk: Desk) -> None:
    """Neither an adviser of their own seat, nor anybody of another's."""
    slot = await desk.offer()
    seat = await presented(desk, slot)
    advising = await book(
        desk.diary, desk.audit, slot.id, desk.boris, Seat.ADVISER, None, now=NOON
    )

    for number in (seat.id, advising.id):
        with pytest.raises(BookingUnknown):
            await tell_needs(desk.diary, number, desk.boris, NEEDS, now=NOON)

    assert (await table(desk, slot)).family_people is None


async def test_with_the_presenter_goes_what_was_told_of_the_family(desk: Desk) -> None:
    """The next one brings another family, or none."""
    slot = await desk.offer()
    seat = await presented(desk, slot, replace(MATTER, needs=NEEDS))

    await cancel(desk.diary, desk.audit, seat.id, desk.anna, now=NOON)

    assert (await table(desk, slot)).family_people is None
    again = await presented(desk, slot, PEER)
    await cancel(desk.diary, desk.audit, again.id, desk.anna, now=NOON)
    assert (await table(desk, slot)).kind is Kind.FAMILY


async def test_it_comes_along_to_another_table(desk: Desk) -> None:
    """The number, the room, interpreting; and that no family comes."""
    first, second, third = [await desk.offer(days=days) for days in (1, 2, 3)]
    seat = await presented(desk, first, replace(MATTER, needs=NEEDS))
    _, moved = await rebook(desk.diary, desk.audit, seat.id, second.id, desk.anna, now=NOON)
    assert moved.needs == NEEDS
    assert (await table(desk, first)).family_people is None
    await cancel(desk.diary, desk.audit, moved.id, desk.anna, now=NOON)

    alone = await presented(desk, first, PEER)
    _, moved = await rebook(desk.diary, desk.audit, alone.id, third.id, desk.anna, now=NOON)

    assert moved.slot.kind is Kind.PEER
    assert (await table(desk, first)).kind is Kind.FAMILY


async def test_without_a_family_nobody_has_to_say_yes(desk: Desk) -> None:
    """The table is held among professionals; of needs only the room stays."""
    slot = await desk.offer()
    with pytest.raises(FamilyNotAsked):
        await presented(desk, slot, replace(PEER, peer=False))

    seat = await presented(desk, slot, replace(PEER, needs=NEEDS))

    now = await table(desk, slot)
    assert (now.kind, seat.needs) == (Kind.PEER, Needs(access=True))
    assert not missing(now, await desk.diary.mixture(slot.id)).family


async def test_other_tables_are_such_as_the_member_may_take(desk: Desk) -> None:
    """Not the one they ask from, not one they sit at, not a full one; without steps if asked."""
    rooms = {2: True, 3: False, 4: True, 5: None, 6: True}
    here = await desk.offer()
    slots = {}
    for days, step_free in rooms.items():
        starts_at = NOON + timedelta(days=days)
        slot = Slot(0, starts_at, starts_at + timedelta(minutes=90), "Raum",
                    desk.members[0].id, 1, 2, step_free=step_free)  # fmt: skip
        slots[days] = (await desk.diary.publish([slot], desk.members[0].id, None, NOON))[0]
    await book(desk.diary, desk.audit, slots[2].id, desk.boris, Seat.PRESENTER, MATTER, now=NOON)
    await book(desk.diary, desk.audit, slots[4].id, desk.anna, Seat.ADVISER, None, now=NOON)

    async def found(most: int, *, step_free: bool) -> list[int]:
        tables = await other_tables(
            desk.diary, here.id, Seat.PRESENTER, desk.anna, now=NOON, most=most,
            step_free=step_free,
        )  # fmt: skip
        return [one.id for one in tables]

    assert await found(9, step_free=False) == [slots[days].id for days in (3, 5, 6)]
    assert await found(1, step_free=False) == [slots[3].id]
    assert await found(9, step_free=True) == [slots[6].id]

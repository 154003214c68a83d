"""Journey "Tisch verlegen"."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from consultations.changing import mark_of
from consultations.publishing import LOCAL
from consultations.slots import Slot
from handlers.texts import booking as booking_texts
from handlers.texts import moving as texts
from storage.diary import SqlDiary
from storage.unit_of_work import UnitOfWork
from team.members import Role
from tests.chat import Chat, Town


async def stored(town: Town, slot: Slot) -> Slot:
    """The table as it is now."""
    async with UnitOfWork(town.lotse.database) as work:
        found = await SqlDiary(work).slot(slot.id)
    assert found is not None
    return found


async def advised(town: Town, slot: Slot) -> Chat:
    """Somebody who sits there."""
    chat = await town.member()
    await chat.say("/beratung")
    await chat.press(f"b:slot:{slot.id}")
    await chat.tap(booking_texts.ADVISE)
    await chat.tap(booking_texts.BOOK)
    return chat


def entry(content: bytes) -> Any:
    """The one entry of a calendar file."""
    return next(iter(Calendar.from_ical(content).walk("VEVENT")))


async def test_a_table_is_moved_by_taps_and_everybody_is_asked_anew(town: Town) -> None:
    """The seat stays, the calendar entry is the same one, later; "Passt" settles it."""
    chat = await town.member(Role.COORDINATOR)
    slot = await town.slot(chat)
    seated = await advised(town, slot)
    first = entry(seated.files[-1])
    await chat.say("/tische")
    await chat.press(f"pub:t:{slot.id}")
    await chat.tap(texts.MOVE)
    await chat.tap("1 Tag später")
    await chat.tap("30 Min. später")
    assert "1 Person behält ihren Platz" in chat.last_text
    assert (await stored(town, slot)).starts_at == slot.starts_at

    await chat.tap(texts.MOVE)

    now = await stored(town, slot)
    assert now.starts_at == slot.starts_at + timedelta(days=1, minutes=30)
    assert seated.last_text.startswith("Ihr Termin ist verlegt")
    later = entry(seated.files[-1])
    assert (later["UID"], later["SEQUENCE"]) == (first["UID"], first["SEQUENCE"] + 2)
    assert later["DTSTART"].dt == now.starts_at
    await seated.tap(texts.SUITS)
    async with UnitOfWork(town.lotse.database) as work:
        (seat,) = await SqlDiary(work).seated(slot.id)
    assert not seat.to_confirm


async def test_a_taken_room_or_the_past_changes_nothing(town: Town) -> None:
    """What is in the way is named, and another time can be tapped at once."""
    chat = await town.member(Role.COORDINATOR)
    slot, other = await town.slot(chat), await town.slot(chat)
    taken = f"{other.starts_at.astimezone(LOCAL):%Y%m%d%H%M}"
    await chat.say("/tische")

    scope = f"one:{mark_of([slot])}"
    await chat.press(f"mv!:{slot.id}:{taken}:{scope}")
    assert "Die Moderation leitet da schon einen Tisch" in chat.last_text
    await chat.press(f"mv!:{slot.id}:202001011200:{scope}")
    assert "in der Vergangenheit" in chat.last_text

    assert "1 Tag später" in chat.labels
    assert await stored(town, slot) == slot


@pytest.mark.parametrize(
    "data", ["mv:999999:202801011200", "mv!:999999:202801011200:one:00000000"]
)
async def test_a_table_that_is_none_leads_back_to_the_list(town: Town, data: str) -> None:
    """Also with a forged number."""
    chat = await town.member(Role.COORDINATOR)
    await chat.say("/tische")

    await chat.press(data)

    assert "Angebotene Tische" in chat.last_text


async def test_only_coordinators_move(town: Town) -> None:
    """A forged button of a professional changes nothing."""
    slot = await town.slot(await town.member(Role.COORDINATOR))
    chat = await town.member()
    await chat.say("/menue")

    await chat.press(f"mv!:{slot.id}:202801011200:one:{mark_of([slot])}")

    assert await stored(town, slot) == slot

"""Journey "Beratung buchen"."""

from __future__ import annotations

import asyncio
from typing import Any

from icalendar import Calendar

from consultations.booking import SeatTaken
from consultations.slots import Seat
from handlers.texts import booking as texts
from storage.diary import SqlDiary
from storage.unit_of_work import UnitOfWork
from team.members import Role
from tests.chat import Chat, Town


async def book_as_presenter(chat: Chat, slot_id: int) -> None:
    """Everything a presenter taps before the last tap."""
    await chat.say("/beratung")
    await chat.press(f"b:slot:{slot_id}")
    for label in (texts.PRESENT, "Ja", "Schule", "6 bis 9", "Deutsch"):
        await chat.tap(label)


async def test_a_presenter_books_in_taps_and_gets_a_calendar_file(town: Town) -> None:
    """From the list to the confirmed seat, with a neutral .ics file."""
    slot = await town.slot(await town.member(Role.COORDINATOR))
    chat = await town.member()

    await book_as_presenter(chat, slot.id)
    assert "Die Familie will diesen Tisch: Ja" in chat.last_text
    await chat.tap(texts.BOOK)

    assert chat.last_text.startswith("Gebucht.")
    event: Any = next(iter(Calendar.from_ical(chat.files[-1]).walk("VEVENT")))
    assert str(event["SUMMARY"]) == "Termin"
    assert event["DTSTART"].dt == slot.starts_at


async def test_without_the_familys_yes_there_is_no_seat_as_presenter(town: Town) -> None:
    """The will of the family comes first, also against forged buttons."""
    slot = await town.slot(await town.member(Role.COORDINATOR))
    chat = await town.member()
    await chat.say("/beratung")
    await chat.press(f"b:slot:{slot.id}")
    await chat.tap(texts.PRESENT)

    await chat.tap(texts.FAMILY_NOT_ASKED)

    assert chat.last_text == texts.NOT_ASKED.replace("<b>", "").replace("</b>", "")
    await chat.press("b:book")
    assert await seats_taken(town, slot.id) == 0


async def test_an_adviser_books_in_three_taps(town: Town) -> None:
    """Who advises brings nothing and is asked nothing."""
    slot = await town.slot(await town.member(Role.COORDINATOR))
    chat = await town.member()
    await chat.say("/beratung")
    await chat.press(f"b:slot:{slot.id}")

    await chat.tap(texts.ADVISE)
    await chat.tap(texts.BOOK)

    assert "beratend" in chat.last_text
    assert await seats_taken(town, slot.id) == 1


async def test_two_people_on_the_last_seat(town: Town) -> None:
    """One gets it; the other reads why not and what is free next."""
    coordinator = await town.member(Role.COORDINATOR)
    slot = await town.slot(coordinator)
    await town.slot(coordinator)
    anna, boris = await town.member(), await town.member()
    await book_as_presenter(anna, slot.id)
    await book_as_presenter(boris, slot.id)

    await asyncio.gather(anna.tap(texts.BOOK), boris.tap(texts.BOOK))

    first = sorted([anna.last_text, boris.last_text], key=lambda text: text.startswith("Der"))
    assert first[0].startswith("Gebucht.")
    assert first[1].startswith("Der Platz ist gerade vergeben.")
    assert "Nächster freier:" in first[1]
    assert await seats_taken(town, slot.id) == 1


async def test_a_cancelled_seat_can_be_taken_again_by_the_same_person(town: Town) -> None:
    """Cancelling frees the seat at once and leaves no trace that blocks."""
    slot = await town.slot(await town.member(Role.COORDINATOR))
    chat = await town.member()
    await book_as_presenter(chat, slot.id)
    await chat.tap(texts.BOOK)
    await chat.say("/meine")

    await chat.tap("1 Platz absagen")
    await chat.tap("Platz absagen")
    assert chat.last_text == texts.CANCELLED
    assert b"METHOD:CANCEL" in chat.files[-1]
    await book_as_presenter(chat, slot.id)
    await chat.tap(texts.BOOK)

    assert chat.last_text.startswith("Gebucht.")
    assert await seats_taken(town, slot.id) == 1


async def test_nobody_cancels_the_seat_of_another(town: Town) -> None:
    """A forged button changes nothing."""
    slot = await town.slot(await town.member(Role.COORDINATOR))
    anna, boris = await town.member(), await town.member()
    await book_as_presenter(anna, slot.id)
    await anna.tap(texts.BOOK)
    async with UnitOfWork(town.lotse.database) as work:
        booking = (await SqlDiary(work).seated(slot.id))[0]
    await boris.say("/start")

    await boris.press(f"b:cancel!:{booking.id}")

    assert await seats_taken(town, slot.id) == 1


async def test_the_moderator_takes_no_other_seat(town: Town) -> None:
    """The moderator keeps time and fairness."""
    coordinator = await town.member(Role.COORDINATOR)
    slot = await town.slot(coordinator)
    await coordinator.say("/beratung")

    await coordinator.press(f"b:slot:{slot.id}")

    assert coordinator.last_text.startswith("Sie moderieren diesen Tisch")


async def test_an_old_button_shows_the_current_step(town: Town) -> None:
    """A button of an earlier screen answers with a way on."""
    slot = await town.slot(await town.member(Role.COORDINATOR))
    chat = await town.member()
    await chat.say("/beratung")
    await chat.press(f"b:slot:{slot.id}")
    await chat.tap(texts.PRESENT)

    await chat.press("b:lang:de")

    assert chat.last_text.startswith("Will die Familie diesen Tisch?")


async def test_abbrechen_works_in_any_step(town: Town) -> None:
    """One sentence says what was and was not saved."""
    slot = await town.slot(await town.member(Role.COORDINATOR))
    chat = await town.member()
    await book_as_presenter(chat, slot.id)

    await chat.say("/abbrechen")

    assert chat.last_text.startswith("Abgebrochen. Von diesem Schritt ist nichts gespeichert.")
    await chat.press("b:book")
    assert await seats_taken(town, slot.id) == 0


async def test_back_forgets_the_last_answer(town: Town) -> None:
    """Every screen has a way back."""
    slot = await town.slot(await town.member(Role.COORDINATOR))
    chat = await town.member()
    await book_as_presenter(chat, slot.id)

    await chat.tap("‹ Zurück")

    assert chat.last_text == "Welche Sprache am Tisch?"


async def seats_taken(town: Town, slot_id: int) -> int:
    """Seats taken at a table, counted by its bookings and by its counters."""
    async with UnitOfWork(town.lotse.database) as work:
        diary = SqlDiary(work)
        slot = await diary.slot(slot_id)
        assert slot is not None
        taken = sum(
            seats - slot.free(seat)
            for seat, seats in (
                (Seat.PRESENTER, slot.presenter_seats),
                (Seat.ADVISER, slot.adviser_seats),
            )
        )
        assert taken == len(await diary.seated(slot_id))
        return taken


async def test_a_seat_is_moved_to_another_table_in_two_taps(town: Town) -> None:
    """The old seat is free, the new one holds the same matter, the calendar follows both."""
    boss = await town.member(Role.COORDINATOR)
    slot, other = await town.slot(boss), await town.slot(boss)
    chat = await town.member()
    await book_as_presenter(chat, slot.id)
    await chat.tap(texts.BOOK)
    async with UnitOfWork(town.lotse.database) as work:
        seat = await SqlDiary(work).active_booking(slot.id, (await town.known(chat)).id)
    assert seat is not None
    await chat.tap(texts.MOVE_SEAT)
    assert "Platz verschieben" in chat.last_text

    await chat.press(f"b:move!:{seat.id}:{other.id}")

    assert chat.last_text.startswith("Ihr Platz ist verschoben.")
    assert await seats_taken(town, slot.id) == 0
    async with UnitOfWork(town.lotse.database) as work:
        moved = await SqlDiary(work).active_booking(other.id, (await town.known(chat)).id)
    assert moved is not None
    assert (moved.seat, moved.theme, moved.age_band) == (seat.seat, seat.theme, seat.age_band)
    methods = [str(Calendar.from_ical(one)["METHOD"]) for one in chat.files[-2:]]
    assert methods == ["CANCEL", "PUBLISH"]


async def test_a_full_table_takes_nobody_over(town: Town) -> None:
    """The old seat stays."""
    boss = await town.member(Role.COORDINATOR)
    slot, full = await town.slot(boss), await town.slot(boss)
    chat, first = await town.member(), await town.member()
    for one, table in ((first, full), (chat, slot)):
        await book_as_presenter(one, table.id)
        await one.tap(texts.BOOK)
    async with UnitOfWork(town.lotse.database) as work:
        seat = await SqlDiary(work).active_booking(slot.id, (await town.known(chat)).id)
    assert seat is not None

    await chat.press(f"b:move!:{seat.id}:{full.id}")

    assert texts.REFUSALS[SeatTaken] in chat.last_text
    assert await seats_taken(town, slot.id) == 1

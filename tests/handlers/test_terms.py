"""Room notes, buffers, lead time and seats: chosen on the summary, kept, shown, and held to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from consultations.booking import TooLate
from consultations.publishing import LOCAL, BadPlace
from consultations.slots import Slot
from handlers.texts import booking as booking_texts
from handlers.texts import publishing as texts
from storage.diary import SqlDiary
from storage.tables import SlotRow
from storage.unit_of_work import UnitOfWork
from team.members import Role
from tests.chat import Chat, Town, workday
from tests.handlers.test_moving import entry
from tests.handlers.test_publishing import plan, published

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


async def stored(town: Town, slot_id: int) -> Slot:
    """A table as it is now."""
    async with UnitOfWork(town.lotse.database) as work:
        found = await SqlDiary(work).slot(slot_id)
    assert found is not None
    return found


async def only_table(town: Town, place: str) -> Slot:
    """The one table at this place."""
    (row,) = await published(town, place)
    return await stored(town, row.id)


async def test_what_is_usual_needs_no_tap(town: Town) -> None:
    """Two or three answers, then the summary with everything else filled in."""
    chat = await town.member(Role.COORDINATOR)
    await plan(chat, "7.11.2028 10 Uhr", "Einmal", "Termzimmer 1")
    assert "Raum: stufenfrei nicht bekannt, Spielecke nicht bekannt" in chat.last_text
    assert {"Puffer 15/15", "Anmeldung bis 2 h vorher", "Beratende 3"} <= set(chat.labels)

    await chat.tap(texts.PUBLISH)

    slot = await only_table(town, "Termzimmer 1")
    assert (slot.step_free, slot.childrens_corner) == (None, None)
    assert (slot.prepare, slot.follow, slot.lead) == (15 * MINUTE, 15 * MINUTE, 2 * HOUR)
    assert (slot.presenter_seats, slot.adviser_seats) == (1, 3)


async def test_each_part_has_a_button_and_the_next_plan_follows(town: Town) -> None:
    """What was chosen once is the proposal for the next table, two answers later."""
    chat = await town.member(Role.COORDINATOR)
    await plan(chat, "8.11.2028 10 Uhr", "Einmal", "Termzimmer 2")
    await chat.tap("Stufenfrei ?")
    await chat.tap("Spielecke ?")
    await chat.tap("Spielecke ✓")
    await chat.tap("Puffer 15/15")
    await chat.tap("30 vorher")
    await chat.tap("0 nachher")
    await chat.tap("‹ Zurück")
    await chat.tap("Anmeldung bis 2 h vorher")
    await chat.tap("Anmeldung bis 3 Tage vorher")
    await chat.tap("Beratende 3")
    await chat.tap("4")
    assert "Raum: stufenfrei ja, Spielecke nein" in chat.last_text
    assert "Puffer: 30 Min. vorher, 0 Min. nachher" in chat.last_text
    await chat.tap(texts.PUBLISH)
    slot = await only_table(town, "Termzimmer 2")
    assert (slot.step_free, slot.childrens_corner) == (True, False)
    assert (slot.prepare, slot.follow, slot.lead) == (30 * MINUTE, 0 * MINUTE, 72 * HOUR)
    assert slot.adviser_seats == 4

    await chat.say("/tische")
    await chat.tap("Neuer Tisch")
    await chat.say("15.11.2028 10 Uhr")
    await chat.tap("Einmal")
    await chat.tap(texts.PUBLISH)

    first, second = await published(town, "Termzimmer 2")
    same = ("step_free", "childrens_corner", "prepare_minutes", "follow_minutes", "lead_hours")
    assert [getattr(first, name) for name in same] == [getattr(second, name) for name in same]
    assert (second.adviser_seats, second.moderator_id) == (4, first.moderator_id)


@pytest.mark.parametrize("data", ["pub:lead:5", "pub:pre:7", "pub:post:999", "pub:seats:5"])
async def test_forged_terms_change_nothing(town: Town, data: str) -> None:
    """Only what is offered can be chosen."""
    chat = await town.member(Role.COORDINATOR)
    await plan(chat, "9.11.2028 10 Uhr", "Einmal", "Termzimmer 3")

    await chat.press(data)
    await chat.press("pub:step")

    assert {"Puffer 15/15", "Anmeldung bis 2 h vorher", "Beratende 3"} <= set(chat.labels)


async def test_an_old_publish_button_shows_the_plan_as_it_is_now(town: Town) -> None:
    """Nothing is published that was not on the screen."""
    chat = await town.member(Role.COORDINATOR)
    await plan(chat, "10.11.2028 10 Uhr", "Einmal", "Termzimmer 4")
    old = chat.data(texts.PUBLISH)
    await chat.tap("Stufenfrei ?")

    await chat.press(old)

    assert chat.last_text.startswith(texts.CHANGED_MEANWHILE)
    assert await published(town, "Termzimmer 4") == []


async def test_a_video_link_is_for_those_who_sit_there(town: Town) -> None:
    """Others read that it is by video; at the same time anybody may have another link or none."""
    link = "https://meet.example.org/beratung-" + "x" * 60
    chat, adviser = await town.member(Role.COORDINATOR), await town.member()
    await plan(chat, "13.11.2028 10 Uhr", "Einmal", link)
    assert f"Ort: {link}" in chat.last_text
    await chat.tap(texts.PUBLISH)
    slot = await only_table(town, link)
    await adviser.say("/beratung")
    await adviser.press(f"b:slot:{slot.id}")
    assert link not in adviser.last_text
    assert "Videoraum" in adviser.last_text

    await adviser.tap(booking_texts.ADVISE)
    await adviser.tap(booking_texts.BOOK)

    assert link in adviser.last_text


async def test_a_link_too_long_is_refused_with_the_limit(town: Town) -> None:
    """And the step waits for another."""
    chat = await town.member(Role.COORDINATOR)

    await plan(chat, "14.11.2028 10 Uhr", "Einmal", "x" * 81, last_answer=False)

    assert chat.last_text == texts.REFUSALS[BadPlace]


async def table_within_lead(town: Town, chat: Chat) -> Slot:
    """A table that can no longer be booked, though it has not begun."""
    slot = await town.slot(chat)
    hours = (slot.starts_at - town.lotse.now()) // HOUR + 1
    async with UnitOfWork(town.lotse.database) as work:
        session = await work.writing()
        await session.execute(
            update(SlotRow).where(SlotRow.id == slot.id).values(lead_hours=hours)
        )
        await work.commit()
    return slot


async def test_booking_closes_with_the_lead_time(town: Town) -> None:
    """The answer says so and what is free next; the last tap is checked too."""
    chat, adviser = await town.member(Role.COORDINATOR), await town.member()
    slot = await table_within_lead(town, chat)
    await adviser.say("/beratung")

    await adviser.press(f"b:slot:{slot.id}")

    assert adviser.last_text.startswith(booking_texts.REFUSALS[TooLate])
    assert f"b:slot:{slot.id}" not in str(adviser.shown)


async def test_the_moderator_reads_when_the_room_is_theirs(town: Town) -> None:
    """The entry keeps the table's time, so that it agrees with what everybody else reads."""
    chat = await town.member(Role.COORDINATOR)
    await plan(chat, "16.11.2028 10 Uhr", "Einmal", "Termzimmer 6")
    await chat.tap(texts.PUBLISH)

    event = entry(chat.files[-1])

    assert f"{event['DTSTART'].dt.astimezone(LOCAL):%H:%M}" == "10:00"
    assert event["DESCRIPTION"] == "Raum ab 09:45 bis 11:45 Uhr"


async def test_buffers_count_between_two_tables(town: Town) -> None:
    """A quarter of an hour each keeps the next table half an hour away."""
    first, second = await town.member(Role.COORDINATOR), await town.member(Role.COORDINATOR)
    await plan(first, "17.11.2028 10 Uhr", "Einmal", "Termzimmer 7")
    await first.tap(texts.PUBLISH)
    await plan(second, "17.11.2028 11:45 Uhr", "Einmal", "  TERMZIMMER   7 ")
    assert "Der Raum ist da schon belegt (Fr 17.11.2028, 10:00–11:30" in second.last_text

    await second.tap("Puffer 15/15")
    await second.tap("0 vorher")
    await second.tap("0 nachher")
    await second.tap("‹ Zurück")

    assert texts.PUBLISH in second.labels


async def test_days_of_a_series_that_are_taken_fall_out_and_are_named(town: Town) -> None:
    """The rest is published; which table is in the way stands beside the day."""
    first, second = await town.member(Role.COORDINATOR), await town.member(Role.COORDINATOR)
    today = town.lotse.now().astimezone(LOCAL).date()
    day = workday(today + timedelta(days=30))
    await plan(first, f"{day:%d.%m.%Y} 06:00", "Einmal", "Termzimmer 8")
    await first.tap(texts.PUBLISH)

    start = day - timedelta(days=2)
    await plan(
        second, f"ab {start:%d.%m.%Y} täglich 6 Uhr auch an Feiertagen 4 mal", "", "Termzimmer 8"
    )

    assert "3 Tische um 06:00 Uhr" in second.last_text
    assert "(Raum schon belegt, 06:00–07:30 Termzimmer 8)" in second.last_text
    await second.tap(texts.PUBLISH)
    assert len(await published(town, "Termzimmer 8")) == 4

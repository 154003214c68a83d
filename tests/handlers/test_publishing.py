"""Journey "Tische anbieten"."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from consultations.publishing import InPast, NoModerator
from consultations.slots import Slot
from handlers.texts import general
from handlers.texts import publishing as texts
from storage.diary import SqlDiary
from storage.members import SqlMembers
from storage.tables import SlotRow
from storage.unit_of_work import UnitOfWork
from team.members import Role
from tests.chat import Chat, Town


async def plan(
    chat: Chat,
    when: str,
    repeat: str,
    place: str,
    moderator_id: int | None = None,
    *,
    last_answer: bool = True,
) -> None:
    """Everything a coordinator answers before the summary; they moderate themselves."""
    if moderator_id is None:
        moderator_id = (await chat.town.known(chat)).id
    await chat.say("/tische")
    await chat.tap("Neuer Tisch")
    await chat.say(when)
    await chat.tap(repeat)
    await chat.say(place)
    await chat.press(f"pub:mod:{moderator_id}")
    if last_answer:
        await chat.tap("3")


async def test_a_series_skips_bavarian_holidays_by_name(town: Town) -> None:
    """Fifteen August belongs to them where most people are Catholic."""
    chat = await town.member(Role.COORDINATOR)

    await plan(chat, "8.8.2028 14:00", "6 × jede Woche", "Musterraum Süd")

    assert "5 Tische um 14:00 Uhr" in chat.last_text
    assert "Ausgelassen: Di 15.08.2028 (Mariä Himmelfahrt)" in chat.last_text
    await chat.tap(texts.PUBLISH)
    assert chat.last_text.startswith("5 Tische stehen jetzt")


async def test_a_single_table_is_published_and_free_to_book(town: Town) -> None:
    """What is published stands in everybody's list."""
    chat = await town.member(Role.COORDINATOR)
    await plan(chat, "12.9.2028 10 Uhr", "Einmal", "Musterraum Nord")

    await chat.tap(texts.PUBLISH)

    async with UnitOfWork(town.lotse.database) as work:
        slots = await SqlDiary(work).upcoming(town.lotse.now(), most=500)
    assert "Musterraum Nord" in [slot.place for slot in slots]


async def test_a_moderator_leads_one_table_at_a_time(town: Town) -> None:
    """Overlaps are refused, and nothing is half done."""
    chat = await town.member(Role.COORDINATOR)
    await plan(chat, "19.9.2028 10 Uhr", "Einmal", "Musterraum")
    await chat.tap(texts.PUBLISH)

    await plan(chat, "19.9.2028 11 Uhr", "Einmal", "Anderer Raum")
    await chat.tap(texts.PUBLISH)

    assert chat.last_text.startswith("Die Moderation leitet da schon einen Tisch")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("31.02. 14 Uhr", "Den Tag gibt es nicht. Meinten Sie"),
        ("irgendwann mal", "Das habe ich nicht als Tag und Uhrzeit verstanden."),
        ("1.1.2020 14:00", texts.REFUSALS[InPast]),
    ],
)
async def test_a_day_that_cannot_be_is_answered(town: Town, typed: str, answer: str) -> None:
    """A clear answer with the next sensible step."""
    chat = await town.member(Role.COORDINATOR)
    await chat.say("/tische")
    await chat.tap("Neuer Tisch")

    await chat.say(typed)

    assert chat.last_text.startswith(answer)


async def test_a_date_on_another_weekday_is_asked_back(town: Town) -> None:
    """Two days to choose from; the time is kept."""
    chat = await town.member(Role.COORDINATOR)
    await chat.say("/tische")
    await chat.tap("Neuer Tisch")
    await chat.say("Di 14.09.2028 16:30")
    assert chat.last_text == (
        "Der 14.09. ist ein Donnerstag. Meinten Sie Do 14.09.2028 oder Di 12.09.2028?"
    )

    await chat.tap("Di 12.09.2028")
    await chat.tap("Einmal")
    await chat.say("Musterraum")
    await chat.press(f"pub:mod:{(await town.known(chat)).id}")
    await chat.tap("3")

    assert "1 Tisch um 16:30 Uhr" in chat.last_text
    assert "Di 12.09.2028" in chat.last_text


async def test_a_holiday_is_named_as_soon_as_it_is_typed(town: Town) -> None:
    """No single table is offered then; a series leaves the day out, or another day is named."""
    chat = await town.member(Role.COORDINATOR)
    await chat.say("/tische")
    await chat.tap("Neuer Tisch")
    await chat.say("1.11.2028 10 Uhr")
    assert chat.last_text.startswith("Mi 01.11.2028 ist Feiertag: Allerheiligen.")
    assert "Einmal" not in chat.labels
    await chat.press("pub:repeat:0x1")
    assert chat.last_text.startswith("Mi 01.11.2028 ist Feiertag: Allerheiligen.")

    await chat.tap(texts.OTHER_DAY)

    assert chat.last_text.startswith("Tisch anbieten: wann?")


async def test_a_forged_day_is_refused_like_a_typed_one(town: Town) -> None:
    """The past; what is no day at all asks again."""
    chat = await town.member(Role.COORDINATOR)
    await chat.say("/tische")
    await chat.tap("Neuer Tisch")

    await chat.press("pub:when:20200101:1400")
    assert chat.last_text == texts.REFUSALS[InPast]
    await chat.press("pub:when:20289999:9999")

    assert chat.last_text.startswith("Tisch anbieten: wann?")


async def test_the_place_is_not_written_before_it_is_confirmed(town: Town) -> None:
    """Drafts live in memory; after a restart the step stays and asks again."""
    chat = await town.member(Role.COORDINATOR)
    await plan(chat, "26.9.2028 10 Uhr", "Einmal", "Vergessener Raum")
    town.lotse.memory.forget(chat.person, "place")

    await chat.tap(texts.PUBLISH)

    assert chat.last_text.startswith("Den Ort merke ich mir")


async def test_withdrawing_tells_everybody_with_a_seat(town: Town) -> None:
    """Nobody stands before a locked door."""
    coordinator, adviser = await town.member(Role.COORDINATOR), await town.member()
    slot = await town.slot(coordinator)
    await adviser.say("/beratung")
    await adviser.press(f"b:slot:{slot.id}")
    await adviser.tap("Ich berate mit")
    await adviser.tap("Verbindlich buchen")
    await coordinator.say("/tische")

    await coordinator.press(f"pub:t:{slot.id}")
    await coordinator.tap("Tisch absagen")

    assert coordinator.last_text == texts.WITHDRAWN
    assert adviser.last_text.startswith("Termin entfällt:")
    assert not any("Termin entfällt" in one.get("text", "") for one in coordinator.answers)


async def test_withdrawing_tells_who_would_have_moderated(town: Town) -> None:
    """Unless they did it themselves."""
    moderator, coordinator = (
        await town.member(Role.COORDINATOR),
        await town.member(Role.COORDINATOR),
    )
    slot = await town.slot(moderator)
    await coordinator.say("/tische")
    await coordinator.press(f"pub:t:{slot.id}")
    assert "Gebucht hat noch niemand; die Moderation erfährt es sofort." in coordinator.last_text

    await coordinator.tap("Tisch absagen")

    assert moderator.last_text.startswith("Termin entfällt:")
    assert moderator.last_text.endswith("Sie brauchen ihn nicht zu moderieren.")


@pytest.mark.parametrize("data", ["pub:t:{}", "pub:no:{}"])
async def test_a_table_that_has_begun_is_not_withdrawn(town: Town, data: str) -> None:
    """Nobody is told that something of the past does not take place."""
    coordinator, adviser = await town.member(Role.COORDINATOR), await town.member()
    slot = await town.slot(coordinator)
    await adviser.say("/beratung")
    await adviser.press(f"b:slot:{slot.id}")
    await adviser.tap("Ich berate mit")
    await adviser.tap("Verbindlich buchen")
    await move(town, slot, timedelta(days=-400))
    await coordinator.say("/tische")

    await coordinator.press(data.format(slot.id))

    assert coordinator.last_text == texts.NOT_WITHDRAWN
    assert adviser.last_text.startswith("Gebucht.")


async def move(town: Town, slot: Slot, by: timedelta) -> None:
    """Let time pass for one table."""
    async with UnitOfWork(town.lotse.database) as work:
        session = await work.writing()
        await session.execute(
            update(SlotRow)
            .where(SlotRow.id == slot.id)
            .values(starts_at=slot.starts_at + by, ends_at=slot.ends_at + by)
        )
        await work.commit()


async def test_a_moderator_who_is_none_any_more_is_asked_for_again(town: Town) -> None:
    """The text says why, and the list to choose from is below it."""
    coordinator, other = await town.member(Role.COORDINATOR), await town.member(Role.MODERATOR)
    number = (await town.known(other)).id
    await plan(coordinator, "10.10.2028 10 Uhr", "Einmal", "Musterraum", number)
    async with UnitOfWork(town.lotse.database) as work:
        await SqlMembers(work).set_role(number, Role.PROFESSIONAL)
        await work.commit()

    await coordinator.tap(texts.PUBLISH)

    assert coordinator.last_text.startswith(texts.REFUSALS[NoModerator])
    await coordinator.press(f"pub:mod:{(await town.known(coordinator)).id}")
    await coordinator.tap(texts.PUBLISH)
    assert coordinator.last_text.startswith("Der Tisch steht jetzt")


@pytest.mark.parametrize("role", [Role.PROFESSIONAL, Role.MODERATOR])
async def test_only_coordinators_publish(town: Town, role: Role) -> None:
    """The command and every button behind it check the role."""
    chat = await town.member(role)

    await chat.say("/tische")

    assert chat.last_text == general.NOT_YOURS

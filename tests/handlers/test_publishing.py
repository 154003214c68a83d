"""Journey "Tische anbieten"."""

from __future__ import annotations

import pytest

from consultations.publishing import InPast
from handlers.texts import general
from handlers.texts import publishing as texts
from storage.diary import SqlDiary
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


@pytest.mark.parametrize("role", [Role.PROFESSIONAL, Role.MODERATOR])
async def test_only_coordinators_publish(town: Town, role: Role) -> None:
    """The command and every button behind it check the role."""
    chat = await town.member(role)

    await chat.say("/tische")

    assert chat.last_text == general.NOT_YOURS

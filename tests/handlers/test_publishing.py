"""Journey "Tische anbieten"."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select, update

from consultations.holidays import public_holidays
from consultations.publishing import LOCAL, InPast, NoModerator
from consultations.series import days_of, weekly
from consultations.series_pieces import Why
from consultations.series_words import parse_series
from consultations.slots import Slot
from handlers._plan import Step
from handlers.publishing import ALLOWED
from handlers.texts import general
from handlers.texts import publishing as texts
from handlers.texts import series as series_texts
from handlers.texts.when import calendar_day
from safety.emergency import EmergencyLevel, detect
from safety.privacy import find
from storage.diary import SqlDiary
from storage.members import SqlMembers
from storage.series import SqlSeries
from storage.tables import SlotRow
from storage.unit_of_work import UnitOfWork
from team.members import Role
from tests.chat import Chat, Town
from tests.consultations.test_series_words import ROWS


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
    if repeat:
        await chat.tap(repeat)
    if not chat.last_text.startswith("Wo?"):  # they have published before
        await chat.tap(texts.OTHER_PLACE)
    await chat.say(place)
    if last_answer:
        await chat.press(f"pub:mod:{moderator_id}")


async def test_a_series_skips_bavarian_holidays_by_name(town: Town) -> None:
    """The next one is named, and the others are published."""
    chat = await town.member(Role.COORDINATOR)
    today = town.lotse.now().astimezone(LOCAL).date()
    known = public_holidays({today.year, today.year + 1}, catholic_majority=True)
    holiday = min(day for day in known if day > today + timedelta(days=8))
    first = holiday - timedelta(weeks=1)
    kept = days_of(weekly(first, time(14), 1, 6), today, catholic_majority=True).kept

    await plan(chat, f"{first:%d.%m.%Y} 14:00", "6 × jede Woche", "Musterraum Süd")

    assert f"{len(kept)} Tische um 14:00 Uhr" in chat.last_text
    assert f"Entfällt: {calendar_day(holiday, today)} ({known[holiday]})" in chat.last_text
    await chat.tap(texts.PUBLISH)
    assert chat.last_text.startswith(f"{len(kept)} Tische stehen jetzt")


async def published(town: Town, place: str) -> list[SlotRow]:
    """The tables at that place."""
    async with town.lotse.database.read() as session:
        found = select(SlotRow).where(SlotRow.place == place).order_by(SlotRow.starts_at)
        return list(await session.scalars(found))


async def open_day_step(town: Town) -> Chat:
    """A coordinator who is asked for day and time."""
    chat = await town.member(Role.COORDINATOR)
    await chat.say("/tische")
    await chat.tap("Neuer Tisch")
    return chat


async def finish(chat: Chat, place: str) -> None:
    """What is asked after the days; they moderate themselves."""
    await chat.say(place)
    await chat.press(f"pub:mod:{(await chat.town.known(chat)).id}")


async def test_a_typed_series_is_shown_day_by_day_published_and_kept(town: Town) -> None:
    """Its rule stands beside its tables; each starts at the same time on the wall."""
    chat = await open_day_step(town)
    today = town.lotse.now().astimezone(LOCAL).date()
    words = "jeden letzten Freitag im Monat 9-10:15 Uhr, 8 mal, nicht in den Ferien"
    series = parse_series(words, today)
    days = days_of(series, today, catholic_majority=True)

    await chat.say(words)
    await finish(chat, "Musterraum Reihe")

    assert f"{len(days.kept)} Tische um 09:00 Uhr, 75 Minuten" in chat.last_text
    assert "am letzten Freitag im Monat, 09:00–10:15 Uhr" in chat.last_text
    assert all(calendar_day(day, today) in chat.last_text for day in days.kept)
    fallen = chat.last_text.split("Entfällt: ", 1)[1]
    assert all(calendar_day(day, today) in fallen for day, _ in days.skipped)
    assert all(f"({name})" in fallen for _, name in days.skipped)
    assert days.skipped  # eight months without holidays there are not
    await chat.tap(texts.PUBLISH)
    tables = await published(town, "Musterraum Reihe")
    starts = [one.starts_at.astimezone(LOCAL) for one in tables]
    assert [one.date() for one in starts] == list(days.kept)
    assert {one.time() for one in starts} == {time(9)}
    (series_id,) = {one.series for one in tables}
    async with UnitOfWork(town.lotse.database) as work:
        assert await SqlSeries(work).series(str(series_id)) == series


async def test_every_second_tuesday_is_asked_back(town: Town) -> None:
    """Every other week or the second of each month; the chosen one is planned."""
    chat = await open_day_step(town)
    await chat.say("jeden zweiten Dienstag 14 Uhr 3 mal")
    assert chat.labels[:2] == ["Alle 2 Wochen am Dienstag", "Am 2. Dienstag im Monat"]

    await chat.tap("Am 2. Dienstag im Monat")
    await finish(chat, "Musterraum Zwei")
    await chat.tap(texts.PUBLISH)

    starts = [one.starts_at.astimezone(LOCAL) for one in await published(town, "Musterraum Zwei")]
    assert starts
    assert all(one.weekday() == 1 and 8 <= one.day <= 14 for one in starts)


@pytest.mark.parametrize("by_tap", [True, False])
async def test_an_endless_series_is_asked_for_its_end(town: Town, by_tap: bool) -> None:
    """A button or words; a thousand times is refused, with the number and the limit."""
    chat = await open_day_step(town)
    await chat.say("jeden Mo 14:00")
    assert "Wie lange?" in chat.last_text
    await chat.say("1000 mal")
    assert chat.last_text.startswith("Das hat 1000 Termine; möglich sind höchstens 52.")

    if by_tap:
        await chat.press("pub:repeat:6")
    else:
        await chat.say("6 mal")
    await finish(chat, "Musterraum Ende")

    assert "jeden Montag, 14:00 Uhr, ab Mo " in chat.last_text
    assert ", 6 mal\n" in chat.last_text


async def test_an_end_with_a_slip_is_asked_back(town: Town) -> None:
    """As for a first day the calendar lacks."""
    chat = await open_day_step(town)
    await chat.say("jeden Mo 14:00")

    await chat.say("bis 31.02.")
    assert chat.last_text.startswith("Den Tag gibt es nicht.")
    assert all(label.startswith("bis ") for label in chat.labels[:2])
    await chat.press("pub:read:0")

    assert chat.last_text.startswith("Wo?")


async def test_lengths_that_cannot_be_are_not_offered(town: Town) -> None:
    """A year ahead is the limit; going back asks for the days again."""
    chat = await open_day_step(town)
    await chat.say("alle 4 Wochen montags 14 Uhr")
    assert chat.labels[:3] == ["6 Termine", "12 Termine", "‹ Zurück"]
    await chat.press("pub:repeat:52")
    assert "Wie lange?" in chat.last_text

    await chat.tap("‹ Zurück")

    assert chat.last_text.startswith("Tisch anbieten: wann?")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("jeden Dienstag", series_texts.not_read(Why.NO_TIME)),
        ("alle 10 Tage 9 Uhr", series_texts.not_read(Why.RHYTHM)),
        ("täglich 9 Uhr 60 mal", "Das hat 60 Termine; möglich sind höchstens 52."),
        ("monatlich am 15. 9 Uhr 30 mal", "Das geht bis "),
        ("ab heute täglich 0:00 Uhr 5 mal", texts.REFUSALS[InPast]),
        ("jeden Di 14 Uhr außer im August", "Einen Teil davon habe ich nicht verstanden."),
    ],
)
async def test_a_series_that_cannot_be_is_answered(town: Town, typed: str, answer: str) -> None:
    """And the step waits for other words."""
    chat = await open_day_step(town)

    await chat.say(typed)
    assert chat.last_text.startswith(answer)
    await chat.say("jeden Mi 9 Uhr 3 mal")

    assert chat.last_text.startswith("Wo?")


@pytest.mark.parametrize("data", ["pub:read:0", "pub:read:9"])
async def test_a_forged_reading_changes_nothing(town: Town, data: str) -> None:
    """The question stays."""
    chat = await open_day_step(town)

    await chat.press(data)

    assert chat.last_text.startswith("Tisch anbieten: wann?")


def test_no_documented_series_is_taken_for_somebodys_data() -> None:
    """The guard lets pass what this step may hold, and nothing clear comes first."""
    for typed, *_ in ROWS:
        assert {hit.kind for hit in find(typed)} <= ALLOWED[Step.WHEN]
        emergency = detect(typed)
        assert emergency is None or emergency.level is not EmergencyLevel.CLEAR


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

    assert (
        "Die Moderation leitet da schon einen Tisch (Di 19.09.2028, 10:00–11:30" in chat.last_text
    )
    assert texts.PUBLISH not in chat.labels
    await chat.tap(texts.OTHER_TIME)
    assert chat.last_text.startswith("Tisch anbieten: wann?")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("31.02. 14 Uhr", "Den Tag gibt es nicht. Meinten Sie"),
        ("irgendwann mal", "Das habe ich nicht als Tag und Uhrzeit verstanden."),
        ("1.1.2020 14:00", texts.REFUSALS[InPast]),
        ("12.9.2028 16-14 Uhr", series_texts.not_read(Why.CLOCK_BACKWARDS)),
        ("12.9.2028 14-14 Uhr", series_texts.not_read(Why.CLOCK_BACKWARDS)),
        ("jeden Di 18-9 Uhr", series_texts.not_read(Why.CLOCK_BACKWARDS)),
        ("jeden Di 14 Uhr 1000 mal", "Das hat 1000 Termine; möglich sind höchstens 52."),
    ],
)
async def test_a_day_that_cannot_be_is_answered(town: Town, typed: str, answer: str) -> None:
    """A clear answer with the next sensible step."""
    chat = await town.member(Role.COORDINATOR)
    await chat.say("/tische")
    await chat.tap("Neuer Tisch")

    await chat.say(typed)

    assert chat.last_text.startswith(answer)


@pytest.mark.parametrize(
    ("typed", "at", "minutes"),
    [
        ("übermorgen 14–16 Uhr", time(14), 120),
        ("12.9.2028 von 9:15 bis 10 Uhr", time(9, 15), 45),
        ("13.9.2028 22-1 Uhr", time(22), 180),
    ],
)
async def test_a_single_table_ends_when_it_was_said(
    town: Town, typed: str, at: time, minutes: int
) -> None:
    """Also past midnight; it starts at the first time, not at the last."""
    chat = await open_day_step(town)
    await chat.say(typed)
    await chat.press("pub:repeat:0x1")
    place = f"Musterraum {minutes}"
    await finish(chat, place)
    await chat.tap(texts.PUBLISH)

    (table,) = await published(town, place)

    assert table.starts_at.astimezone(LOCAL).time() == at
    assert table.ends_at - table.starts_at == timedelta(minutes=minutes)


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
    await coordinator.tap("Tisch absagen")
    assert "Gebucht hat noch niemand; die Moderation erfährt es sofort." in coordinator.last_text

    await coordinator.tap("Tisch absagen")

    assert moderator.last_text.startswith("Termin entfällt:")
    assert moderator.last_text.endswith("Sie brauchen ihn nicht zu moderieren.")


@pytest.mark.parametrize("data", ["pub:t:{}", "pub:off:{}", "pub:no:{}:one:00000000"])
async def test_a_table_that_has_begun_is_not_withdrawn(town: Town, data: str) -> None:
    """Nobody is told that something of the past does not take place."""
    coordinator, adviser = await town.member(Role.COORDINATOR), await town.member()
    slot = await town.slot(coordinator)
    await adviser.say("/beratung")
    await adviser.press(f"b:slot:{slot.id}")
    await adviser.tap("Ich berate mit")
    await adviser.tap("Verbindlich buchen")
    await move(town, slot, timedelta(days=-4000))
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

"""Journeys "Tisch ändern", "verlegen" and "absagen" in a series, and two coordinators at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from consultations.publishing import LOCAL
from consultations.slots import Slot
from handlers.texts import booking as booking_texts
from handlers.texts import changing as texts
from handlers.texts import moving as moving_texts
from handlers.texts import publishing as publishing_texts
from handlers.texts.scope import STALE
from storage.tables import SlotRow
from team.members import Role
from tests.chat import Chat, Town
from tests.handlers.test_moving import advised, entry
from tests.handlers.test_publishing import plan, published
from tests.handlers.test_terms import stored

WEEKS = iter(range(70, 400, 5))  # far from what other tests publish


async def series(town: Town, chat: Chat, place: str) -> list[SlotRow]:
    """Three published tables on working days, a week apart, at five in the morning."""
    today = town.lotse.now().astimezone(LOCAL).date()
    start = today + timedelta(days=40 + 7 * (next(WEEKS) % 30))
    words = f"ab {start:%d.%m.%Y} alle 4 Wochen auch an Feiertagen mittwochs 5 Uhr 3 mal"
    await plan(chat, words, "", place)
    await chat.tap(publishing_texts.PUBLISH)
    tables = await published(town, place)
    assert len(tables) == 3
    return tables


async def open_table(chat: Chat, slot_id: int) -> None:
    """A coordinator looks at a table."""
    await chat.say("/tische")
    await chat.press(f"pub:t:{slot_id}")


def sequence(content: bytes) -> int:
    """The SEQUENCE of a calendar file's first entry."""
    return int(entry(content)["SEQUENCE"])


@pytest.mark.parametrize(
    ("scope", "moved"),
    [
        ("Nur diesen", [False, True, False]),
        ("Diesen und alle folgenden (2)", [False, True, True]),
        ("Alle der Reihe, die noch kommen (3)", [True, True, True]),
    ],
)
async def test_how_far_a_move_goes_is_asked(town: Town, scope: str, moved: list[bool]) -> None:
    """Three taps to choose from, each with its number; who sits there is asked anew."""
    chat = await town.member(Role.COORDINATOR)
    tables = await series(town, chat, f"Reihe {scope[:6]} {len(scope)}")
    seated = await advised(town, await stored(town, tables[2].id))
    first = sequence(seated.files[-1])
    await open_table(chat, tables[1].id)
    await chat.tap("Tisch verlegen")
    await chat.tap("1 Tag später")
    await chat.tap(moving_texts.MOVE)

    await chat.tap(scope)

    now = [await stored(town, one.id) for one in tables]
    gone = [new.starts_at != old.starts_at for new, old in zip(now, tables, strict=True)]
    assert gone == moved
    asked = [one for one in seated.answers if "Passt das?" in one.get("text", "")]
    assert len(asked) == moved[2]
    if moved[2]:
        assert sequence(seated.files[-1]) == first + 2


async def test_a_series_is_called_off_and_everybody_hears_once_a_table(town: Town) -> None:
    """Neutrally, as for a single one; entries leave the calendars."""
    chat, moderator = await town.member(Role.COORDINATOR), await town.member(Role.MODERATOR)
    tables = await series(town, chat, "Reihe absagen")
    await open_table(chat, tables[0].id)
    await chat.tap(texts.CHANGE)
    await chat.tap(texts.MODERATOR)
    await chat.press(f"ch:{tables[0].id}:mod:{(await town.known(moderator)).id}")
    await chat.tap("Diesen und alle folgenden (3)")
    assert moderator.last_text.startswith("Sie moderieren:")
    seated = [await advised(town, await stored(town, one.id)) for one in tables[1:]]
    await open_table(chat, tables[1].id)
    await chat.tap(publishing_texts.WITHDRAW)

    await chat.tap("Diesen und alle folgenden (2)")

    assert chat.last_text == "2 Tische sind abgesagt. Alle wissen Bescheid."
    for one in seated:
        told = [text for a in one.answers if "Termin entfällt" in (text := a.get("text", ""))]
        assert len(told) == 1
        assert entry(one.files[-1])["STATUS"] == "CANCELLED"
    assert moderator.last_text.startswith("Termine entfallen:")
    assert b"METHOD:CANCEL" in moderator.files[-1]
    states = [(await stored(town, one.id)).active for one in tables]
    assert states == [True, False, False]


async def sees_what_the_first_did(carla: Chat, dora: Chat, data: str) -> None:
    """Dora's button was shown before Carla changed the table."""
    await dora.press(data)
    assert STALE.split(".")[0].removeprefix("<b>") in dora.last_text


async def test_two_coordinators_at_one_table(town: Town) -> None:
    """The second sees what the first did and decides; nothing is half done."""
    carla, dora = await town.member(Role.COORDINATOR), await town.member(Role.COORDINATOR)
    slot = await town.slot(carla, place="Zweierzimmer")
    await open_table(dora, slot.id)
    await dora.tap(publishing_texts.WITHDRAW)
    withdraw = dora.data(publishing_texts.WITHDRAW)
    await open_table(dora, slot.id)
    await dora.tap("Tisch verlegen")
    await dora.tap("1 Tag später")
    move = dora.data(moving_texts.MOVE)
    await open_table(dora, slot.id)
    await dora.tap(texts.CHANGE)
    await dora.tap("Stufenfrei ?")
    await dora.tap(texts.YES)
    change = dora.data(texts.CHANGE)

    await open_table(carla, slot.id)
    await carla.tap("Tisch verlegen")
    await carla.tap("30 Min. später")
    await carla.tap(moving_texts.MOVE)
    after_carla = await stored(town, slot.id)

    for data in (withdraw, move, change):
        await sees_what_the_first_did(carla, dora, data)
    assert await stored(town, slot.id) == after_carla
    shown = after_carla.starts_at.astimezone(LOCAL)
    assert f"{shown:%H:%M}" in dora.last_text


async def test_buttons_of_a_cancelled_table_lead_to_those_to_come(town: Town) -> None:
    """Whatever the button would have done."""
    carla, dora = await town.member(Role.COORDINATOR), await town.member(Role.COORDINATOR)
    slot = await town.slot(carla, place="Wegzimmer")
    await open_table(dora, slot.id)
    old = [
        button["callback_data"]
        for row in dora.shown["reply_markup"]["inline_keyboard"]
        for button in row
        if button["callback_data"].split(":")[0] in ("pub", "mv", "ch")
    ]
    await open_table(carla, slot.id)
    await carla.tap(publishing_texts.WITHDRAW)
    twice = carla.data(publishing_texts.WITHDRAW)
    old.append(twice)
    await carla.tap(publishing_texts.WITHDRAW)
    assert carla.last_text == publishing_texts.WITHDRAWN
    await carla.press(twice)
    assert carla.last_text == publishing_texts.NOT_WITHDRAWN  # the second of two taps

    for data in [one for one in old if "list" not in one]:
        await dora.press(data)
        assert dora.last_text.startswith(("Dieser Tisch ist abgesagt", "Dieser Tisch ist schon"))


async def test_two_taps_move_once(town: Town) -> None:
    """The second says how it stands."""
    chat = await town.member(Role.COORDINATOR)
    slot = await town.slot(chat, place="Doppelzimmer")
    await open_table(chat, slot.id)
    await chat.tap("Tisch verlegen")
    await chat.tap("1 Tag später")
    data = chat.data(moving_texts.MOVE)

    await chat.press(data)
    first = chat.last_text
    await chat.press(data)

    assert chat.last_text == first
    assert (await stored(town, slot.id)).revision == 1


async def test_another_moderator_is_told_and_the_former_too(town: Town) -> None:
    """Both calendars follow; who sits there hears that time and place stay."""
    former, new = await town.member(Role.MODERATOR), await town.member(Role.MODERATOR)
    chat, boss = await town.member(Role.COORDINATOR), await town.member(Role.COORDINATOR)
    slot = await town.slot(boss, place="Wechselzimmer")
    for one in (former, new):
        await open_table(chat, slot.id)
        await chat.tap(texts.CHANGE)
        await chat.tap(texts.MODERATOR)
        await chat.press(f"ch:{slot.id}:mod:{(await town.known(one)).id}")
        if one is new:
            seated = await advised(town, slot)
        await chat.tap(texts.CHANGE)

    assert former.last_text.startswith("Termin entfällt:")
    assert (entry(former.files[-1])["STATUS"], sequence(former.files[-1])) == ("CANCELLED", 5)
    assert (entry(new.files[-1])["STATUS"], sequence(new.files[-1])) == ("CONFIRMED", 4)
    assert "Die Moderation hat gewechselt" in seated.last_text


async def test_who_sits_there_cannot_moderate(town: Town) -> None:
    """The answer names the table and both ways out."""
    chat, other = await town.member(Role.COORDINATOR), await town.member(Role.MODERATOR)
    slot = await town.slot(chat, place="Sitzzimmer")
    await other.say("/beratung")
    await other.press(f"b:slot:{slot.id}")
    await other.tap(booking_texts.ADVISE)
    await other.tap(booking_texts.BOOK)
    await open_table(chat, slot.id)
    await chat.tap(texts.CHANGE)
    await chat.tap(texts.MODERATOR)
    await chat.press(f"ch:{slot.id}:mod:{(await town.known(other)).id}")

    await chat.tap(texts.CHANGE)

    assert "schon einen anderen Platz an diesem Tisch" in chat.last_text
    assert (await stored(town, slot.id)).moderator_id == slot.moderator_id


async def test_a_typed_place_waits_until_it_is_confirmed(town: Town) -> None:
    """Everybody there is asked whether it suits; the entry in the calendar has the new place."""
    chat = await town.member(Role.COORDINATOR)
    slot = await town.slot(chat, place="Altzimmer")
    seated = await advised(town, slot)
    await open_table(chat, slot.id)
    await chat.tap(texts.CHANGE)
    await chat.tap(texts.PLACE)
    await chat.say("x" * 81)
    assert "in 1 bis 80 Zeichen" in chat.last_text
    await chat.say("Neuzimmer, Beispielweg 3")
    assert "Neu: Neuzimmer, Beispielweg 3" in chat.last_text
    assert (await stored(town, slot.id)).place == "Altzimmer"

    await chat.tap(texts.CHANGE)

    assert (await stored(town, slot.id)).place == "Neuzimmer, Beispielweg 3"
    assert seated.last_text.endswith("jetzt woanders: Neuzimmer, Beispielweg 3. Passt das?")
    assert entry(seated.files[-1])["LOCATION"] == "Neuzimmer, Beispielweg 3"


async def test_a_forgotten_place_is_asked_for_again(town: Town) -> None:
    """Nothing is changed without it."""
    chat = await town.member(Role.COORDINATOR)
    slot = await town.slot(chat, place="Merkzimmer")
    await open_table(chat, slot.id)
    await chat.tap(texts.CHANGE)
    await chat.tap(texts.PLACE)
    await chat.say("Vergessenes Zimmer")
    town.lotse.memory.forget(chat.person, "place")

    await chat.tap(texts.CHANGE)

    assert chat.last_text == publishing_texts.PLACE_LOST
    assert (await stored(town, slot.id)).place == "Merkzimmer"


async def test_a_taken_room_is_named_and_nothing_changes(town: Town) -> None:
    """With the other table and what to do next."""
    chat, boss = await town.member(Role.COORDINATOR), await town.member(Role.COORDINATOR)
    place = "Vollzimmer"
    slot = await town.slot(chat, place=place)
    start = slot.starts_at.astimezone(LOCAL)
    await plan(boss, f"{start:%d.%m.%Y} 16:30", "Einmal", "Nebenan")
    await boss.tap(publishing_texts.PUBLISH)
    (other,) = await published(town, "Nebenan")
    await open_table(boss, other.id)
    await boss.tap(texts.CHANGE)
    await boss.tap(texts.PLACE)
    await boss.say(" VOLLzimmer ")

    await boss.tap(texts.CHANGE)

    assert "Der Raum ist da schon belegt" in boss.last_text
    assert f"{start:%H:%M}–" in boss.last_text
    assert (await stored(town, other.id)).place == "Nebenan"


@pytest.mark.parametrize("data", ["ch:{}:free:9", "ch:{}:pre:7", "ch:{}:mod:0", "ch:{}:place:0"])
async def test_a_forged_value_is_asked_for_again(town: Town, data: str) -> None:
    """Nothing is changed to what was never offered."""
    chat = await town.member(Role.COORDINATOR)
    slot: Slot = await town.slot(chat)
    await open_table(chat, slot.id)

    await chat.press(data.format(slot.id))

    assert texts.CHANGE not in chat.labels
    assert await stored(town, slot.id) == slot

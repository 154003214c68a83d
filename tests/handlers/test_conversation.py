"""Any free text is a question, unless the screen that asked for words is still the open one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from handlers._dialogues import WORDS_WAIT
from handlers.registry import COMMANDS
from handlers.texts import booking as booking_texts
from handlers.texts import general, privacy
from handlers.texts import guided as guided_texts
from storage.tables import DialogueRow
from team.members import Role
from tests.chat import Chat, Town

WAYS_AWAY = [f"/{command}" for command in (*COMMANDS, "beratung", "tische", "gibtsnicht")]
BUTTONS_AWAY = [
    "menu", "help", "privacy", "ex:0", "f:new", "f:a", "f:t:0:0", "em:card", "s:list", "b:list",
    "b:mine", "b:what", "pub:home", "pub:list:0", "team:home", "n:lack:1", "lead:home", "ov:m",
    "old:button",
]  # fmt: skip


async def to_when(chat: Chat) -> None:
    """A coordinator is asked for day and time."""
    await chat.say("/tische")
    await chat.tap("Neuer Tisch")
    assert chat.last_text.startswith("Tisch anbieten: wann?")


async def to_place(chat: Chat) -> None:
    """A coordinator is asked for the place."""
    await to_when(chat)
    await chat.say("9.10.2029 10 Uhr")
    await chat.tap("Einmal")
    assert chat.last_text.startswith("Wo?")


async def to_will(chat: Chat) -> None:
    """A professional is asked for the family's will."""
    await chat.say("/menue")
    for label in ("Angebot finden", "Schritt für Schritt", "6 bis 9", "Geld und Grundbedarf"):
        await chat.tap(label)
    await chat.tap("Schulden, Energie")
    assert chat.last_text.startswith("Was will die Familie")


TypedStep = Callable[[Chat], Awaitable[None]]
TYPED_STEPS = [to_when, to_place, to_will]


def ways_from_steps() -> Iterator[Any]:
    """Every way from the first step, some from the others; the long run takes all from all."""
    for step in TYPED_STEPS:
        for at, away in enumerate([*WAYS_AWAY, *BUTTONS_AWAY]):
            usual = step is to_when or at % 4 == 0
            yield pytest.param(step, away, marks=() if usual else pytest.mark.long)


@pytest.mark.parametrize(("step", "away"), list(ways_from_steps()))
async def test_after_another_screen_words_are_a_question(
    town: Town, step: TypedStep, away: str
) -> None:
    """Whoever looked elsewhere and then types searches, and answers nothing by accident."""
    chat = await town.member(Role.COORDINATOR)
    await step(chat)

    await (chat.say(away) if away.startswith("/") else chat.press(away))
    await chat.say("überschuldet, was tun")

    assert "Schuldner" in chat.last_text


@pytest.mark.parametrize("step", TYPED_STEPS)
async def test_after_an_emergency_card_words_are_a_question(town: Town, step: TypedStep) -> None:
    """Nobody in an emergency is told that this is no day and time."""
    chat = await town.member(Role.COORDINATOR)
    await step(chat)

    await chat.say("kind hat blaue flecken und will ned heim")
    await chat.say("überschuldet, was tun")

    assert "Schuldner" in chat.last_text


@pytest.mark.parametrize("step", TYPED_STEPS)
async def test_a_step_waits_a_quarter_of_an_hour_for_words(town: Town, step: TypedStep) -> None:
    """Later nobody remembers that something was asked; taps still go on from there."""
    chat = await town.member(Role.COORDINATOR)
    await step(chat)
    asked = chat.shown
    await let_time_pass(town, chat)

    await chat.say("überschuldet, was tun")

    assert "Schuldner" in chat.last_text
    back = next(
        button["callback_data"]
        for row in asked["reply_markup"]["inline_keyboard"]
        for button in row
        if button["text"] == "‹ Zurück"
    )
    await chat.press(back, asked["message_id"])
    assert general.OLD_BUTTON not in chat.last_text


async def test_what_only_an_open_step_may_hold_is_refused_once_it_waits_no_more(
    town: Town,
) -> None:
    """A day passes as the answer to 'when', never as part of a question."""
    chat = await town.member(Role.COORDINATOR)
    await to_when(chat)
    await let_time_pass(town, chat)

    await chat.say("geboren am 3.4.2014")

    assert chat.last_text.startswith(privacy.SHORT_REFUSAL)


async def test_one_dialogue_ends_the_other(town: Town) -> None:
    """A button of the first says so and leads on."""
    chat = await town.member(Role.COORDINATOR)
    slot = await town.slot(chat)
    await to_will(chat)

    await chat.say("/beratung")
    await chat.press(f"b:slot:{slot.id}")
    await chat.press("g:will:none")

    assert chat.last_text.startswith(general.OLD_BUTTON)


async def test_a_question_does_not_end_a_booking(town: Town) -> None:
    """Its steps are taps; whoever looks something up in between goes on where they were."""
    slot = await town.slot(await town.member(Role.COORDINATOR))
    chat = await town.member()
    await chat.say("/beratung")
    await chat.press(f"b:slot:{slot.id}")
    booking = chat.shown["message_id"]

    await chat.say("schulden")
    await chat.press("b:seat:adviser", booking)

    assert booking_texts.BOOK in str(chat.messages)


async def test_cancelling_says_what_was_saved(town: Town) -> None:
    """Of a plan that was not published: nothing."""
    chat = await town.member(Role.COORDINATOR)
    await to_place(chat)

    await chat.say("/abbrechen")

    assert chat.last_text == general.CANCELLED


async def test_an_answer_in_time_is_an_answer(town: Town) -> None:
    """Nothing else was shown, so the words belong to the step."""
    chat = await town.member(Role.COORDINATOR)

    await to_when(chat)
    await chat.say("überschuldet, was tun")
    assert chat.last_text.startswith("Das habe ich nicht als Tag und Uhrzeit verstanden.")
    await to_will(chat)
    await chat.say("überschuldet, was tun")
    assert guided_texts.SEARCH in chat.labels


async def let_time_pass(town: Town, chat: Chat) -> None:
    """Let everything this chat was asked be a quarter of an hour old."""
    then = town.lotse.now() - WORDS_WAIT - timedelta(seconds=1)
    async with town.lotse.database.session() as session, session.begin():
        row = update(DialogueRow).where(DialogueRow.chat_id == chat.person)
        await session.execute(row.values(updated_at=then))

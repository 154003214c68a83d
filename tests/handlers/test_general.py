"""Menu, ways out, groups, old buttons."""

from __future__ import annotations

import asyncio
import itertools
import time

import pytest

from handlers.texts import general
from storage.tables import Table
from team.members import Role
from tests.bot.houses import set_aside
from tests.chat import Town

presses = itertools.count(30_000_000)


async def test_the_menu_fits_the_role(town: Town) -> None:
    """Coordinators see two entries more."""
    professional, coordinator = await town.member(), await town.member(Role.COORDINATOR)

    await professional.say("/menue")
    await coordinator.say("/start")

    assert "Team" not in professional.labels
    assert {"Team", "Tische anbieten"} <= set(coordinator.labels)


async def test_an_unknown_button_leads_to_the_menu(town: Town) -> None:
    """Buttons of an old release, or forged ones, are no dead end."""
    chat = await town.member()
    await chat.say("schulden")

    await chat.press("was:ist:das")

    assert chat.last_text.startswith(general.OLD_BUTTON)
    assert "Angebot finden" in chat.labels


async def test_an_unknown_command_is_answered(town: Town) -> None:
    """Typing errors in commands lead to the menu."""
    chat = await town.member()

    await chat.say("/gibtsnicht")

    assert chat.last_text == general.UNKNOWN_COMMAND


async def test_cancelling_nothing_says_so(town: Town) -> None:
    """/abbrechen never leaves a person without a word."""
    chat = await town.member()

    await chat.say("/abbrechen")

    assert chat.last_text == general.NOTHING_TO_CANCEL


async def test_the_privacy_notice_names_who_is_responsible(town: Town) -> None:
    """/datenschutz works at any time."""
    chat = await town.member()

    await chat.say("/datenschutz")

    assert "Verantwortlich: Beispielstelle" in chat.last_text


WORD_FOR = {  # table and column that name a member: how the notice calls what is kept there
    "booking.member_id": "Ihre Buchungen",
    "waiting.member_id": "Warteliste",
    "asked.member_id": "Anfragen",
    "reminder.member_id": "Erinnerungen",
    "kept_offer.member_id": "„Gemerkt“",
    "watch.member_id": "„Bescheid geben“",
    "slot.moderator_id": "Tische, die Sie leiten",
    "slot.published_by": "veröffentlicht",
    "invitation.invited_by": "eingeladen",
    "audit.member_id": "Protokoll",
}


async def test_the_privacy_notice_names_all_that_is_kept_of_a_member(town: Town) -> None:
    """Every column that points to a member has its word; none sounds like a phone number."""
    chat = await town.member(Role.COORDINATOR)
    pointing = {
        f"{table.name}.{column.name}"
        for table in Table.metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == "member" for key in column.foreign_keys)
    }

    await chat.say("/datenschutz")

    assert pointing == set(WORD_FOR)
    assert [word for word in WORD_FOR.values() if word not in chat.last_text] == []
    assert "Telegram-Kennung (eine Zahl, nicht Ihre Telefonnummer)" in chat.last_text
    assert "Telegram-Nummer" not in chat.last_text


@pytest.mark.parametrize("data", ["menu", "n:count:1", "b:list", "arr:yes", "x"])
async def test_a_press_outside_of_the_chat_gets_a_toast(town: Town, data: str) -> None:
    """A message sent through inline mode belongs to no chat that could show a screen."""
    chat, number = await town.member(), str(next(presses))
    press = {
        "id": number,
        "from": town.server.world.people[chat.person].as_user(),
        "chat_instance": "x",
        "inline_message_id": "y",
        "data": data,
    }
    aside, since = len(await set_aside(town)), time.time()

    await town.lotse.processing.handle({"update_id": int(number), "callback_query": press})

    assert await toast(town, since) == general.ONLY_IN_CHAT
    assert chat.answers == []
    assert len(await set_aside(town)) == aside


async def toast(town: Town, since: float) -> str:
    """What the bot answered to a press; it does so after the commit."""
    async with asyncio.timeout(5):
        while True:
            for call in list(town.server.world.calls):
                if call["method"] == "answerCallbackQuery" and call["at"] >= since:
                    return str(call["text"])
            await asyncio.sleep(0.01)


async def test_groups_are_left(town: Town) -> None:
    """Private chats only."""
    chat = await town.member()
    sender = town.server.world.people[chat.person].as_user()
    group = {"id": -100200300, "type": "supergroup", "title": "Beispielgruppe"}

    await town.server.world.inject(
        town.server.bot,
        {"message": {"message_id": 5, "date": 1, "chat": group, "from": sender, "text": "hallo"}},
    )
    await town.settled()

    left = [one for one in town.server.world.calls if one["method"] == "leaveChat"]
    assert [int(one["chat_id"]) for one in left].count(-100200300) == 1
    assert not [
        one for one in town.server.world.calls if one["chat_id"] == -100200300 and one["text"]
    ]

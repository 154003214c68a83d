"""Both guards stand before everything else."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import CallbackQuery, Message, Update, User
from telegram import Chat as TelegramChat

from handlers import guarding
from handlers.answers import Found
from handlers.texts import general, privacy
from safety.privacy import find
from storage.members import SqlMembers
from storage.unit_of_work import UnitOfWork
from team.members import MemberState, Role
from tests.chat import Chat, Town
from tests.data_protection.entries import invitation

ids = itertools.count(20_000_000)
ELSEWHERE = ["business_message", "edited_business_message", "guest_message"]

REFUSED = [
    "Kevin Beispiel, geb. 3.4.2014, schwänzt",
    "die Familie Mustermann braucht Hilfe beim Antrag",
    "bitte zurückrufen unter 030 23125 002",
    "schreibt an beispiel@example.org",
    "Konto DE89 3704 0044 0532 0130 00",
]


@pytest.mark.parametrize("text", REFUSED)
async def test_what_makes_somebody_identifiable_is_refused_and_deleted(
    town: Town, text: str
) -> None:
    """No search, no echo, the message is deleted, a theme is offered instead."""
    chat = await town.member()

    await chat.say(text)

    assert chat.last_text.startswith(privacy.SHORT_REFUSAL)
    assert [one for one in chat.messages if not one["from"]["is_bot"]] == []
    assert "Schule" in chat.labels
    assert not any(word in chat.last_text for word in ("Kevin", "Mustermann", "23125", "DE89"))


async def test_an_edited_message_passes_the_guards_too(town: Town) -> None:
    """A harmless question that becomes a name is refused all the same."""
    chat = await town.member()
    await chat.say("schulden")
    own = next(one for one in chat.messages if not one["from"]["is_bot"])

    await town.server.world.edit_own(
        town.server.bot, chat.person, own["message_id"], "Familie Mustermann hat Schulden"
    )
    await town.settled()

    assert chat.last_text.startswith(privacy.SHORT_REFUSAL)


async def test_a_caption_passes_the_guards_too(town: Town) -> None:
    """Words below a picture are words."""
    chat = await town.member()

    await chat.send(
        {
            "photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}],
            "caption": "Familie Mustermann beim Umzug",
        }
    )

    assert chat.last_text.startswith(privacy.SHORT_REFUSAL)


CODES = ["M-AB1234_0171-3920001x", "jens_mustermann-19-abc", "DE89370400440532013000"]


@pytest.mark.parametrize("code", CODES)
async def test_an_invitations_code_is_not_read_by_the_guard(town: Town, code: str) -> None:
    """Random letters may look like a plate, a name or an account."""
    chat, stranger = await town.member(), await town.stranger()
    assert find(code)

    for one in (chat, stranger):
        await one.say(f"/start {code}")

    assert privacy.SHORT_REFUSAL not in chat.last_text
    assert "Einladung" in stranger.last_text
    assert [one for one in stranger.messages if not one["from"]["is_bot"]]


@pytest.mark.parametrize("words", ["/start Familie Mustermann", *REFUSED])
async def test_what_outsiders_type_is_deleted_too(town: Town, words: str) -> None:
    """A stranger, a blocked member, somebody on the way in: without a refusal's text."""
    stranger, blocked, arriving = (
        await town.stranger(),
        await town.member(),
        await town.stranger(),
    )
    await arriving.say(f"/start {await invitation(town)}")
    async with UnitOfWork(town.lotse.database) as work:
        member = await SqlMembers(work).by_telegram(blocked.person)
        assert member is not None
        await SqlMembers(work).set_state(member.id, MemberState.BLOCKED, expected=member.state)
        await work.commit()

    for chat in (stranger, blocked, arriving):
        await chat.say(words)

        own = [one["text"] for one in chat.messages if not one["from"]["is_bot"]]
        assert words not in own
        assert privacy.SHORT_REFUSAL not in chat.last_text


async def test_an_emergency_brings_the_card_alone_and_first(town: Town) -> None:
    """The ordinary results come only afterwards, on a tap."""
    chat = await town.member()

    await chat.say("kind hat blaue flecken und will ned heim")

    assert chat.last_text.startswith("Ein Kind ist vielleicht in Gefahr")
    assert "§ 8a" in chat.last_text
    await chat.tap("Danach weitersuchen")
    assert chat.labels[0] == "Notfallkarte"


async def test_an_emergency_with_a_name_brings_the_card_and_deletes_the_message(
    town: Town,
) -> None:
    """Emergency before privacy; the card holds no word of the message."""
    chat = await town.member()

    await chat.say("Kevin Beispiel, geb. 3.4.2014, sagt er will nicht mehr leben")

    assert chat.last_text.startswith("Jemand will nicht mehr leben")
    assert "Kevin" not in chat.last_text
    assert [one for one in chat.messages if not one["from"]["is_bot"]] == []


async def test_a_figure_of_speech_gets_results_with_the_card_as_first_button(town: Town) -> None:
    """In doubt, results come with a way to the card."""
    chat = await town.member()

    await chat.say("der Film war zum Umbringen langweilig, wann ist Jugendtreff?")

    assert chat.labels[0] == "Notfallkarte"
    await chat.tap("Notfallkarte")
    assert "112" in chat.last_text


async def test_a_dialogue_step_passes_the_guards_too(town: Town) -> None:
    """Typed answers inside a dialogue are words as well; the step is asked again."""
    chat = await town.member(Role.COORDINATOR)
    await chat.say("/tische")
    await chat.tap("Neuer Tisch")

    await chat.say("Termin für Familie Mustermann")

    assert chat.last_text.startswith(privacy.SHORT_REFUSAL)
    assert "Tisch anbieten: wann?" in chat.last_text
    assert "Schule" not in chat.labels


async def blocked(town: Town) -> Chat:
    """A member who is shut out and has had the day's one answer."""
    chat = await town.member()
    member = await town.known(chat)
    async with UnitOfWork(town.lotse.database) as work:
        await SqlMembers(work).set_state(member.id, MemberState.BLOCKED, expected=member.state)
        await work.commit()
    await chat.say("hallo")
    assert chat.last_text == general.STRANGER
    return chat


async def test_a_blocked_member_is_refused_like_a_stranger(town: Town) -> None:
    """No theme to tap, and no second answer."""
    chat = await blocked(town)

    await chat.say("Familie Mustermann braucht Hilfe")

    assert [one["text"] for one in chat.answers] == [general.STRANGER]


async def test_a_blocked_member_gets_the_emergency_card_and_no_more(town: Town) -> None:
    """The card is for everybody, the search is not."""
    chat = await blocked(town)

    await chat.say("kind hat blaue flecken und will ned heim")

    assert chat.last_text.startswith("Ein Kind ist vielleicht in Gefahr")
    assert chat.labels == []
    assert town.lotse.memory.recall(chat.person, "afterwards", str) is None


async def test_a_paused_member_who_comes_back_passes_the_guards_too(town: Town) -> None:
    """They are let in again with this very message, so it must be read first."""
    chat = await town.member()
    member = await town.known(chat)
    async with UnitOfWork(town.lotse.database) as work:
        await SqlMembers(work).set_state(member.id, MemberState.PAUSED, expected=member.state)
        await work.commit()

    await chat.say("Familie Mustermann hat Schulden")

    assert chat.last_text.startswith(privacy.SHORT_REFUSAL)


@pytest.mark.parametrize("kind", ELSEWHERE)
@pytest.mark.parametrize("words", ["schulden", "Familie Mustermann hat Schulden"])
async def test_what_people_write_to_each_other_is_not_read(
    town: Town, kind: str, words: str
) -> None:
    """A business account may pass its chats on; they are neither searched nor answered."""
    chat = await town.member()
    person = town.server.world.people[chat.person]
    message = {
        "message_id": 1, "date": 1_780_000_000, "chat": person.as_chat(),
        "from": person.as_user(), "text": words,
    }  # fmt: skip

    await town.lotse.processing.handle({"update_id": next(ids), kind: message})
    await town.settled()

    assert chat.answers == []
    assert town.lotse.memory.recall(chat.person, "found", Found) is None


@pytest.mark.parametrize("kind", ["message", "edited_message", *ELSEWHERE])
def test_words_of_every_kind_of_message_are_guarded(kind: str) -> None:
    """Whatever kind Telegram invents next: what can be typed is read."""
    message = Message(1, datetime.now(UTC), TelegramChat(1, "private"), text="schulden")
    content: dict[str, Any] = {kind: message}

    assert guarding.typed_words(Update(1, **content)) == "schulden"


def test_a_press_carries_no_typed_words() -> None:
    """Its message is the bot's own: an offer's number there is no reason to refuse."""
    shown = Message(1, datetime.now(UTC), TelegramChat(1, "private"), text="+49 89 763737")
    press = CallbackQuery("1", User(1, "Beispiel", is_bot=False), "1", shown, data="menu")

    assert guarding.typed_words(Update(1, callback_query=press)) == ""

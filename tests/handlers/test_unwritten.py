"""What a person reads and no file ever holds: drafts, and the codes of invitations."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from handlers._memory import Draft
from handlers._screen import Screen
from handlers._unwritten import draft
from handlers.texts import general
from handlers.texts import publishing as texts
from handlers.texts import team as team_texts
from storage.tables import OutboxRow
from storage.unit_of_work import UnitOfWork
from team.members import Role
from tests.bot.houses import files_with, house, living, serving
from tests.chat import Chat, Town
from tests.handlers.test_arrival import invitation
from tests.handlers.test_publishing import plan

PLACE = "Quaxolotlraum"
WHEN = "12.9.2028 10 Uhr"


def silence(town: Town) -> None:
    """Let nothing leave any more, as if the process were killed right after the commit."""
    town.lotse.sender.wake = lambda chat_id: None  # type: ignore[method-assign]


async def test_a_place_is_on_disk_only_once_it_is_published(tmp_path: Path) -> None:
    """It is read in the summary all the same."""
    async with house(tmp_path) as town:
        chat = await town.member(Role.COORDINATOR)
        await plan(chat, WHEN, "Einmal", PLACE)
        assert f"Ort: {PLACE}" in chat.last_text
        assert files_with(tmp_path, PLACE) == []

        await chat.tap(texts.PUBLISH)

        assert chat.last_text.startswith("Der Tisch steht jetzt")
        assert files_with(tmp_path, PLACE) != []


async def test_a_place_is_nowhere_after_abbrechen(tmp_path: Path) -> None:
    """Nothing of this step is saved, and none of it waits in memory."""
    async with house(tmp_path) as town:
        chat = await town.member(Role.COORDINATOR)
        await plan(chat, WHEN, "Einmal", PLACE)

        await chat.say("/abbrechen")

        assert chat.last_text.startswith(general.CANCELLED)
        assert files_with(tmp_path, PLACE) == []
        assert town.lotse.memory.recall(chat.person, Draft.PLACE, str) is None


async def test_a_summary_sent_after_a_kill_asks_for_the_place_again(tmp_path: Path) -> None:
    """The words are gone with the process; every other answer is still known."""
    async with serving() as server:
        async with living(server, tmp_path) as town:
            chat = await town.member(Role.COORDINATOR)
            await plan(chat, WHEN, "Einmal", PLACE, last_answer=False)
            moderator = await town.known(chat)
            silence(town)
            await chat.press(f"pub:mod:{moderator.id}")
        async with living(server, tmp_path) as again:
            await again.settled()
            chat = Chat(again, chat.person)
            assert chat.last_text == texts.PLACE_LOST

            await chat.tap(texts.NAME_PLACE)
            await chat.say("Musterraum")

            assert "Ort: Musterraum" in chat.last_text
            assert texts.PUBLISH in chat.labels


async def test_a_typed_institution_is_on_disk_only_once_it_is_confirmed(tmp_path: Path) -> None:
    """It is read for a look all the same."""
    async with house(tmp_path) as town:
        chat = await town.stranger()
        await chat.say(f"/start {await invitation(town)}")
        await chat.tap(team_texts.AGREE)
        await chat.say("Quaxolotlschule")
        assert chat.last_text.startswith("Ihre Einrichtung: Quaxolotlschule?")
        assert files_with(tmp_path, "Quaxolotlschule") == []

        await chat.tap(team_texts.RIGHT)

        assert files_with(tmp_path, "Quaxolotlschule") != []


async def test_a_draft_and_the_screen_that_shows_it_may_come_from_one_update(
    tmp_path: Path,
) -> None:
    """The words are there before the commit, as the sender may be quicker than what follows it."""
    async with house(tmp_path) as town:
        chat = await town.stranger()
        await chat.say(f"/start {await invitation(town)}")
        await chat.tap(team_texts.AGREE)
        told: list[str | None] = []
        commit = UnitOfWork.commit

        async def watched(unit: UnitOfWork) -> None:
            await commit(unit)
            told.append(town.lotse.memory.recall(chat.person, Draft.INSTITUTION, str))

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(UnitOfWork, "commit", watched)
            await chat.say("Musterschule")

        assert told[0] == "Musterschule"


async def test_words_that_look_like_a_mark_stay_words(town: Town) -> None:
    """What a person types is escaped, so it can ask for nobody's draft."""
    chat = await town.member(Role.COORDINATOR)

    await plan(chat, WHEN, "Einmal", "<draft:place> & <code:x>")

    assert "Ort: <draft:place> & <code:x>" in chat.last_text


def test_a_screen_with_a_draft_says_what_comes_once_it_is_forgotten() -> None:
    """Nobody meets a text with a hole in it."""
    with pytest.raises(ValueError, match="forgotten"):
        Screen(f"Ort: {draft(Draft.PLACE)}")


def code_in(text: str) -> str:
    """The code of the link."""
    found = re.search(r"start=([\w-]+)", text)
    assert found is not None, text
    return found[1]


async def test_an_invitations_code_is_in_no_file_and_its_message_does_not_stay(
    tmp_path: Path,
) -> None:
    """Neither before it was sent nor afterwards."""
    async with house(tmp_path) as town:
        coordinator = await town.member(Role.COORDINATOR)
        await coordinator.say("/team")

        await coordinator.press("team:invite:moderator")

        assert files_with(tmp_path, code_in(coordinator.last_text)) == []
        shown = OutboxRow.message_id == coordinator.shown["message_id"]
        async with town.lotse.database.read() as session:
            newest = select(OutboxRow.purge_at).where(shown).order_by(OutboxRow.id.desc())
            assert await session.scalar(newest.limit(1)) is not None


async def test_an_invitation_made_before_a_kill_is_shown_after_it_and_works(
    tmp_path: Path,
) -> None:
    """A reply is never missing; the key that leads to the code outlives the process."""
    async with serving() as server:
        async with living(server, tmp_path) as town:
            coordinator = await town.member(Role.COORDINATOR)
            await coordinator.say("/team")
            silence(town)
            await coordinator.press("team:invite:moderator")
        async with living(server, tmp_path) as again:
            await again.settled()
            code = code_in(Chat(again, coordinator.person).last_text)
            assert files_with(tmp_path, code) == []
            chat = await again.stranger()

            await chat.say(f"/start {code}")
            await chat.tap(team_texts.AGREE)

            assert (await again.known(chat)).role is Role.MODERATOR

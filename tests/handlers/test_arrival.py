"""Journey "Ankommen", and who is let in at all."""

from __future__ import annotations

import pytest

from handlers.texts import general
from handlers.texts import team as texts
from storage.audit import SqlAudit
from storage.invitations import SqlInvitations
from storage.unit_of_work import UnitOfWork
from team.invitations import InvitationUnknown, InvitationUsed, invite
from team.members import FieldOfAction, Function, Role
from tests.chat import Chat, Town


async def invitation(town: Town, role: Role = Role.PROFESSIONAL) -> str:
    """The code of a fresh invitation."""
    async with UnitOfWork(town.lotse.database) as work:
        code = await invite(SqlInvitations(work), SqlAudit(work), role, None, now=town.lotse.now())
        await work.commit()
    return code


async def arrive(chat: Chat, code: str) -> None:
    """The whole way in."""
    await chat.say(f"/start {code}")
    await chat.tap(texts.AGREE)
    await chat.say("Beispielschule")
    await chat.tap("Schulsozialarbeit")
    await chat.tap("Sozialarbeit")


async def test_an_invited_person_arrives_in_three_answers(town: Town) -> None:
    """Notice first, then institution, field and function, then a first question."""
    chat = await town.stranger()

    await chat.say(f"/start {await invitation(town)}")
    assert "Verantwortlich: Beispielstelle" in chat.last_text
    await chat.tap(texts.AGREE)
    await chat.say("Beispielschule")
    await chat.tap("Schulsozialarbeit")
    await chat.tap("Sozialarbeit")

    member = await town.known(chat)
    assert (member.institution, member.role) == ("Beispielschule", Role.PROFESSIONAL)
    assert member.field is FieldOfAction.SCHOOL_SOCIAL_WORK
    assert member.function is Function.SOCIAL_WORKER
    await chat.tap(general.EXAMPLES[0])
    assert "Ideen, das nähere Umfeld zuerst" in chat.last_text


async def test_nothing_typed_is_processed_before_the_agreement(town: Town) -> None:
    """A question typed too early is not searched; the notice is shown again."""
    chat = await town.stranger()
    await chat.say(f"/start {await invitation(town)}")

    await chat.say("schuldnerberatung")

    assert chat.last_text.startswith(texts.FIRST_AGREE)
    async with UnitOfWork(town.lotse.database) as work:
        from storage.members import SqlMembers

        assert await SqlMembers(work).by_telegram(chat.person) is None


async def test_an_invitation_works_once(town: Town) -> None:
    """The second person with the same link is refused and told what to do."""
    code = await invitation(town)
    first, second = await town.stranger(), await town.stranger()
    await arrive(first, code)

    await second.say(f"/start {code}")

    assert second.last_text == texts.REFUSED_INVITATIONS[InvitationUsed]


async def test_two_people_agree_to_one_invitation_at_once(town: Town) -> None:
    """The invitation is used in one step: one comes in, the other reads why not."""
    code = await invitation(town)
    first, second = await town.stranger(), await town.stranger()
    await first.say(f"/start {code}")
    await second.say(f"/start {code}")
    await first.tap(texts.AGREE)

    await second.tap(texts.AGREE)

    assert second.last_text == texts.REFUSED_INVITATIONS[InvitationUsed]


async def test_an_unknown_invitation_lets_nobody_in(town: Town) -> None:
    """A made-up code is told so."""
    chat = await town.stranger()

    await chat.say("/start erfunden")

    assert chat.last_text == texts.REFUSED_INVITATIONS[InvitationUnknown]


async def test_a_known_institution_is_a_tap(town: Town) -> None:
    """Colleagues of one house do not type its name again."""
    await arrive(await town.stranger(), await invitation(town))
    chat = await town.stranger()
    await chat.say(f"/start {await invitation(town)}")
    await chat.tap(texts.AGREE)

    await chat.tap("Beispielschule")

    assert chat.last_text == "In welchem Handlungsfeld?"


async def test_strangers_get_one_answer_a_day(town: Town) -> None:
    """Who is not invited learns how to be, and is not answered again and again."""
    chat = await town.stranger()

    for text in ("hallo", "schulden", "/start"):
        await chat.say(text)

    assert [one["text"] for one in chat.answers] == [general.STRANGER]


async def test_strangers_get_the_emergency_card_whenever_it_is_called_for(town: Town) -> None:
    """A person in danger is never told to come back with an invitation."""
    chat = await town.stranger()
    await chat.say("hallo")

    await chat.say("sie will nicht mehr leben")

    assert chat.last_text.startswith("Jemand will nicht mehr leben")
    assert "+49 800 6553000" in chat.last_text


@pytest.mark.parametrize("data", ["menu", "team:home", "b:list", "pub:new", "f:a", "arr:yes"])
async def test_a_strangers_forged_button_opens_nothing(town: Town, data: str) -> None:
    """Buttons are no way in."""
    chat = await town.stranger()
    await chat.say("hallo")

    await chat.press(data)

    assert [one["text"] for one in chat.answers] == [general.STRANGER]

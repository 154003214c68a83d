"""Journey "Ankommen", and who is let in at all."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from handlers.texts import general, privacy
from handlers.texts import team as texts
from storage.audit import SqlAudit
from storage.invitations import SqlInvitations
from storage.members import SqlMembers
from storage.tables import DialogueRow
from storage.unit_of_work import UnitOfWork
from team.invitations import InvitationUnknown, InvitationUsed, invite
from team.members import FieldOfAction, Function, Member, Role
from tests.chat import Chat, Town

ASKED = ("In welcher Einrichtung", "In welchem Handlungsfeld", "Ihre Funktion")


async def invitation(town: Town, role: Role = Role.PROFESSIONAL) -> str:
    """The code of a fresh invitation."""
    async with UnitOfWork(town.lotse.database) as work:
        code = await invite(SqlInvitations(work), SqlAudit(work), role, None, now=town.lotse.now())
        await work.commit()
    return code


async def arrive(chat: Chat, code: str) -> None:
    """The whole way in."""
    await agreed(chat, code)
    await name_institution(chat, "Beispielschule")
    await chat.tap("Schulsozialarbeit")
    await chat.tap("Sozialarbeit")


async def agreed(chat: Chat, code: str) -> None:
    """Up to the first question."""
    await chat.say(f"/start {code}")
    await chat.tap(texts.AGREE)


async def name_institution(chat: Chat, name: str) -> None:
    """Type an institution, and confirm it where it is new."""
    await chat.say(name)
    if texts.RIGHT in chat.labels:
        await chat.tap(texts.RIGHT)


async def invited(town: Town) -> Chat:
    """A stranger who reads the short notice."""
    chat = await town.stranger()
    await chat.say(f"/start {await invitation(town)}")
    return chat


async def asked_for(town: Town, step: str) -> Chat:
    """Somebody who has agreed and is asked for institution, field or function."""
    chat = await town.stranger()
    await agreed(chat, await invitation(town))
    if step != ASKED[0]:
        await name_institution(chat, "Beispielschule")
    if step == ASKED[2]:
        await chat.tap("Schulsozialarbeit")
    assert step in chat.last_text
    return chat


async def kept_of(town: Town, chat: Chat) -> Member | None:
    """The member behind a chat, if there is one."""
    async with UnitOfWork(town.lotse.database) as work:
        return await SqlMembers(work).by_telegram(chat.person)


async def test_an_invited_person_arrives_in_three_answers(town: Town) -> None:
    """Notice first, then institution, field and function, then a first question."""
    chat = await town.stranger()

    await chat.say(f"/start {await invitation(town)}")
    assert "Verantwortlich: Beispielstelle" in chat.last_text
    await chat.tap(texts.AGREE)
    await name_institution(chat, "Beispielschule")
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
    assert await kept_of(town, chat) is None


async def test_an_invitation_works_once(town: Town) -> None:
    """The second person with the same link is refused and told what to do."""
    code = await invitation(town)
    first, second = await town.stranger(), await town.stranger()
    await arrive(first, code)

    await second.say(f"/start {code}")

    assert second.last_text == general.not_let_in(texts.REFUSED_INVITATIONS[InvitationUsed])


async def test_two_people_agree_to_one_invitation_at_once(town: Town) -> None:
    """The invitation is used in one step: one comes in, the other reads why not."""
    code = await invitation(town)
    first, second = await town.stranger(), await town.stranger()
    await first.say(f"/start {code}")
    await second.say(f"/start {code}")
    await first.tap(texts.AGREE)

    await second.tap(texts.AGREE)

    assert second.last_text == general.not_let_in(texts.REFUSED_INVITATIONS[InvitationUsed])


async def test_an_unknown_invitation_lets_nobody_in(town: Town) -> None:
    """A made-up code is told so."""
    chat = await town.stranger()

    await chat.say("/start erfunden")

    assert chat.last_text == general.not_let_in(texts.REFUSED_INVITATIONS[InvitationUnknown])
    assert chat.labels == []


async def test_a_known_institution_is_a_tap(town: Town) -> None:
    """Colleagues of one house do not type its name again."""
    await arrive(await town.stranger(), await invitation(town))
    chat = await town.stranger()
    await chat.say(f"/start {await invitation(town)}")
    await chat.tap(texts.AGREE)

    await chat.tap("Beispielschule")

    assert chat.last_text == "In welchem Handlungsfeld?"


@pytest.mark.parametrize("way_out", ["Nein, danke", "/abbrechen"])
async def test_without_the_agreement_nothing_is_kept(town: Town, way_out: str) -> None:
    """No member, no step, no button; the invitation still lets this person in later."""
    code = await invitation(town)
    chat = await town.stranger()
    await chat.say(f"/start {code}")

    await (chat.say(way_out) if way_out.startswith("/") else chat.tap(way_out))

    assert chat.last_text == texts.NOTHING_KEPT
    assert await kept_of(town, chat) is None
    async with town.lotse.database.read() as session:
        rows = select(DialogueRow).where(DialogueRow.chat_id == chat.person)
        assert list(await session.scalars(rows)) == []
    await chat.say("schulden")
    assert chat.last_text == general.STRANGER
    await arrive(chat, code)
    assert (await town.known(chat)).arrived


async def test_before_the_agreement_help_and_notice_are_a_command_away(town: Town) -> None:
    """Who wants to know more first gets it, with the same choice below."""
    chat = await invited(town)
    choice = ["Einverstanden", "Nein, danke"]

    await chat.say("/hilfe")
    assert chat.last_text.startswith(texts.WHAT_THIS_IS)
    assert set(choice) < set(chat.labels)
    await chat.say("/datenschutz")
    assert chat.last_text.startswith("Datenschutz\nVerantwortlich: Beispielstelle")
    assert chat.labels == choice


@pytest.mark.parametrize("asked", ASKED)
async def test_on_the_way_in_help_and_notice_leave_the_question_open(
    town: Town, asked: str
) -> None:
    """The open question stands below, with its buttons."""
    chat = await asked_for(town, asked)
    buttons = chat.labels

    for command, says in (("/hilfe", texts.WHAT_THIS_IS), ("/datenschutz", "Datenschutz")):
        await chat.say(command)
        assert chat.last_text.startswith(says)
        assert asked in chat.last_text
        assert chat.labels == buttons


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (ASKED[0], "Telegram-Kennung und Zustimmung;"),
        (ASKED[1], "Telegram-Kennung, Zustimmung und Einrichtung;"),
        (ASKED[2], "Telegram-Kennung, Zustimmung, Einrichtung und Handlungsfeld;"),
    ],
)
async def test_leaving_the_way_in_says_what_is_kept_and_how_to_go_on(
    town: Town, asked: str, kept: str
) -> None:
    """What is typed later is no answer before the question was shown again."""
    chat = await asked_for(town, asked)

    await chat.say("/abbrechen")
    assert kept in chat.last_text
    await chat.say("hallo")
    assert asked in chat.last_text
    await chat.say("/abbrechen")
    await chat.tap(texts.GO_ON)

    assert asked in chat.last_text


async def test_each_question_leads_back_to_the_one_before(town: Town) -> None:
    """Back forgets the answer it leads to."""
    chat = await asked_for(town, ASKED[2])

    await chat.tap("‹ Zurück")
    assert ASKED[1] in chat.last_text
    assert (await town.known(chat)).field is None
    await chat.tap("‹ Zurück")

    assert ASKED[0] in chat.last_text
    assert (await town.known(chat)).institution is None


async def test_a_typed_institution_is_stored_once_it_is_confirmed(town: Town) -> None:
    """Whoever typed their function by mistake can still change it; a name is refused at once."""
    chat = await asked_for(town, ASKED[0])

    await chat.say("Lehrkraft  Deutsch")
    assert chat.last_text.startswith("Ihre Einrichtung: Lehrkraft Deutsch?")
    await chat.tap(texts.CHANGE)
    assert ASKED[0] in chat.last_text
    await chat.say("Beispielhort am See")
    assert (await town.known(chat)).institution is None
    await chat.tap(texts.RIGHT)

    assert (await town.known(chat)).institution == "Beispielhort am See"
    assert ASKED[1] in chat.last_text


async def test_a_typed_institution_that_is_forgotten_is_asked_for_again(town: Town) -> None:
    """It was in memory only."""
    chat = await asked_for(town, ASKED[0])
    await chat.say("Vergessener Beispielhort")
    town.lotse.memory.forget(chat.person, "institution")

    await chat.tap(texts.RIGHT)

    assert chat.last_text.startswith(texts.INSTITUTION_AGAIN)
    assert ASKED[0] in chat.last_text
    assert (await town.known(chat)).institution is None


@pytest.mark.parametrize("typed", ["x", "x" * 81])
async def test_an_institution_has_two_to_eighty_characters(town: Town, typed: str) -> None:
    """The question comes again, with its buttons."""
    chat = await asked_for(town, ASKED[0])
    buttons = chat.labels

    await chat.say(typed)

    assert chat.last_text.startswith(texts.INSTITUTION_LENGTH)
    assert chat.labels == buttons


@pytest.mark.parametrize("asked", ASKED)
async def test_a_refusal_on_the_way_in_is_followed_by_the_open_question(
    town: Town, asked: str
) -> None:
    """Themes are for those who have arrived."""
    chat = await asked_for(town, asked)
    buttons = chat.labels

    await chat.say("Familie Mustermann, 030 23125 002")

    assert chat.last_text.startswith(privacy.SHORT_REFUSAL)
    assert asked in chat.last_text
    assert chat.labels == buttons


async def test_an_emergency_on_the_way_in_brings_the_card_and_the_way_goes_on(town: Town) -> None:
    """Before and after the agreement; there is no search to go on with yet."""
    early, late = await invited(town), await asked_for(town, ASKED[0])

    for chat, asked in ((early, "Guten Tag!"), (late, ASKED[0])):
        await chat.say("sie will nicht mehr leben")
        assert chat.last_text.startswith("Jemand will nicht mehr leben")
        assert chat.labels == []
        await chat.say("/hilfe")
        assert asked in chat.last_text


async def test_strangers_get_one_answer_a_day(town: Town) -> None:
    """Who is not invited learns how to be, and is not answered again and again."""
    chat = await town.stranger()

    for text in ("hallo", "schulden", "/start"):
        await chat.say(text)

    assert [one["text"] for one in chat.answers] == [general.STRANGER]


@pytest.mark.parametrize("text", ["/start a b", "/start xyz", "/start inline", "/start", "/hilfe"])
async def test_an_invitation_that_is_none_is_the_days_one_answer(town: Town, text: str) -> None:
    """Guessing codes is not answered again and again, nor with a member's text."""
    chat = await town.stranger()

    for words in (text, "hallo", text, "/start xyz"):
        await chat.say(words)

    unknown = general.not_let_in(texts.REFUSED_INVITATIONS[InvitationUnknown])
    expected = unknown if text == "/start xyz" else general.STRANGER
    assert [one["text"] for one in chat.answers] == [expected]


async def test_a_wrong_code_does_not_close_an_open_invitation(town: Town) -> None:
    """The notice stays, with the reason above."""
    chat = await invited(town)

    await chat.say("/start xyz")
    assert chat.last_text.startswith(texts.REFUSED_INVITATIONS[InvitationUnknown])
    await chat.tap(texts.AGREE)

    assert ASKED[0] in chat.last_text


async def test_an_invitation_opens_also_after_the_days_answer(town: Town) -> None:
    """Who asked first and was invited then comes in the same day."""
    chat = await town.stranger()
    await chat.say("hallo")

    await arrive(chat, await invitation(town))

    assert (await town.known(chat)).arrived


async def test_the_button_of_an_inline_answer_starts_the_chat(town: Town) -> None:
    """For members it is a plain start, for people on their way in the open question."""
    member, arriving = await town.member(), await asked_for(town, ASKED[1])

    await member.say("/start inline")
    await arriving.say("/start inline")

    assert member.last_text.startswith("Guten Tag! Ich kenne Angebote")
    assert "Angebot finden" in member.labels
    assert ASKED[1] in arriving.last_text


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

"""Both guards stand before everything else."""

from __future__ import annotations

import pytest

from handlers.texts import privacy
from tests.chat import Town

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
    """Typed answers inside a dialogue are words as well."""
    from team.members import Role

    chat = await town.member(Role.COORDINATOR)
    await chat.say("/tische")
    await chat.tap("Neuer Tisch")

    await chat.say("Termin für Familie Mustermann")

    assert chat.last_text.startswith(privacy.SHORT_REFUSAL)

"""`@bot ferien` in any chat."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest

from handlers import inline
from handlers._card import start_code, started_for
from handlers.texts import emergency
from handlers.texts.privacy import INLINE
from safety.kinds import EmergencyKind
from team.members import Role
from tests.chat import Chat, Town

ids = iter(range(9_000_000, 9_999_999))


async def asked_inline(town: Town, chat: Chat, query: str) -> dict[str, Any]:
    """What the bot answers to an inline query."""
    number = next(ids)
    user = {"id": chat.person, "is_bot": False, "first_name": "Beispiel"}
    update = {
        "update_id": number,
        "inline_query": {"id": str(number), "from": user, "query": query, "offset": ""},
    }
    await town.lotse.processing.handle(update)
    answers = town.server.world.inline
    async with asyncio.timeout(5):
        while str(number) not in answers:  # noqa: ASYNC110 - it is answered after the commit
            await asyncio.sleep(0.01)
    return answers[str(number)]


async def test_a_member_gets_offers_to_send(town: Town) -> None:
    """Personal and uncached, public fields only."""
    answer = await asked_inline(town, await town.member(), "schulden")

    assert answer["is_personal"]
    assert int(answer["cache_time"]) == 0
    assert 1 <= len(answer["results"]) <= 5
    text = answer["results"][0]["input_message_content"]["message_text"]
    assert "Beratung bei Überschuldung" in text
    assert "noch nicht geprüft" not in text


async def test_what_is_for_professionals_is_not_sent_to_a_parent(town: Town) -> None:
    """Whoever reads an inline answer may be one."""
    answer = await asked_inline(town, await town.member(), "medizinische kinderschutzhotline")

    assert "kinderschutzhotline" not in [one["id"] for one in answer["results"]]
    assert answer["results"]


async def test_a_stranger_gets_the_way_in_only(town: Town) -> None:
    """No offer, and no hint whether there is one."""
    answer = await asked_inline(town, await town.stranger(), "schulden")

    assert answer["results"] == []
    assert answer["button"] == {"text": INLINE, "start_parameter": inline.START}


@pytest.mark.parametrize(
    "query",
    ["Familie Mustermann hat Schulden", "sie will nicht mehr leben", "qwrtz plmnb", ""],
)
async def test_both_guards_read_inline_words_too(town: Town, query: str) -> None:
    """Refused words, an emergency, nothing known: only the way into the private chat."""
    answer = await asked_inline(town, await town.member(Role.COORDINATOR), query)

    assert answer["results"] == []


@pytest.mark.parametrize("invited", [True, False])
async def test_an_inline_emergency_leads_everybody_to_its_card(town: Town, invited: bool) -> None:
    """The numbers stand on the button; pressing it starts the private chat with the card."""
    chat = await town.member() if invited else await town.stranger()

    answer = await asked_inline(town, chat, "sie sagt sie will nicht mehr leben")

    assert answer["results"] == []
    assert answer["button"]["text"] == emergency.INLINE
    await chat.say(f"/start {answer['button']['start_parameter']}")
    assert chat.last_text.startswith("Jemand will nicht mehr leben")
    assert chat.labels == (["Menü"] if invited else [])


async def test_an_inline_doubt_finds_and_leads_to_the_card(town: Town) -> None:
    """As in the private chat."""
    query = "der Film war zum Umbringen langweilig, wann ist Jugendtreff?"

    answer = await asked_inline(town, await town.member(), query)

    assert answer["results"]
    assert answer["button"]["text"] == emergency.INLINE


def test_the_inline_button_and_each_of_its_codes_fit_telegram() -> None:
    """64 characters each; a code holds letters, digits, _ and - only."""
    assert len(emergency.INLINE) <= 64
    for kind in EmergencyKind:
        code = start_code(kind)
        assert re.fullmatch(r"[\w-]{1,64}", code)
        assert started_for(f"/start {code}") is kind

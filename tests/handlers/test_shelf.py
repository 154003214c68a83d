"""Offers at hand: keeping them, and letting them go."""

from __future__ import annotations

from handlers.texts import shelf as texts
from tests.chat import Chat, Town


async def with_card_open(town: Town) -> Chat:
    """A professional who has opened an offer's card."""
    chat = await town.member()
    await chat.say("frauennotruf münchen")
    await chat.tap("1")
    return chat


async def test_what_is_kept_is_one_tap_away(town: Town) -> None:
    """And seen by its owner alone."""
    chat, other = await with_card_open(town), await town.member()

    await chat.tap("Merken")
    await chat.say("/gemerkt")
    assert "1 Frauennotruf München" in chat.last_text
    await other.say("/gemerkt")
    assert "Noch nichts" in other.last_text

    await chat.tap("1")
    assert "+49 89 763737" in chat.last_text


async def test_typing_a_button_that_only_toasts_gets_an_answer(town: Town) -> None:
    """There is no press to put a toast on; and the card's other buttons can still be typed."""
    chat = await with_card_open(town)

    await chat.say("merken")
    assert chat.last_text == texts.KEPT
    await chat.say("zurück")

    assert "Frauennotruf München" in chat.last_text
    assert "1" in chat.labels


async def test_keeping_twice_changes_nothing_and_letting_go_empties(town: Town) -> None:
    """Double taps happen."""
    chat = await with_card_open(town)
    await chat.tap("Merken")
    await chat.tap("Merken")
    await chat.say("/gemerkt")
    assert chat.last_text.count("Frauennotruf") == 1

    await chat.tap("1 nicht mehr")

    assert chat.last_text == texts.EMPTY.replace("<b>", "").replace("</b>", "")


async def test_a_forged_offer_is_not_kept(town: Town) -> None:
    """Only what exists can be kept."""
    chat = await town.member()
    await chat.say("/menue")

    await chat.press("s:keep:no-such-offer:")
    await chat.say("/gemerkt")

    assert "Noch nichts" in chat.last_text

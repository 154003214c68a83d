"""Passing an offer on to a family."""

from __future__ import annotations

import pytest

from handlers.texts.passing import LABELS, TO_LEFT
from tests.chat import Town

JARGON = ("Ebene", "niedrigschwellig", "Fachkraft", "Stand", "Träger:", "noch nicht geprüft")


@pytest.mark.parametrize("code", LABELS)
async def test_a_neutral_card_comes_as_a_message_of_its_own(town: Town, code: str) -> None:
    """Name, place, number and the way in; no button, no jargon, nothing of the question."""
    chat = await town.member()
    await chat.say("frauennotruf münchen")
    await chat.tap("1")

    await chat.tap("Weitergeben")
    asked = chat.shown["message_id"]
    await chat.tap(LABELS[code].language)

    card = chat.shown
    assert card["message_id"] != asked
    assert "reply_markup" not in card
    assert "entities" not in card
    assert "Frauennotruf München" in card["text"]
    assert f"{LABELS[code].phone}: +49 89 763737" in card["text"]
    assert LABELS[code].access in card["text"]
    assert not [word for word in JARGON if word in card["text"]]


async def test_an_arabic_card_runs_from_right_to_left(town: Town) -> None:
    """Every line starts with the mark that turns it."""
    chat = await town.member()
    await chat.say("frauennotruf münchen")
    await chat.tap("1")
    await chat.tap("Weitergeben")

    await chat.tap(LABELS["ar"].language)

    lines = [line for line in chat.shown["text"].splitlines() if line]
    assert all(line.startswith(TO_LEFT) for line in lines)


async def test_a_forged_language_sends_nothing(town: Town) -> None:
    """The list says that the offer is gone instead of failing."""
    chat = await town.member()
    await chat.say("/menue")

    await chat.press("pass!:frauennotruf-muenchen:xx")

    assert "reply_markup" in chat.shown

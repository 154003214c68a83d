"""Passing an offer on to a family."""

from __future__ import annotations

import pytest

from handlers.texts import passing as texts
from handlers.texts.passing import APART, LABELS, TO_LEFT, TOGETHER
from knowledge.offers import Offer
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
    number = "+49 89 763737" if code != "ar" else f"{APART}+49 89 763737{TOGETHER}"
    assert f"{LABELS[code].phone}: {number}" in card["text"]
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


async def test_no_word_of_the_trade_is_called_plain(town: Town) -> None:
    """The professional reads which words to explain, before the card leaves."""
    chat = await town.member()
    await chat.say("frauennotruf münchen")
    await chat.tap("1")
    await chat.tap("Weitergeben")
    assert "ohne Fachwörter" in chat.last_text

    await chat.press("pass:eingliederungshilfe-35a:")

    assert "ohne Fachwörter" not in chat.last_text
    assert "erklären Sie der Familie: „§ 35a SGB VIII“, „Hilfeplanverfahren“" in chat.last_text


@pytest.mark.parametrize("data", ["pass:kinderschutzhotline:", "pass!:kinderschutzhotline:de"])
async def test_what_is_for_professionals_is_not_passed_on(town: Town, data: str) -> None:
    """Its card has no button for it, and a forged one sends nothing."""
    chat = await town.member()
    await chat.say("medizinische kinderschutzhotline")
    await chat.tap("1")
    assert "Merken" in chat.labels
    assert "Weitergeben" not in chat.labels

    await chat.press(data)

    assert chat.last_text == texts.FOR_PROFESSIONALS
    assert "‹ Zurück" in chat.labels


def test_a_card_fits_into_a_message_whatever_the_offer_holds() -> None:
    """Fields may be long; they are cut at a word."""
    long = "sehr lange Angabe " * 110
    offer = Offer(
        "a", long, long, access=long, cost=long, address=long, town=long, phone=long, email=long,
        web="https://example.org/" + "a" * 480,
    )  # fmt: skip

    for code in LABELS:
        card = texts.card(offer, code)
        assert len(card) < 4096
        assert card.count(" …") == 7


async def test_a_forged_language_sends_nothing(town: Town) -> None:
    """The list says that the offer is gone instead of failing."""
    chat = await town.member()
    await chat.say("/menue")

    await chat.press("pass!:frauennotruf-muenchen:xx")

    assert "reply_markup" in chat.shown

"""A theme's offers by taps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from handlers.browsing import AGES, THEMES
from handlers.texts import finding as texts
from handlers.texts.booking import AGE_BANDS
from handlers.texts.privacy import OR_A_THEME
from knowledge.importing import shipped_offers
from knowledge.offers import CATEGORIES, Offer
from needs.signals import BANDS
from tests.chat import Chat, Town


async def cards(chat: Chat) -> list[str]:
    """The offers that all pages of the shown list lead to, in their order."""
    found: list[str] = []
    while True:
        numbers = [label for label in chat.labels if label.isdecimal()]
        found += [chat.data(label).split(":")[2] for label in numbers]
        if "Weitere" not in chat.labels:
            return found
        await chat.tap("Weitere")


def naming_an_age() -> Iterator[Offer]:
    """Offers of child care that name an age."""
    for offer in shipped_offers():
        if offer.category == "kinderbetreuung" and (offer.age_from or offer.age_to):
            yield offer


async def test_a_refused_message_leads_to_a_theme_and_an_age_by_taps(town: Town) -> None:
    """Nothing has to be typed again: theme, then age, and no page shows what is for others."""
    chat = await town.member()
    await chat.say("Platz für Kevin Mustermann, geb. 3.4.2014")
    assert OR_A_THEME in chat.last_text
    await chat.tap(CATEGORIES["kinderbetreuung"])
    everything = await cards(chat)

    await chat.tap(texts.WHICH_AGE)
    band = AGES[0]
    await chat.tap(AGE_BANDS[band])

    assert AGE_BANDS[band] in chat.last_text
    fitting = await cards(chat)
    for_others = {
        offer.id
        for offer in naming_an_age()
        if offer.age_from is not None and offer.age_from > max(BANDS[band])
    }
    assert for_others
    assert set(fitting) == set(everything) - for_others


async def test_a_card_leads_back_to_the_age_it_was_opened_from(town: Town) -> None:
    """And so do the pages."""
    chat = await town.member()
    await chat.say("/start")
    await chat.press(f"f:t:{THEMES.index('kinderbetreuung')}:0:2")
    await chat.tap("Weitere")
    second = chat.last_text

    await chat.tap("4")
    await chat.tap("‹ Zurück")

    assert chat.last_text == second
    assert AGE_BANDS[AGES[2]] in second


@pytest.mark.parametrize("forged", ["f:t:99:0", "f:t:0:0:9", "f:ta:99"])
async def test_a_button_of_no_theme_or_age_offers_the_themes(town: Town, forged: str) -> None:
    """Also an old one, of a list that was longer."""
    chat = await town.member()
    await chat.say("/start")

    await chat.press(forged)

    assert chat.last_text.startswith("Anders suchen")

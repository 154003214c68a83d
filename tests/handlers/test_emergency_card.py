"""The ways to the emergency card."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from handlers._screen import length
from handlers.texts import emergency as texts
from knowledge.contacts import dialable
from knowledge.crisis import current_numbers
from safety.card import all_numbers, card_for
from safety.kinds import EmergencyKind
from tests import shipped
from tests.chat import Town

DOUBT = "psychose"  # a doubt, of another kind than the card of who names no danger
TODAY = date(2026, 11, 24)
OFFERS = {offer.id: offer for offer in shipped.OFFERS}
ITS_CARD = texts.HEADINGS[EmergencyKind.PSYCHIATRIC]


@pytest.mark.parametrize("words", ["/notfall", "Notfallkarte", "notfall", "SOS", "HILFE!!", "112"])
async def test_who_calls_gets_the_card_at_once(town: Town, words: str) -> None:
    """There is nothing to search for afterwards."""
    chat = await town.member()

    await chat.say(words)

    assert chat.last_text.startswith(texts.HEADINGS[EmergencyKind.LIFE_DANGER])
    assert chat.labels == ["Menü"]


@pytest.mark.parametrize("words", ["/notfall", "notarzt!"])
async def test_strangers_who_call_get_the_card_too(town: Town, words: str) -> None:
    """The card is for everybody."""
    chat = await town.stranger()

    await chat.say(words)

    assert chat.last_text.startswith(texts.HEADINGS[EmergencyKind.LIFE_DANGER])


async def test_the_menu_leads_to_the_card(town: Town) -> None:
    """As a button, and typed while the menu is open."""
    chat = await town.member()
    await chat.say("/menue")

    await chat.tap("Notfallkarte")

    assert chat.last_text.startswith(texts.HEADINGS[EmergencyKind.LIFE_DANGER])


async def test_hilfe_alone_is_still_the_help_page(town: Town) -> None:
    """It is the name of a button."""
    chat = await town.member()
    await chat.say("/menue")

    await chat.say("hilfe")

    assert "So helfe ich Ihnen" in chat.last_text


async def test_a_doubt_leads_to_the_card_of_its_own_kind(town: Town) -> None:
    """Not to the one for danger to life."""
    chat = await town.member()

    await chat.say(DOUBT)
    await chat.tap("Notfallkarte")

    assert chat.last_text.startswith(ITS_CARD)


async def test_results_behind_a_card_lead_back_to_the_same_card(town: Town) -> None:
    """The kind travels with the buttons."""
    chat = await town.member()
    await chat.say("kind hat blaue flecken und will ned heim")

    await chat.tap("Danach weitersuchen")
    await chat.tap("Notfallkarte")

    assert chat.last_text.startswith(texts.HEADINGS[EmergencyKind.CHILD_PROTECTION])


@pytest.mark.parametrize("data", ["em:card", "em:card:nonsense"])
async def test_an_old_or_forged_button_shows_the_card_for_danger_to_life(
    town: Town, data: str
) -> None:
    """Never an error where somebody needs a number."""
    chat = await town.member()
    await chat.say("/menue")

    await chat.press(data)

    assert chat.last_text.startswith(texts.HEADINGS[EmergencyKind.LIFE_DANGER])


async def test_a_doubt_below_a_picture_keeps_its_button(town: Town) -> None:
    """The picture is not opened, the words below it are words."""
    chat = await town.member()

    await chat.send(
        {
            "photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}],
            "caption": DOUBT,
        }
    )

    assert chat.labels == ["Notfallkarte", "Menü"]
    await chat.tap("Notfallkarte")
    assert chat.last_text.startswith(ITS_CARD)


async def test_a_doubt_in_a_changed_message_keeps_its_button(town: Town) -> None:
    """It is not searched again; the card is offered all the same."""
    chat = await town.member()
    await chat.say("schulden")
    own = next(one for one in chat.messages if not one["from"]["is_bot"])

    await town.server.world.edit_own(town.server.bot, chat.person, own["message_id"], DOUBT)
    await town.settled()

    assert chat.labels == ["Notfallkarte", "Menü"]


@pytest.mark.parametrize("kind", EmergencyKind)
def test_a_card_is_read_in_seconds(kind: EmergencyKind) -> None:
    """Heading, numbers and three lines of what to do, 500 characters at most."""
    shown = texts.card(card_for(kind, TODAY, current_numbers(OFFERS.get)))

    assert length(shown) <= 500
    assert shown.count("\n– ") == 3
    assert texts.FALLEN_BACK not in shown


@pytest.mark.parametrize("kind", EmergencyKind)
def test_a_card_that_has_fallen_back_says_so(kind: EmergencyKind) -> None:
    """Otherwise a missing number looks as if there were none."""
    old = {name: replace(one, checked_on=date(2020, 1, 1)) for name, one in all_numbers().items()}

    shown = texts.card(card_for(kind, TODAY, old))

    assert texts.FALLEN_BACK in shown
    assert length(shown) <= 500


@pytest.mark.parametrize(
    ("kind", "offer"),
    [
        (EmergencyKind.NO_SHELTER, "rathaus-sozialstelle"),
        (EmergencyKind.CHILD_PROTECTION, "hilfen-zur-erziehung"),
    ],
)
def test_the_local_numbers_come_from_the_offers_with_their_age(
    kind: EmergencyKind, offer: str
) -> None:
    """Coordinators change and check them there."""
    checked = OFFERS | {
        offer: replace(
            OFFERS[offer], phone="089 99998123 (Beispielstelle)", verified_on=date(2026, 11, 2)
        )
    }

    before = texts.card(card_for(kind, TODAY, current_numbers(OFFERS.get)))
    after = texts.card(card_for(kind, TODAY, current_numbers(checked.get)))

    assert dialable(str(OFFERS[offer].phone).split(" (")[0]) in before
    assert f"<b>{dialable('089 99998123')}</b>" in after
    assert "(geprüft 02.11.2026)" in after

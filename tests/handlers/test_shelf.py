"""Offers at hand: keeping them, and letting them go."""

from __future__ import annotations

from datetime import timedelta

from handlers.texts import shelf as texts
from knowledge.importing import shipped_offers
from needs.shelf import MOST_KEPT
from storage.needs import SqlShelf
from storage.unit_of_work import UnitOfWork
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


async def keeping(town: Town, number: int) -> tuple[Chat, list[str]]:
    """A professional who keeps so many offers, the oldest first."""
    chat = await town.member()
    offers = [offer.id for offer in shipped_offers()][:number]
    async with UnitOfWork(town.lotse.database) as work:
        member = await town.known(chat)
        for minute, offer in enumerate(offers):
            kept_at = town.lotse.now() + timedelta(minutes=minute)
            await SqlShelf(work).keep(member.id, offer, kept_at)
        await work.commit()
    return chat, offers


async def test_a_full_shelf_says_so(town: Town) -> None:
    """Keeping the oldest once more is no error; one more is told what to do."""
    chat, offers = await keeping(town, MOST_KEPT)
    await chat.say("/menue")

    await chat.press(f"s:keep:{offers[0]}:")
    await chat.press("s:keep:wellcome-landkreis:")

    assert chat.last_text.startswith("Was brauchen Sie?")
    assert town.server.world.calls[-1]["text"] == texts.FULL
    async with UnitOfWork(town.lotse.database) as work:
        kept = await SqlShelf(work).kept((await town.known(chat)).id)
    assert sorted(kept) == sorted(offers)


async def test_everything_kept_can_be_reached_and_let_go(town: Town) -> None:
    """Page by page; a card leads back to the page it was opened from."""
    chat, _ = await keeping(town, 12)
    await chat.say("/gemerkt")
    assert "Seite 1 von 3" in chat.last_text
    await chat.tap("Weitere")
    await chat.tap("Weitere")
    last_page = chat.last_text
    assert chat.labels[:2] == ["11", "12"]

    await chat.tap("11")
    await chat.tap("‹ Zurück")
    assert chat.last_text == last_page
    await chat.tap("12 nicht mehr")
    await chat.tap("11 nicht mehr")

    assert "Seite 2 von 2" in chat.last_text
    assert "10" in chat.labels


async def test_a_forged_offer_is_not_kept(town: Town) -> None:
    """Only what exists can be kept."""
    chat = await town.member()
    await chat.say("/menue")

    await chat.press("s:keep:no-such-offer:")
    await chat.say("/gemerkt")

    assert "Noch nichts" in chat.last_text

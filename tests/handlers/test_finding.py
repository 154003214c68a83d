"""Journey "Angebot finden"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from handlers import answers
from handlers._screen import length
from handlers.answers import GROUNDS, MOST, POOL, FoundOffer
from handlers.texts import finding as texts
from handlers.texts import general
from handlers.texts.cutting import cut
from knowledge.constraints import Demand, Demands
from knowledge.offers import Offer, Ring, Source
from team.members import Role
from team.spaces import SocialSpace
from tests.chat import Town
from tests.shipped import OFFERS, search
from webchat.markup import parse_html

QUESTIONS = (
    "hausaufgaben klappen daheim nicht, bub 8, darf nix kosten",
    "schulden",
    "familie neu hier, spricht kaum deutsch",
    "mutter überfordert mit baby",
    "wohnung verloren",
    "jugendlicher schwänzt schule",
    "sport für mädchen 12",
    "trennung streit eltern",
    "ferienbetreuung grundschule günstig",
    "behinderung kind unterstützung",
    "sprachkurs deutsch abends",
    "krabbelgruppe",
)
NOT_TEXT: dict[str, dict[str, Any]] = {
    "voice": {"voice": {"file_id": "a", "file_unique_id": "b", "duration": 3}},
    "photo": {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]},
    "document": {"document": {"file_id": "a", "file_unique_id": "b"}},
    "contact": {"contact": {"phone_number": "+4930230000000", "first_name": "Beispiel"}},
    "location": {"location": {"longitude": 1.0, "latitude": 1.0}},
    "dice": {"dice": {"emoji": "🎲", "value": 3}},
}
ANSWERS = {
    "voice": general.VOICE,
    "photo": general.PHOTO,
    "document": general.FILE,
    "contact": general.CONTACT,
    "location": general.CONTACT,
    "dice": general.STICKER,
}


async def test_any_free_text_is_a_question(town: Town) -> None:
    """A professional types what is needed and reads three real offers, no command needed."""
    chat = await town.member()

    await chat.say("hausaufgaben klappen daheim nicht, bub 8, darf nix kosten")

    assert chat.last_text.startswith("Drei Ideen, das nähere Umfeld zuerst")
    assert "Hausaufgabenhilfe und Nachhilfe im Bürgertreff – im Umfeld" in chat.last_text
    assert "Quelle von 12/2024, noch nicht geprüft" in chat.last_text
    assert chat.labels[:3] == ["1", "2", "3"]


async def test_a_card_shows_everything_and_leads_back(town: Town) -> None:
    """Details come by editing in place, and the list is one tap away."""
    chat = await town.member()
    await chat.say("frauennotruf münchen")
    listed = chat.shown

    await chat.tap("1")

    assert chat.shown["message_id"] == listed["message_id"]
    assert "+49 89 763737" in chat.last_text
    await chat.tap("‹ Zurück")
    assert chat.last_text == listed["text"]


def test_any_address_stands_in_the_card_as_it_is() -> None:
    """Quotation marks and brackets in it neither end the link nor make Telegram refuse it."""
    web = """https://example.org/?a="b"&c='d'&e=<f>"""
    offer = Offer("a", "A", "B", web=web, sources=(Source(web, "2020"),))

    _, entities = parse_html(texts.card(offer, date(2026, 11, 24)))

    assert [one["url"] for one in entities if one["type"] == "text_link"] == [web, web]


async def test_weitere_shows_what_the_last_line_promised(town: Town) -> None:
    """Nothing relevant is hidden: the last line says what is behind, a tap shows it."""
    chat = await town.member()
    await chat.say("schulden")
    assert "weitere, darunter" in chat.last_text

    await chat.tap("Weitere")

    assert chat.last_text.startswith("Weitere Angebote")
    assert chat.labels[0] == "4"


async def test_statutory_help_is_never_hidden(town: Town) -> None:
    """An offer of the Jugendamt behind the twelve best is named at once, and stands last."""
    question, late = next(
        (question, finding.offer)
        for question in ("hausaufgaben", "jugendtreff", "sport verein kinder", *QUESTIONS)
        for finding in search().search(question, POOL).results[MOST:]
        if finding.offer.ring is Ring.STATUTORY
        if any(reason.kind in GROUNDS for reason in finding.reasons)
    )
    chat = await town.member()
    await chat.say(question)
    assert chat.last_text.splitlines()[-1].endswith("Jugendamt")

    for _ in range(4):
        await chat.tap("Weitere")

    assert f"13 {cut(late.name, texts.LONGEST_NAME)} – über das Jugendamt" in chat.last_text
    assert "Weitere" not in chat.labels


@pytest.mark.parametrize(
    ("sure", "grounded", "kept"), [(True, True, 13), (True, False, 12), (False, True, 12)]
)
def test_only_what_fits_comes_behind_the_best(sure: bool, grounded: bool, kept: int) -> None:
    """Mere likeness, or an answer in doubt, lets nothing in from so far behind."""
    near = Offer("a", "A", "B", ring=Ring.LIFEWORLD)
    far = Offer("z", "Z", "B", ring=Ring.STATUTORY)
    known = [(near, FoundOffer("a", (), (), grounded=True))] * 14
    known += [(far, FoundOffer("z", (), (), grounded=grounded))] * 2

    shown = answers.first_of(known, sure=sure)

    assert len(shown) == kept
    assert (shown[-1][0] is far) == (kept == 13)


async def test_an_answer_stays_readable(town: Town) -> None:
    """Three typical offers take about 500 characters, none much more."""
    chat, lengths = await town.member(), []
    for question in QUESTIONS:
        await chat.say(question)
        lengths.append(len(chat.last_text))

    assert sum(lengths) / len(lengths) <= 540
    assert max(lengths) <= 640


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: str(offer.id))
def test_every_card_can_be_read_at_a_glance(offer: Offer) -> None:
    """At most 900 characters, with every way to get in touch left whole."""
    card = texts.card(offer, date(2026, 11, 24))

    assert length(card) <= texts.LONGEST_CARD
    assert texts._contact(offer) in card


@given(
    words=some.lists(some.text(max_size=3000), min_size=11, max_size=11),
    note=some.text(max_size=3000),
)
def test_a_card_fits_whatever_was_written_into_the_offer(words: list[str], note: str) -> None:
    """Imported offers have no limits of length."""
    offer = Offer(
        "a", "Name", words[0], provider=words[1], target_groups=(words[2],), access=words[3],
        languages=(words[4],), address=words[5], opening_hours=words[6], cost=words[7],
        town=words[8], phone=words[9], email=words[10], note=note,
    )  # fmt: skip

    assert length(texts.card(offer, date(2026, 11, 24))) <= texts.LONGEST_CARD


def test_a_list_fits_whatever_was_written_into_the_offers() -> None:
    """Long fields are cut at a word; three offers stay below what a person reads."""
    long = "sehr lange Angabe " * 100
    offer = Offer("a", long, long, ring=Ring.STATUTORY, cost=long, note=long, stand="2020-01")
    line = texts.line(1, offer, (long, long), (long,), date(2026, 11, 24), cost_asked=True)

    assert line.count("…") == 4
    assert length(line) <= 300


async def test_filters_stand_in_the_list_and_stay(town: Town) -> None:
    """What narrows a list is named in it, on every page."""
    chat = await town.member()
    await chat.say("schulden")
    await chat.tap("Eingrenzen")

    await chat.tap("Kostenlos")
    assert "✓ Kostenlos" in chat.labels
    await chat.tap("Anzeigen")
    assert "Nur: kostenlos" in chat.last_text
    await chat.tap("Weitere")

    assert "Nur: kostenlos" in chat.last_text


async def test_filters_stay_when_a_word_is_chosen(town: Town) -> None:
    """The known word that was meant is searched under the same filters."""
    chat = await town.member()
    await chat.say("haaufgaben xqzwort")
    meant = chat.data("Eher: Hausaufgaben")
    await chat.tap("Eingrenzen")
    await chat.tap("In Taufkirchen")

    await chat.press(meant)

    assert "Nur: in Taufkirchen" in chat.last_text


async def test_in_town_is_what_has_its_place_there(town: Town) -> None:
    """An offer for the whole county that sits in the town is in town."""
    local = Offer("a", "A", "B", town="Taufkirchen", reach="landkreis-muenchen")
    space = SocialSpace(1, "taufkirchen", "Taufkirchen", "x", catholic_majority=True)
    here = Demands(plain=frozenset({Demand.IN_TOWN}))

    assert answers._passes(local, here, space)
    assert not answers._passes(replace(local, town="Haar"), here, space)
    assert not answers._passes(replace(local, town=None), here, space)


@pytest.mark.parametrize("question", ["hilfe", "hilfe für familie", "beratung", "schule"])
async def test_a_heading_is_no_need_yet(town: Town, question: str) -> None:
    """The person chooses what it is about; nobody guesses."""
    chat = await town.member()

    await chat.say(question)

    assert chat.last_text.startswith("Worum geht es am ehesten?")
    assert 2 <= len(chat.labels) - 2 <= 4


@pytest.mark.parametrize(
    "question",
    ["schulden", "kita", "hort", "nachhilfe", "deutschkurs", "wohngeld", "krabbelgruppe", "AWO"],
)
async def test_a_clear_word_is_answered_at_once(town: Town, question: str) -> None:
    """One theme stands out, or it is a name."""
    chat = await town.member()

    await chat.say(question)

    assert chat.labels[0] == "1"


async def test_nothing_found_says_so_and_offers_a_next_step(town: Town) -> None:
    """No list of guesses where nothing fits."""
    chat = await town.member()

    await chat.say("staubsauger saugt nicht mehr")

    assert chat.last_text.startswith("Dazu kenne ich nichts Passendes.")
    assert chat.labels == [
        "Als Bedarf zählen",
        "Anders suchen",
        "Bescheid geben",
        "Beratungstisch",
        "Menü",
    ]


async def test_a_misspelt_word_is_named_by_its_known_form(town: Town) -> None:
    """The person sees what was understood; the typed form is not repeated."""
    chat = await town.member()

    await chat.say("hausaufgabn hilfe 3 klasse gratis??")

    assert "Gesucht als: Hausaufgaben" in chat.last_text
    assert "hausaufgabn" not in chat.last_text


async def test_an_offer_without_contact_leads_to_the_coordination(town: Town) -> None:
    """Many offers have no contact; the coordinators are asked, after a look at the text."""
    coordinator = await town.member(Role.COORDINATOR)
    chat = await town.member()
    await chat.say("hausaufgabenhilfe bürgertreff")
    await chat.tap("1")
    assert texts.NO_CONTACT in chat.last_text

    await chat.tap("Koordination fragen")
    assert coordinator.answers == []
    await chat.tap("Fragen")

    assert chat.last_text == texts.ASK_COORDINATION_SENT
    assert "Lehrkraft (Musterschule)" in coordinator.last_text


async def test_themes_can_be_tapped_instead_of_typed(town: Town) -> None:
    """Who does not want to type finds offers by theme."""
    chat = await town.member()
    await chat.say("/menue")

    await chat.tap("Angebot finden")
    await chat.tap("Sucht")

    assert "Condrobs" in chat.last_text


async def test_an_answer_that_is_forgotten_is_asked_for_again(town: Town) -> None:
    """After a quarter of an hour or a restart the question is gone; the bot says so."""
    chat = await town.member()
    await chat.say("schulden")
    town.lotse.memory.forget(chat.person, "found")

    await chat.tap("Weitere")

    assert chat.last_text == texts.FORGOTTEN


@pytest.mark.parametrize("kind", NOT_TEXT)
async def test_what_is_not_text_gets_a_fitting_answer(town: Town, kind: str) -> None:
    """Nothing is downloaded, and nobody is left without an answer."""
    chat = await town.member()

    await chat.send(NOT_TEXT[kind])

    assert chat.last_text == ANSWERS[kind]
    assert not [one for one in town.server.world.calls if one["method"] == "getFile"]


@pytest.mark.parametrize(
    "text",
    [
        "😀😀😀",
        "…",
        "?!",
        "a" * 4096,
        "<b>&</b> DROP TABLE offer;",
        "und oder aber",
        "доброго дня",
        "s\u200bch\u200bulden",
        "子供の宿題",
    ],
    ids=[
        "emoji",
        "dots",
        "marks",
        "4096",
        "markup",
        "stop words",
        "cyrillic",
        "zero width",
        "kana",
    ],
)
async def test_odd_text_gets_an_answer(town: Town, text: str) -> None:
    """Only emoji, 4,096 characters or markup: an answer each, no error."""
    chat = await town.member()

    await chat.say(text)

    assert chat.last_text
    assert "schiefgegangen" not in chat.last_text


async def test_typing_a_number_does_the_same_as_tapping_it(town: Town) -> None:
    """One thumb, or a keyboard: both work; the typed one gets a new screen."""
    chat = await town.member()
    await chat.say("frauennotruf münchen")

    await chat.say("1")

    assert "+49 89 763737" in chat.last_text


async def test_an_edited_message_is_not_searched_again(town: Town) -> None:
    """An edit is checked by the guards and answered, not searched."""
    chat = await town.member()
    await chat.say("schulden")
    own = next(one for one in chat.messages if not one["from"]["is_bot"])

    await town.server.world.edit_own(
        town.server.bot, chat.person, own["message_id"], "schulden und miete"
    )
    await town.settled()

    assert chat.last_text == general.EDITED

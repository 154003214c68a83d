"""Privacy guard."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.knowledge import public_words
from handlers.texts import finding
from knowledge.offers import Offer
from language.words import fold
from safety.cleaning import clean
from safety.privacy import MOST, KnownPublic, SensitiveKind, find
from tests.safety.privacy_examples import FREE, NAMES, NUMBERS
from tests.shipped import OFFERS
from webchat.markup import parse_html

KNOWN = public_words(OFFERS)


@pytest.mark.parametrize(("text", "value"), NAMES)
def test_names_of_persons_are_found_where_they_stand(text: str, value: str) -> None:
    """Whatever the origin, dialect or case."""
    assert_found(text, SensitiveKind.NAME, value)


@pytest.mark.parametrize(("kind", "text", "value"), NUMBERS)
def test_what_identifies_somebody_is_found_where_it_stands(
    kind: SensitiveKind, text: str, value: str
) -> None:
    """Kind and place; the value itself is not kept."""
    assert_found(text, kind, value)


def assert_found(text: str, kind: SensitiveKind, value: str) -> None:
    """A hit of the kind overlaps the value, and does not hold it."""
    hits = [hit for hit in find(text, known=KNOWN) if hit.kind is kind]
    start = text.index(value)
    assert any(hit.start < start + len(value) and hit.end > start for hit in hits), text
    assert value not in repr(hits)


@pytest.mark.parametrize("text", FREE)
def test_ordinary_needs_pass(text: str) -> None:
    """A false refusal costs trust."""
    assert find(text, known=KNOWN) == ()


def test_what_stands_in_the_knowledge_base_is_public() -> None:
    """An institution's number and street may be typed, however the street is written."""
    known = KnownPublic.from_texts(["Beratung, Musterstraße 5 a, Telefon 030 23125-003"])

    assert find("030 23125 003 in der Musterstr. 5a", known=known) == ()
    assert find("030 23125 004", known=known) != ()
    assert find("Musterstr. 7", known=known) != ()


def test_a_patron_in_the_knowledge_base_does_not_make_the_first_name_public() -> None:
    """The kindergarten of St. Georg is public; Georg, 8, is a child."""
    known = KnownPublic.from_texts(
        ["Kindergarten St. Georg", "Frau Beispielhuber leitet den Hort"]
    )

    assert find("Georg, 8, braucht Nachhilfe", known=known) != ()
    assert find("ist Frau Beispielhuber da?", known=known) == ()


def test_invisible_characters_and_look_alikes_do_not_help() -> None:
    """Offsets point into the text as it was typed."""
    text = "Fam\u200bilie Muster\u200bmann"

    hit = next(iter(find(text)))

    assert text[hit.start : hit.end] == "Muster\u200bmann"
    assert find("Fаmilie Mustermann")  # with a Cyrillic a


@pytest.mark.parametrize("written", ["+49 89 666722410", "+49 (0)89 666722410", "089/666722410"])
def test_a_public_number_passes_however_it_is_dialled(written: str) -> None:
    """And the next one, which nobody published, does not."""
    known = KnownPublic.from_texts(["Sozialstelle, 089 666722-410"])

    assert find(f"Stimmt die Nummer {written} noch?", known=known) == ()
    assert find(f"Stimmt die Nummer {written[:-1]}7 noch?", known=known) != ()


def test_a_public_name_passes_with_its_full_stops_and_without() -> None:
    """A helpline is called "N.I.N.A."; a child may have the name."""
    known = KnownPublic.from_texts(["Hilfetelefon N.I.N.A. e.V.", "Treff AndErl; ob von AndErl"])

    assert find("Hilfetelefon N.I.N.A., wann offen?", known=known) == ()
    assert find("ob von AndErl noch was kommt", known=known) == ()
    assert find("Nina, 8, braucht Nachhilfe", known=known) != ()
    assert find("N i n a haut alle", known=KnownPublic()) != ()


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: str(offer.id))
def test_the_bots_own_cards_raise_no_hit(offer: Offer) -> None:
    """Whoever copies a card back, or asks about a line of it, is not refused."""
    shown, _ = parse_html(finding.card(offer, date(2026, 11, 24)))

    assert find(shown, known=KNOWN) == ()


def test_names_and_descriptions_of_offers_raise_no_hit() -> None:
    """Whoever types an offer's name is not refused."""
    offers = list(OFFERS)
    texts = [text for offer in offers for text in (offer.name, offer.description)]

    false = [text for text in texts if find(text, known=KNOWN)]

    assert len(false) <= 0.01 * len(texts), false


@given(some.text(max_size=400))
def test_any_text_is_read_and_offsets_lie_within_it(text: str) -> None:
    """Never an error, whatever is typed."""
    for hit in find(text):
        assert 0 <= hit.start < hit.end <= len(text)


@given(some.lists(some.sampled_from([*(text for text, _ in NAMES), "0", "К3", "\u200d", "@"])))
def test_pieces_of_messages_in_any_order_are_read(pieces: list[str]) -> None:
    """Names, digits, marks and other scripts, joined as they come."""
    for hit in find("".join(pieces)[:4096], known=KNOWN):
        assert hit.start < hit.end


def test_what_grows_when_it_is_cleaned_is_read_to_a_messages_length() -> None:
    """One ligature of eighteen letters must not make a message of seventy thousand."""
    assert len(clean("\ufdfa" * 4096).text) < 4096 + 20
    assert len(fold("\ufdfa" * 4096)) < 2 * 4096
    assert find("\ufdfa" * 200 + " Familie Mustermann")


def test_hits_are_counted_to_a_bound() -> None:
    """A message full of dates is refused after the first few."""
    assert 0 < len(find("geb. 3.4.2014, " * 200)) <= 2 * MOST


@pytest.mark.parametrize("piece", ["a", "1 ", "a-", "a.", "AB12 ", "Am Weg ", "null eins ", "@"])
def test_long_texts_do_not_hang_the_guard(piece: str) -> None:
    """4,096 characters of anything; quadratic patterns would take seconds here."""
    find((piece * 4096)[:4096])

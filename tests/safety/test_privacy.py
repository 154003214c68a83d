"""Privacy guard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.knowledge import public_words
from knowledge.importing import shipped_offers
from safety.privacy import KnownPublic, SensitiveKind, find

KNOWN = public_words(shipped_offers())

HITS = [
    ("Familie Mustermann sucht eine Wohnung", SensitiveKind.NAME, "Mustermann"),
    ("fam. Beispielhuber hat Schulden", SensitiveKind.NAME, "Beispielhuber"),
    ("hab mit Frau Musterfrau gesprochen", SensitiveKind.NAME, "Musterfrau"),
    ("der Junge heißt Probo Beispiel", SensitiveKind.NAME, "Probo Beispiel"),
    ("Kevin Beispiel, geb. 3.4.2014", SensitiveKind.BIRTH_DATE, "3.4.2014"),
    ("geboren am 12. Mai 2011", SensitiveKind.BIRTH_DATE, "12. Mai 2011"),
    ("geboren am dritten April", SensitiveKind.BIRTH_DATE, "dritten April"),
    ("*03.04.14, schwänzt", SensitiveKind.BIRTH_DATE, "03.04.14"),
    ("Tel. 030 23125 002", SensitiveKind.PHONE, "030 23125 002"),
    ("+49 171 3920001", SensitiveKind.PHONE, "+49 171 3920001"),
    ("0 1 7 1 3 9 2 0 0 0 1", SensitiveKind.PHONE, "0 1 7 1 3 9 2 0 0 0 1"),
    ("mutter@example.org", SensitiveKind.EMAIL, "mutter@example.org"),
    ("mutter (at) example punkt org", SensitiveKind.EMAIL, "mutter (at) example punkt org"),
    ("DE89 3704 0044 0532 0130 00", SensitiveKind.IBAN, "DE89 3704 0044 0532 0130 00"),
    ("wohnt Musterweg 5, 82024 Taufkirchen", SensitiveKind.ADDRESS, "Musterweg 5"),
    ("Aktenzeichen 51-2/4711", SensitiveKind.FILE_NUMBER, "51-2/4711"),
    ("M-AB 1234 steht vor dem Haus", SensitiveKind.FILE_NUMBER, "M-AB 1234"),
    ("Mädchen aus der 4b der Musterschule", SensitiveKind.SCHOOL_CLASS, "4b der Musterschule"),
    ("er ist @beispiel.kind auf insta", SensitiveKind.HANDLE, "@beispiel.kind"),
]
FREE = [
    "hob an Buam, 14, der hockt bloß dahoam, wos gibts?",
    "Familie mit drei Kindern sucht Wohnung",
    "Familie aus Syrien braucht Deutschkurs",
    "familie sucht krippenplatz ab september",
    "Mutter und Tochter 5 Jahre",
    "Familienstützpunkt anrufen unter 116 111 oder 0800 111 0 550?",
    "Termin am 14.05.2027 um 14:00",
    "Hilfe nach § 35a SGB VIII",
    "Kindergarten St. Georg, wann anmelden",
    "Miete 1.250 Euro, 3 Kinder",
    "Ich war bei der Frau Doktor",
    "Telefon der Sozialstelle 089 666722-0?",
    "SPFH beantragen",
    "am Freitag 15 Uhr in der 4. Klasse",
]


@pytest.mark.parametrize(("text", "kind", "value"), HITS)
def test_what_identifies_somebody_is_found_where_it_stands(
    text: str, kind: SensitiveKind, value: str
) -> None:
    """Kind and place; the value itself is not kept."""
    hits = [hit for hit in find(text, known=KNOWN) if hit.kind is kind]

    assert hits, text
    start = text.index(value)
    assert any(hit.start < start + len(value) and hit.end > start for hit in hits)
    assert value not in repr(hits)


@pytest.mark.parametrize("text", FREE)
def test_ordinary_needs_pass(text: str) -> None:
    """A false refusal costs trust."""
    assert find(text, known=KNOWN) == ()


def test_what_stands_in_the_knowledge_base_is_public() -> None:
    """An institution's number and street may be typed."""
    known = KnownPublic.from_texts(["Beratung, Musterweg 5, Telefon 030 23125-003"])

    assert find("030 23125 003 im Musterweg 5", known=known) == ()
    assert find("030 23125 004 im Musterweg 7", known=known) != ()


def test_invisible_characters_and_look_alikes_do_not_help() -> None:
    """Offsets point into the text as it was typed."""
    text = "Fam\u200bilie Muster\u200bmann"

    hit = next(iter(find(text)))

    assert text[hit.start : hit.end] == "Muster\u200bmann"
    assert find("Fаmilie Mustermann")  # with a Cyrillic a


def test_names_and_descriptions_of_offers_raise_no_hit() -> None:
    """Whoever types an offer's name is not refused."""
    offers = shipped_offers()
    texts = [text for offer in offers for text in (offer.name, offer.description)]

    false = [text for text in texts if find(text, known=KNOWN)]

    assert len(false) <= 0.02 * len(texts), false


@given(some.text(max_size=400))
def test_any_text_is_read_and_offsets_lie_within_it(text: str) -> None:
    """Never an error, whatever is typed."""
    for hit in find(text):
        assert 0 <= hit.start < hit.end <= len(text)


@pytest.mark.parametrize("piece", ["a", "1 ", "a-", "a.", "AB12 ", "Am Weg ", "null eins ", "@"])
def test_long_texts_do_not_hang_the_guard(piece: str) -> None:
    """4,096 characters of anything; quadratic patterns would take seconds here."""
    find((piece * 4096)[:4096])

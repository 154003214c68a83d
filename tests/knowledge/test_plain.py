"""Plain words for families."""

from __future__ import annotations

import pytest

from knowledge.importing import shipped_offers
from knowledge.offers import Offer
from knowledge.plain import NOUN, TAILS, apart, for_professionals, jargon


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("Hausaufgabenbetreuung", "Hausaufgaben-Betreuung"),
        ("Staatliche Schulberatungsstelle", "Staatliche Schul-Beratungsstelle"),
        ("Jugendsozialarbeit", "Jugend-Sozialarbeit"),
        ("Selbsthilfeverein", "Selbsthilfe-Verein"),
        *(
            (word, word)
            for word in (
                "Alleinerziehenden", "Fahrradwerkstatt", "Waldkindergarten", "zusammenarbeitet",
                "Sozialpädagogische", "pflegebedürftige", "Elternberatung", "TelefonSeelsorge",
                "INTEGRATIONSBERATUNG", "Volkshochschule",
            )
        ),
    ],
)  # fmt: skip
def test_long_nouns_are_written_apart_where_a_reader_would(word: str, said: str) -> None:
    """Adjectives, verbs and whole words stay as they are."""
    assert apart(word) == said


def test_a_hyphen_stands_before_a_listed_word_only() -> None:
    """Over everything a card of the shipped offers may hold."""
    texts = [f"{one.name} {one.description} {one.access}" for one in shipped_offers()]
    cut = [word for text in texts for word in NOUN.findall(text) if apart(word) != word]

    assert len(set(cut)) > 30
    for word in cut:
        head, _, tail = apart(word).partition("-")
        assert tail.lower() in TAILS
        assert head + tail.lower() == word


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Antrag nach § 35a SGB VIII, Hilfeplanverfahren",
            ["§ 35a SGB VIII", "Hilfeplanverfahren"],
        ),
        ("Sozialpädagogische Lernhilfe", ["Sozialpädagogische"]),
        ("offener Treff, ohne Anmeldung", []),
    ],
)
def test_words_of_the_trade_are_named(text: str, words: list[str]) -> None:
    """What nobody outside of it understands."""
    assert jargon(text) == words


@pytest.mark.parametrize(
    ("name", "groups", "access", "meant"),
    [
        ("Arbeitskreis Kinder", (), None, True),
        ("Fachberatung Kinderschutz", (), None, True),
        ("Fachberatungsstelle gegen Gewalt", (), None, False),
        ("Supervision", (), "für Fachkräfte", True),
        ("Hotline", ("Fachkräfte", "Lehrkräfte"), None, True),
        ("Hotline", ("Fachkräfte", "Eltern"), None, False),
    ],
)
def test_offers_for_professionals(
    name: str, groups: tuple[str, ...], access: str | None, meant: bool
) -> None:
    """They are nothing to pass on."""
    offer = Offer("a", name, "B", target_groups=groups, access=access)

    assert for_professionals(offer) is meant


def test_which_of_the_shipped_offers_are_for_professionals() -> None:
    """Few; a new one is looked at."""
    assert [one.id for one in shipped_offers() if for_professionals(one)] == [
        "arbeitskreise-taufkirchen",
        "kinderschutzhotline",
        "regionaldialog-taufkirchen",
    ]

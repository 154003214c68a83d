"""Languages people ask for, and what an offer's list of languages says of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from language.words import fold

_LANGUAGES = """
Albanisch Arabisch Bosnisch Bulgarisch Chinesisch Dari Englisch Farsi Französisch Gebärdensprache
Griechisch Italienisch Kroatisch Kurdisch Paschtu Persisch Polnisch Portugiesisch Rumänisch
Russisch Serbisch Somali Spanisch Tigrinya Türkisch Ukrainisch Ungarisch Urdu Vietnamesisch
"""
LANGUAGES = tuple(_LANGUAGES.split())
TAUGHT = {"Englisch", "Französisch", "Italienisch", "Spanisch"}  # subjects at school, too
OF_STEM = {fold(name).removesuffix("sprache"): name for name in LANGUAGES}
_STEMS = "|".join(OF_STEM)
NAMED = re.compile(rf"\b({_STEMS})(?:e[nrs]?|sprachig\w*|sprechend\w*|sprache\w*)?\b")
SPOKEN = re.compile(
    rf"\b(?:auf|spricht|sprechen|spreche|redet?|kann|koennen)(?: (?:nur|bloss|kaum|auch|etwas))?"
    rf" ({_STEMS})\b|\b({_STEMS})(?:sprachig|sprechend)\w*"
)
TAUGHT_STEM = re.compile("|".join(map(fold, sorted(TAUGHT))))
ONLY_GERMAN = ("Deutsch",)


def languages_in(question: str) -> tuple[str, ...]:
    """The languages a question asks for, by name; a subject at school is none."""
    text = fold(question)
    named = {OF_STEM[stem] for stem in NAMED.findall(text)} - TAUGHT
    if TAUGHT_STEM.search(text):
        named |= {OF_STEM[one or other] for one, other in SPOKEN.findall(text)}
    return tuple(sorted(named))


def speaks(languages: Sequence[str], asked: Sequence[str]) -> bool | None:
    """Whether an offer's languages hold one of those asked for; not only where all is German.

    "120 Sprachen", or a list without the language, says nothing certain.
    """
    listed = fold(" ".join(languages))
    if any(fold(one) in listed for one in asked):
        return True
    return False if tuple(languages) == ONLY_GERMAN else None

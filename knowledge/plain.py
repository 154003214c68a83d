"""Plain words for families: long nouns are written apart, "Hausaufgaben-Betreuung".

What is left of the trade's words is named, so that nobody calls a text plain that is not.
"""

from __future__ import annotations

import re

from knowledge.offers import Offer

LONG = 16  # letters from which a noun is hard to read
SHORTEST_HEAD = 4  # letters before the hyphen
NOUN = re.compile(r"\b[A-ZÄÖÜ][a-zäöüß]+\b")

_TAILS = """
angebot angebote angeboten arbeit begleitung beratung beratungen beratungsstelle beratungsstellen
betreuung bücherei dienst dienste diensten einrichtung einrichtungen familien gruppe gruppen hilfe
hilfen kurs kurse kursen programm programme programmen projekt projekte projekten schule schulen
sprechstunde sprechstunden stelle stellen unterkünfte verein vereine vereinen vereins verwaltung
wohnungen zentrum zentrums
"""
_WHOLE = """
anlaufstelle baustelle diskurs exkurs fahrschule grundschule haltestelle handarbeit hochschule
jugendarbeit jugendhilfe kitagruppe konkurs mitarbeit mittelschule realschule schnittstelle
selbsthilfe sozialarbeit tankstelle volkshochschule zusammenarbeit
"""
"""Words that end like one of the tails and are never written apart inside."""
TAILS = tuple(sorted({*_TAILS.split(), *_WHOLE.split()}, key=len, reverse=True))

JARGON = re.compile(
    r"§+\s?\d+\w?(?:\s?[–-]\s?\d+\w?|\s?ff\.?)?(?:\s?SGB\s[IVX]+)?|\bSGB\s[IVX]+"
    r"|\b\w*(?:hilfeplan|niedrigschwellig|psychosozial|sozialraum|hilfebedarf|förderbedarf"
    r"|clearing|interdisziplin|pädagog|psychomotor|lotsenfunktion|vernetzungsformat)\w*",
    re.IGNORECASE,
)

PROFESSIONALS = frozenset(
    {"Fachkräfte", "Lehrkräfte", "Einrichtungen", "Träger", "Verbände", "Institutionen", "Teams"}
)
SAID_SO = re.compile(r"\bfür (?:Fachkräfte|Lehrkräfte|Fachleute)\b")
NAMED_SO = re.compile(r"\b(?:Arbeitskreise?|Fachberatung|Fachtage?)\b")


def apart(text: str) -> str:
    """The text with a hyphen before the last part of its long nouns; nothing else is changed."""
    return NOUN.sub(lambda found: _apart(found[0]), text)


def _apart(word: str) -> str:
    if len(word) < LONG:
        return word
    tail = next((one for one in TAILS if word.endswith(one)), "")
    head = word.removesuffix(tail)
    if not tail or len(head) < SHORTEST_HEAD:
        return word
    return f"{head}-{tail.capitalize()}"


def jargon(text: str) -> list[str]:
    """Words of the trade that stand in the text, each once."""
    return list(dict.fromkeys(" ".join(found[0].split()) for found in JARGON.finditer(text)))


def for_professionals(offer: Offer) -> bool:
    """Whether an offer is meant for professionals alone: nothing to pass on to a family."""
    if SAID_SO.search(f"{offer.name} {offer.access or ''}"):
        return True
    if offer.target_groups:
        return PROFESSIONALS.issuperset(offer.target_groups)
    return NAMED_SO.search(offer.name) is not None

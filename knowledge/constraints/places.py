"""Places a question names: municipalities of the Landkreis München, districts and streets.

München itself is left out: half of the Landkreis works there, and few who name it live there.
"""

from __future__ import annotations

import re

from knowledge.offers import Offer
from language.words import content_words, fold

TOWN = re.compile(
    r"\b(?:aschheim|aying|baierbrunn|brunnthal|deisenhofen|feldkirchen|garching|graefelfing"
    r"|grasbrunn|gruenwald|haar|hoehenkirchen|hohenbrunn|ismaning|kirchheim|neubiberg|neuried"
    r"|oberhaching|oberschleissheim|ottobrunn|planegg|pullach|putzbrunn|sauerlach|schaeftlarn"
    r"|strasslach|unterfoehring|unterhaching|unterschleissheim)\b"
)
DISTRICT = re.compile(
    r"\b(?:am wald|bergham|potzham|westerham|\w+(?:strasse|passage|allee)"
    r"|(?:ahorn|linden)ring|koeglweg|postweg)\b"
)


def places_in(question: str) -> frozenset[str]:
    """The folded names of the places a question names."""
    text = fold(question)
    return frozenset(TOWN.findall(text) + DISTRICT.findall(text))


def only_places(question: str) -> bool:
    """Whether a question that names places says nothing else."""
    left = DISTRICT.sub(" ", TOWN.sub(" ", fold(question)))
    return not content_words(left)


def is_at(offer: Offer, places: frozenset[str]) -> bool | None:
    """Whether the offer is at or for one of *places*; None where it may be.

    Not where all of them are other towns and the offer is for its own town only.
    """
    said = (offer.name, offer.description, offer.address, offer.town, *offer.keywords)
    text = fold(" | ".join(part for part in said if part))
    if any(re.search(rf"\b{re.escape(place)}\b", text) for place in places):
        return True
    own_only = offer.town is not None and fold(offer.town) == offer.reach
    return False if own_only and all(TOWN.fullmatch(place) for place in places) else None

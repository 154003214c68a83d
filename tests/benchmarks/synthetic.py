"""Synthetic offers in any number: seeded, and with the word statistics of the real ones.

Each takes its shape from a real offer, an invented place, and words of other offers of the same
category; rare compounds make the vocabulary grow with the number of offers, as it does in life.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from knowledge.importing import shipped_offers
from knowledge.offers import Offer

HEADS = ("Ober", "Unter", "Neu", "Alt", "Hohen", "Mitter", "Groß", "Klein", "Nieder", "Vorder")
MIDDLES = ("birken", "linden", "wiesen", "moos", "brunn", "mühl", "stein", "hasel", "ried")
TAILS = ("dorf", "heim", "hausen", "kirchen", "bach", "feld", "au", "berg", "ing", "hofen")


def synthetic_offers(number: int, seed: int = 7) -> Iterator[Offer]:
    """Give *number* offers, always the same for the same seed."""
    chance = random.Random(seed)
    real = shipped_offers()
    words = [word for offer in real for word in offer.description.split() if len(word) > 6]
    alike: dict[str | None, list[Offer]] = {}
    for offer in real:
        alike.setdefault(offer.category, []).append(offer)
    for at in range(number):
        shape = chance.choice(real)
        other = chance.choice(alike[shape.category])
        place = chance.choice(HEADS) + chance.choice(MIDDLES) + chance.choice(TAILS)
        strange = (chance.choice(words) + chance.choice(words)).lower().strip(",.")
        sentence = " ".join(chance.sample(words, 8))
        yield replace(
            shape,
            id=f"kunst-{at:06d}",
            name=f"{shape.name.split('(')[0].strip()} {place} {at}",
            description=f"{shape.description[:160]} {sentence} in {place}, {strange}.",
            keywords=tuple(dict.fromkeys((*shape.keywords[:5], *other.keywords[:3], strange))),
            town=place,
            sources=(),
        )

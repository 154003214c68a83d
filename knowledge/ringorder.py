"""Relevance cuts, ring orders: of what was found relevant, the nearest surroundings come first."""

from __future__ import annotations

from collections.abc import Container, Sequence

from knowledge.offers import Offer, Ring

ORDER = {ring: place for place, ring in enumerate(Ring)}


def nearest_first(offers: Sequence[Offer], weak: Container[str] = ()) -> list[Offer]:
    """The offers by ring; within a ring their order stays. Offers without a ring come last.

    Those with a *weak* id, far behind the best, come behind all others.
    """

    def place(offer: Offer) -> tuple[bool, int]:
        return offer.id in weak, ORDER[offer.ring] if offer.ring else len(ORDER)

    return sorted(offers, key=place)

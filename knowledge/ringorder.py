"""Relevance cuts, ring orders: of what was found relevant, the nearest surroundings come first."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.offers import Offer, Ring

ORDER = {ring: place for place, ring in enumerate(Ring)}


def nearest_first(offers: Sequence[Offer]) -> list[Offer]:
    """The offers by ring; within a ring their order stays. Offers without a ring come last."""
    return sorted(offers, key=lambda offer: ORDER[offer.ring] if offer.ring else len(ORDER))

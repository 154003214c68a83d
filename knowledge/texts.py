"""An offer's texts: what it can be found by."""

from __future__ import annotations

from knowledge.analysis import Document
from knowledge.offers import Offer


def full_text(offer: Offer) -> str:
    """All words an offer can be found by."""
    return " ".join([offer.name, " ".join(offer.keywords), running_text(offer)])


def document_of(offer: Offer) -> Document:
    """The offer as the indexes read it."""
    fields = {
        "name": offer.name,
        "keywords": " ".join(offer.keywords),
        "text": running_text(offer),
    }
    return Document(fields, full_text(offer))


def running_text(offer: Offer) -> str:
    """What is said of the offer beside name and keywords."""
    parts = [offer.description, offer.provider, *offer.target_groups, offer.access, offer.cost]
    return " ".join(part for part in parts if part)

"""Privacy guard: finds what makes a client identifiable in a message.

Local, without network. Patterns find numbers, addresses and dates; a small trained model over
lists of names finds names (docs/architecture.md). A hit says what kind it is and where it
stands, never the value. What stands in the knowledge base (an institution's number, a street it
is in) is public and no hit.
"""

from __future__ import annotations

from itertools import islice

from safety.cleaning import clean
from safety.privacy.accounts import accounts
from safety.privacy.births import births
from safety.privacy.classes import classes
from safety.privacy.hits import Finder, SensitiveHit, SensitiveKind
from safety.privacy.known import NOTHING_PUBLIC, KnownPublic
from safety.privacy.names import names
from safety.privacy.net import net
from safety.privacy.phones import phones
from safety.privacy.places import places

__all__ = ["NOTHING_PUBLIC", "KnownPublic", "SensitiveHit", "SensitiveKind", "find"]

FINDERS: tuple[Finder, ...] = (phones, accounts, net, places, births, names, classes)

MOST = 30  # hits of one finder: the message is refused by then, and a longer look costs time


def find(text: str, *, known: KnownPublic = NOTHING_PUBLIC) -> tuple[SensitiveHit, ...]:
    """Hits in *text*, by place, at most `MOST` of one finder; equal ones appear once."""
    cleaned = clean(text)
    hits = {
        SensitiveHit(kind, *cleaned.span(start, end))
        for finder in FINDERS
        for kind, start, end in islice(finder(cleaned.text, known), MOST)
        if end > start
    }
    return tuple(sorted(hits, key=lambda hit: (hit.start, hit.end, hit.kind)))

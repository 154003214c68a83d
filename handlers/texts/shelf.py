"""Texts of what a member keeps."""

from __future__ import annotations

from handlers._screen import plain
from needs.shelf import MOST_KEPT

HEADING = "<b>Gemerkt</b>"
EMPTY = (
    "<b>Gemerkt</b>\nNoch nichts. Auf der Karte eines Angebots legen Sie es mit „Merken“ hierher. "
    "Nur Sie sehen diese Liste."
)
KEPT = "Gemerkt. Sie finden es im Menü unter „Gemerkt“."
FULL = (
    f"Sie haben schon {MOST_KEPT} Angebote gemerkt, mehr geht nicht. Nehmen Sie unter „Gemerkt“ "
    "zuerst eines heraus."
)
LET_GO = "Nicht mehr gemerkt."
NOT_WATCHED = "Sie bekommen dazu keinen Bescheid mehr."


def heading(page: int, pages: int) -> str:
    """First line of a page."""
    return HEADING if pages < 2 else f"{HEADING} – Seite {page + 1} von {pages}"


def watched(letter: str, theme: str) -> str:
    """A theme the member wants to hear of."""
    return f"<b>{letter}</b> Bescheid bei neuen Angeboten: {plain(theme)}"


def stop_label(letter: str) -> str:
    """The button that ends a watch."""
    return f"{letter} kein Bescheid"

"""Texts of what a member keeps."""

from __future__ import annotations

from handlers._screen import plain

HEADING = "<b>Gemerkt</b>"
EMPTY = (
    "<b>Gemerkt</b>\nNoch nichts. Auf der Karte eines Angebots legen Sie es mit „Merken“ hierher. "
    "Nur Sie sehen diese Liste."
)
KEPT = "Gemerkt. Sie finden es im Menü unter „Gemerkt“."
LET_GO = "Nicht mehr gemerkt."
NOT_WATCHED = "Sie bekommen dazu keinen Bescheid mehr."
LONGEST_LABEL = 40


def watched(theme: str) -> str:
    """A theme the member wants to hear of."""
    return f"Bescheid bei neuen Angeboten: {plain(theme)}"


def stop_label(theme: str) -> str:
    """The button that ends a watch."""
    return f"Kein Bescheid: {theme}"[:LONGEST_LABEL]

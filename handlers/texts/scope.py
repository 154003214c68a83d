"""Texts of how far a change in a series goes, and of what somebody else changed meanwhile."""

from __future__ import annotations

from consultations.series import Extent
from handlers.texts.counts import counted

NAMES = {
    Extent.ONE: "Nur diesen",
    Extent.FOLLOWING: "Diesen und alle folgenden",
    Extent.ALL: "Alle der Reihe, die noch kommen",
}
ASK = "<b>Der Tisch gehört zu einer Reihe. Was soll gelten?</b>"
STALE = "<b>Inzwischen hat jemand daran etwas geändert.</b> So steht es jetzt:"


def label(extent: Extent, number: int) -> str:
    """One choice, with how many tables it concerns."""
    return NAMES[extent] if extent is Extent.ONE else f"{NAMES[extent]} ({number})"


def people(number: int) -> str:
    """How many seats are concerned."""
    if not number:
        return "Gebucht hat noch niemand."
    return f"Gebucht: {counted(number, 'Platz', 'Plätze')}."


def done(number: int) -> str:
    """How many tables it was, where it was several."""
    return f" ({counted(number, 'Tisch', 'Tische')})" if number > 1 else ""

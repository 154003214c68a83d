"""Texts of the printed guide."""

from __future__ import annotations

from consultations.phases import STAGES, TOTAL

FILE_NAME = "leitfaden-beratungstisch.pdf"
TITLE = "Leitfaden für den Beratungstisch"
AUTHOR = "Sozialraumteam"
SUBTITLE = (
    f"Partizipativ-kollegiale Beratung: {len(STAGES)} Phasen, "
    f"{int(TOTAL.total_seconds() // 60)} Minuten; gebucht sind 90. Für die Moderation."
)
PHASE = "Phase, und wer spricht"
MINUTES = "Minuten"
QUESTIONS = "Leitfragen"
RULES = "Was am Tisch gilt"
FOOT = (
    "Die Vereinbarung steht auf Papier; das Original behält die Familie. Der Bot zeigt auf Wunsch "
    "Phase und Zeit an und hält danach nur fest: durchgeführt, Ausgang als Auswahl, Tag des "
    "Rückblicks."
)


def until(minute: int) -> str:
    """When the phase is over, counted from the beginning."""
    return f"bis Min. {minute}"


def speaks(voice: str) -> str:
    """Whose phase it is."""
    return f"Es spricht: {voice}"

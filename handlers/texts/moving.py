"""Texts of moving a table."""

from __future__ import annotations

from datetime import datetime

from consultations.moving import (
    IntoPast,
    Moved,
    MovingRefused,
    NotAllowed,
    NothingNew,
    NotToCome,
)
from consultations.slots import Slot
from handlers._screen import plain
from handlers.texts.counts import counted
from handlers.texts.when import span

MOVE = "Tisch verlegen"
SUITS = "Passt"
GONE = "Dieser Tisch lässt sich nicht mehr verlegen."
REFUSALS: dict[type[MovingRefused], str] = {
    NotAllowed: "Tische verlegt nur die Koordination.",
    NotToCome: GONE,
    IntoPast: "Dieser Zeitpunkt ist schon vorbei. Bitte wählen Sie einen späteren.",
    NothingNew: "Da steht der Tisch schon. Bitte wählen Sie eine andere Zeit.",
}


def proposal(slot: Slot, starts_at: datetime, seated: int, now: datetime) -> str:
    """Before and after, and what it means for those who sit there."""
    old = span(slot.starts_at, slot.ends_at, now)
    new = span(starts_at, starts_at + (slot.ends_at - slot.starts_at), now)
    lines = [f"<b>Tisch verlegen</b>, {plain(slot.place)}", f"Bisher: {old}"]
    if starts_at == slot.starts_at:
        return "\n".join([*lines, "Wohin? Tippen Sie, bis die neue Zeit stimmt."])
    lines.append(f"Neu: <b>{new}</b>")
    if seated:
        who = counted(seated, "Person behält ihren Platz", "Personen behalten ihren Platz")
        lines.append(f"{who} und wird gefragt, ob es noch passt." if seated == 1 else
                     f"{who} und werden gefragt, ob es noch passt.")  # fmt: skip
        lines.append("Das Ja der Familie gilt für die alte Zeit und wird neu erfragt.")
    return "\n".join(lines)


def moved(slot: Slot, now: datetime) -> str:
    """Done."""
    when = span(slot.starts_at, slot.ends_at, now)
    return f"<b>Verlegt auf {when}.</b>\nAlle am Tisch wissen Bescheid."


def told(moved: Moved, now: datetime) -> str:
    """For everybody at the table; neutral on a locked screen."""
    old = span(moved.before.starts_at, moved.before.ends_at, now)
    new = span(moved.slot.starts_at, moved.slot.ends_at, now)
    return f"Ihr Termin ist verlegt: bisher {old}, neu <b>{new}</b>. Passt das?"

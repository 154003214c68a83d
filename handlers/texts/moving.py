"""Texts of moving a table."""

from __future__ import annotations

from datetime import datetime

from consultations.moving import Moved
from consultations.slots import Slot
from handlers._screen import plain
from handlers.texts.counts import counted
from handlers.texts.when import span

MOVE = "Tisch verlegen"
SUITS = "Passt"
GONE = "Dieser Tisch lässt sich nicht mehr verlegen."


def proposal(
    slot: Slot, starts_at: datetime, seated: int, now: datetime, holiday: str | None = None
) -> str:
    """Before and after, and what it means for those who sit there; a *holiday* is named."""
    old = span(slot.starts_at, slot.ends_at, now)
    new = span(starts_at, starts_at + (slot.ends_at - slot.starts_at), now)
    lines = [f"<b>Tisch verlegen</b>, {plain(slot.place)}", f"Bisher: {old}"]
    if holiday and starts_at != slot.starts_at:
        lines.append(f"Achtung, Feiertag: {holiday}.")
    if starts_at == slot.starts_at:
        return "\n".join([*lines, "Wohin? Tippen Sie, bis die neue Zeit stimmt."])
    lines.append(f"Neu: <b>{new}</b>")
    if seated:
        who = counted(seated, "Person behält ihren Platz", "Personen behalten ihren Platz")
        lines.append(f"{who} und wird gefragt, ob es noch passt." if seated == 1 else
                     f"{who} und werden gefragt, ob es noch passt.")  # fmt: skip
        lines.append("Das Ja der Familie gilt für die alte Zeit und wird neu erfragt.")
    return "\n".join(lines)


def moved(slot: Slot, number: int, now: datetime) -> str:
    """Done, at one table or several of a series."""
    when = span(slot.starts_at, slot.ends_at, now)
    if number == 1:
        return f"<b>Verlegt auf {when}.</b>\nAlle am Tisch wissen Bescheid."
    return f"<b>{number} Tische verlegt</b>, der erste auf {when}.\nAlle wissen Bescheid."


def told(moved: Moved, now: datetime) -> str:
    """For everybody at the table; neutral on a locked screen."""
    old = span(moved.before.starts_at, moved.before.ends_at, now)
    new = span(moved.slot.starts_at, moved.slot.ends_at, now)
    if old == new:
        return f"Ihr Termin {new} ist jetzt woanders: <b>{plain(moved.slot.place)}</b>. Passt das?"
    return f"Ihr Termin ist verlegt: bisher {old}, neu <b>{new}</b>. Passt das?"

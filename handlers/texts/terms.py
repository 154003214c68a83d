"""Texts of room notes, buffers and lead time."""

from __future__ import annotations

from datetime import datetime, timedelta

from consultations.slots import Slot
from consultations.terms import Terms, terms_of
from handlers.texts.when import clock

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MARKS = {True: "ja", False: "nein", None: "nicht bekannt"}
SIGNS = {True: "✓", False: "✗", None: "?"}
STEP_FREE, CHILDREN = "Stufenfrei", "Spielecke"
ASK_BUFFER = (
    "<b>Puffer</b>\nSo lange ist der Raum vorher und nachher belegt, und so lange ist die "
    "Moderation gebunden."
)
BEFORE, AFTER = "vorher", "nachher"
ASK_LEAD = "<b>Bis wann kann man sich anmelden?</b>\nAbsagen geht immer."


def note_label(name: str, value: bool | None) -> str:
    """A room note as a button: known, denied, or unknown."""
    return f"{name} {SIGNS[value]}"


def buffer_label(terms: Terms) -> str:
    """Both buffers as a button."""
    return f"Puffer {terms.prepare // MINUTE}/{terms.follow // MINUTE}"


def lead_label(lead: timedelta) -> str:
    """Lead time as a button."""
    return f"Anmeldung {_until(lead)}"


def _until(lead: timedelta) -> str:
    if not lead:
        return "bis zum Beginn"
    if lead > DAY and not lead % DAY:
        return f"bis {lead // DAY} Tage vorher"
    return f"bis {lead // HOUR} h vorher"


def in_words(terms: Terms) -> str:
    """All terms in a line each, for who publishes."""
    lines = [_room(terms)]
    if terms.prepare or terms.follow:
        before, after = terms.prepare // MINUTE, terms.follow // MINUTE
        lines.append(f"Puffer: {before} Min. vorher, {after} Min. nachher")
    lines.append(f"Anmeldung: {_until(terms.lead)}")
    return "\n".join(lines)


def about(slot: Slot, now: datetime) -> str:
    """What a professional has to know before booking; what is not known is said so."""
    lines = [] if slot.room is None else [about_room(slot)]
    if slot.lead:
        lines.append(f"Anmeldung bis {clock(slot.books_until, now)}")
    return "\n".join(lines)


def about_room(slot: Slot) -> str:
    """The room notes of a table."""
    return _room(terms_of(slot))


def _room(terms: Terms) -> str:
    return f"Raum: stufenfrei {MARKS[terms.step_free]}, Spielecke {MARKS[terms.childrens_corner]}"

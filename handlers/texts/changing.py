"""Texts of changing a published table: place, moderation, room notes, buffers, lead time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from consultations.changing import NoModerator, NotPossible, SitsThere, Stale
from consultations.moving import (
    Busy,
    IntoPast,
    Moved,
    MovingRefused,
    NotAllowed,
    NothingNew,
    NotToCome,
    when_and_where,
)
from consultations.slots import Slot
from consultations.terms import terms_of
from handlers._screen import plain
from handlers.texts import publishing, terms
from handlers.texts.booking import where
from handlers.texts.scope import STALE, done
from handlers.texts.when import span

CHANGE = "Ändern"
PLACE, MODERATOR = "Ort", "Moderation"
YES, NO, UNKNOWN = "ja", "nein", "nicht bekannt"
ASK_NOTE = {"free": "<b>Ist der Raum stufenfrei?</b>", "corner": "<b>Gibt es eine Spielecke?</b>"}
GONE = "Dieser Tisch ist abgesagt oder hat schon begonnen. Hier sind alle, die noch kommen:"
REFUSALS: dict[type[MovingRefused], str] = {
    NotAllowed: "Tische ändert nur die Koordination.",
    NotToCome: GONE,
    IntoPast: "Dann läge ein Tisch in der Vergangenheit. Bitte wählen Sie eine spätere Zeit.",
    NothingNew: "So steht es schon.",
    NoModerator: "Diese Person moderiert nicht (mehr). Bitte wählen Sie eine andere.",
    NotPossible: "Das geht bei einem Tisch nicht. Bitte wählen Sie noch einmal.",
    Stale: STALE,
}


def refused(refusal: MovingRefused, now: datetime) -> str:
    """Why not, and what to do."""
    if isinstance(refusal, Busy):
        return publishing.busy(refusal, now)
    if isinstance(refusal, SitsThere):
        when = span(refusal.slot.starts_at, refusal.slot.ends_at, now)
        return (
            f"Diese Person hat am {when} schon einen anderen Platz an diesem Tisch. "
            "Bitte wählen Sie eine andere, oder lassen Sie sie ihren Platz erst absagen."
        )
    return REFUSALS[type(refusal)]


def menu(slot: Slot, moderator: str | None, now: datetime) -> str:
    """The table as it is; what is changed is chosen below."""
    lines = [
        f"<b>Tisch ändern</b>\n{span(slot.starts_at, slot.ends_at, now)}",
        f"Ort: {plain(slot.place)}",
        f"Moderation: {plain(moderator) if moderator else 'niemand'}",
        terms.in_words(terms_of(slot)),
        "Was soll anders sein?",
    ]
    return "\n".join(lines)


def confirm(slot: Slot, change: str, effect: str, now: datetime) -> str:
    """What will be different, and for whom."""
    when = span(slot.starts_at, slot.ends_at, now)
    return f"<b>Tisch ändern</b>\n{when}\nNeu: <b>{change}</b>\n{effect}"


EFFECTS = {
    "place": "Alle am Tisch werden gefragt, ob es noch passt, und die Familie neu um ihr Ja.",
    "mod": "Alle am Tisch und beide Moderationen erfahren es; die Familie wird neu gefragt.",
    "free": "Alle am Tisch erfahren es.",
    "corner": "Alle am Tisch erfahren es.",
    "pre": "Die Moderation bekommt den Kalendereintrag neu.",
    "post": "Die Moderation bekommt den Kalendereintrag neu.",
    "lead": "Wer gebucht hat, behält den Platz.",
}


def changed(number: int) -> str:
    """Done."""
    return f"<b>Geändert{done(number)}.</b>\nAlle, die es betrifft, wissen Bescheid."


def told(moved: Moved, now: datetime) -> str | None:
    """For everybody who sits there; None where it is nothing to them."""
    before, slot = moved.before, moved.slot
    when = span(slot.starts_at, slot.ends_at, now)
    if before.moderator_id != slot.moderator_id:
        return f"Ihr Termin {when}: Die Moderation hat gewechselt. Zeit und Ort bleiben."
    notes = [(one.step_free, one.childrens_corner) for one in (before, slot)]
    return f"Ihr Termin {when}: {terms.about_room(slot)}." if notes[0] != notes[1] else None


def told_moderation(moved: Sequence[Moved], now: datetime) -> str | None:
    """For who goes on moderating: what of theirs has changed; None where nothing has."""
    lines = []
    for one in moved:
        if when_and_where(one.before) != when_and_where(one.slot):
            old = span(one.before.starts_at, one.before.ends_at, now)
            lines.append(f"bisher {old}, neu {where(one.slot, now)}")
        elif (text := told(one, now)) is not None:
            lines.append(text)
    return "\n".join(["Sie moderieren:", *lines]) if lines else None


def no_longer(slots: Sequence[Slot], now: datetime) -> str:
    """For who would have moderated."""
    lines = "\n".join(where(slot, now) for slot in slots)
    if len(slots) == 1:
        return f"Termin entfällt: {lines}. Sie brauchen ihn nicht zu moderieren."
    return f"Termine entfallen:\n{lines}\nSie brauchen sie nicht zu moderieren."


def moderates(slots: Sequence[Slot], now: datetime) -> str:
    """For who moderates from now on."""
    return "\n".join(["Sie moderieren:", *(where(slot, now) for slot in slots)])

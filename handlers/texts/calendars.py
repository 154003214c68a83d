"""Texts around calendars: captions of files, the subscription, and what stands in an entry."""

from __future__ import annotations

from consultations.slots import Seat, Slot
from consultations.states import SlotState
from handlers._screen import plain
from handlers.texts.booking import SEATS

MOVED = "Ändert den Termin in Ihrem Kalender"
MODERATED = "Sie moderieren: für den Kalender"

NOT_OFFERED = (
    "Ein Abonnement gibt es hier zurzeit nicht. Dateien für den Kalender kommen von selbst."
)
ABOUT = (
    "<b>Kalender abonnieren</b>\nIhr Kalender holt Ihre Termine dann selbst und merkt auch, was "
    "verlegt wird oder entfällt. Darin stehen nur „Termin“, Zeit und Ort.\n"
    "Die Adresse ist geheim: Wer sie hat, sieht Ihre Termine. Ein Kalenderdienst im Internet "
    "(Google, Apple, Microsoft) sieht sie auch."
)
HAS_FEED = (
    "Ihre Adresse gilt. Ich bewahre sie nicht auf und kann sie nicht noch einmal zeigen. "
    "Eine neue Adresse beendet die bisherige sofort."
)
NEW, ANOTHER, END = "Adresse anzeigen", "Neue Adresse", "Abschalten"
ENDED = "<b>Abgeschaltet.</b>\nDie Adresse zeigt ab sofort nichts mehr."

STATES = {
    SlotState.OPEN: "offen",
    SlotState.REQUESTED: "angefragt",
    SlotState.CONFIRMED: "bestätigt",
    SlotState.HELD: "durchgeführt",
    SlotState.CANCELLED: "abgesagt",
    SlotState.FOLLOWED_UP: "rückgeblickt",
}


def about(*, has_feed: bool) -> str:
    """What a subscription is, and whether there is one."""
    return f"{ABOUT}\n\n{HAS_FEED}" if has_feed else ABOUT


def addresses(own: str, tables: str | None) -> str:
    """The new addresses, shown once; they hold the marks for their secrets."""
    lines = [f"<b>Ihre Kalenderadresse</b>\n<code>{own}</code>"]
    if tables is not None:
        lines.append(f"Alle Tische (Zeit, Ort, Stand, freie Plätze):\n<code>{tables}</code>")
    lines.append(
        "Tippen kopiert. Im Kalender heißt es „Abonnieren“ oder „Per URL“; verlangt er https, "
        "ersetzen Sie webcal durch https.\n"
        "Geben Sie die Adresse nicht weiter. Frühere gelten nicht mehr. Diese Nachricht lösche "
        "ich hier nach spätestens zwei Tagen."
    )
    return "\n\n".join(lines)


def address(public_url: str, secret: str) -> str:
    """A calendar's address as programs take it for a subscription; *secret* may be a mark."""
    base = public_url.rstrip("/").removeprefix("https")
    return f"webcal{plain(base)}/kalender/{secret}.ics"


def about_table(slot: Slot) -> str:
    """State and free seats of a table, for its entry in the coordinators' calendar."""
    free = [f"{slot.free(seat)} {SEATS[seat]}" for seat in Seat if slot.free(seat) > 0]
    return f"Stand: {STATES[slot.state]}, frei: {', '.join(free) or 'kein Platz'}"

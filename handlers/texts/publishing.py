"""Texts of publishing and withdrawing tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from consultations.publishing import (
    ADVISERS,
    LENGTH,
    LONGEST_PLACE,
    MOST_IN_SERIES,
    BadPlace,
    BadSeats,
    Days,
    InPast,
    ModeratorBusy,
    NoModerator,
    NotAllowed,
    NothingLeft,
    PublishingRefused,
    TooMany,
)
from consultations.slots import Slot
from handlers._screen import plain
from handlers.texts.counts import counted
from handlers.texts.when import calendar_day, span

MINUTES = int(LENGTH.total_seconds() // 60)
ASK_WHEN = (
    "<b>Tisch anbieten: wann?</b>\nSchreiben Sie Tag und Uhrzeit, zum Beispiel „Di 14.05. 14:00“ "
    f"oder „nächsten Do 15 Uhr“. Ein Tisch dauert {MINUTES} Minuten."
)
NOT_UNDERSTOOD = "Das habe ich nicht als Tag und Uhrzeit verstanden. Bitte so: „Di 14.05. 14:00“."
ASK_REPEAT = "<b>Einmal oder als Reihe?</b>\nBayerische Feiertage lasse ich aus."
REPEATS = {
    "0x1": "Einmal",
    "1x6": "6 × jede Woche",
    "2x6": "6 × alle 2 Wochen",
    "4x6": "6 × alle 4 Wochen",
    "1x12": "12 × jede Woche",
    "2x12": "12 × alle 2 Wochen",
}
ASK_PLACE = "<b>Wo?</b>\nWählen Sie, oder schreiben Sie den Ort (keine Privatadresse)."
PLACE_LOST = (
    "Den Ort merke ich mir bis zum Veröffentlichen nur kurz, und er ist nicht mehr da. "
    "Bitte nennen Sie ihn noch einmal."
)
NAME_PLACE = "Ort nennen"
PLACE_AGAIN = (
    "Den Ort merke ich mir bis zum Veröffentlichen nur kurz. Bitte nennen Sie ihn noch einmal."
)
ASK_MODERATOR = "<b>Wer moderiert?</b>"
NO_MODERATORS = (
    "Es gibt noch niemanden mit der Rolle Moderation oder Koordination, der moderieren kann. "
    "Laden Sie unter Team jemanden ein."
)
ASK_SEATS = "<b>Wie viele beratende Plätze?</b>\nDazu kommt ein Platz zum Einbringen."
PUBLISH = "Veröffentlichen"
OLD_STEP = "Diese Taste gehört zu einem früheren Schritt. Hier geht es weiter:"
NO_TABLES = "<b>Angebotene Tische</b>\nZurzeit ist keiner veröffentlicht."

REFUSALS: dict[type[PublishingRefused], str] = {
    NotAllowed: "Tische veröffentlicht nur die Koordination.",
    NoModerator: "Diese Person moderiert nicht (mehr). Bitte wählen Sie eine andere.",
    InPast: "Dieser Zeitpunkt ist schon vorbei. Bitte nennen Sie einen späteren.",
    TooMany: f"Eine Reihe hat höchstens {MOST_IN_SERIES} Tische.",
    BadSeats: f"Möglich sind {ADVISERS.start} bis {ADVISERS.stop - 1} beratende Plätze.",
    BadPlace: f"Bitte nennen Sie den Ort in 1 bis {LONGEST_PLACE} Zeichen.",
    NothingLeft: "An diesem Tag ist Feiertag. Bitte wählen Sie einen anderen.",
}


def refused(refusal: PublishingRefused, now: datetime) -> str:
    """Why not."""
    if isinstance(refusal, ModeratorBusy):
        when = span(refusal.starts_at, refusal.starts_at + LENGTH, now)
        return f"Die Moderation leitet da schon einen Tisch: {when}. Bitte wählen Sie anders."
    return REFUSALS[type(refusal)]


def no_such_day(suggestions: tuple[date, date], today: date) -> str:
    """For 31.02."""
    first, second = (calendar_day(day, today) for day in suggestions)
    return f"Den Tag gibt es nicht. Meinten Sie {first} oder {second}?"


def summary(days: Days, at: time, place: str, moderator: str, advisers: int, today: date) -> str:
    """What will be published. *place* is the mark for words that are not confirmed yet."""
    kept = ", ".join(calendar_day(day, today) for day in days.kept[:6])
    rest = len(days.kept) - 6
    more = f" und {counted(rest, 'weiterer', 'weitere')}" if rest > 0 else ""
    tables = counted(len(days.kept), "Tisch", "Tische")
    lines = [
        f"<b>{tables} um {at:%H:%M} Uhr, {MINUTES} Minuten</b>",
        f"{kept}{more}",
        *(f"Ausgelassen: {calendar_day(day, today)} ({name})" for day, name in days.skipped),
        f"Ort: {place}",
        f"Moderation: {plain(moderator)}",
        f"Plätze: 1 einbringend, {advisers} beratend",
    ]
    return "\n".join(lines)


def published(number: int) -> str:
    """Done."""
    tables = "Der Tisch steht" if number == 1 else f"{number} Tische stehen"
    return f"<b>{tables} jetzt unter „Freie Beratungstische“.</b>"


def table(number: int, slot: Slot, now: datetime) -> str:
    """One published table with its occupancy."""
    taken = slot.presenters_taken + slot.advisers_taken
    seats = slot.presenter_seats + slot.adviser_seats
    when = span(slot.starts_at, slot.ends_at, now)
    return f"{number} <b>{when}</b>, {plain(slot.place)} · {taken} von {seats} Plätzen belegt"


def tables(lines: Sequence[str], rest: int) -> str:
    """The list of published tables."""
    more = [counted(rest, "weiterer Tisch", "weitere Tische")] if rest else []
    return "\n".join(["<b>Angebotene Tische</b>", *lines, *more])


def confirm_withdrawal(slot: Slot, seated: int, now: datetime, *, moderator_told: bool) -> str:
    """What will happen before it happens."""
    told = _told(seated, moderator_told=moderator_told)
    return f"<b>Tisch absagen?</b>\n{span(slot.starts_at, slot.ends_at, now)}\n{told}"


def _told(seated: int, *, moderator_told: bool) -> str:
    if not seated:
        after = "; die Moderation erfährt es sofort" if moderator_told else ""
        return f"Gebucht hat noch niemand{after}."
    people = counted(seated, "gebuchte Person", "gebuchte Personen")
    if moderator_told:
        return f"{people} und die Moderation erfahren es sofort."
    return f"{people} {'erfährt' if seated == 1 else 'erfahren'} es sofort."


WITHDRAWN = "Der Tisch ist abgesagt."
NOT_WITHDRAWN = "Dieser Tisch ist schon abgesagt oder hat schon begonnen."

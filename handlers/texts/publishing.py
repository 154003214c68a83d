"""Texts of publishing and withdrawing tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from consultations.calendars import room_times
from consultations.dates import AskBack, OtherWeekday, TwoDays
from consultations.moving import Busy, ModeratorBusy
from consultations.publishing import (
    ADVISERS,
    LENGTH,
    LOCAL,
    LONGEST_LINK,
    LONGEST_PLACE,
    BadPlace,
    BadSeats,
    BadTerms,
    InPast,
    NoModerator,
    NotAllowed,
    Plan,
    PublishingRefused,
)
from consultations.series import Days, SeriesRefused
from consultations.slots import Slot
from handlers._screen import plain
from handlers.texts import scope, series, terms
from handlers.texts.booking import public_place
from handlers.texts.counts import counted
from handlers.texts.when import WEEKDAY_NAMES, calendar_day, span

MINUTES = int(LENGTH.total_seconds() // 60)
EXAMPLE_AHEAD = timedelta(weeks=2)
ASK_REPEAT = "<b>Einmal oder als Reihe?</b>\nBayerische Feiertage lasse ich aus."
SINGLE = "0x1"
REPEATS = {
    SINGLE: "Einmal",
    "1x6": "6 × jede Woche",
    "2x6": "6 × alle 2 Wochen",
    "4x6": "6 × alle 4 Wochen",
    "1x12": "12 × jede Woche",
    "2x12": "12 × alle 2 Wochen",
}
ASK_PLACE = (
    "<b>Wo?</b>\nWählen Sie, oder schreiben Sie den Ort (keine Privatadresse) oder einen "
    "Videolink (https://…)."
)
PLACE_LOST = (
    "Den Ort merke ich mir bis zum Veröffentlichen nur kurz, und er ist nicht mehr da. "
    "Bitte nennen Sie ihn noch einmal."
)
NAME_PLACE = "Ort nennen"
CHANGED_MEANWHILE = "Inzwischen hat sich etwas geändert. So würde es jetzt veröffentlicht:"
PLACE_AGAIN = (
    "Den Ort merke ich mir bis zum Veröffentlichen nur kurz. Bitte nennen Sie ihn noch einmal."
)
ASK_MODERATOR = "<b>Wer moderiert?</b>"
NO_MODERATORS = (
    "Es gibt noch niemanden mit der Rolle Moderation oder Koordination, der moderieren kann. "
    "Laden Sie unter Team jemanden ein."
)
ASK_SEATS = "<b>Wie viele beratende Plätze?</b>\nDazu kommt ein Platz zum Einbringen."
OTHER_DAY = "Anderer Tag"
OTHER_TIME = "Andere Zeit"
OTHER_PLACE = "Ort"
OTHER_MODERATOR = "Moderation"
PUBLISH = "Veröffentlichen"
WITHDRAW = "Tisch absagen"
OLD_STEP = "Diese Taste gehört zu einem früheren Schritt. Hier geht es weiter:"
NO_TABLES = "<b>Angebotene Tische</b>\nZurzeit ist keiner veröffentlicht."

REFUSALS: dict[type[PublishingRefused], str] = {
    NotAllowed: "Tische veröffentlicht nur die Koordination.",
    NoModerator: "Diese Person moderiert nicht (mehr). Bitte wählen Sie eine andere.",
    InPast: "Dieser Zeitpunkt ist schon vorbei. Bitte nennen Sie einen späteren.",
    BadSeats: f"Möglich sind {ADVISERS.start} bis {ADVISERS.stop - 1} beratende Plätze.",
    BadPlace: (
        f"Bitte nennen Sie den Ort in 1 bis {LONGEST_PLACE} Zeichen; ein Videolink darf bis zu "
        f"{LONGEST_LINK} haben."
    ),
    BadTerms: "Diesen Puffer oder diese Frist gibt es nicht. Bitte wählen Sie noch einmal.",
}


def busy(refusal: Busy, now: datetime) -> str:
    """Who or what is taken, by which table, and what to do."""
    wanted = span(refusal.wanted.starts_at, refusal.wanted.ends_at, now)
    other = (
        f"{span(refusal.slot.starts_at, refusal.slot.ends_at, now)}, {public_place(refusal.slot)}"
    )
    if isinstance(refusal, ModeratorBusy):
        return (
            f"{wanted} geht nicht: Die Moderation leitet da schon einen Tisch ({other}; Puffer "
            "zählen mit). Bitte wählen Sie eine andere Zeit oder Moderation."
        )
    return (
        f"{wanted} geht nicht: Der Raum ist da schon belegt ({other}; Puffer zählen mit). "
        "Bitte wählen Sie eine andere Zeit oder einen anderen Ort."
    )


def taken_by(refusal: Busy) -> str:
    """Why a day of a series falls out."""
    slot = refusal.slot
    start, end = (one.astimezone(LOCAL) for one in (slot.starts_at, slot.ends_at))
    what = "Moderation" if isinstance(refusal, ModeratorBusy) else "Raum"
    return f"{what} schon belegt, {start:%H:%M}–{end:%H:%M} {public_place(slot)}"


def refused(refusal: PublishingRefused | SeriesRefused | Busy, now: datetime) -> str:
    """Why not."""
    if isinstance(refusal, Busy):
        return busy(refusal, now)
    if isinstance(refusal, SeriesRefused):
        return series.refused(refusal, now.astimezone(LOCAL).date())
    return REFUSALS[type(refusal)]


def ask_when(today: date) -> str:
    """The first question, with an example that is right."""
    return (
        f"<b>Tisch anbieten: wann?</b>\nSchreiben Sie Tag und Uhrzeit, zum Beispiel "
        f"{_example(today)} oder „nächsten Do 15 Uhr“; eine Reihe so: {series.EXAMPLE}. "
        f"Ein Tisch dauert {MINUTES} Minuten, wenn Sie kein Ende nennen („14–16 Uhr“)."
    )


def not_understood(today: date) -> str:
    """Day or time is missing."""
    return (
        "Das habe ich nicht als Tag und Uhrzeit verstanden. "
        f"Bitte zum Beispiel so: {_example(today)}."
    )


def _example(today: date) -> str:
    return f"„{calendar_day(today + EXAMPLE_AHEAD, today)} 14:00“"


def holiday(day: date, name: str, today: date) -> str:
    """The day typed is none for a single table."""
    return (
        f"<b>{calendar_day(day, today)} ist Feiertag: {name}.</b>\n"
        "Ein einzelner Tisch geht da nicht. Eine Reihe lässt den Tag aus."
    )


def which_day(doubt: AskBack, today: date) -> str:
    """Two days it may be; which one is asked."""
    first, second = (calendar_day(day, today) for day in doubt.suggestions)
    return f"{_doubt(doubt)} Meinten Sie {first} oder {second}?"


def _doubt(doubt: AskBack) -> str:
    if isinstance(doubt, OtherWeekday):
        day = doubt.suggestions[0]
        return f"Der {day:%d.%m.} ist ein {WEEKDAY_NAMES[day.weekday()]}."
    if isinstance(doubt, TwoDays):
        return "Darin stehen zwei verschiedene Tage."
    return "Den Tag gibt es nicht."


def summary(plan: Plan, days: Days, place: str, moderator: str, today: date) -> str:
    """What will be published. *place* is the mark for words that are not confirmed yet."""
    tables = counted(len(days.kept), "Tisch", "Tische")
    minutes = int(plan.length.total_seconds() // 60)
    rule = "" if plan.series.is_single else f"{series.in_words(plan.series, today)}\n"
    unknown = [series.school_unknown(days.known_until)] if days.known_until else []
    lines = [
        f"<b>{tables} um {plan.series.at:%H:%M} Uhr, {minutes} Minuten</b>",
        f"{rule}{series.taken(days.kept, today)}",
        *series.fallen(days.skipped, today),
        *unknown,
        f"Ort: {place}",
        f"Moderation: {plain(moderator)}",
        f"Plätze: 1 einbringend, {plan.advisers} beratend",
        terms.in_words(plan.terms),
    ]
    return "\n".join(lines)


def advisers(number: int) -> str:
    """The number of advisers as a button."""
    return f"Beratende {number}"


def published(number: int) -> str:
    """Done."""
    tables = "Der Tisch steht" if number == 1 else f"{number} Tische stehen"
    return f"<b>{tables} jetzt unter „Freie Beratungstische“.</b>"


def table(number: int, slot: Slot, now: datetime) -> str:
    """One published table with its occupancy."""
    taken = slot.presenters_taken + slot.advisers_taken
    seats = slot.presenter_seats + slot.adviser_seats
    when = span(slot.starts_at, slot.ends_at, now)
    return f"{number} <b>{when}</b>, {public_place(slot)} · {taken} von {seats} Plätzen belegt"


def tables(lines: Sequence[str], rest: int) -> str:
    """The list of published tables."""
    more = [counted(rest, "weiterer Tisch", "weitere Tische")] if rest else []
    return "\n".join(["<b>Angebotene Tische</b>", *lines, *more])


def table_card(slot: Slot, seated: int, moderator: str | None, now: datetime) -> str:
    """A table as coordinators see it."""
    lines = [
        f"<b>{span(slot.starts_at, slot.ends_at, now)}</b>, {plain(slot.place)}",
        f"Moderation: {plain(moderator) if moderator else 'niemand'}",
        terms.about(slot, now),
        room_times(slot),
        scope.people(seated),
    ]
    return "\n".join(line for line in lines if line)


def confirm_withdrawal(slot: Slot, seated: int, now: datetime, *, moderator_told: bool) -> str:
    """What calling off a table that stands alone does."""
    when = span(slot.starts_at, slot.ends_at, now)
    told = _told(seated, moderator_told=moderator_told)
    return f"<b>Tisch absagen?</b>\n{when}, {plain(slot.place)}\n{told}"


def withdraw_series(slot: Slot, seats: int, now: datetime) -> str:
    """How far in the series."""
    when = span(slot.starts_at, slot.ends_at, now)
    return f"<b>Tisch absagen</b>\n{when}, {plain(slot.place)}\n{scope.people(seats)}\n{scope.ASK}"


def _told(seated: int, *, moderator_told: bool) -> str:
    if not seated:
        after = "; die Moderation erfährt es sofort" if moderator_told else ""
        return f"Gebucht hat noch niemand{after}."
    people = counted(seated, "gebuchte Person", "gebuchte Personen")
    if moderator_told:
        return f"{people} und die Moderation erfahren es sofort."
    return f"{people} {'erfährt' if seated == 1 else 'erfahren'} es sofort."


WITHDRAWN = "Der Tisch ist abgesagt."


def withdrawn(number: int) -> str:
    """Done, with one table or several."""
    return WITHDRAWN if number == 1 else f"{number} Tische sind abgesagt. Alle wissen Bescheid."


NOT_WITHDRAWN = "Dieser Tisch ist schon abgesagt oder hat schon begonnen."

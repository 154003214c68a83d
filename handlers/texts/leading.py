"""Texts of the journey "Tisch leiten"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from consultations.booking import Booking
from consultations.leading import (
    AnotherDay,
    ClosedBefore,
    DoesNotTakePlace,
    LeadingRefused,
    NobodyPresents,
    NotBegun,
    NotYours,
)
from consultations.phases import STAGES, TOTAL, Clock
from consultations.quorum import Missing
from consultations.slots import Kind, Outcome, Seat, Slot
from handlers._screen import plain
from handlers.texts.booking import AGE_BANDS, LANGUAGES, SEATS, where
from handlers.texts.counts import counted as number_of
from handlers.texts.phases import QUESTIONS, TITLES, VOICES
from handlers.texts.proxies import named as proxy
from handlers.texts.team import who
from handlers.texts.when import calendar_day, span
from needs.signals import NeedSignal
from team.members import Member

MINUTES = int(TOTAL.total_seconds() // 60)
NO_TABLES = (
    "<b>Tisch leiten</b>\nHeute moderieren Sie keinen Tisch. An dem Tag, an dem Sie einen leiten, "
    "finden Sie ihn hier. Den Leitfaden gibt es jederzeit."
)
WHICH = "<b>Tisch leiten</b>\nWelcher Tisch?"
GUIDE = "Leitfaden als PDF"
GUIDE_CAPTION = "Leitfaden für den Beratungstisch, eine Seite zum Ausdrucken"
START, PAUSE, RESUME, ON, BACK = "Start", "Pause", "Weiterlaufen", "Weiter", "Phase zurück"
TO_CLOCK = "Zur Uhr"
END = "Tisch abschließen"
PAUSED = "Die Uhr steht."
OUTCOMES = {
    Outcome.AGREED: "Vereinbarung steht",
    Outcome.AGAIN: "Weiterer Tisch",
    Outcome.ELSEWHERE: "Andere Hilfe",
    Outcome.OPEN: "Noch offen",
}
ASK_OUTCOME = (
    "<b>Wie ging der Tisch aus?</b>\nNur diese Auswahl wird gespeichert. Die Vereinbarung steht "
    "auf Papier, das Original bei der Familie."
)
NO_LOOK_BACK = "Ohne Rückblick"
DONE = "Fertig"
ASK_NEED = (
    "<b>Welcher Bedarf fand kein Angebot?</b>\nIch zähle nur Thema, Altersgruppe und Monat, nicht "
    "den Tisch. „Fertig“, wenn nichts gefehlt hat."
)
ASK_THEME = "<b>Was davon am ehesten?</b>"
COUNTING_OVER = (
    "<b>Das Zählen zu diesem Tisch ist vorbei.</b>\nEinen Bedarf zählen Sie auch jederzeit nach "
    "einer Suche, unter „Passt nichts“."
)
COUNTED_BEFORE = "Das ist schon gezählt."
ENOUGH = "Mehr zähle ich für einen Tisch nicht."

REFUSALS: dict[type[LeadingRefused], str] = {
    NotYours: "Diesen Tisch leiten Sie nicht.",
    DoesNotTakePlace: "Dieser Tisch ist abgesagt und findet nicht statt.",
    ClosedBefore: "Dieser Tisch ist schon abgeschlossen.",
    NobodyPresents: (
        "An diesem Tisch bringt niemand etwas ein. So kann er nicht stattfinden; die Koordination "
        "kann ihn absagen oder verlegen."
    ),
    NotBegun: "Dieser Tisch hat noch nicht begonnen. Abschließen können Sie ihn danach.",
}


def refused(refusal: LeadingRefused, now: datetime) -> str:
    """Why not."""
    if isinstance(refusal, AnotherDay):
        moved = " Er wurde verlegt." if refusal.slot.revision else ""
        if refusal.slot.starts_at < now:
            return f"<b>Dieser Tisch ist zu lange her.</b>\nEr war: {where(refusal.slot, now)}."
        return f"<b>Dieser Tisch ist nicht heute.</b>{moved}\nEr ist: {where(refusal.slot, now)}."
    return f"<b>{REFUSALS[type(refusal)]}</b>"


def choice(number: int, slot: Slot, now: datetime) -> str:
    """One table to lead."""
    over = " · vorbei, noch nicht abgeschlossen" if slot.ends_at < now else ""
    return f"{number} {where(slot, now)}{over}"


def table(
    slot: Slot,
    seated: Sequence[tuple[Booking, Member | None]],
    lacks: Missing,
    now: datetime,
) -> str:
    """Who sits at the table and what it needs; for its moderator alone."""
    matter = next((one for one, _ in seated if one.seat is Seat.PRESENTER), None)
    lines = [
        f"<b>Tisch leiten</b>\n{where(slot, now)}",
        *(f"• {SEATS[one.seat]}: {plain(_named(one, member))}" for one, member in seated),
        _family(slot),
        *(_needs(slot, matter) if matter is not None else ()),
    ]
    if lacks.family:
        lines.append(
            "<b>Die Familie hat diesem Tisch noch nicht zugestimmt.</b> Fragen Sie zuerst."
        )
    return "\n".join(lines)


def _named(booking: Booking, member: Member | None) -> str:
    if member is not None and booking.stands_for is not None:
        return proxy(member, booking.stands_for)
    return who(member) if member is not None else "Fachkraft"


def _family(slot: Slot) -> str:
    if slot.kind is Kind.PEER:
        return "Ohne Familie: eine Frage ohne Namen, unter Fachkräften"
    if slot.family_people is None:
        return "Familie: wie viele kommen, ist nicht bekannt"
    return f"Familie und Begleitung: {number_of(slot.family_people, 'Person', 'Personen')}"


def _needs(slot: Slot, matter: Booking) -> list[str]:
    language = LANGUAGES[matter.language] if matter.language else "nicht bekannt"
    lines = [f"Sprache: {language} · Dolmetschen: {'ja' if matter.interpreting else 'nein'}"]
    if matter.access:
        room = {True: "ist es", False: "ist es nicht", None: "ist nicht bekannt"}[slot.step_free]
        lines.append(f"Zugang: stufenfrei nötig (Raum: {room})")
    else:
        lines.append("Zugang: nichts angegeben")
    return lines


def clock(clock: Clock, now: datetime) -> str:
    """Where the table stands: phase, who speaks, minutes left, guiding questions."""
    stage = clock.stage
    heading = f"<b>{clock.at + 1} von {len(STAGES)}: {TITLES[stage.phase]}</b>"
    return "\n".join(
        [
            f"{heading} · {stage.minutes} Minuten",
            f"Es spricht: {VOICES[stage.voice]}",
            _time(clock, now),
            *(f"• {question}" for question in QUESTIONS[stage.phase]),
            _afterwards(clock),
        ]
    )


def _time(clock: Clock, now: datetime) -> str:
    left = clock.left(now)
    if left > 0:
        said = f"<b>Noch {number_of(left, 'Minute', 'Minuten')}</b>"
    elif left == 0:
        said = "<b>Die Zeit ist um.</b>"
    else:
        said = f"<b>{number_of(-left, 'Minute', 'Minuten')} über der Zeit</b>"
    return said if clock.runs_since is not None else f"{said} · {PAUSED}"


def _afterwards(clock: Clock) -> str:
    if clock.last:
        return "Danach: Tisch abschließen."
    following = STAGES[clock.at + 1].phase
    return f"Danach: {TITLES[following]}, insgesamt noch {clock.ahead()} Minuten."


def ask_look_back(outcome: Outcome, proposed: date, today: date) -> str:
    """When the family is asked what became of it; said before it is written."""
    return (
        f"<b>Wann ist der Rückblick?</b>\nAusgang: {OUTCOMES[outcome]}. Vorschlag: in 6 Wochen, "
        f"{calendar_day(proposed, today)}.\nMit der Wahl ist der Tisch abgeschlossen; das lässt "
        "sich nicht zurücknehmen."
    )


def weeks(number: int, day: date) -> str:
    """A day to choose."""
    return f"{number} Wochen: {day:%d.%m.}"


def closed(slot: Slot, now: datetime) -> str:
    """What was written."""
    outcome = OUTCOMES[slot.outcome] if slot.outcome else ""
    today = now.date()
    day = f"am {calendar_day(slot.follow_up_on, today)}" if slot.follow_up_on else "keiner"
    when = span(slot.starts_at, slot.ends_at, now)
    return f"<b>Abgeschlossen.</b>\n{when}\nAusgang: {outcome} · Rückblick: {day}"


def counted(name: str, signal: NeedSignal) -> str:
    """What was counted."""
    ages = f", Alter {AGE_BANDS[signal.age_band]}" if signal.age_band else ""
    return f"<b>Gezählt:</b> {plain(name)}{ages}, kein Angebot. Danke."

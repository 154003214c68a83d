"""Texts that come by themselves before and after a table; neutral on a locked screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from consultations.booking import Booking
from consultations.calendars import room_times
from consultations.quorum import Missing
from consultations.slots import Kind, Slot
from handlers._screen import MENU, Button, Screen, plain
from handlers.texts.booking import MOVE_SEAT, SEATS
from handlers.texts.counts import counted
from handlers.texts.proxies import named as proxy
from handlers.texts.team import FUNCTIONS
from handlers.texts.when import LOCAL, NEAR, span
from team.members import Member

STILL_SUITS = "Passt"
CONFIRMED_SEAT = "Danke, der Termin bleibt bei Ihnen stehen."
YES = "Ja"
OTHER_SEAT = "Ein Platz soll anders"
CALLED_OFF = "Familie sagt ab"
SEAT_NOT_WANTED = "Nur dieser Platz"
FIELD_NOT_WANTED = "Das ganze Handlungsfeld"
FEWER = "Weniger Erwachsene"
WHICH_SEAT = "<b>Welcher Platz soll anders besetzt sein?</b>\nEinen Grund brauche ich nicht."
HOW_FAR = "<b>Was soll gelten?</b>\nDie Person erfährt nur, dass der Platz anders vergeben wurde."
NOT_ASKED_ANY_MORE = "Diese Frage hat sich erledigt. So steht es jetzt:"
CHANGED_MEANWHILE = "Der Tisch hat sich seitdem geändert. Bitte noch einmal:"
AGREED = "<b>Danke. Der Tisch ist bestätigt.</b>\nAlle am Tisch erfahren, dass der Termin steht."
NOT_YET = "Noch fehlt jemand am Tisch. Ich frage Sie wieder, sobald er vollständig ist."
QUIETLY_OFF = (
    "<b>Der Tisch ist abgesagt.</b>\nAlle erfahren nur: Termin entfällt. Für die Hilfe hat das "
    "keine Folgen."
)
SEAT_FREED = "Der Platz ist frei. Die Person erfährt nur, dass er anders vergeben wurde."
WITHOUT_FAMILY = "Kollegial ohne Familie"
NOW_PEER = (
    "<b>Jetzt eine kollegiale Beratung ohne Familie.</b>\nBitte bringen Sie die Frage so ein, "
    "dass niemand zu erkennen ist. Die anderen am Tisch erfahren die Änderung."
)
LOOKED_BACK = "<b>Danke. Der Rückblick ist vermerkt.</b>\nWas besprochen wurde, bleibt bei Ihnen."
LATER = "<b>Gut, ich frage in einer Woche wieder.</b>"
DONE = "Rückblick gehalten"
NOT_DONE = "In einer Woche"


def reminder(slot: Slot, now: datetime, *, moderates: bool = False) -> str:
    """When; nothing of what it is about. Who moderates reads from when on the room is theirs."""
    days = (slot.starts_at.astimezone(LOCAL).date() - now.astimezone(LOCAL).date()).days
    near = NEAR.get(days, f"in {days} Tagen").capitalize()
    room = f" {room_times(slot)}." if moderates and room_times(slot) else ""
    when = span(slot.starts_at, slot.ends_at, now)
    return f"{near}: Ihr Termin, {when}.{room} Passt es weiterhin?"


def at_table(seats: Sequence[tuple[Booking | None, Member]]) -> str:
    """Who sits there, by function and institution; None stands for the moderation."""
    return "\n".join(f"– {_chair(booking, member)}" for booking, member in seats)


def _chair(booking: Booking | None, member: Member) -> str:
    if booking is None:
        return f"{seat_of(member)}, moderiert"
    if booking.stands_for is None:
        return f"{seat_of(member)}, {SEATS[booking.seat]}"
    named = proxy(member, booking.stands_for)
    return f"{plain(f'{named}, {member.institution}')}, {SEATS[booking.seat]}"


def seat_of(member: Member) -> str:
    """A person as the family learns of them."""
    function = FUNCTIONS[member.function] if member.function else "Fachkraft"
    return plain(f"{function} ({member.institution or 'Einrichtung nicht bekannt'})")


def ask_again(slot: Slot, seats: Sequence[tuple[Booking | None, Member]], now: datetime) -> str:
    """Ask the second time: this table, with these people."""
    question = "Will die Familie diesen Tisch so?"
    if slot.kind is Kind.PEER:
        question = "Soll der Tisch so stattfinden?"
    when = span(slot.starts_at, slot.ends_at, now)
    return f"<b>{when}</b>\nAm Tisch sitzen:\n{at_table(seats)}\n<b>{question}</b>"


def stands(slot: Slot, now: datetime) -> str:
    """Everybody may rely on it now."""
    return (
        f"Der Termin steht fest: {span(slot.starts_at, slot.ends_at, now)}, {plain(slot.place)}."
    )


def given_to_others(slot: Slot, now: datetime) -> str:
    """For whose seat is not wanted: no reason, no blame."""
    when = span(slot.starts_at, slot.ends_at, now)
    return f"Ihr Platz am {when} wurde anders vergeben. Danke für Ihre Bereitschaft."


def kind_changed(slot: Slot, now: datetime) -> str:
    """The family will not come; nothing on why."""
    when = span(slot.starts_at, slot.ends_at, now)
    return f"Ihr Termin {when} findet als kollegiale Beratung statt."


def incomplete(slot: Slot, lack: Missing, presenter: int | None, now: datetime) -> Screen:
    """Who is missing; the presenter (given by the booking) may rebook or go on without family."""
    parts = [
        "die Moderation" if lack.moderator else "",
        counted(lack.advisers, "beratende Person", "beratende Personen") if lack.advisers else "",
        counted(lack.fields, "weiteres Handlungsfeld", "weitere Handlungsfelder")
        if lack.fields
        else "",
        counted(lack.confirmations, "Zusage nach dem Verlegen", "Zusagen nach dem Verlegen")
        if lack.confirmations
        else "",
    ]
    missing = ", ".join(one for one in parts if one)
    text = f"{span(slot.starts_at, slot.ends_at, now)}: Es fehlt noch {missing}."
    if presenter is None:
        return Screen(text, ((MENU,),), kept=True)
    rebook = (Button(MOVE_SEAT, f"b:move:{presenter}"),)
    alone = (Button(WITHOUT_FAMILY, f"fam:peer:{slot.id}"),)
    rows = (rebook, alone, (MENU,)) if slot.kind is Kind.FAMILY else (rebook, (MENU,))
    return Screen(text, rows, kept=True)


def look_back(slot: Slot, now: datetime) -> Screen:
    """Weeks later."""
    text = f"Rückblick auf Ihren Termin vom {span(slot.starts_at, slot.ends_at, now)}: gehalten?"
    row = (Button(DONE, f"fam:back:{slot.id}"), Button(NOT_DONE, f"fam:later:{slot.id}"))
    return Screen(text, (row, (MENU,)), kept=True)

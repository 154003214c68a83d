"""Texts of attending for a colleague. What is pushed is neutral on a locked screen."""

from __future__ import annotations

from datetime import datetime

from consultations.booking import Booking
from consultations.proxies import Effect
from consultations.slots import Kind, Seat, Slot
from handlers._screen import plain
from handlers.texts.booking import SEATS, where
from handlers.texts.counts import counted
from handlers.texts.team import FIELDS, FUNCTIONS
from handlers.texts.when import span
from team.members import Function, Member

PROXY = "Vertretung"
ANOTHER_LINK = "Neuer Link"
KEEP = "Link zurücknehmen"
TAKE = "Platz übernehmen"
NO = "Nein, danke"
PASSED_ON = "Ein Link für Ihre Vertretung ist ausgegeben. Bis ihn jemand einlöst, sitzen Sie dort."
KEPT = "<b>Der Link gilt nicht mehr.</b> Der Platz bleibt Ihrer."
DECLINED = "<b>Gut.</b> Der Platz bleibt, bei wem er ist."
OLD_LINK = "Bitte öffnen Sie den Link noch einmal."


def link(booking: Booking, address: str, now: datetime) -> str:
    """What to hand over; *address* holds the mark for the code."""
    return (
        f"<b>Vertretung für Ihren Platz</b>\n{where(booking.slot, now)}\n"
        "Geben Sie diesen Link an genau eine Person aus dem Team weiter. Er gilt einmal und bis "
        f"der Tisch beginnt:\n{address}\n"
        "Bis ihn jemand einlöst, bleibt der Platz Ihrer. Diese Nachricht lösche ich hier nach "
        "spätestens zwei Tagen; einen neuen Link gibt es unter „Mein Platz“."
    )


def named(member: Member, stands_for: Function) -> str:
    """How a proxy is named to the others at the table."""
    function = FUNCTIONS[member.function] if member.function else "Fachkraft"
    field = FIELDS[member.field] if member.field else "Handlungsfeld nicht bekannt"
    return f"Vertretung: {function}, {field} (für {FUNCTIONS[stands_for]})"


def ask(
    booking: Booking, member: Member, stands_for: Function, effect: Effect, now: datetime
) -> str:
    """What taking a colleague's seat will do; nothing yet of what the table is about."""
    lines = [
        f"<b>Platz als Vertretung übernehmen?</b>\n{where(booking.slot, now)} · "
        f"{SEATS[booking.seat]}",
        f"Am Tisch heißen Sie: „{plain(named(member, stands_for))}“.",
    ]
    if effect.doubled:
        lines.append("Ihr Handlungsfeld sitzt dort schon.")
    if effect.fields:
        lack = counted(effect.fields, "weiteres Handlungsfeld", "weitere Handlungsfelder")
        lines.append(f"Dem Tisch fehlt damit noch {lack}.")
    if booking.slot.kind is Kind.FAMILY:
        lines.append("Die Familie wird neu gefragt, ob sie den Tisch so will.")
    if booking.seat is Seat.PRESENTER:
        lines.append("Sie bringen dann ein, worum es geht; das lesen Sie unter „Mein Platz“.")
    return "\n".join(lines)


def taken(booking: Booking, now: datetime) -> str:
    """For the proxy."""
    return (
        f"<b>Der Platz ist jetzt Ihrer.</b>\n{where(booking.slot, now)} · {SEATS[booking.seat]}\n"
        "Die Kalenderdatei kommt gleich."
    )


def given(slot: Slot, now: datetime) -> str:
    """For who had the seat."""
    when = span(slot.starts_at, slot.ends_at, now)
    return f"Ihr Platz am {when} ist übernommen. Sie brauchen nicht zu kommen."


def another(slot: Slot, now: datetime) -> str:
    """For everybody else at the table; who it is stands behind the button."""
    when = span(slot.starts_at, slot.ends_at, now)
    return f"Ihr Termin {when}: Einen Platz nimmt eine Vertretung ein. Der Termin bleibt."

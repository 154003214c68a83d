"""Texts of the waiting list. What is pushed is neutral on a locked screen."""

from __future__ import annotations

from datetime import datetime

from consultations.slots import Seat, Slot
from consultations.waiting import Offer
from handlers._screen import plain
from handlers.texts.when import clock, span

TAKE = "Platz nehmen"
DECLINE = "Ablehnen"
LEAVE = "Liste verlassen"
LEFT = "Sie stehen nicht mehr auf der Warteliste. Danke, dass Sie Bescheid sagen."
DECLINED = "Danke für die Rückmeldung. Der Platz geht an die nächste Person."
LAPSED = (
    "Der freie Platz ist inzwischen weitergegeben. Sie können sich unter /beratung wieder auf "
    "die Warteliste setzen."
)
NOT_WAITING = "Auf dieser Warteliste stehen Sie nicht (mehr)."
SEATS = {Seat.PRESENTER: "einbringend", Seat.ADVISER: "beratend"}


def join_label(place: int) -> str:
    """The button that joins the list; *place* is the one you would get."""
    return f"Warteliste ({place}. Platz)"


def joined(slot: Slot, seat: Seat, place: int, now: datetime) -> str:
    """Where you stand, and what will happen."""
    return (
        f"<b>Sie stehen auf der Warteliste, {place}. Platz.</b>\n"
        f"{_where(slot, now)} · {SEATS[seat]}\n"
        "Wird ein Platz frei, schreibe ich Ihnen und halte ihn vier Arbeitsstunden "
        "(Mo–Fr, 8–17 Uhr). Am letzten Tag gilt: Wer zuerst tippt, hat ihn."
    )


def offered(offer: Offer, now: datetime) -> str:
    """A seat is free; neither theme nor kind of seat."""
    where = _where(offer.slot, now)
    if offer.held_until is None:
        return f"Ein Platz ist frei: {where}. Wer zuerst tippt, hat ihn."
    return f"Ein Platz ist frei: {where}. Ich halte ihn bis {clock(offer.held_until, now)}."


def waiting_line(slot: Slot, seat: Seat, place: int, now: datetime) -> str:
    """One entry under "Meine Termine"."""
    return f"Warteliste: {_where(slot, now)} · {SEATS[seat]} · {place}. Platz"


def _where(slot: Slot, now: datetime) -> str:
    return f"<b>{span(slot.starts_at, slot.ends_at, now)}</b>, {plain(slot.place)}"

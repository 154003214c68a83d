"""Texts of the waiting list. What is pushed is neutral on a locked screen."""

from __future__ import annotations

from datetime import datetime

from consultations.slots import Seat, Slot
from consultations.waiting import Offer
from handlers.texts.booking import SEATS, where
from handlers.texts.when import clock

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


def join_label(place: int) -> str:
    """The button that joins the list; *place* is the one you would get."""
    return f"Warteliste ({place}. Platz)"


def joined(slot: Slot, seat: Seat, place: int, now: datetime) -> str:
    """Where you stand, and what will happen."""
    return (
        f"<b>Sie stehen auf der Warteliste, {place}. Platz.</b>\n"
        f"{where(slot, now)} · {SEATS[seat]}\n"
        "Wird ein Platz frei, schreibe ich Ihnen und halte ihn vier Arbeitsstunden "
        "(Mo–Fr, 8–17 Uhr). Am letzten Tag gilt: Wer zuerst tippt, hat ihn."
    )


def offered(offer: Offer, now: datetime) -> str:
    """A seat is free; neither theme nor kind of seat."""
    at = where(offer.slot, now)
    if offer.held_until is None:
        return f"Ein Platz ist frei: {at}. Wer zuerst tippt, hat ihn."
    return f"Ein Platz ist frei: {at}. Ich halte ihn bis {clock(offer.held_until, now)}."


def waiting_line(slot: Slot, seat: Seat, place: int, now: datetime) -> str:
    """One entry under "Meine Termine"."""
    return f"Warteliste: {where(slot, now)} · {SEATS[seat]} · {place}. Platz"

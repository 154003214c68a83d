"""Texts that pass from one seat of a table to the others; neutral on a locked screen."""

from __future__ import annotations

from datetime import datetime

from consultations.relaying import (
    LATE,
    News,
    NotAtTable,
    RelayRefused,
    TableOff,
    TableOver,
    TooEarly,
)
from consultations.slots import Slot
from handlers._screen import plain, veiled
from handlers.texts.team import FIELDS, FUNCTIONS
from handlers.texts.when import span
from team.members import Member

TELL = "Bescheid geben"
LATE_LABEL = "Ich verspäte mich"
LOST_LABEL = "Ich finde den Raum nicht"
HERE_LABEL = "Ich bin da"
HOW_LATE = "<b>Um wie viele Minuten etwa?</b>\nDie anderen am Tisch erfahren es sofort."
JUST_TOLD = (
    "Sie haben diesem Tisch gerade erst Bescheid gegeben. Nach fünf Minuten geht es wieder; so "
    "bleibt es für alle ruhig."
)
NOBODY_THERE = "An diesem Tisch ist außer Ihnen noch niemand."
REFUSALS: dict[type[RelayRefused], str] = {
    NotAtTable: "An diesem Tisch haben Sie keinen Platz (mehr). So steht es jetzt:",
    TableOff: "Dieser Tisch findet nicht statt.",
    TableOver: "Dieser Tisch ist schon vorbei.",
    TooEarly: "Bescheid geben können Sie ab dem Tag vor dem Termin.",
}
SENTENCES = {
    News.LOST: "findet den Raum nicht",
    News.HERE: "ist da",
}


def what(slot: Slot, now: datetime) -> str:
    """Ask what the others are to know, and say how they will read it."""
    return (
        f"<b>{span(slot.starts_at, slot.ends_at, now)}</b>, {plain(slot.place)}\n"
        "Was sollen die anderen am Tisch wissen? Sie lesen Ihre Funktion und Ihr Handlungsfeld, "
        "keinen Namen und keine Nummer."
    )


def minutes(news: News) -> str:
    """The button of a delay."""
    return f"{LATE[news]} Minuten"


def told(news: News, sender: Member, slot: Slot, now: datetime, *, moderates: bool) -> str:
    """What the others read: when, a fixed sentence, and behind a veil function and field."""
    function = FUNCTIONS[sender.function] if sender.function else "Fachkraft"
    parts = [FIELDS[sender.field] if sender.field else "", "Moderation" if moderates else ""]
    beside = "; ".join(part for part in parts if part)
    who = f"{function} ({beside})" if beside else function
    sentence = SENTENCES.get(news) or f"kommt etwa {LATE[news]} Minuten später"
    when = span(slot.starts_at, slot.ends_at, now)
    return f"Ihr Termin, {when}: Jemand {sentence}. Es schreibt: {veiled(who)}"


def passed_on(news: News, slot: Slot) -> str:
    """For whoever told it."""
    room = f"\nDer Ort steht so im Termin: {plain(slot.place)}." if news is News.LOST else ""
    return f"Danke, alle am Tisch lesen es jetzt.{room}"

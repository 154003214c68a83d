"""Texts of counting what is missing."""

from __future__ import annotations

from datetime import datetime

from consultations.slots import AgeBand
from handlers._screen import plain
from handlers.texts.booking import AGE_BANDS
from needs.signals import Lack, NeedSignal

LACKS = {
    Lack.NO_OFFER: "Gibt es nicht",
    Lack.WAIT_TOO_LONG: "Wartezeit zu lang",
    Lack.LANGUAGE: "Sprache",
    Lack.UNREACHABLE: "Weg oder Zeit",
    Lack.COST: "Kosten",
}
ASK_LACK = (
    "<b>Woran liegt es?</b>\nIch zähle nur Thema, Altersgruppe, Grund und Monat – "
    "nicht Ihre Frage und nicht, wer getippt hat."
)
COUNTED_ALREADY = "Zu dieser Frage habe ich schon gezählt. Jede Frage zählt einmal."
ASK_WATCHED = "<b>Bescheid geben</b>\nZu welchem Thema soll ich sagen, wenn es Neues gibt?"


def counted(theme: str | None, signal: NeedSignal, space: str) -> str:
    """What was counted, in full."""
    parts = [f"Thema: {plain(theme) if theme else 'nicht erkannt'}."]
    if signal.age_band:
        mixed = signal.age_band is AgeBand.MIXED
        parts.append(f"Alter: {'verschieden' if mixed else AGE_BANDS[signal.age_band]}.")
    parts.append(f"Grund: {LACKS[signal.lack]}.")
    said = " ".join(parts)
    return f"<b>Gezählt.</b>\n{said}\nDanke. So sehen wir in {plain(space)}, was fehlt."


def watching(theme: str, until: datetime) -> str:
    """The member will be told."""
    return (
        f"<b>Ich sage Bescheid</b>, wenn es zu „{plain(theme)}“ etwas Neues gibt – bis "
        f"{until:%d.%m.%Y}. Nur Sie sehen das; unter „Gemerkt“ beenden Sie es."
    )

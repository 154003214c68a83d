"""Texts of `/meinedaten` and `/loeschen`, and of leaving without asking."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from consultations.slots import AgeBand, Seat, Slot, TableLanguage
from handlers._screen import plain
from handlers.texts.booking import AGE_BANDS, LANGUAGES, SEATS, where
from handlers.texts.counts import counted
from handlers.texts.own_data_words import HEADINGS, LABELS, WORDS
from handlers.texts.team import FIELDS, FUNCTIONS, ROLES, who
from handlers.texts.when import LOCAL
from knowledge.offers import CATEGORIES, Offer
from team.members import FieldOfAction, Function, Member, Role
from team.records import OwnData, Record

HANDED_OVER = (
    "<b>Ihre Daten</b>\nEin Text zum Lesen und eine JSON-Datei für Programme kommen gleich. "
    "Bitte sichern Sie beide: Nach 40 Stunden lösche ich sie hier im Chat."
)
TEXT_CAPTION = "Alles, was von Ihnen gespeichert ist"
JSON_CAPTION = "Dasselbe, maschinenlesbar"

LAST_COORDINATOR = (
    "<b>Alles löschen?</b>\nAchtung: Sie sind die letzte Koordination. Nach der Löschung kann "
    "niemand mehr einladen, helfen oder Tische anbieten; nur wer den Bot betreibt, kann wieder "
    "jemanden einladen (<code>lotse invite</code>). Geben Sie die Rolle unter /team weiter, "
    "lösche ich danach sofort. Sonst lösche ich Ihr Konto in spätestens 24 Stunden. Sicher?"
)
KEPT = "Ihr Konto bleibt. Es wird nichts gelöscht."
ERASED = (
    "<b>Gelöscht.</b> Von Ihnen ist nichts mehr gespeichert. Meine Nachrichten hier im Chat "
    "verschwinden in den nächsten Minuten; ältere Buchungsbestätigungen und Ihre eigenen "
    "Nachrichten löschen Sie bitte selbst. Danke für die Zusammenarbeit!"
)
ERASED_AFTER_PAUSE = (
    "Sie haben mich vor 14 Tagen blockiert. Ihr Konto ist jetzt gelöscht, von Ihnen ist nichts "
    "mehr gespeichert. Zurück geht es mit einer neuen Einladung."
)
ERASED_AFTER_YEAR = (
    "Sie haben mich über ein Jahr nicht genutzt. Wie angekündigt ist Ihr Konto jetzt gelöscht. "
    "Zurück geht es mit einer neuen Einladung."
)
STILL_THERE = (
    "Sie haben mich seit zwölf Monaten nicht genutzt. In 30 Tagen lösche ich Ihr Konto. Möchten "
    "Sie es behalten, tippen Sie auf „Menü“ oder schreiben Sie mir einfach."
)


def confirm(seats: int, *, in_trail: bool) -> str:
    """What goes and what stays, before it happens."""
    booked = {0: "", 1: " 1 Buchung (der Platz wird frei),"}.get(
        seats, f" {seats} Buchungen (die Plätze werden frei),"
    )
    trail = " Im Protokoll bleibt, was geschah; statt Ihnen steht dort „gelöscht“ oder niemand."
    return (
        f"<b>Alles löschen?</b>\nSofort weg: Ihr Konto,{booked} Gemerktes, Themen unter "
        f"„Bescheid geben“ und meine Nachrichten hier im Chat.{trail if in_trail else ''}\n"
        "Es bleiben: anonyme Zahlen, die zu niemandem führen. Sicher?"
    )


def leads_tables(slots: Iterable[Slot], now: datetime) -> str:
    """Tables would lose their moderator: erased within a day, so that others can act."""
    return (
        "<b>Alles löschen?</b>\nSie leiten noch Tische:\n"
        + _first_of(slots, now)
        + "\nIch lösche Ihr Konto in spätestens 24 Stunden und sage es der Koordination. Sagt sie "
        "die Tische nicht ab, stehen sie danach ohne Moderation da. Sicher?"
    )


def noted(by: datetime) -> str:
    """The wish to be erased is noted."""
    return (
        f"<b>Vorgemerkt.</b> Ihr Konto ist spätestens am {at_clock(by + timedelta(hours=2))} "
        "gelöscht. Bis dahin können Sie es noch behalten."
    )


def wants_to_go(member: Member, by: datetime, led: Sequence[Slot], now: datetime) -> str:
    """For coordinators: somebody they still need will be erased."""
    tables = f"\nSie leitet noch:\n{_first_of(led, now)}" if led else ""
    return (
        f"<b>Ein Konto wird gelöscht</b>\n{plain(who(member))}, ab {at_clock(by)}.{tables}\n"
        "Bitte sagen Sie Tische ab, die ohne Moderation nicht stattfinden können."
    )


def without_moderation(slot: Slot, now: datetime) -> str:
    """For who sits at a table and for coordinators: who would have led it is gone."""
    return (
        f"Dieser Tisch hat keine Moderation mehr: {where(slot, now)}. Die Koordination kann ihn "
        "absagen; Ihr Platz bleibt bis dahin bestehen."
    )


def _first_of(slots: Iterable[Slot], now: datetime) -> str:
    return "\n".join([f"· {where(slot, now)}" for slot in slots][:3])


def at_clock(moment: datetime) -> str:
    """Day and time of the clock on the wall."""
    return f"{moment.astimezone(LOCAL):%d.%m.%Y um %H:%M Uhr}"


def still_needed(members: Sequence[Member]) -> str:
    """For coordinators: these accounts are soon erased, but the team depends on them."""
    named = "\n".join(f"· {plain(who(one))}" for one in members[:5])
    return (
        f"<b>Konten werden bald gelöscht</b>\n{named}\n"
        "Sie sind nicht mehr da und gehen in den nächsten sieben Tagen, leiten aber noch Tische "
        "oder sind die letzte Koordination. Bitte besetzen Sie die Tische neu oder sagen Sie sie "
        "ab, oder geben Sie die Rolle weiter. Was niemand übernimmt, bleibt ohne sie."
    )


def seat_is_free(slot: Slot, now: datetime) -> str:
    """For the others at a table: not who left, and not why."""
    return f"Ein Platz ist wieder frei: {where(slot, now)}."


OfferOf = Callable[[str], Offer | None]


def readable(data: OwnData, controller: str, now: datetime, offer_of: OfferOf) -> str:
    """Everything kept of a person, as a text."""
    lines = [
        "Meine Daten im Lotsen",
        f"Stand: {now.astimezone(LOCAL):%d.%m.%Y, %H:%M} Uhr",
        f"Verantwortlich: {controller}",
        "",
        "Nicht dabei, weil es nie gespeichert wird: was Sie fragen, und alles über Familien.",
    ]
    for place, records in data.items():
        lines += ["", HEADINGS[place], "-" * len(HEADINGS[place])]
        lines += [line for record in records for line in [*_lines(record, offer_of), ""]][:-1]
        lines += [] if records else ["nichts gespeichert"]
    return "\n".join(lines) + "\n"


def _lines(record: Record, offer_of: OfferOf) -> list[str]:
    written = {name: _in_words(name, value, offer_of) for name, value in record.items()}
    return [f"{LABELS[name]}: {words}" for name, words in written.items() if words]


def _in_words(name: str, value: object, offer_of: OfferOf) -> str:
    if isinstance(value, dict):
        return _answers(value)
    if name == "offer_id":
        offer = offer_of(str(value))
        return offer.name if offer is not None else "nicht mehr im Bestand"
    if name == "subject":
        return " ".join(SUBJECTS.get(word, word) for word in str(value).split())
    if name == "step":
        return ""  # codes of the program; the file for programs has them
    if name.endswith("_at") or name in ("at", "erase_by"):
        return f"{datetime.fromisoformat(str(value)).astimezone(LOCAL):%d.%m.%Y, %H:%M} Uhr"
    if name.endswith("_on"):
        return f"{date.fromisoformat(str(value)):%d.%m.%Y}"
    return CODES.get(name, {}).get(str(value), str(value))


def _answers(draft: Mapping[str, Any]) -> str:
    """What was chosen in a dialogue so far; the file for programs has its codes."""
    if "buttons" in draft:
        return "Tasten: " + ", ".join(label for label, _ in draft["buttons"])
    return counted(len(draft), "Angabe", "Angaben") + " als Auswahl" if draft else ""


SUBJECTS = {
    "member": "Konto",
    "slot": "Tisch",
    "slots": "Tische",
    **{str(one): ROLES[one] for one in Role},
}

CODES: dict[str, dict[str, str]] = {
    **WORDS,
    "role": {str(one): ROLES[one] for one in Role},
    "field": {str(one): FIELDS[one] for one in FieldOfAction},
    "function": {str(one): FUNCTIONS[one] for one in Function},
    "seat": {str(one): SEATS[one] for one in Seat},
    "theme": dict(CATEGORIES),
    "age_band": {str(one): AGE_BANDS[one] for one in AgeBand},
    "language": {str(one): LANGUAGES[one] for one in TableLanguage},
}

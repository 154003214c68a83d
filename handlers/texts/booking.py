"""Texts of the journey "Beratung buchen"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from consultations.asking import NotSought
from consultations.booking import (
    AlreadyBooked,
    AlreadyCancelled,
    Booking,
    BookingRefused,
    BookingUnknown,
    FamilyNotAsked,
    FieldRefused,
    IncompleteBooking,
    Matter,
    ModeratesThisTable,
    Needs,
    NotAllowed,
    NotWanted,
    SeatTaken,
    SlotCancelled,
    SlotOver,
    SlotUnknown,
    TooLate,
    TooMany,
)
from consultations.proxies import NotPassedOn
from consultations.slots import AgeBand, Seat, Slot, TableLanguage
from consultations.waiting import SeatFree, WaitsAlready
from handlers._screen import plain
from handlers.texts import terms
from handlers.texts.counts import counted
from handlers.texts.when import span
from knowledge.offers import CATEGORIES

SEATS = {Seat.PRESENTER: "einbringend", Seat.ADVISER: "beratend"}
AGE_BANDS = {
    AgeBand.TODDLER: "0 bis 2",
    AgeBand.PRESCHOOL: "3 bis 5",
    AgeBand.PRIMARY: "6 bis 9",
    AgeBand.TWEEN: "10 bis 13",
    AgeBand.TEEN: "14 bis 17",
    AgeBand.YOUNG_ADULT: "18 bis 26",
    AgeBand.MIXED: "Verschiedene Alter",
}
LANGUAGES = {
    TableLanguage.GERMAN: "Deutsch",
    TableLanguage.ENGLISH: "Englisch",
    TableLanguage.TURKISH: "Türkisch",
    TableLanguage.ARABIC: "Arabisch",
    TableLanguage.UKRAINIAN: "Ukrainisch",
    TableLanguage.DARI: "Dari, Farsi",
    TableLanguage.ROMANIAN: "Rumänisch",
    TableLanguage.OTHER: "Andere Sprache",
}

ROOMS = {True: " (stufenfrei)", False: " (nicht stufenfrei)", None: ""}

NO_SLOTS = (
    "<b>Zurzeit ist kein Beratungstisch frei.</b>\nDie Koordination veröffentlicht neue Termine "
    "hier. Schauen Sie gern später wieder vorbei."
)
FREE = "<b>Freie Beratungstische</b>\nWelcher passt Ihnen und der Familie?"
ASK_SEAT = "Wie möchten Sie am Tisch sitzen?"
PRESENT = "Ich bringe etwas ein"
ADVISE = "Ich berate mit"
ASK_FAMILY = (
    "<b>Will die Familie diesen Tisch?</b>\nSie entscheidet, ob er stattfindet. "
    "Ohne ihr Ja buche ich nicht."
)
FAMILY_YES = "Ja"
FAMILY_NOT_ASKED = "Noch nicht gefragt"
WITHOUT_FAMILY = "Ohne Familie, anonym"
NOT_ASKED = (
    "<b>Ohne das Ja der Familie geht der Tisch nicht.</b>\nFragen Sie sie in Ruhe; der Platz ist "
    "noch nicht vergeben. Eine anonyme kollegiale Beratung ginge ohne sie – möchten Sie? "
    "Mitberaten können Sie jederzeit."
)
ASK_THEME = "<b>Worum geht es vor allem?</b>\nNur das Thema, keine Einzelheiten."
ASK_AGE = "<b>Welche Altersgruppe?</b>"
ASK_LANGUAGE = "<b>Welche Sprache am Tisch?</b>"
FAMILY_WANTS = (
    "Die Familie will diesen Tisch: Ja\n"
    "Was sie braucht, tippen Sie hier an – oder später unter „Mein Platz“:"
)
ANONYMOUS = (
    "<b>Ohne Familie, anonym:</b> Bringen Sie die Frage so ein, dass niemand zu erkennen ist – "
    "ohne Namen, Straße, Schule, Klasse oder Diagnose."
)
BOOK = "Verbindlich buchen"
BOOKED_TOAST = "Gebucht"
FILE_CAPTION = "Für Ihren Kalender"
CANCELLED_CAPTION = "Nimmt den Termin aus Ihrem Kalender"
NO_BOOKINGS = "<b>Meine Termine</b>\nSie haben keinen Platz gebucht."
MINE = "<b>Meine Termine</b>"
CANCELLED = "Ihr Platz ist frei gegeben. Danke, dass Sie Bescheid sagen."
WHAT_COMES = (
    "<b>Was kommt auf mich zu?</b>\n75 Minuten, gebucht sind 90. Ankommen, der Wille der Familie "
    "in ihren Worten, Verständnisfragen, Schlüsselfrage, Blick auf Ressourcen, Ideen der "
    "Beratenden, Auswahl durch die Familie, Vereinbarung auf Papier.\n"
    "Die Moderation achtet auf Zeit und Fairness."
)
OLD_STEP = "Diese Taste gehört zu einem früheren Schritt. Hier geht es weiter:"

NOT_YOURS_ANY_MORE = "Diesen Platz haben Sie nicht mehr. So steht es jetzt:"
VIDEO = "Videoraum"
MOVE_SEAT = "Platz verschieben"
CANCEL_SEAT = "Platz absagen"
CANCEL_TABLE = "Tisch absagen"
NOT_FEWER = "Weniger geht nicht: Alle Plätze sind vergeben, oder es wären weniger als zwei."
REFUSALS: dict[type[BookingRefused], str] = {
    NotAllowed: "Buchen können nur aktive Mitglieder des Teams.",
    SlotUnknown: "Diesen Tisch gibt es nicht mehr.",
    SlotCancelled: "Dieser Tisch findet nicht statt.",
    SlotOver: "Dieser Tisch hat schon begonnen.",
    SeatTaken: "Der Platz ist gerade vergeben.",
    AlreadyBooked: "Sie sitzen schon an diesem Tisch.",
    ModeratesThisTable: "Sie moderieren diesen Tisch und können keinen weiteren Platz nehmen.",
    FamilyNotAsked: "Ohne das Ja der Familie geht der Tisch nicht.",
    IncompleteBooking: "Es fehlen noch Thema, Altersgruppe oder Sprache.",
    BookingUnknown: "Diese Buchung finde ich nicht bei Ihnen.",
    AlreadyCancelled: "Diesen Platz haben Sie schon abgesagt.",
    NotPassedOn: "Dieser Link gilt nicht mehr. Bitten Sie um einen neuen.",
    TooMany: "Bitte eine Zahl von 1 bis 8.",
    TooLate: "Für diesen Tisch ist das Buchen schon zu Ende.",
    SeatFree: "Hier ist noch ein Platz frei; warten müssen Sie nicht.",
    WaitsAlready: "Sie stehen schon auf dieser Warteliste.",
    NotSought: "Danke! Ihr Handlungsfeld fehlt an diesem Tisch inzwischen nicht mehr.",
    NotWanted: "An diesem Tisch wurde Ihr Platz anders vergeben.",
    FieldRefused: "An diesem Tisch sind Plätze aus Ihrem Handlungsfeld nicht gewünscht.",
}


def slot_line(number: int, slot: Slot, now: datetime, *, room: bool = False) -> str:
    """One free table in the list; with *room* also whether there are steps, as far as known."""
    free = [_free(slot, seat) for seat in Seat if slot.free(seat) > 0]
    when = span(slot.starts_at, slot.ends_at, now)
    notes = ROOMS[slot.step_free] if room else " · stufenfrei" if slot.step_free else ""
    return f"{number} <b>{when}</b>, {public_place(slot)}{notes} · frei: {', '.join(free)}"


def _free(slot: Slot, seat: Seat) -> str:
    number = slot.free(seat)
    return SEATS[seat] if seat is Seat.PRESENTER else f"{number} {SEATS[seat]}"


def slots(lines: Sequence[str], rest: int) -> str:
    """The list of free tables."""
    more = [counted(rest, "weiterer Termin", "weitere Termine")] if rest else []
    return "\n".join([FREE, *lines, *more])


def where(slot: Slot, now: datetime) -> str:
    """A table in one line."""
    unled = " (ohne Moderation)" if slot.moderator_id is None and slot.starts_at > now else ""
    return f"<b>{span(slot.starts_at, slot.ends_at, now)}</b>, {plain(slot.place)}{unled}"


def ask_seat(slot: Slot, now: datetime) -> str:
    """Which seat, and what to know of the room before."""
    when = span(slot.starts_at, slot.ends_at, now)
    notes = f"\n{about}" if (about := terms.about(slot, now)) else ""
    return f"<b>{when}</b>, {public_place(slot)}{notes}\n{ASK_SEAT}"


def public_place(slot: Slot) -> str:
    """Where a table is, for who does not sit there: the link is for those who do."""
    return plain(slot.place) if slot.room is not None else VIDEO


def matter(brought: Matter | Booking) -> str:
    """What a presenter brings, in codes put into words; empty for who advises."""
    parts = [
        CATEGORIES.get(brought.theme or "", ""),
        AGE_BANDS[brought.age_band] if brought.age_band else "",
        LANGUAGES[brought.language] if brought.language else "",
        *needed(brought.needs),
    ]
    return ", ".join(part for part in parts if part) if brought.theme else ""


def needed(needs: Needs) -> list[str]:
    """What a family needs, in words; nothing of what is open."""
    told = ["stufenfreier Zugang"] if needs.access else []
    told += ["Dolmetschen"] if needs.interpreting else []
    if needs.people is not None:
        told.append(f"{counted(needs.people, 'Person', 'Personen')} von der Familie")
    return told


def summary(slot: Slot, brought: Matter | None, now: datetime) -> str:
    """What will be booked, and what others will see; who advises brings nothing."""
    seat = Seat.PRESENTER if brought is not None else Seat.ADVISER
    lines = [f"<b>Stimmt das so?</b>\n{where(slot, now)}\nPlatz: {SEATS[seat]}"]
    if brought is not None:
        lines += [matter(brought), ANONYMOUS if brought.peer else FAMILY_WANTS]
        seen = "Ihre Funktion und diese Angaben"
    else:
        seen = "Ihre Funktion und Einrichtung"
    lines.append(f"Wer am Tisch sitzt, sieht: {seen}. Alle anderen sehen nur freie Plätze.")
    return "\n".join(lines)


def booked(booking: Booking, now: datetime) -> str:
    """The confirmation."""
    return f"<b>Gebucht.</b>\n{booking_line(booking, now)}\nDie Kalenderdatei kommt gleich."


def booking_line(booking: Booking, now: datetime) -> str:
    """One booking: when, where, which seat, which matter."""
    brought = matter(booking)
    about = f" · {brought}" if brought else ""
    return f"{where(booking.slot, now)} · {SEATS[booking.seat]}{about}"


def bookings(lines: Sequence[str]) -> str:
    """My bookings."""
    return "\n".join([MINE, *(f"{number} {line}" for number, line in enumerate(lines, 1))])


def confirm_cancel(booking: Booking, now: datetime) -> str:
    """What will happen before it happens."""
    return (
        f"<b>Platz absagen?</b>\n{booking_line(booking, now)}\n"
        "Nur Ihr Platz wird frei, und zwar sofort; der Tisch bleibt bestehen. "
        "Einen Grund brauche ich nicht."
    )


def refused(refusal: BookingRefused, free: Slot | None, now: datetime) -> str:
    """Why not, and what is free next."""
    reason = REFUSALS[type(refusal)]
    if free is None:
        return f"<b>{reason}</b>\nEin anderer solcher Platz ist zurzeit nicht frei."
    return f"<b>{reason}</b>\nNächster freier: {where(free, now)}"


def table_cancelled(slot: Slot, now: datetime) -> str:
    """For those who had a seat; neutral on a locked screen."""
    return f"Termin entfällt: {where(slot, now)}. Neue Termine finden Sie unter /beratung."


def fewer(slot: Slot) -> str:
    """How many advisers' seats are left."""
    return f"<b>Gut.</b> Am Tisch sind jetzt höchstens {slot.adviser_seats} beratende Plätze."


def confirm_calling_off(slot: Slot, now: datetime) -> str:
    """What calling off for the family will do."""
    return (
        f"<b>Tisch absagen?</b>\n{where(slot, now)}\n"
        "Nicht nur Ihr Platz: Der ganze Tisch entfällt. Alle erfahren nur: Termin entfällt. "
        "Einen Grund brauche ich nicht."
    )


def where_to(old: Booking, lines: Sequence[str], now: datetime) -> str:
    """Where such a seat is free."""
    heading = f"<b>Platz verschieben</b>\nBisher: {booking_line(old, now)}"
    if not lines:
        return f"{heading}\nAn keinem anderen Tisch ist zurzeit ein solcher Platz frei."
    note = "Ihr bisheriger Platz wird dabei frei."
    return "\n".join([heading, "Wohin?", *lines, note])


def rebooked(new: Booking, now: datetime) -> str:
    """The seat at the other table."""
    files = "Die Kalenderdateien kommen gleich."
    return f"<b>Ihr Platz ist verschoben.</b>\n{booking_line(new, now)}\n{files}"

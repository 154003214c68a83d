"""Texts of the month: screen, picture and spreadsheet say the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from consultations.overview import Month, TableView, Week
from consultations.slots import Seat
from consultations.states import SlotState
from handlers._screen import plain
from handlers.texts.booking import SEATS
from handlers.texts.counts import counted
from handlers.texts.team import FIELDS
from handlers.texts.when import LOCAL, WEEKDAYS
from team.members import FieldOfAction

MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip
STATES = {
    SlotState.OPEN: "offen",
    SlotState.REQUESTED: "angefragt",
    SlotState.CONFIRMED: "bestätigt",
    SlotState.HELD: "durchgeführt",
    SlotState.CANCELLED: "abgesagt",
    SlotState.FOLLOWED_UP: "rückgeblickt",
}
OPEN = "Monatsübersicht"
PICTURE, SHEET, TEXT = "Als Bild", "Als Tabelle", "Als Text"
SHEET_CAPTION = "Eine Zeile je Tisch, ohne Namen und Themen"
NO_TABLES = "In diesem Monat steht kein Tisch."
NO_TABLE = "kein Tisch"
HIDDEN = "Angabe erst ab zwei Plätzen"
ALL_FIELDS, ALL_OTHERS = "alle Felder", "alle anderen Felder"
COLUMNS = (
    "Datum", "Beginn", "Ende", "Ort", "Zustand", "Einbringend belegt", "Einbringend frei",
    "Beratend belegt", "Beratend frei", "Felder am Tisch", "Gesucht",
)  # fmt: skip


def name(first: date) -> str:
    """`November 2026`."""
    return f"{MONTHS[first.month - 1]} {first.year}"


def title(first: date) -> str:
    """What picture and sheet are called."""
    return f"Beratungstische im {name(first)}"


def before(first: date) -> str:
    """To the month before."""
    return f"‹ {MONTHS[first.month - 1]}"


def following(first: date) -> str:
    """To the month after."""
    return f"{MONTHS[first.month - 1]} ›"


def week(one: Week) -> str:
    """`KW 47 · 16.11. bis 22.11.`."""
    first, last = one.days[0], one.days[-1]
    return f"KW {first.isocalendar().week} · {first:%d.%m.} bis {last:%d.%m.}"


def when(one: TableView) -> str:
    """`Di 17.11., 14:00–15:30`."""
    start, end = one.starts_at.astimezone(LOCAL), one.ends_at.astimezone(LOCAL)
    return f"{WEEKDAYS[start.weekday()]} {start:%d.%m.}, {start:%H:%M}–{end:%H:%M}"


def details(one: TableView) -> list[str]:
    """Occupancy and free seats, fields at the table, sought ones: a line each."""
    free = [f"{one.free[seat]} {SEATS[seat]}" for seat in Seat if one.free[seat] > 0]
    seats = f"belegt: {sum(one.taken.values())}"
    lines = [f"{seats} · frei: {', '.join(free)}" if free else seats]
    if there := at_table(one):
        lines.append(f"am Tisch: {there}")
    if wanted := looked_for(one):
        lines.append(f"gesucht: {wanted}")
    return lines


def at_table(one: TableView) -> str:
    """The fields at the table; of a single person they are not named."""
    if one.fields is None:
        return HIDDEN
    return _fields(one.fields)


def looked_for(one: TableView) -> str:
    """The fields sought, the shorter way round."""
    if not one.sought:
        return ""
    if not one.unwanted:
        return ALL_FIELDS
    if one.unwanted == one.fields:
        return ALL_OTHERS
    if len(one.unwanted) < len(one.sought):
        return f"alle außer {_fields(one.unwanted)}"
    return _fields(one.sought)


def _fields(fields: Sequence[FieldOfAction]) -> str:
    return " · ".join(FIELDS[field] for field in fields)


def screen(month: Month, shown: Sequence[TableView], rest: int) -> str:
    """A page of the month in words."""
    lines = [f"<b>{title(month.first)}</b>"]
    lines += [_line(one) for one in shown] or [NO_TABLES]
    more = [counted(rest, "weiterer Tisch", "weitere Tische")] if rest else []
    return "\n".join(lines + more)


def _line(one: TableView) -> str:
    said = "; ".join(details(one))
    return f"<b>{when(one)}</b>, {plain(one.place)} – {STATES[one.state]}; {said}"


def caption(month: Month) -> str:
    """Below the picture."""
    return f"{title(month.first)}: {counted(len(month.tables), 'Tisch', 'Tische')}"


def file_name(first: date, ending: str) -> str:
    """`tische-2026-11.xlsx`."""
    return f"tische-{first:%Y-%m}.{ending}"


def stand(now: datetime) -> str:
    """As of when."""
    return f"Stand {now.astimezone(LOCAL):%d.%m.%Y, %H:%M}"

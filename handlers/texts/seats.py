"""Texts of "Mein Platz": the table as those who sit there see it, and what the family needs.

A seat is "Platz": it is cancelled, moved and passed on by whoever has it. All of it is "Tisch".
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from consultations.booking import Booking, Needs
from consultations.slots import Kind, Seat, Slot
from handlers._screen import plain
from handlers.texts.booking import ANONYMOUS, SEATS, where
from handlers.texts.booking import matter as brought
from handlers.texts.proxies import PASSED_ON
from handlers.texts.proxies import named as proxy
from handlers.texts.team import FUNCTIONS, who
from team.members import Member

MY_SEAT = "Mein Platz"
AT_TABLE = "Wer am Tisch sitzt"
NOT_THERE = "An diesem Tisch haben Sie keinen Platz (mehr)."
STEP_FREE = "Stufenfrei"
INTERPRETING = "Dolmetschen"
NOT_KNOWN_YET = "Weiß ich noch nicht"
ASK_PEOPLE = (
    "<b>Wie viele kommen aus Familie und Unterstützung?</b>\n"
    "Nur die Zahl, mit Vertrauensperson, ohne Sprachmittlung."
)
NOT_STEP_FREE = "<b>Dieser Raum ist nicht stufenfrei.</b>"
STEP_FREE_UNKNOWN = (
    "Ob dieser Raum stufenfrei ist, weiß ich nicht. Die Moderation sieht, dass es nötig ist."
)
NONE_INSTEAD = "Einen freien Tisch in einem stufenfreien Raum gibt es zurzeit nicht."
INSTEAD = "Stufenfrei und frei:"
MOVE_INSTEAD = "Unter „Platz verschieben“ stehen Tische in stufenfreien Räumen zuerst."


def ticked(label: str, *, on: bool) -> str:
    """A button that is on or off."""
    return f"{'☑' if on else '☐'} {label}"


def people_label(people: int | None) -> str:
    """How many come from the family, on a button."""
    return f"Personen der Familie: {people if people is not None else 'offen'}"


def room(slot: Slot, needs: Needs) -> str:
    """What is to be said of the room where steps would be in the way; empty for all others."""
    if not needs.access or slot.step_free:
        return ""
    return STEP_FREE_UNKNOWN if slot.step_free is None else NOT_STEP_FREE


def other_rooms(lines: Sequence[str]) -> str:
    """Tables in rooms without steps."""
    return "\n".join([INSTEAD, *lines]) if lines else NONE_INSTEAD


def table(
    slot: Slot,
    moderator: Member | None,
    seated: Sequence[tuple[Booking, Member | None]],
    mine: Booking | None,
    now: datetime,
) -> str:
    """The table for those who sit there (*mine* is the reader's seat) or moderate."""
    seat = f" · {SEATS[mine.seat]}" if mine is not None else ""
    lines = [f"<b>{MY_SEAT if mine is not None else AT_TABLE}</b>\n{where(slot, now)}{seat}"]
    if moderator is not None:
        lines.append(f"– {plain(who(moderator))}, moderiert")
    lines += [_chair(booking, member) for booking, member in seated]
    if mine is not None and mine.passes_on:
        lines.append(PASSED_ON)
    presented = next((one for one, _ in seated if one.seat is Seat.PRESENTER), None)
    if presented is not None:
        lines += _matter(slot, presented, own=presented == mine)
    return "\n".join(lines)


def _chair(booking: Booking, member: Member | None) -> str:
    return f"– {plain(_named(booking, member))}, {SEATS[booking.seat]}"


def _named(booking: Booking, member: Member | None) -> str:
    if member is None:
        return "Fachkraft"
    if booking.stands_for is not None:
        return proxy(member, booking.stands_for)
    # of who presents only the function is told: the institution might lead to the family
    if booking.seat is Seat.PRESENTER:
        return FUNCTIONS[member.function] if member.function else "Fachkraft"
    return who(member)


def _matter(slot: Slot, presented: Booking, *, own: bool) -> list[str]:
    lines = [f"Worum es geht: {brought(presented)}"] if presented.theme else []
    if slot.kind is Kind.PEER:
        lines.append(ANONYMOUS)
    if own and (said := room(slot, presented.needs)):
        lines.append(said)
        if slot.step_free is False:
            lines.append(MOVE_INSTEAD)
    return lines

"""The ways to the emergency card: a button in any chat, a link's code from an inline answer."""

from __future__ import annotations

import re

from handlers._screen import Button, Row
from safety.kinds import EmergencyKind

ASKED_FOR = EmergencyKind.LIFE_DANGER  # the card of whoever names no danger
START = re.compile(r"/start\S*\s+notfall-(?P<kind>\w+)\s*")


def card_button(kind: EmergencyKind = ASKED_FOR) -> Button:
    """The button that shows the card for a danger."""
    return Button("Notfallkarte", f"em:card:{kind}")


def card_row(kind: EmergencyKind | None) -> tuple[Row, ...]:
    """The button as a row of its own, where the words may point to a danger."""
    return ((card_button(kind),),) if kind is not None else ()


def kind_of(code: str) -> EmergencyKind:
    """The danger behind a code that a button carried; anybody can forge it."""
    return next((kind for kind in EmergencyKind if kind == code), ASKED_FOR)


def start_code(kind: EmergencyKind) -> str:
    """What `/start` carries to show the card at once."""
    return f"notfall-{kind}"


def started_for(words: str) -> EmergencyKind | None:
    """The danger whose card a link asks for, or None where the words are no such link."""
    link = START.fullmatch(words)
    return kind_of(link["kind"]) if link is not None else None

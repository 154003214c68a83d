"""The taps by which a presenter says what the family needs: while booking, and later.

Behind a prefix come `access:0|1`, `interpreting:0|1`, `people` (asks) and `people:<n>`, where 0 is
"not known yet". A tap says what shall be, so that a second one at once changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from consultations.booking import PEOPLE, Needs
from consultations.slots import Kind
from handlers._screen import MENU, Button, Row, Screen, back, rows_of
from handlers.texts import seats as texts


def need_rows(prefix: str, needs: Needs, kind: Kind) -> tuple[Row, ...]:
    """What may be needed, as it stands; without a family only the room matters."""
    access = _toggle(prefix, "access", texts.STEP_FREE, on=needs.access)
    if kind is Kind.PEER:
        return ((access,),)
    interpreting = _toggle(prefix, "interpreting", texts.INTERPRETING, on=needs.interpreting)
    people = Button(texts.people_label(needs.people), f"{prefix}:people")
    return ((access, interpreting), (people,))


def _toggle(prefix: str, name: str, label: str, *, on: bool) -> Button:
    return Button(texts.ticked(label, on=on), f"{prefix}:{name}:{int(not on)}")


def people_screen(prefix: str, way_back: str) -> Screen:
    """Ask how many come from the family."""
    numbers = [Button(str(number), f"{prefix}:people:{number}") for number in PEOPLE]
    unknown = Button(texts.NOT_KNOWN_YET, f"{prefix}:people:0")
    return Screen(texts.ASK_PEOPLE, (*rows_of(numbers, 4), (unknown,), (back(way_back), MENU)))


def changed(needs: Needs, codes: Sequence[str]) -> Needs:
    """What is needed after a tap with these two codes; the same where they say nothing."""
    name, value = codes
    if not value.isdecimal() or len(value) > 1:
        return needs
    if name == "people":
        number = int(value)
        return replace(needs, people=number if number in PEOPLE else None)
    if name == "access":
        return replace(needs, access=value == "1")
    if name == "interpreting":
        return replace(needs, interpreting=value == "1")
    return needs

"""How far a change of a table in a series goes: asked by taps, with how many tables it concerns.

A button carries how far, and a mark of the tables as they were shown.
"""

from __future__ import annotations

from collections.abc import Callable

from consultations.changing import Chosen, mark_of, meant
from consultations.series import Extent
from consultations.slots import Slot
from handlers._context import BotContext
from handlers._screen import Button, Row
from handlers.texts import scope as texts

MARKED = r"(?:one|following|all):[0-9a-f]{8}"  # the last two codes of a button


async def extents(context: BotContext, slot_id: int) -> dict[Extent, list[Slot]]:
    """How far a change can go, and its tables; one that reaches no farther is left out.

    Raises:
        consultations.moving.NotToCome.
    """
    found: dict[Extent, list[Slot]] = {}
    for extent in Extent:
        tables = list(await meant(context.work, slot_id, extent, now=context.now))
        if tables not in found.values():
            found[extent] = tables
    return found


def scope_rows(
    found: dict[Extent, list[Slot]], data: Callable[[str], str], only: str
) -> tuple[Row, ...]:
    """One button for each; *only* labels the one of a table that stands alone."""
    if len(found) == 1:
        return ((Button(only, data(code_of(Extent.ONE, found[Extent.ONE]))),),)
    return tuple(
        (Button(texts.label(extent, len(tables)), data(code_of(extent, tables))),)
        for extent, tables in found.items()
    )


def code_of(extent: Extent, tables: list[Slot]) -> str:
    """How far, and of which tables, as a button carries it."""
    return f"{extent}:{mark_of(tables)}"


def chosen(context: BotContext, slot_id: int) -> Chosen:
    """Which tables a pressed button means; its last two codes are of `code_of`."""
    extent, mark = context.codes[-2:]
    return Chosen(slot_id, Extent(extent), mark)

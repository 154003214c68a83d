"""The picture of a table's life is the table of its states."""

from __future__ import annotations

import re
from pathlib import Path

from consultations.states import TRANSITIONS, SlotState

PAPER = Path(__file__).parents[2] / "docs" / "consultations.md"
ARROW = re.compile(r"^    (\S+) --> (\S+?)(?:: (\w+))?$", re.MULTILINE)


def test_the_diagram_shows_every_transition_and_no_other() -> None:
    """Whoever changes one changes both; tables begin open and end where nothing follows."""
    drawn = PAPER.read_text(encoding="utf-8").split("```")[1]
    ended = set(SlotState) - {state for state, _ in TRANSITIONS}
    arrows: set[tuple[str, str, str]] = {
        (state, after, event) for (state, event), after in TRANSITIONS.items()
    }
    arrows |= {("[*]", SlotState.OPEN, "")} | {(state, "[*]", "") for state in ended}

    assert set(ARROW.findall(drawn)) == arrows

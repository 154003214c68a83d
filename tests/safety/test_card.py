"""The card's numbers as they stand in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from safety import card
from safety.card import all_numbers, card_for
from safety.kinds import EmergencyKind

TODAY = date(2026, 11, 24)
WRITTEN = card.FILE.read_text(encoding="utf-8")


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[str], None]]:
    """Write a check date behind every number of the file."""

    def write(day: str) -> None:
        file = tmp_path / "numbers.yaml"
        file.write_text(WRITTEN.replace("checked_on: null", f"checked_on: {day}"))
        monkeypatch.setattr(card, "FILE", file)
        all_numbers.cache_clear()

    yield write
    all_numbers.cache_clear()


@pytest.mark.parametrize("day", ["2026-11-31", "31.11.2026", "gestern", "0", "[]", "''"])
@pytest.mark.parametrize("kind", EmergencyKind)
def test_a_mistyped_check_date_counts_as_never_checked(
    checked: Callable[[str], None], kind: EmergencyKind, day: str
) -> None:
    """And breaks no card."""
    checked(day)

    shown = card_for(kind, TODAY)

    assert shown.numbers
    assert not shown.expired
    assert all(one.checked_on is None for one in shown.numbers)


@pytest.mark.parametrize("day", ["2026-11-03", "'2026-11-03'", "2026-11-03 10:00:00"])
def test_a_day_is_read_however_yaml_hands_it_over(
    checked: Callable[[str], None], day: str
) -> None:
    """As a date, as text, with a time."""
    checked(day)

    found = {one.checked_on for one in all_numbers().values() if not one.by_law}

    assert found == {date(2026, 11, 3)}

"""The emergency card: which numbers for which danger, each with its source and check date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from safety.emergency import EmergencyKind

FILE = Path(__file__).parent / "numbers.yaml"
VALID = timedelta(days=365)  # coordinators check every number once a year

FALLBACK = ("112", "110", "krisendienst")
NUMBERS = {
    EmergencyKind.LIFE_DANGER: ("112", "110", "krisendienst"),
    EmergencyKind.SUICIDE: ("112", "krisendienst", "telefonseelsorge", "nummer-gegen-kummer"),
    EmergencyKind.VIOLENCE: ("110", "112", "hilfetelefon-gewalt"),
    EmergencyKind.CHILD_PROTECTION: ("110", "112", "kinderschutzhotline", "landratsamt"),
    EmergencyKind.PSYCHIATRIC: ("krisendienst", "112", "telefonseelsorge"),
    EmergencyKind.POISONING: ("112", "giftnotruf"),
    EmergencyKind.NO_SHELTER: ("110", "112", "sozialstelle", "krisendienst"),
    EmergencyKind.OWN_CRISIS: ("krisendienst", "telefonseelsorge", "112"),
}


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """A number with where it comes from.

    `by_law`: fixed by law, needs no check. `offer`: the offer of the knowledge base whose number
    this is; what stands there counts (`knowledge.crisis`).
    """

    label: str
    number: str
    hours: str | None
    by_law: bool
    source: str | None
    source_date: str | None
    checked_on: date | None
    offer: str | None


@dataclass(frozen=True, slots=True)
class EmergencyCard:
    """Numbers in the order to call them. `expired`: a check is over a year old."""

    kind: EmergencyKind
    numbers: tuple[EmergencyNumber, ...]
    expired: bool


class _DaysAsText(yaml.SafeLoader):
    """PyYAML refuses a whole file over a day that does not exist ("2026-11-31")."""


_DaysAsText.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)


@cache
def all_numbers() -> dict[str, EmergencyNumber]:
    """Every number of the file, by id. A check date that is no day counts as never checked."""
    records: list[dict[str, Any]] = yaml.load(FILE.read_text(encoding="utf-8"), _DaysAsText)  # noqa: S506
    return {record["id"]: _number(record) for record in records}


def never_checked(
    today: date, current: Mapping[str, EmergencyNumber] | None = None
) -> tuple[EmergencyNumber, ...]:
    """Numbers that nobody of the team has called or looked up yet; a day to come is a mistake."""
    known = {**all_numbers(), **(current or {})}
    return tuple(
        one
        for one in known.values()
        if not one.by_law and (one.checked_on is None or one.checked_on > today)
    )


def card_for(
    kind: EmergencyKind, today: date, current: Mapping[str, EmergencyNumber] | None = None
) -> EmergencyCard:
    """The card for a danger; *current* numbers, by id, stand in for those of the file.

    With an expired check it falls back to 112, 110 and the Krisendienst of the file.
    """
    known = {**all_numbers(), **(current or {})}
    numbers = [known[name] for name in NUMBERS[kind]]
    expired = any(one.checked_on and today - one.checked_on > VALID for one in numbers)
    if expired:
        numbers = [all_numbers()[name] for name in FALLBACK]
    return EmergencyCard(kind, tuple(numbers), expired)


def _number(record: dict[str, Any]) -> EmergencyNumber:
    return EmergencyNumber(
        label=str(record["label"]),
        number=str(record["number"]),
        hours=record.get("hours"),
        by_law=record.get("by_law", False),
        source=record.get("source"),
        source_date=str(record["source_date"]) if record.get("source_date") else None,
        checked_on=_day(record.get("checked_on")),
        offer=record.get("offer"),
    )


def _day(written: object) -> date | None:
    try:
        return date.fromisoformat(str(written)[:10])
    except ValueError:
        return None

"""Need signals: a professional counts, with one tap, that something is missing.

Codes only (theme, age band, reason, month): no person, no words, no day (DESIGN of the data: §5
of the domain paper). Nothing here can lead back to a family or to whoever tapped.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from consultations.slots import AgeBand

UNKNOWN_THEME = "unbekannt"

BANDS = {
    AgeBand.TODDLER: range(0, 3),
    AgeBand.PRESCHOOL: range(3, 6),
    AgeBand.PRIMARY: range(6, 10),
    AgeBand.TWEEN: range(10, 14),
    AgeBand.TEEN: range(14, 18),
    AgeBand.YOUNG_ADULT: range(18, 27),
}


class Lack(StrEnum):
    """Why what there is does not help."""

    NO_OFFER = "no_offer"
    WAIT_TOO_LONG = "wait_too_long"
    LANGUAGE = "language"
    UNREACHABLE = "unreachable"
    COST = "cost"


@dataclass(frozen=True, slots=True)
class NeedSignal:
    """One counted need. `theme`: a theme's id; `month`: '2026-11'."""

    theme: str
    age_band: AgeBand | None
    lack: Lack
    month: str


class NeedSignals(Protocol):
    """Where signals are kept."""

    async def add(self, signal: NeedSignal) -> None:
        """Count one more."""


def signal_of(theme: str, ages: Iterable[int], lack: Lack, on: date) -> NeedSignal:
    """The signal of a question about these *ages*, counted on that day."""
    return NeedSignal(theme, age_band_of(ages), lack, f"{on:%Y-%m}")


def age_band_of(ages: Iterable[int]) -> AgeBand | None:
    """The band all ages lie in; mixed where they do not; None where none is known."""
    bands = {band for age in ages for band, years in BANDS.items() if age in years}
    if not bands:
        return None
    return bands.pop() if len(bands) == 1 else AgeBand.MIXED

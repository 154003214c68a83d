"""Public and school holidays of Bavaria, and until when they are known.

Both come from the `holidays` library: public holidays for any year, school holidays as the
ministries have decided them, a few years ahead. A weekend before or after them is none.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import count, takewhile

import holidays
from dateutil.easter import easter

# The library has one name for both where other states have one of them.
PENTECOST = "Himmelfahrts-/Pfingstferien"
SPRING = "Oster-/Frühjahrsferien"
FIRST_YEAR = 2026
NEAR_EASTER = timedelta(days=14)  # Easter holidays begin on the Monday before Palm Sunday


def public_holidays(years: set[int], *, catholic_majority: bool) -> dict[date, str]:
    """Bavarian public holidays by day.

    15 August belongs to them in municipalities with a Catholic majority.
    """
    categories = ("public", "catholic") if catholic_majority else ("public",)
    return {day: name for year in years for day, name in _calendar(year, categories).items()}


def holiday_on(day: date, *, catholic_majority: bool) -> str | None:
    """The German name of the public holiday on that day, if it is one."""
    return public_holidays({day.year}, catholic_majority=catholic_majority).get(day)


def school_holidays(years: set[int]) -> dict[date, str]:
    """Bavarian school holidays by day, as people here call them ("Pfingstferien").

    Empty for days after `school_calendar_ends`, which says nothing about them.
    """
    days = {day: name for year in years for day, name in _calendar(year, ("school",)).items()}
    return {day: _as_called_here(day, name) for day, name in days.items()}


@cache
def school_calendar_ends() -> date:
    """The last school holiday the library knows."""
    known = takewhile(bool, (_calendar(year, ("school",)) for year in count(FIRST_YEAR)))
    return max(day for year in known for day in year)


def _as_called_here(day: date, name: str) -> str:
    if name == SPRING:
        return "Osterferien" if day >= easter(day.year) - NEAR_EASTER else "Faschingsferien"
    return "Pfingstferien" if name == PENTECOST else name


@cache
def _calendar(year: int, categories: tuple[str, ...]) -> dict[date, str]:
    calendar = holidays.country_holidays(
        "DE", subdiv="BY", years=year, categories=categories, language="de"
    )
    return dict(calendar.items())

"""Opening hours, and questions that ask for evenings and weekends."""

from __future__ import annotations

import pytest

from knowledge.constraints import Demand, demands_of
from knowledge.constraints.hours import at_the_weekend, in_the_evening


@pytest.mark.parametrize(
    ("hours", "evening", "weekend"),
    [
        ("Mo, Mi, Fr 9–14 Uhr; Di, Do 15–20 Uhr (Stand 2024)", True, False),
        ("Mo–Fr 9–17 Uhr, Di und Do bis 19 Uhr", True, False),
        ("Mo–Fr 8–12 Uhr, Do 14.30–17.30 Uhr", False, False),
        ("Di 16.30–18 Uhr", False, False),
        ("Mo–Sa 14–20 Uhr", True, True),
        ("Sa 10–12 Uhr", False, True),
        ("täglich geöffnet", None, True),
        ("viermal pro Woche (Stand 2015)", None, None),
        ("Mo–Do (Stand 2020)", None, False),
        ("Freitag ab 11 Uhr", None, None),
        ("rund um die Uhr", True, True),
        (None, None, None),
    ],
)
def test_hours_contradict_only_where_all_ends_are_known(
    hours: str | None, evening: bool | None, weekend: bool | None
) -> None:
    """What is not said may be."""
    assert (in_the_evening(hours), at_the_weekend(hours)) == (evening, weekend)


@pytest.mark.parametrize(
    ("question", "demanded"),
    [
        ("beratung abends", {Demand.EVENING}),
        ("termin nach 18 uhr", {Demand.EVENING}),
        ("nach feierabend reden", {Demand.EVENING}),
        ("sport am samstag", {Demand.WEEKEND}),
        ("kind brüllt den ganzen abend", set()),
        ("läuft nachts rum", set()),
        ("jeden abend streit", set()),
    ],
)
def test_a_story_is_no_demand(question: str, demanded: set[Demand]) -> None:
    """Who tells of the evening does not ask for one."""
    assert demands_of(question).plain == demanded

"""Why an offer fits, in words; and what of the question it contradicts.

Only words of the knowledge base and of its themes appear, and those ages asked for that fit.
"""

from __future__ import annotations

from knowledge.ages import within
from knowledge.constraints import Demand
from knowledge.findings import Finding, Reason, ReasonKind

SIMILAR = "ähnliches Thema"
THE_NAME = "der Name"

MET = {
    Demand.SCHOOL: "passende Schule",
    Demand.FREE: "kostenlos",
    Demand.ANONYMOUS: "anonym",
    Demand.NO_APPLICATION: "ohne Antrag",
    Demand.LANGUAGE: "gewünschte Sprache",
    Demand.EVENING: "auch abends",
    Demand.WEEKEND: "auch am Wochenende",
    Demand.IN_TOWN: "vor Ort",
}
CONTRADICTED = {
    Demand.SCHOOL: "für eine andere Schule",
    Demand.FREE: "kostet etwas",
    Demand.ANONYMOUS: "nicht anonym",
    Demand.NO_APPLICATION: "mit Antrag",
    Demand.LANGUAGE: "Sprache nicht genannt",
    Demand.EVENING: "nur tagsüber",
    Demand.WEEKEND: "nicht am Wochenende",
}


def in_words(finding: Finding, ages: frozenset[int]) -> tuple[str, ...]:
    """Each reason in a word or two; the name is no reason to read twice."""
    said = [_word(reason) for reason in finding.reasons if reason.kind is not ReasonKind.NAME]
    fitting = within(finding.offer, ages)
    met = [_age(fitting) if one is Demand.AGE else MET[one] for one in finding.met]
    if met and said == [SIMILAR]:
        said = []
    return tuple(dict.fromkeys([*said[:2], *met, *said[2:]])) or (THE_NAME,)


def in_a_list(finding: Finding, ages: frozenset[int]) -> tuple[str, ...]:
    """The same for a short line: what was asked for comes first, then the theme, then words."""
    met = [_age(ages) if one is Demand.AGE else MET[one] for one in finding.met]
    ordered = sorted(finding.reasons, key=lambda reason: reason.kind is not ReasonKind.THEME)
    said = [
        SIMILAR if reason.kind is ReasonKind.SIMILAR else reason.word
        for reason in ordered
        if reason.kind is not ReasonKind.NAME
    ]
    if met and said == [SIMILAR]:
        said = []
    return tuple(dict.fromkeys([*met, *said])) or (THE_NAME,)


def against_in_words(finding: Finding, ages: frozenset[int]) -> tuple[str, ...]:
    """What the offer contradicts."""
    return tuple(
        f"nicht für {_age(ages)}" if one is Demand.AGE else CONTRADICTED[one]
        for one in finding.contradicted
        if one is Demand.AGE or one in CONTRADICTED
    )


def _word(reason: Reason) -> str:
    if reason.kind is ReasonKind.THEME:
        return f"Thema {reason.word}"
    return SIMILAR if reason.kind is ReasonKind.SIMILAR else reason.word


def _age(ages: frozenset[int]) -> str:
    """'Alter 8', 'Alter 6, 10 bis 13'."""
    spans: list[list[int]] = []
    for age in sorted(ages):
        if spans and age == spans[-1][-1] + 1:
            spans[-1] = [spans[-1][0], age]
        else:
            spans.append([age])
    return "Alter " + ", ".join(
        " bis ".join(str(end) if end else "unter 1" for end in span) for span in spans
    )

"""Signs of an emergency: rules for danger that is said plainly or described.

Rules over folded text (`signs.yaml`), in three layers: what is said plainly or described
(`signs`), what turns such words into something else (`harmless`: courses, prevention, films,
grief; `past`; `denied`), and figures of speech (`idioms`), which leave a doubt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from language.words import fold
from safety.kinds import Emergency, EmergencyKind, EmergencyLevel

CLEAR, DOUBT = EmergencyLevel.CLEAR, EmergencyLevel.DOUBT


FILE = Path(__file__).parent / "signs.yaml"
# Where a sentence, or what one is about, ends; and where a clause of it does.
_TURNS = "aber|doch|jedoch|allerdings|uebrigens|ausserdem|trotzdem|jetzt aber|und jetzt|und nun"
TURN = re.compile(rf"[.;!?]+(?=\s|$)|\b(?:{_TURNS})\b")
CLAUSE = re.compile(rf"[,:]|{TURN.pattern}")
SHORT = 3  # words; a bare topic ("häusliche Gewalt") asks for offers, with a doubt


@dataclass(frozen=True, slots=True)
class _Signs:
    """The compiled rules; `kinds` in the order in which one wins over another."""

    kinds: tuple[tuple[EmergencyKind, re.Pattern[str]], ...]
    topics: re.Pattern[str]
    harmless: re.Pattern[str]
    past: re.Pattern[str]
    denied: re.Pattern[str]
    idioms: re.Pattern[str]
    acute: re.Pattern[str]
    calls: re.Pattern[str]


@cache
def _signs() -> _Signs:
    rules: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    lists = {f"<{name}>": f"(?:{'|'.join(found)})" for name, found in rules["words"].items()}

    def compiled(patterns: list[str]) -> re.Pattern[str]:
        joined = "|".join(patterns)
        for name, found in lists.items():
            joined = joined.replace(name, found)
        return re.compile(joined)

    kinds = tuple(
        (EmergencyKind(kind), compiled(patterns)) for kind, patterns in rules["signs"].items()
    )
    rest = ("topics", "harmless", "past", "denied", "idioms", "acute", "calls")
    return _Signs(kinds, *(compiled(rules[name]) for name in rest))


def calls_for_help(text: str) -> bool:
    """Whether the message as a whole calls for help or for the card ("SOS", "Notarzt", "112")."""
    return _signs().calls.fullmatch(" ".join(fold(text).split())) is not None


def told_by_signs(text: str) -> Emergency | None:
    """The most serious emergency the rules find in the text, or None.

    A harmless, past or denying word speaks for its own clause only.
    """
    signs = _signs()
    folded = " ".join(fold(text).split())
    meant = signs.idioms.sub(" ", folded)
    told = [(kind, one) for kind, pattern in signs.kinds for one in pattern.finditer(meant)]
    if not told:
        figure_of_speech = meant != folded
        return Emergency(EmergencyKind.LIFE_DANGER, DOUBT) if figure_of_speech else None
    speaks = _Speaks(meant)
    levels = [(kind, speaks.level(one)) for kind, one in told]
    for level in (CLEAR, DOUBT):
        kind = next((kind for kind, found in levels if found is level), None)
        if kind is not None:
            bare_topic = len(folded.split()) <= SHORT and signs.topics.search(folded)
            return Emergency(kind, DOUBT if bare_topic else level)
    return Emergency(told[0][0], CLEAR) if _acute_all_the_same(folded) else None


class _Speaks:
    """What clauses and sentences of a text say about their signs; each is read once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = {ends: [one.span() for one in ends.finditer(text)] for ends in (TURN, CLAUSE)}
        self._known: dict[tuple[re.Pattern[str], int, int], bool] = {}

    def level(self, sign: re.Match[str]) -> EmergencyLevel | None:
        """What a sign means in its clause; None where it is harmless there, or over."""
        signs = _signs()
        if self._says(signs.denied, sign, CLAUSE):
            return DOUBT
        bare = signs.topics.fullmatch(sign[0])  # "Vortrag am Montag, Thema Suizid"
        harmless = self._says(signs.harmless, sign, TURN if bare else CLAUSE)
        return None if harmless or self._says(signs.past, sign, TURN) else CLEAR

    def _says(self, what: re.Pattern[str], sign: re.Match[str], ends: re.Pattern[str]) -> bool:
        """Whether *what* stands around the sign, up to the next of *ends* on both sides."""
        start = max((end for _, end in self._ends[ends] if end <= sign.start()), default=0)
        until = min(
            (at for at, _ in self._ends[ends] if at >= sign.end()), default=len(self._text)
        )
        if (what, start, until) not in self._known:
            self._known[what, start, until] = bool(what.search(self._text, start, until))
        return self._known[what, start, until]


def _acute_all_the_same(folded: str) -> bool:
    """Harmless words, yet danger now: in a course somebody says that she cannot go on."""
    speaks = re.search(r"\b(?:sagt|steht|schreibt)\b", folded)
    return speaks is not None and _signs().acute.search(folded) is not None

"""What a search answers: offers with their reasons, and how far the answer can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from knowledge.constraints import Demand
from knowledge.offers import Offer, Ring
from knowledge.themes import Theme

RELEVANT = 0.1  # share of the best score below which an offer is no answer
CLEAR = 2.0  # a best score counts as no more: a typed name adds much, and says little of others
WEAK = 0.3  # share of the best score below which it stays behind better ones, whatever its ring


class Confidence(StrEnum):
    """How far the results can be trusted."""

    SURE = "sure"
    PERHAPS = "perhaps"
    NONE = "none"


class ReasonKind(StrEnum):
    """What carried a result."""

    NAME = "name"
    WORD = "word"
    THEME = "theme"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an offer fits. `word` stands in the offer or names a theme; never what was typed."""

    kind: ReasonKind
    word: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """An offer that answers the question, with its score (0 to about 10) and reasons.

    `met` and `contradicted` are the question's demands the offer says something about; `weak`
    offers are so far behind the best that no ring puts them before it.
    """

    offer: Offer
    score: float
    reasons: tuple[Reason, ...]
    met: tuple[Demand, ...] = ()
    contradicted: tuple[Demand, ...] = ()
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Meant:
    """A known word that an unknown one may have meant, and the question with it instead."""

    word: str
    question: str


@dataclass(frozen=True, slots=True)
class Findings:
    """The answer, most relevant first.

    `searched_as`: known words that stood in for misspelt ones; `themes`: what the question may be
    about, with shares that add up to at most one; `ages`: the ages it names; `grounds`: how much
    of it is known (`knowledge.bands`); `meant`: what words that nobody knows may have meant.
    """

    confidence: Confidence
    results: tuple[Finding, ...]
    searched_as: tuple[str, ...] = ()
    themes: tuple[tuple[Theme, float], ...] = ()
    ages: frozenset[int] = frozenset()
    grounds: float = 0.0
    meant: tuple[Meant, ...] = ()


NOTHING = Findings(Confidence.NONE, ())


def relevant(results: Sequence[Finding]) -> tuple[Finding, ...]:
    """The results, most relevant first, without those that are hardly alike; weak ones are marked.

    Statutory help that its theme or a word carries is never hidden.
    """
    best = results[0].score if results else 0.0
    if best <= 0:
        return tuple(results)
    return tuple(
        replace(one, weak=one.score < WEAK * best)
        for one in results
        if one.score >= RELEVANT * min(best, CLEAR)
        or (one.offer.ring is Ring.STATUTORY and one.reasons != (Reason(ReasonKind.SIMILAR),))
    )

"""Which offers fit a question? Words, character n-grams, sentence vectors and themes, added up.

Each part is bounded, so their sum is comparable between questions; the weights and what each part
is worth were measured (docs/architecture.md). Nothing of a question is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from knowledge.ages import ages_in, fits
from knowledge.chargrams import CharGramIndex
from knowledge.lexical import LexicalIndex, Term
from knowledge.matching import Match, ThemeIndex, what
from knowledge.offers import Offer
from language.encoder import Vectors, encode
from language.words import WORD, content_words, fold

CHARS = 1.5
FULL_TEXT = 1.0
NAME = 0.4
THEME = 2.0
CLEARLY_MEANT = 0.6  # weight (similarity cubed) from which a mended word is named to people
GATED = 100  # best offers whose names are compared with the whole question
NAME_GATE = 0.86  # rapidfuzz token_sort_ratio from which a question is taken for a name
GATE_BONUS = 4.0  # more than everything else together, so that a typed name wins
LONGEST_NAME = 6  # words; a longer question describes a situation

# Thresholds on the best score, read off the 90 development messages (70 answerable): below the
# first stand 1 answerable and 10 unanswerable ones, from the second on 24 and 2.
NONE_BELOW = 0.4
SURE_FROM = 1.1


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
    AGE = "age"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an offer fits. `word` stands in the offer, names a theme or is the age asked for.

    Never what was typed.
    """

    kind: ReasonKind
    word: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """An offer that answers the question, with its score (0 to about 8) and reasons."""

    offer: Offer
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """The answer, most relevant first. `searched_as`: known words that stood in for misspelt."""

    confidence: Confidence
    results: tuple[Finding, ...]
    searched_as: tuple[str, ...] = ()


NOTHING = Findings(Confidence.NONE, ())


class SearchIndex:
    """Everything that is known of the offers' words; built once, read by all."""

    def __init__(self, offers: Sequence[Offer], themes: ThemeIndex | None = None) -> None:
        self.offers = sorted(offers, key=lambda offer: offer.id)
        texts = [full_text(offer) for offer in self.offers]
        self._lexical = LexicalIndex(
            [
                {"name": one.name, "keywords": " ".join(one.keywords), "text": _running_text(one)}
                for one in self.offers
            ]
        )
        self._themes = themes
        self._places = {offer.id: at for at, offer in enumerate(self.offers)}
        self._chars = CharGramIndex(texts)
        self._full: Vectors = encode(texts)
        self._names: Vectors = encode([offer.name for offer in self.offers])
        self._folded_names = [" ".join(content_words(offer.name)) for offer in self.offers]
        self._shown = {fold(word): word for text in texts for word in WORD.findall(text)}

    def search(self, question: str, limit: int = 10) -> Findings:
        """The offers that fit best; ties are broken by id.

        A question without words finds nothing. Short words and acronyms count only exactly.
        """
        if not content_words(question) or not self.offers:
            return NOTHING
        terms = self._lexical.terms(question)
        vector, bare = encode([question, what(question)])
        match = self._themes.match(question, bare) if self._themes is not None else None
        scores = self._scores(question, terms, vector)
        if self._themes is not None and match is not None:
            scores += THEME * self._theme_scores(self._themes, match)
        scores = self._name_gate(question, scores)
        best = np.argsort(-scores, kind="stable")[:limit]
        top = float(scores[best[0]])
        ages = ages_in(question)
        results = tuple(
            Finding(
                self.offers[at],
                round(float(scores[at]), 4),
                self._reasons(at, terms, match, ages),
            )
            for at in best
        )
        return Findings(_confidence(top), results, self._mended(terms, best[:3]))

    def _scores(
        self, question: str, terms: Sequence[Term], vector: Vectors
    ) -> NDArray[np.float32]:
        lexical, bound = self._lexical.scores(terms)
        scores = (
            lexical / (bound or 1.0)
            + CHARS * self._chars.scores(question)
            + FULL_TEXT * (self._full @ vector)
            + NAME * (self._names @ vector)
        )
        return np.asarray(scores, dtype=np.float32)

    def _theme_scores(self, themes: ThemeIndex, match: Match) -> NDArray[np.float32]:
        scores = np.zeros(len(self.offers), dtype=np.float32)
        for offer_id, worth in themes.worth(match).items():
            if offer_id in self._places:
                scores[self._places[offer_id]] = worth
        return scores

    def _name_gate(self, question: str, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """Lift offers whose name was typed, perhaps misspelt or in part."""
        typed = content_words(question)
        if len(typed) > LONGEST_NAME:
            return scores
        best = np.argsort(-scores, kind="stable")[:GATED]
        names = {int(at): self._folded_names[at] for at in best}
        for _, alike, at in process.extract(
            " ".join(typed), names, scorer=fuzz.token_sort_ratio, limit=None
        ):
            if alike / 100 >= NAME_GATE:
                scores[at] += GATE_BONUS * (alike / 100 - NAME_GATE) / (1 - NAME_GATE)
        return scores

    def _mended(self, terms: Sequence[Term], best: NDArray[np.intp]) -> tuple[str, ...]:
        """Known words that clearly stood in for misspelt ones and carried one of the best."""
        used = [
            term.mended
            for term in terms
            if term.mended and term.weight >= CLEARLY_MEANT
            if any(self._lexical.has(term.stem, int(at)) for at in best)
        ]
        return tuple(dict.fromkeys(self._shown.get(word, word) for word in used))[:3]

    def _reasons(
        self, at: int, terms: Sequence[Term], match: Match | None, ages: frozenset[int]
    ) -> tuple[Reason, ...]:
        """What of the question stands in the offer, in the offer's own words, or its theme."""
        offer = self.offers[at]
        asked = {term.stem for term in terms if self._lexical.has(term.stem, at)}
        reasons = [*self._matched(offer, asked)]
        if self._themes is not None and match is not None:
            theme = self._themes.told(match, offer.id)
            if theme is not None:
                reasons.insert(0, Reason(ReasonKind.THEME, theme.name))
        if ages and fits(offer, ages):
            reasons.append(Reason(ReasonKind.AGE, ", ".join(str(age) for age in sorted(ages))))
        return tuple(reasons) or (Reason(ReasonKind.SIMILAR),)

    def _matched(self, offer: Offer, asked: set[str]) -> list[Reason]:
        """Each stem asked for, once, by the most telling place it stands in."""
        reasons, left = [], set(asked)
        places = [(ReasonKind.WORD, keyword) for keyword in offer.keywords]
        places.append((ReasonKind.NAME, offer.name))
        places += [(ReasonKind.WORD, word) for word in WORD.findall(_running_text(offer))]
        for kind, words in places:
            stems = {one for word in content_words(words) for one in self._lexical.stems_of(word)}
            if stems & left:
                left -= stems
                reasons.append(Reason(kind, words))
        return reasons[:3]


def full_text(offer: Offer) -> str:
    """All words an offer can be found by."""
    return " ".join([offer.name, " ".join(offer.keywords), _running_text(offer)])


def _running_text(offer: Offer) -> str:
    parts = [offer.description, offer.provider, *offer.target_groups, offer.access, offer.cost]
    return " ".join(part for part in parts if part)


def _confidence(top: float) -> Confidence:
    if top < NONE_BELOW:
        return Confidence.NONE
    return Confidence.SURE if top >= SURE_FROM else Confidence.PERHAPS

"""Names and keywords as people type them: whole, misspelt, in part, or as an acronym."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from knowledge.matching import WHO
from knowledge.offers import Offer
from knowledge.postings import Scores
from language.words import STOPWORDS, WORD, content_words, fold, stem, words

NAME_GATE = 0.86  # rapidfuzz token_sort_ratio from which a question is taken for a name
GATE_BONUS = 4.0  # more than everything else together, so that a typed name wins
LONGEST_NAME = 6  # words; a longer question describes a situation
EXACT = 0.7  # what an offer gains that holds each word of a short question in name or keywords
SHORT = 3  # words
FEW = 20  # offers; a word that more of them hold names none


class NameTable:
    """The names and keywords of offers, in the order in which they were added."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._holders: dict[str, list[int]] = defaultdict(list)
        self._words: set[str] = set()  # whose stems are known already
        self._stems: set[str] = set()

    def add(self, offer: Offer, fields: Mapping[str, Sequence[str]]) -> None:
        """Add an offer, given the content words of its name and keywords."""
        keywords = {fold(keyword) for keyword in offer.keywords}
        whole = keywords.intersection(fields["keywords"])  # "Hort voll" is not "Hort"
        for word in {*fields["name"], *whole, *_small_names(offer)}:
            self._holders[word].append(len(self._names))
        fresh = {*fields["name"], *fields["keywords"]} - self._words
        self._words |= fresh
        self._stems.update(map(stem, fresh))
        self._names.append(" ".join(fields["name"]))

    def holds(self, word_stem: str) -> bool:
        """Whether a word of this stem stands in any name or keyword."""
        return word_stem in self._stems

    def knows(self, question: str, alive: NDArray[np.bool_]) -> bool:
        """Whether a question without content words is a name all the same, as "WoHin" is."""
        return any(alive[at] for word in words(question) for at in self._holders.get(word, ()))

    def lift_exact(self, question: str, scores: Scores) -> None:
        """Lift offers in whose name or keywords the words of a short question stand as typed."""
        typed = content_words(question) or words(question)
        if len(typed) > SHORT:
            return
        for word in typed:
            if word in WHO:
                continue
            holders = self._holders.get(word, ())
            if len(holders) <= FEW:
                scores[list(holders)] += EXACT / len(typed)

    def lift_typed(self, typed: Sequence[str], among: Iterable[int], scores: Scores) -> None:
        """Lift those of some offers whose name was typed, perhaps misspelt or in part."""
        names = {at: self._names[at] for at in among}
        for _, alike, at in process.extract(
            " ".join(typed), names, scorer=fuzz.token_sort_ratio, limit=None
        ):
            if alike / 100 >= NAME_GATE:
                scores[at] += GATE_BONUS * (alike / 100 - NAME_GATE) / (1 - NAME_GATE)


def _small_names(offer: Offer) -> list[str]:
    """Words without meaning of their own that are written like a name: "WoHin"."""
    shown = WORD.findall(" ".join([offer.name, *offer.keywords]))
    return [fold(word) for word in shown if not word[1:].islower() and fold(word) in STOPWORDS]

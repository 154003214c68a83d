"""Words in fields: BM25F over stems and the parts of compounds, with spelling mended.

The score of a document is bounded by the sum of the weights of the question's words, so that it
can be put beside other bounded scores.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from language.compounds import CompoundSplitter
from language.spelling import Speller
from language.words import content_words, stem

Scores = NDArray[np.float32]

WEIGHTS = {"name": 3.0, "keywords": 1.0, "text": 1.0}
K1 = 1.2
B = 0.75
PART = 0.6  # weight of a compound's part beside the whole word


@dataclass(frozen=True, slots=True)
class Term:
    """A stem the question asks for. `mended`: the known word that a misspelt one stood for."""

    stem: str
    weight: float
    mended: str | None = None


@dataclass(frozen=True, slots=True)
class _Posting:
    documents: NDArray[np.int32]
    frequencies: Scores


class LexicalIndex:
    """Finds documents by their words."""

    def __init__(self, documents: Sequence[Mapping[str, str]]) -> None:
        fields = [{name: content_words(text) for name, text in one.items()} for one in documents]
        surface = Counter(word for one in fields for found in one.values() for word in found)
        self._splitter = CompoundSplitter(surface)
        self._surface = _commonest_surface(surface)
        self._size = len(documents)
        self._postings = self._build(fields)
        self._speller = Speller(self._postings)

    def _build(self, documents: Sequence[Mapping[str, Sequence[str]]]) -> dict[str, _Posting]:
        collected: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        for field, weight in WEIGHTS.items():
            counts = [self._stems(one.get(field, ())) for one in documents]
            lengths = [sum(count.values()) for count in counts]
            average = (sum(lengths) / len(lengths) if lengths else 0) or 1.0
            for at, count in enumerate(counts):
                norm = 1 - B + B * lengths[at] / average
                for term, frequency in count.items():
                    collected[term][at] += weight * frequency / norm
        return {
            term: _Posting(
                np.fromiter(found.keys(), np.int32, len(found)),
                np.fromiter(found.values(), np.float32, len(found)),
            )
            for term, found in collected.items()
        }

    def _stems(self, found: Sequence[str]) -> dict[str, float]:
        count: dict[str, float] = defaultdict(float)
        for word in found:
            count[stem(word)] += 1
            for part in self._splitter.split(word):
                count[stem(part)] += PART
        return count

    def knows(self, word: str) -> bool:
        """Whether the word, or a part of it, stands in a document."""
        parts = (word, *self._splitter.split(word))
        return any(stem(part) in self._postings for part in parts)

    def terms(self, question: str) -> list[Term]:
        """What the question asks for: its stems, parts of compounds, and mended words."""
        terms: dict[str, Term] = {}
        for word in content_words(question):
            if word.isdigit():
                continue  # an age or a number of people; knowledge.ages reads those
            for term in self._terms_of(word):
                known = terms.get(term.stem)
                if known is None or known.weight < term.weight:
                    terms[term.stem] = term
        return list(terms.values())

    def _terms_of(self, word: str) -> list[Term]:
        whole = stem(word)
        parts = [Term(stem(part), PART) for part in self._splitter.split(word)]
        if whole in self._postings:
            return [Term(whole, 1.0), *parts]
        if parts:
            return parts
        near = self._speller.near(whole)
        return [Term(known, weight, self._surface.get(known)) for known, weight in near]

    def idf(self, term: str) -> float:
        """How much a stem tells: rare ones tell more. Zero where no document has it."""
        posting = self._postings.get(term)
        if posting is None:
            return 0.0
        found = len(posting.documents)
        return math.log(1 + (self._size - found + 0.5) / (found + 0.5))

    def scores(self, terms: Sequence[Term]) -> tuple[Scores, float]:
        """Each document's score, and the bound no document can pass."""
        scores = np.zeros(self._size, dtype=np.float32)
        bound = 0.0
        for term in terms:
            weight = term.weight * self.idf(term.stem)
            posting = self._postings.get(term.stem)
            bound += weight
            if posting is not None:
                frequencies = posting.frequencies
                scores[posting.documents] += weight * frequencies / (K1 + frequencies)
        return scores, bound

    def has(self, term: str, document: int) -> bool:
        """Whether a document holds the stem, in a word or a part of one."""
        posting = self._postings.get(term)
        return posting is not None and bool((posting.documents == document).any())

    def stems_of(self, word: str) -> set[str]:
        """Stems under which a word of a document can be found."""
        return {stem(word), *(stem(part) for part in self._splitter.split(word))}


def _commonest_surface(surface: Counter[str]) -> dict[str, str]:
    """For each stem the word it comes from most often, to name it to people."""
    best: dict[str, str] = {}
    for word, _ in sorted(surface.items(), key=lambda pair: (pair[1], pair[0])):
        best[stem(word)] = word
    return best

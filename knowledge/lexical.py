"""Words in fields: BM25F over stems and the parts of compounds, with spelling mended.

The score of a document is bounded by the sum of the weights of the question's words, so that it
can be put beside other bounded scores.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.postings import Postings, Scores
from language.compounds import CompoundSplitter
from language.spelling import Speller
from language.words import content_words, stem

WEIGHTS = {"name": 3.0, "keywords": 1.0, "text": 1.0}
K1 = 1.2
B = 0.75
PART = 0.6  # weight of a compound's part beside the whole word

Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Term:
    """A stem the question asks for.

    `mended`: the known word that a misspelt one, `typed` (folded), stood for.
    """

    stem: str
    weight: float
    mended: str | None = None
    typed: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's terms, and the weight of its words that no document knows.

    `misspelt`: the share of its words that others stand in for, 0 to 1.
    """

    terms: tuple[Term, ...]
    unknown: float
    misspelt: float = 0.0


@dataclass(frozen=True, slots=True)
class Scored:
    """Each document's score as a share of the bound no document can pass.

    `certain`: the share of the question's words that any document knows, 0 to 1.
    """

    shares: Scores
    certain: float

    def known(self, alive: NDArray[np.bool_] | None = None) -> float:
        """The greatest share of those that are alive if unknown words counted too, 0 to 1."""
        shares = self.shares if alive is None else self.shares[alive]
        return self.certain * float(shares.max(initial=0.0))


class LexicalIndex:
    """Finds documents by their words."""

    def __init__(self, documents: Sequence[Fields]) -> None:
        surface = Counter(word for one in documents for found in one.values() for word in found)
        self._splitter = CompoundSplitter(surface)
        self._surface = _commonest_surface(surface)
        self._size = len(documents)
        self._keys: dict[str, int] = {}
        self._words: dict[int, list[str]] = defaultdict(list)  # by each stem they are found under
        self._known = {word: self._analyse(word) for word in surface}
        lengths = [_lengths(one) for one in documents]
        self._average = {
            name: (sum(one.get(name, 0) for one in lengths) / max(1, len(lengths))) or 1.0
            for name in WEIGHTS
        }
        self._postings = self._build(documents)
        self._speller = Speller(self._keys)

    def _build(self, documents: Sequence[Fields]) -> Postings:
        keys: list[int] = []
        owners: list[int] = []
        weights: list[float] = []
        for at, fields in enumerate(documents):
            found = self._weigh(fields)
            keys += found.keys()
            owners += [at] * len(found)
            weights += found.values()
        return Postings(
            np.array(keys, dtype=np.int32),
            np.array(owners, dtype=np.int32),
            np.array(weights, dtype=np.float32),
        )

    def _weigh(self, fields: Fields) -> dict[int, float]:
        """BM25F: the saturated sum of weighted, length-normalised frequencies, by stem."""
        lengths = _lengths(fields)
        frequencies: dict[int, float] = defaultdict(float)
        for name, found in fields.items():
            norm = 1 - B + B * lengths[name] / self._average[name]
            for word in found:
                for key, weight in self._known[word]:
                    frequencies[key] += weight * WEIGHTS[name] / norm
        return {key: one / (K1 + one) for key, one in frequencies.items()}

    def _analyse(self, word: str) -> tuple[tuple[int, float], ...]:
        """(stem's key, weight) of a document's word and of its parts."""
        parts = [(self._key(stem(part)), PART) for part in self._splitter.split(word)]
        found = ((self._key(stem(word)), 1.0), *parts)
        for key, _ in found:
            self._words[key].append(word)
        return found

    def split(self, word: str) -> Sequence[str]:
        """The parts of a folded compound."""
        return self._splitter.split(word)

    def _key(self, of: str) -> int:
        return self._keys.setdefault(of, len(self._keys))

    def add(self, document: Fields) -> None:
        """Add one more document; it counts by what was known of the others."""
        fresh = [word for found in document.values() for word in found if word not in self._known]
        for word in dict.fromkeys(fresh):
            known = len(self._keys)
            self._splitter.learn(word)
            self._known[word] = self._analyse(word)
            self._speller.learn(list(self._keys)[known:])
            self._surface.setdefault(stem(word), word)
        self._postings.add(self._size, self._weigh(document))
        self._size += 1

    def ask(self, question: str) -> Asked:
        """What the question asks for: its stems, parts of compounds, and mended words."""
        terms: dict[str, Term] = {}
        unknown, misspelt = 0.0, 0
        # numbers are ages or how many; knowledge.ages reads those
        told = [word for word in content_words(question) if not word.isdigit()]
        for word in told:
            found = self._terms_of(word)
            certain = max((term.weight for term in found if term.mended), default=1.0)
            unknown += 1.0 if not found else 1.0 - certain
            misspelt += any(term.mended for term in found)
            for term in found:
                known = terms.get(term.stem)
                if known is None or known.weight < term.weight:
                    terms[term.stem] = term
        share = misspelt / len(told) if told else 0.0
        return Asked(tuple(terms.values()), unknown * float(self._idf(0)), share)

    def _terms_of(self, word: str) -> list[Term]:
        whole = stem(word)
        stems = (stem(part) for part in self._splitter.split(word))
        parts = [Term(part, PART) for part in stems if part in self._keys]
        if whole in self._keys:
            return [Term(whole, 1.0), *parts]
        if parts:
            return parts
        near = self._speller.near(whole)
        return [Term(known, weight, self._surface.get(known), word) for known, weight in near]

    def _idf(self, found: NDArray[np.int64] | int) -> Scores:
        """How much a stem tells that stands in *found* documents: rare ones tell more."""
        told = np.log(1 + (self._size - found + 0.5) / (found + 0.5))
        return np.asarray(told, dtype=np.float32)

    def score(self, asked: Asked) -> Scored:
        """Score all documents."""
        keys = np.array([self.key(term) for term in asked.terms], dtype=np.int32)
        weights = np.array([term.weight for term in asked.terms], dtype=np.float32)
        factors = weights * self._idf(self._postings.frequencies(keys))
        bound = float(factors.sum())
        scores = self._postings.scores(keys, factors, self._size)
        whole = bound + asked.unknown
        return Scored(scores / np.float32(bound or 1.0), bound / whole if whole else 0.0)

    def held(self, terms: Sequence[Term], documents: Sequence[int]) -> dict[int, set[int]]:
        """For each of some documents the keys of those terms' stems that it holds."""
        held: dict[int, set[int]] = {document: set() for document in documents}
        among = np.array(documents, dtype=np.int32)
        for key in map(self.key, terms):
            for document in self._postings.holders(key, among):
                held[document].add(key)
        return held

    def key(self, term: Term) -> int:
        """The number of a term's stem."""
        return self._keys[term.stem]

    def said(self, terms: Sequence[Term]) -> dict[str, set[int]]:
        """The documents' words under which those terms' stems are found, each with their keys."""
        said: dict[str, set[int]] = defaultdict(set)
        for key in map(self.key, terms):
            for word in self._words[key]:
                said[word].add(key)
        return dict(said)


def _lengths(fields: Fields) -> dict[str, float]:
    """Words of each field. Parts of compounds are left out: they lengthen every text alike."""
    return {name: float(len(found)) for name, found in fields.items()}


def _commonest_surface(surface: Counter[str]) -> dict[str, str]:
    """For each stem the word it comes from most often, to name it to people."""
    best: dict[str, str] = {}
    for word, _ in sorted(surface.items(), key=lambda pair: (pair[1], pair[0])):
        best[stem(word)] = word
    return best

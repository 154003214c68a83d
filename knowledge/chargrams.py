"""Character n-grams: finds what is half spelt, half compounded, or bent by dialect."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.analysis import Grams
from knowledge.postings import Postings, Scores

MOST_GRAMS = 120  # of a question that are looked up; the rest tells little and costs most
MOST_POSTINGS = 80_000  # gone through for a question; more only with some ten thousand offers


class CharGramIndex:
    """TF-IDF over the 3- to 5-grams of words; scores are cosines."""

    def __init__(self, documents: Sequence[Grams]) -> None:
        self._size = len(documents)
        sizes = [len(one.keys) for one in documents]
        owners = np.repeat(np.arange(len(documents), dtype=np.int32), sizes)
        keys = np.concatenate([np.zeros(0, np.uint32), *(one.keys for one in documents)])
        often = np.concatenate([np.zeros(0, np.uint8), *(one.often for one in documents)])
        self._postings = Postings(keys, owners, _damped(often))
        self._postings.weigh(self._idf, self._size)

    def add(self, document: Grams) -> None:
        """Add one more document; it counts by what was known of the others."""
        weights = self._weights(document)
        self._postings.add(
            self._size, dict(zip(document.keys.tolist(), weights.tolist(), strict=True))
        )
        self._size += 1

    def scores(self, question: Grams) -> Scores:
        """Each document's cosine with a question.

        Where that would mean going through very many documents, the commonest grams, which tell
        least, are left out.
        """
        frequencies = self._postings.frequencies(question.keys)
        known = frequencies > 0
        question = Grams(question.keys[known], question.often[known])
        weights = self._weights(question)
        telling = np.argsort(-weights, kind="stable")[:MOST_GRAMS]
        few = telling[np.cumsum(frequencies[known][telling]) <= MOST_POSTINGS]
        return self._postings.scores(question.keys[few], weights[few], self._size)

    def _idf(self, found: NDArray[np.int64]) -> Scores:
        return np.asarray(np.log((1 + self._size) / (1 + found)) + 1, dtype=np.float32)

    def _weights(self, of: Grams) -> Scores:
        """The weights of a text's grams; their squares add up to one."""
        weights = _damped(of.often) * self._idf(self._postings.frequencies(of.keys))
        length = np.sqrt(weights @ weights) or np.float32(1)
        return np.asarray(weights / length, dtype=np.float32)


def _damped(often: NDArray[np.uint8]) -> Scores:
    return 1 + np.log(often.astype(np.float32))

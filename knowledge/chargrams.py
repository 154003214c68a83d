"""Character n-grams: finds what is half spelt, half compounded, or bent by dialect."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from language.words import content_words

Scores = NDArray[np.float32]

SIZES = range(3, 6)
LONGEST = 2_000  # characters of a question that are read; rules elsewhere read all of it


class CharGramIndex:
    """TF-IDF over the 3- to 5-grams of words; scores are cosines."""

    def __init__(self, documents: Sequence[str]) -> None:
        counts = [_grams(text) for text in documents]
        frequency = Counter(gram for count in counts for gram in count)
        size = len(documents)
        self._size = size
        self._idf = {gram: math.log((1 + size) / (1 + n)) + 1 for gram, n in frequency.items()}
        collected: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, count in enumerate(counts):
            for gram, weight in self._weights(count).items():
                collected[gram].append((at, weight))
        self._postings = {
            gram: (
                np.array([at for at, _ in found], dtype=np.int32),
                np.array([weight for _, weight in found], dtype=np.float32),
            )
            for gram, found in collected.items()
        }

    def scores(self, question: str) -> Scores:
        """Each document's cosine with the question."""
        scores = np.zeros(self._size, dtype=np.float32)
        for gram, weight in self._weights(_grams(question[:LONGEST])).items():
            documents, weights = self._postings[gram]
            scores[documents] += np.float32(weight) * weights
        return scores

    def _weights(self, count: Counter[str]) -> dict[str, float]:
        weights = {
            gram: (1 + math.log(n)) * self._idf[gram]
            for gram, n in count.items()
            if gram in self._idf
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {gram: weight / length for gram, weight in weights.items()}


def _grams(text: str) -> Counter[str]:
    count: Counter[str] = Counter()
    for word in content_words(text):
        framed = f" {word} "
        for size in SIZES:
            count.update(framed[at : at + size] for at in range(len(framed) - size + 1))
    return count

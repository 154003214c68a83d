"""Which documents hold which keys, and how much: sorted arrays, and a few late additions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
Scores = NDArray[np.float32]


class Postings:
    """Keys are numbers from 0 on, and so are documents; each pair has one weight.

    Pairs are given in order of their documents.
    """

    def __init__(self, keys: Numbers, documents: Numbers, weights: Scores) -> None:
        order = np.argsort(keys, kind="stable")
        self._documents = documents[order].astype(np.int32)
        self._weights = weights[order].astype(np.float32)
        counts = np.bincount(keys) if len(keys) else np.zeros(0, dtype=np.int64)
        self._starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts)])
        self._late: dict[int, dict[int, float]] = defaultdict(dict)

    def add(self, document: int, weights: Mapping[int, float]) -> None:
        """Add a document that came later."""
        for key, weight in weights.items():
            self._late[key][document] = weight

    def frequency(self, key: int) -> int:
        """How many documents hold the key."""
        start, end = self._span(key)
        return end - start + len(self._late.get(key, ()))

    def holds(self, key: int, document: int) -> bool:
        """Whether a document holds the key."""
        start, end = self._span(key)
        at = start + int(np.searchsorted(self._documents[start:end], document))
        found = at < end and int(self._documents[at]) == document
        return found or document in self._late.get(key, ())

    def scores(self, factors: Mapping[int, float], size: int) -> Scores:
        """For each of *size* documents the sum of its weights, each times its key's factor."""
        documents, weights = [], []
        for key, factor in factors.items():
            start, end = self._span(key)
            if end > start:
                documents.append(self._documents[start:end])
                weights.append(self._weights[start:end] * np.float32(factor))
        scores = (
            np.bincount(np.concatenate(documents), np.concatenate(weights), minlength=size)
            if documents
            else np.zeros(size)
        )
        if self._late:
            for key, factor in factors.items():
                for document, weight in self._late.get(key, {}).items():
                    scores[document] += factor * weight
        return np.asarray(scores, dtype=np.float32)

    def _span(self, key: int) -> tuple[int, int]:
        if key + 1 >= len(self._starts):
            return 0, 0
        return int(self._starts[key]), int(self._starts[key + 1])

"""Sentence vectors of many texts: where they come from, and how one is compared with all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from knowledge.postings import Scores
from language.encoder import Vectors

Vectorise = Callable[[Sequence[str]], Vectors]  # one row a text, always the same for the same text

EXACT = 5_000  # rows up to which every one is compared in full
SHORT = 64  # dimensions of the first look at more of them
CANDIDATES = 500  # rows that get the full comparison then
SPARE = 256  # rows to grow into


class VectorTable:
    """Rows to compare with a question's vector."""

    def __init__(self, rows: Vectors) -> None:
        self._size = len(rows)
        self._rows = rows
        self._first_look = _shortened(rows) if len(rows) > EXACT else None

    def add(self, row: Vectors) -> None:
        """Add a row."""
        if self._size == len(self._rows):
            spare = np.zeros((SPARE, self._rows.shape[1]), dtype=np.float32)
            self._rows = np.concatenate([self._rows, spare])
        self._rows[self._size] = row
        self._size += 1

    def rows(self, places: Sequence[int]) -> Vectors:
        """The rows at some places, in this order."""
        return self._rows[list(places)]

    def scores(self, vector: Vectors, others: Scores) -> Scores:
        """Each row's dot product with *vector*.

        In a large table only rows that *others* or a first look find promising are compared in
        full; the first look stands for the rest.
        """
        rows = self._rows[: self._size]
        if self._first_look is None:
            return np.asarray(rows @ vector, dtype=np.float32)
        axes, short = self._first_look
        scores = np.zeros(self._size, dtype=np.float32)
        scores[: len(short)] = short @ (axes @ vector)
        promising = np.argpartition(scores + others, -CANDIDATES)[-CANDIDATES:]
        scores[promising] = rows[promising] @ vector
        return scores


def _shortened(rows: Vectors) -> tuple[Vectors, Vectors]:
    """The axes along which a sample of the rows differs most, and all rows along these."""
    sample = rows[:: max(1, len(rows) // 5_000)].astype(np.float64)
    _, axes = np.linalg.eigh(sample.T @ sample)
    best = np.ascontiguousarray(axes[:, -SHORT:].T.astype(np.float32))
    return best, np.ascontiguousarray(rows @ best.T)

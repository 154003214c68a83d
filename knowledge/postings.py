"""Which documents hold which keys, and how much: sorted arrays, and a few late additions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
Places = NDArray[np.int64]
Keys = NDArray[Any]  # of any one integer type
Scores = NDArray[np.float32]


class Postings:
    """Keys are any whole numbers, documents are numbers from 0 on; each pair has one weight.

    Pairs are given in order of their documents.
    """

    def __init__(self, keys: Keys, documents: Numbers, weights: Scores) -> None:
        order = np.argsort(keys, kind="stable")
        self._documents = documents[order]
        self._weights = weights[order]
        self._keys, starts = np.unique(keys[order], return_index=True)
        self._starts = np.append(starts, len(keys)).astype(np.int64)
        self._late: dict[int, dict[int, float]] = defaultdict(dict)

    def weigh(self, idf: Callable[[Places], Scores], size: int) -> None:
        """Multiply each weight by its key's, then each of *size* documents to length one."""
        frequencies = np.diff(self._starts)
        self._weights *= np.repeat(idf(frequencies), frequencies)
        length = np.sqrt(np.bincount(self._documents, self._weights**2, minlength=max(1, size)))
        self._weights /= np.where(length > 0, length, 1).astype(np.float32)[self._documents]

    def add(self, document: int, weights: Mapping[int, float]) -> None:
        """Add a document that came later."""
        for key, weight in weights.items():
            self._late[key][document] = weight

    def frequencies(self, keys: Keys) -> Places:
        """How many documents hold each key."""
        starts, ends = self._spans(keys)
        late = [len(self._late.get(key, ())) for key in keys.tolist()] if self._late else 0
        return np.asarray(ends - starts + late, dtype=np.int64)

    def holders(self, key: int, documents: Numbers) -> set[int]:
        """Those of some documents that hold the key."""
        (start,), (end,) = self._spans(np.array([key]))
        span = self._documents[start:end]
        places = np.searchsorted(span, documents)
        places[places == len(span)] = 0
        found = documents[span[places] == documents] if len(span) else ()
        return {*map(int, found), *(self._late.get(key, {}).keys() & set(documents.tolist()))}

    def scores(self, keys: Keys, factors: Scores, size: int) -> Scores:
        """For each of *size* documents the sum of its weights, each times its key's factor."""
        starts, ends = self._spans(keys)
        spans = [
            slice(start, end) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        ]
        if not spans:
            return np.zeros(size, dtype=np.float32)
        documents = np.concatenate([self._documents[span] for span in spans])
        weights = np.concatenate([self._weights[span] for span in spans])
        weights *= np.repeat(factors, ends - starts)
        scores = np.bincount(documents, weights, minlength=size)
        if self._late:
            for key, factor in zip(keys.tolist(), factors.tolist(), strict=True):
                for document, weight in self._late.get(key, {}).items():
                    scores[document] += factor * weight
        return np.asarray(scores, dtype=np.float32)

    def _spans(self, keys: Keys) -> tuple[Places, Places]:
        """Where the documents of each key begin and end; unknown keys have none."""
        if not len(self._keys):
            nowhere = np.zeros(len(keys), dtype=np.int64)
            return nowhere, nowhere
        places = np.searchsorted(self._keys, keys.astype(self._keys.dtype))
        places[places == len(self._keys)] = 0
        known = self._keys[places] == keys
        starts = self._starts[places]
        return starts, np.where(known, self._starts[places + 1], starts)

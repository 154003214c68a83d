"""Spelling: for a word nobody knows, the known words it was probably meant to be."""

from __future__ import annotations

import string
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4  # letters; short words and acronyms must match exactly
LONGEST = 60  # letters; beyond, it is no word
NEAREST = 0.78  # normalised OSA similarity, measured on municipal pages (docs/architecture.md)
BEST = 4

PLACES = {letter: at for at, letter in enumerate(string.ascii_lowercase)}


class Speller:
    """Knows one vocabulary, in order of length."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        ordered = sorted((one for one in set(vocabulary) if len(one) <= 2 * LONGEST), key=_order)
        self._known = ordered
        counts = np.array([_letters(word) for word in ordered], dtype=np.int8)
        by_word = counts.reshape(len(ordered), len(PLACES) + 1)
        self._counts = np.ascontiguousarray(by_word.T)  # one row a letter
        self._lengths = np.array([len(word) for word in ordered], dtype=np.int16)
        self._starts = np.searchsorted(self._lengths, np.arange(2 * LONGEST + 2))  # by length
        self._late: list[str] = []

    def learn(self, words: Iterable[str]) -> None:
        """Know some more words."""
        self._late += words

    def near(self, word: str) -> list[tuple[str, float]]:
        """Up to four known words with their weight (similarity cubed), the nearest first."""
        if not SHORTEST <= len(word) <= LONGEST or not word.isalpha():
            return []
        edits = int((1 - NEAREST) * (len(word) + 2))
        letters = _letters(word)
        known = [*self._late, *self._with_letters(len(word), letters, edits)]
        found = process.extract(
            word, known, scorer=OSA.normalized_similarity, score_cutoff=NEAREST, limit=BEST
        )
        return [(one, similarity**3) for one, similarity, _ in found]

    def _with_letters(self, length: int, letters: NDArray[np.int8], edits: int) -> list[str]:
        """Known words that so few edits can reach: one edit changes two letter counts at most."""
        start = int(self._starts[max(0, length - edits)])
        end = int(self._starts[length + edits + 1])
        shared = np.zeros(end - start, dtype=np.int8)
        for letter in np.flatnonzero(letters):
            shared += np.minimum(self._counts[letter, start:end], letters[letter])
        apart = self._lengths[start:end] + length - 2 * shared
        return [self._known[start + at] for at in np.flatnonzero(apart <= 2 * edits)]


def _order(word: str) -> tuple[int, str]:
    return len(word), word


def _letters(word: str) -> NDArray[np.int8]:
    """How often each letter a to z stands in the word; all others are counted together."""
    counts = np.zeros(len(PLACES) + 1, dtype=np.int8)
    for letter in word:
        counts[PLACES.get(letter, len(PLACES))] += 1
    return counts

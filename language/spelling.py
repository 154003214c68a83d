"""Spelling: for a word nobody knows, the known words it was probably meant to be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4  # letters; short words and acronyms must match exactly
NEAREST = 0.78  # normalised OSA similarity, measured on municipal pages (docs/architecture.md)
BEST = 4
LENGTHS_APART = 2


class Speller:
    """Knows one vocabulary, by length."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in sorted(set(vocabulary)):
            self._by_length[len(word)].append(word)

    def near(self, word: str) -> list[tuple[str, float]]:
        """Up to four known words with their weight (similarity cubed), the nearest first."""
        if len(word) < SHORTEST or not word.isalpha():
            return []
        lengths = range(len(word) - LENGTHS_APART, len(word) + LENGTHS_APART + 1)
        known = [one for length in lengths for one in self._by_length.get(length, ())]
        found = process.extract(
            word, known, scorer=OSA.normalized_similarity, score_cutoff=NEAREST, limit=BEST
        )
        return [(one, similarity**3) for one, similarity, _ in found]

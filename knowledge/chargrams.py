"""Character n-grams: finds what is half spelt, half compounded, or bent by dialect."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from heapq import nlargest
from operator import itemgetter

import numpy as np

from knowledge.postings import Numbers, Postings, Scores
from language.words import content_words

SIZES = range(3, 6)
LONGEST = 2_000  # characters of a question that are read; rules elsewhere read all of it
CHUNK = 2_000  # documents counted at a time, so that building needs little memory
MOST_GRAMS = 120  # of a question that are looked up; the rest tells little and costs most

Counted = tuple[Numbers, Numbers, Scores]  # gram, document, 1 + log(how often), by document


class CharGramIndex:
    """TF-IDF over the 3- to 5-grams of words; scores are cosines."""

    def __init__(self, documents: Sequence[str]) -> None:
        self._keys: dict[str, int] = {}
        self._size = len(documents)
        keys, owners, weights = self._count(documents)
        frequency = np.bincount(keys, minlength=len(self._keys))
        idf = np.log((1 + self._size) / (1 + frequency)) + 1
        self._idf: list[float] = idf.tolist()
        weights *= idf.astype(np.float32)[keys]
        length = np.sqrt(np.bincount(owners, weights**2, minlength=max(1, self._size)))
        weights /= np.where(length > 0, length, 1).astype(np.float32)[owners]
        self._postings = Postings(keys, owners, weights)

    def _count(self, documents: Sequence[str]) -> Counted:
        """All pairs of gram and document; each word's grams are found only once."""
        numbers: dict[str, int] = {}
        found = [
            [numbers.setdefault(word, len(numbers)) for word in content_words(text)]
            for text in documents
        ]
        grams = [[self._key(gram) for gram in _grams(word)] for word in numbers]
        words = _Words(grams)
        parts = [
            words.count(found[at : at + CHUNK], at, len(self._keys))
            for at in range(0, len(found), CHUNK)
        ]
        if not parts:
            nothing = np.zeros(0, dtype=np.int32)
            return nothing, nothing, np.zeros(0, dtype=np.float32)
        keys, owners, weights = (np.concatenate(one) for one in zip(*parts, strict=True))
        return keys, owners, weights

    def _key(self, gram: str) -> int:
        return self._keys.setdefault(gram, len(self._keys))

    def add(self, text: str) -> None:
        """Add one more document; it counts by what was known of the others."""
        count = Counter(self._key(gram) for word in content_words(text) for gram in _grams(word))
        late = math.log((1 + self._size) / 2) + 1
        self._idf += [late] * (len(self._keys) - len(self._idf))
        self._postings.add(self._size, self._weights(count))
        self._size += 1

    def scores(self, question: str) -> Scores:
        """Each document's cosine with the question."""
        count = Counter(
            self._keys[gram]
            for word in content_words(question[:LONGEST])
            for gram in _grams(word)
            if gram in self._keys
        )
        weights = self._weights(count)
        telling = nlargest(MOST_GRAMS, weights.items(), key=itemgetter(1))
        return self._postings.scores(dict(telling), self._size)

    def _weights(self, count: Counter[int]) -> dict[int, float]:
        weights = {key: (1 + math.log(n)) * self._idf[key] for key, n in count.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {key: weight / length for key, weight in weights.items()}


def _grams(word: str) -> list[str]:
    framed = f" {word} "
    return [framed[at : at + size] for size in SIZES for at in range(len(framed) - size + 1)]


class _Words:
    """The grams of every word, by the words' numbers, laid end to end."""

    def __init__(self, grams: Sequence[Sequence[int]]) -> None:
        self._lengths = np.array([len(one) for one in grams], dtype=np.int64)
        self._starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(self._lengths)])
        self._flat = np.array([key for one in grams for key in one], dtype=np.int64)

    def count(self, words: Sequence[Sequence[int]], first: int, known: int) -> Counted:
        """The pairs of some documents, given as the numbers of their words."""
        owner = np.repeat(np.arange(first, first + len(words)), [len(one) for one in words])
        word = np.array([number for one in words for number in one], dtype=np.int64)
        each = self._lengths[word]
        before = np.cumsum(each) - each
        place = np.arange(int(each.sum())) - np.repeat(before, each)
        place += np.repeat(self._starts[word], each)
        pairs, often = np.unique(
            np.repeat(owner, each) * known + self._flat[place], return_counts=True
        )
        return (
            (pairs % known).astype(np.int32) if known else pairs.astype(np.int32),
            (pairs // known).astype(np.int32) if known else pairs.astype(np.int32),
            (1 + np.log(often)).astype(np.float32),
        )

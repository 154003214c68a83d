"""The trained file: weights of the name model and the project's words as hashes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from safety.privacy.features import LAST, Sentence
from safety.privacy.lexicon import Lexicon, lists
from safety.privacy.tokens import Token

FILE = Path(__file__).parent / "names.npz"


@dataclass(frozen=True, slots=True)
class NameModel:
    """Logistic regression over hashed features, one weight each."""

    weights: tuple[float, ...]
    lexicon: Lexicon

    def scores(self, tokens: list[Token]) -> list[float]:
        """How sure each token is (part of) a person's name: log-odds over its limit."""
        profiles = self.profiles(tokens)
        return [*self.scored(tokens, profiles)]

    def profiles(self, tokens: Sequence[Token]) -> list[str]:
        """What the lists say of each token; a word that comes again is looked up once."""
        known = {word: self.lexicon.profile(word) for word in {token.word for token in tokens}}
        return [known[token.word] for token in tokens]

    def scored(self, tokens: Sequence[Token], profiles: Sequence[str]) -> Iterator[float]:
        """The scores one by one; the same words in the same place are weighed once."""
        sentence = Sentence(tokens, self.lexicon, profiles)
        known: dict[object, float] = {}
        for at in range(len(tokens)):
            here = sentence.surroundings(at)
            if here not in known:
                asks = sentence.asks_about(at)
                known[here] = (
                    self._odds(sentence.features(at)) - sentence.limit(at) if asks else -99.0
                )
            yield known[here]

    def _odds(self, features: list[str]) -> float:
        weights = self.weights  # `bucket` written out: this is where the guard spends its time
        return sum([weights[crc32(one.encode()) & LAST] for one in features])


def write(weights: NDArray[np.float32], words: frozenset[int], file: Path = FILE) -> None:
    """Keep weights and words; the same input gives the same bytes."""
    np.savez_compressed(
        file,
        weights=weights.astype(np.float16),
        words=np.array(sorted(words), dtype=np.uint32),
    )


def read(file: Path) -> NameModel:
    """The model as `write` kept it."""
    with np.load(file) as kept:
        learned = frozenset(kept["words"].tolist())
        weights = kept["weights"].astype(np.float64).tolist()
    return NameModel(tuple(weights), replace(lists(), learned=learned))


@cache
def shipped() -> NameModel:
    """The model in this release."""
    return read(FILE)

"""Phrases of the vocabulary as short vectors: made once, shipped, and looked up by their text.

Embedding many thousand phrases takes a quarter of a minute; nobody shall wait for it at every
start. `lotse train phrases` makes `vocabulary/vectors.npz` anew after the vocabulary has changed;
a phrase that is not in it, such as one that coordinators add, is embedded when it is met.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.vectors import Vectorise
from language.encoder import Vectors, encode

FILE = Path(__file__).parent / "vocabulary" / "vectors.npz"
SHORT = 64  # numbers a phrase; as good as all 512 (docs/search.md), and a file under 2 MiB
STEPS = 127  # of a number in the file, each way


class PhraseVectors:
    """Gives phrases and questions as `SHORT` numbers; their dot product is nearly a cosine.

    `axes`: along which phrases differ most; `rows`: known phrases' numbers in steps of `step`.
    """

    def __init__(
        self,
        axes: Vectors,
        hashes: Sequence[bytes] = (),
        rows: NDArray[np.int8] | None = None,
        step: float = 1.0,
        vectorise: Vectorise = encode,
    ) -> None:
        self._axes = axes
        self._places = {one: at for at, one in enumerate(hashes)}
        self._rows = rows if rows is not None else np.zeros((0, len(axes)), dtype=np.int8)
        self._step = step
        self._vectorise = vectorise

    def knows(self, phrase: str) -> bool:
        """Whether the phrase's row is at hand."""
        return _hash(phrase) in self._places

    def of_phrases(self, phrases: Sequence[str]) -> Vectors:
        """One row a phrase."""
        short = np.zeros((len(phrases), len(self._axes)), dtype=np.float32)
        places = [self._places.get(_hash(phrase), -1) for phrase in phrases]
        known = np.array(places, dtype=np.int64) >= 0
        short[known] = self._rows[[at for at in places if at >= 0]] * np.float32(self._step)
        fresh = [phrase for phrase, at in zip(phrases, places, strict=True) if at < 0]
        if fresh:
            short[~known] = self._vectorise(fresh) @ self._axes.T
        return short

    def of_question(self, vector: Vectors) -> Vectors:
        """The row of a question, given its full vector."""
        return np.asarray(self._axes @ vector, dtype=np.float32)


def write(phrases: Sequence[str], file: Path = FILE) -> None:
    """Embed all phrases and write their file; the same phrases give the same file."""
    distinct = sorted(set(phrases))
    full = encode(distinct)
    _, axes = np.linalg.eigh(full.T.astype(np.float64) @ full)
    best = np.ascontiguousarray(axes[:, -SHORT:].T.astype(np.float32))
    best *= np.sign(best.sum(axis=1, keepdims=True))  # an axis has no direction of its own
    short = full @ best.T
    step = float(np.abs(short).max()) / STEPS
    np.savez(
        file,
        axes=best.astype(np.float16),
        hashes=np.frombuffer(b"".join(_hash(one) for one in distinct), dtype=np.uint8),
        rows=np.round(short / step).astype(np.int8),
        step=np.array(step),
    )


def read(file: Path = FILE) -> PhraseVectors:
    """What `write` wrote."""
    with np.load(file, allow_pickle=False) as stored:
        joined = stored["hashes"].tobytes()
        hashes = [joined[at : at + HASH] for at in range(0, len(joined), HASH)]
        axes = stored["axes"].astype(np.float32)
        return PhraseVectors(axes, hashes, stored["rows"], float(stored["step"]))


@cache
def shipped() -> PhraseVectors:
    """The vectors of the curated vocabulary."""
    return read()


HASH = 6  # bytes; among many thousand phrases two never meet


def _hash(phrase: str) -> bytes:
    return hashlib.blake2b(phrase.encode(), digest_size=HASH).digest()

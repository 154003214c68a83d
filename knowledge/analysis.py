"""What the indexes need of a document: its words by field, and the character n-grams of its text.

Working this out takes most of a start with many offers, so it can be kept; see `to_bytes`.
"""

from __future__ import annotations

from binascii import crc32
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from language.words import content_words

SIZES = range(3, 6)  # letters of an n-gram; the blanks around a word count
MOST = 255  # how often an n-gram is counted in one document

Keys = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Grams:
    """The n-grams of a text, as the checksums of their letters, and how often each is there.

    Among a million n-grams some hundred share their number with another; nobody notices.
    """

    keys: Keys
    often: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Document:
    """What is to be found: words by field, which weigh differently, and the text they stand in."""

    fields: Mapping[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class Analysed:
    """A document as the indexes read it."""

    fields: Mapping[str, Sequence[str]]
    grams: Grams


Analyse = Callable[[Sequence[Document]], list[Analysed]]


def analyse(documents: Sequence[Document]) -> list[Analysed]:
    """Analyse documents; the n-grams of a word are worked out once for all of them."""
    known: dict[str, list[int]] = {}
    return [
        Analysed(
            {name: content_words(text) for name, text in document.fields.items()},
            grams(content_words(document.text), known),
        )
        for document in documents
    ]


def grams(words: Iterable[str], known: dict[str, list[int]] | None = None) -> Grams:
    """The n-grams of some words; *known* remembers those of each word."""
    of_words = {} if known is None else known
    keys: list[int] = []
    for word in words:
        found = of_words.get(word)
        if found is None:
            found = of_words[word] = _checksums(word)
        keys += found
    distinct, often = np.unique(np.array(keys, dtype=np.uint32), return_counts=True)
    return Grams(distinct, np.minimum(often, MOST).astype(np.uint8))


def _checksums(word: str) -> list[int]:
    letters = f" {word} ".encode("utf-32-le")
    end = len(letters) + 1
    return [
        crc32(letters[at : at + 4 * size]) for size in SIZES for at in range(0, end - 4 * size, 4)
    ]


def to_bytes(analysed: Analysed) -> bytes:
    """The fields' words, a line each, and the n-grams; the fields' names are left out."""
    words = "\n".join(" ".join(found) for found in analysed.fields.values()).encode()
    size = np.array([len(words), len(analysed.grams.keys)], dtype=np.uint32)
    parts = (size.tobytes(), words, analysed.grams.keys.tobytes(), analysed.grams.often.tobytes())
    return b"".join(parts)


def from_bytes(stored: bytes, fields: Iterable[str]) -> Analysed:
    """What `to_bytes` gave, with the fields' names in the same order."""
    length, size = np.frombuffer(stored, dtype=np.uint32, count=2).tolist()
    words = stored[8 : 8 + length].decode().split("\n")
    at = 8 + length
    keys = np.frombuffer(stored, dtype=np.uint32, count=size, offset=at)
    often = np.frombuffer(stored, dtype=np.uint8, count=size, offset=at + 4 * size)
    told = {name: line.split() for name, line in zip(fields, words, strict=True)}
    return Analysed(told, Grams(keys, often))

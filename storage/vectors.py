"""Sentence vectors of public texts, so that a start does not embed them again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from sqlalchemy import delete, insert, select

from knowledge.vectors import Vectorise
from language.encoder import DIMENSIONS, Vectors
from storage.tables import VectorRow
from storage.unit_of_work import UnitOfWork

STORED = np.float16  # 1 KiB a text
HASH = 16  # bytes
AT_ONCE = 500


class RememberedVectors:
    """Gives the vectors of texts, from memory where they are known, else from the encoder.

    A fresh vector is rounded as a stored one, so that a restart changes no score.
    """

    def __init__(self, encode: Vectorise, known: dict[bytes, bytes]) -> None:
        self._encode = encode
        self._known = known
        self._asked: set[bytes] = set()
        self.fresh: dict[bytes, bytes] = {}

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """One row a text."""
        hashes = [_hash(text) for text in texts]
        self._asked.update(hashes)
        missing = {
            one: text
            for one, text in zip(hashes, texts, strict=True)
            if one not in self._known and one not in self.fresh
        }
        if missing:
            rows = self._encode(list(missing.values())).astype(STORED)
            self.fresh |= {one: row.tobytes() for one, row in zip(missing, rows, strict=True)}
        stored = [self._known.get(one) or self.fresh[one] for one in hashes]
        flat = np.frombuffer(b"".join(stored), dtype=STORED)
        return flat.reshape(len(texts), DIMENSIONS).astype(np.float32)

    def unused(self) -> list[bytes]:
        """Known ones that nobody has asked for."""
        return sorted(self._known.keys() - self._asked)

    def settle(self) -> None:
        """Let go of the stored form; the index holds what it needs."""
        self._known = {}
        self.fresh = {}


async def load_vectors(work: UnitOfWork) -> dict[bytes, bytes]:
    """All stored vectors, by the hash of their text."""
    async with work.reading() as session:
        rows = await session.execute(select(VectorRow.content_hash, VectorRow.numbers))
        return {one: numbers for one, numbers in rows}  # noqa: C416 - rows are no pairs to mypy


async def save_vectors(work: UnitOfWork, vectors: RememberedVectors) -> None:
    """Store fresh vectors and drop those of texts that are no more."""
    session = await work.writing()
    fresh = [{"content_hash": one, "numbers": row} for one, row in vectors.fresh.items()]
    if fresh:
        await session.execute(insert(VectorRow), fresh)
    unused = vectors.unused()
    for at in range(0, len(unused), AT_ONCE):
        some = unused[at : at + AT_ONCE]
        await session.execute(delete(VectorRow).where(VectorRow.content_hash.in_(some)))


def _hash(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=HASH).digest()

"""What is worked out from public texts, kept so that a start does not work it out again.

Sentence vectors and analysed documents, by the hash of their text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from sqlalchemy import delete, insert, select

from knowledge.analysis import Analyse, Analysed, Document, from_bytes, to_bytes
from knowledge.vectors import Vectorise
from language.encoder import DIMENSIONS, Vectors
from storage.tables import DerivedRow
from storage.unit_of_work import UnitOfWork

STORED = np.float16  # a vector takes 1 KiB
HASH = 16  # bytes
ANALYSIS = "1"  # raise it when the same text gives other words or n-grams
AT_ONCE = 500

Text = TypeVar("Text", str, Document)


class Derived:
    """Gives vectors and analysed documents, from memory where they are known, else worked out.

    A fresh vector is rounded as a stored one, so that a restart changes no score.
    """

    def __init__(self, vectorise: Vectorise, analyse: Analyse, known: dict[bytes, bytes]) -> None:
        self._vectorise = vectorise
        self._analyse = analyse
        self._known = known
        self._asked: set[bytes] = set()
        self.fresh: dict[bytes, bytes] = {}

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """One row a text."""

        def make(missing: Sequence[str]) -> list[bytes]:
            return [row.tobytes() for row in self._vectorise(missing).astype(STORED)]

        flat = np.frombuffer(b"".join(self._of(texts, _hash, make)), dtype=STORED)
        return flat.reshape(len(texts), DIMENSIONS).astype(np.float32)

    def analyses(self, documents: Sequence[Document]) -> list[Analysed]:
        """One a document."""

        def make(missing: Sequence[Document]) -> list[bytes]:
            return [to_bytes(one) for one in self._analyse(missing)]

        stored = self._of(documents, _hash_of_document, make)
        return [
            from_bytes(one, document.fields)
            for one, document in zip(stored, documents, strict=True)
        ]

    def _of(
        self,
        texts: Sequence[Text],
        hashed: Callable[[Text], bytes],
        make: Callable[[Sequence[Text]], list[bytes]],
    ) -> list[bytes]:
        hashes = [hashed(text) for text in texts]
        self._asked.update(hashes)
        missing = {
            one: text
            for one, text in zip(hashes, texts, strict=True)
            if one not in self._known and one not in self.fresh
        }
        if missing:
            made = make(list(missing.values()))
            self.fresh |= dict(zip(missing, made, strict=True))
        return [self._known.get(one) or self.fresh[one] for one in hashes]

    def unused(self) -> list[bytes]:
        """Known ones that nobody has asked for."""
        return sorted(self._known.keys() - self._asked)

    def settle(self) -> None:
        """Let go of the stored form; the index holds what it needs."""
        self._known = {}
        self.fresh = {}


async def load_derived(work: UnitOfWork) -> dict[bytes, bytes]:
    """All that is stored, by the hash of its text."""
    async with work.reading() as session:
        rows = await session.execute(select(DerivedRow.content_hash, DerivedRow.content))
        return {one: content for one, content in rows}  # noqa: C416 - rows are no pairs to mypy


async def save_derived(work: UnitOfWork, derived: Derived) -> None:
    """Store what is fresh and drop what belongs to texts that are no more."""
    session = await work.writing()
    fresh = [{"content_hash": one, "content": made} for one, made in derived.fresh.items()]
    if fresh:
        await session.execute(insert(DerivedRow), fresh)
    unused = derived.unused()
    for at in range(0, len(unused), AT_ONCE):
        some = unused[at : at + AT_ONCE]
        await session.execute(delete(DerivedRow).where(DerivedRow.content_hash.in_(some)))


def _hash(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=HASH).digest()


def _hash_of_document(document: Document) -> bytes:
    return _hash("\0".join([ANALYSIS, *document.fields.values(), document.text]))

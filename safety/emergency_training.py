"""Trains the emergency model: multinomial logistic regression (scikit-learn, for developers only).

Sentences were written for this purpose: `<kind>.txt` for each kind of emergency, `quiet-*.txt`
for what only sounds like one. Ordinary needs come from whoever calls, as they are kept elsewhere.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from language.encoder import encode
from safety.emergency_model import (
    BUCKETS,
    FILE,
    QUIET,
    SENTENCES,
    VECTOR,
    Counts,
    Numbers,
    counted,
    weighed,
)

SEED = 7
MOST_NEEDS = 8_000  # ordinary needs among the harmless sentences
STRENGTH = 10.0  # inverse of the regularisation; from 3 to 30 it hardly matters


def sentences() -> list[tuple[str, str]]:
    """All sentences with their class, in the order of the files."""
    return [
        (_class_of(file), line)
        for file in sorted(SENTENCES.glob("*.txt"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if line
    ]


def _class_of(file: Path) -> str:
    return QUIET if file.stem.startswith(QUIET) else file.stem


def train(needs: Sequence[str], file: Path = FILE) -> int:
    """Train and write the weights; returns how many sentences were learnt from."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    told = sentences()
    ordinary = random.Random(SEED).sample(sorted(needs), min(MOST_NEEDS, len(needs)))  # noqa: S311
    told += [(QUIET, need) for need in ordinary]
    texts = [text for _, text in told]
    counts = [counted(text) for text in texts]
    idf = _idf(counts)
    rows = [weighed(count, idf) for count in counts]
    sparse = csr_matrix(
        (
            np.concatenate([row.values for row in rows]),
            np.concatenate([row.places for row in rows]),
            np.cumsum([0, *(len(row.places) for row in rows)]),
        ),
        shape=(len(rows), 2 * BUCKETS),
    )
    features = hstack([sparse, csr_matrix(VECTOR * encode(texts))]).tocsr()
    model = LogisticRegression(C=STRENGTH, max_iter=3_000)
    model.fit(features, [kind for kind, _ in told])
    np.savez_compressed(
        file,
        classes=np.array(model.classes_.tolist()),
        idf=idf.astype(np.float16),
        weights=model.coef_.T.astype(np.float16),
        bias=model.intercept_.astype(np.float32),
    )
    return len(told)


def _idf(counts: Sequence[Counts]) -> Numbers:
    """How telling each bucket is; one that no sentence holds as much as one that a single does."""
    documents = np.zeros(2 * BUCKETS)
    for count in counts:
        documents[count.places] += 1
    return np.asarray(np.log((1 + len(counts)) / (1 + np.maximum(documents, 1))) + 1, np.float32)

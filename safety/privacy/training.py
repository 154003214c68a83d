"""Training of the name model: logistic regression, full-batch Adam, seeded.

Each sentence is read as the guard reads it. A part of the names is hidden from the lists, and a
part of the words from the word list, so that the model learns to go by the neighbours too.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from safety.privacy.features import BUCKETS, Sentence, bucket
from safety.privacy.lexicon import Lexicon, hashes, lists
from safety.privacy.sentences import Generator, Piece, shipped_frames
from safety.privacy.tokens import tokens_of

SEED = 7
STEPS = 160
RATE = 0.15
DECAY = 3e-5  # weight decay for each step, per example
WORD = re.compile(r"[^\W\d_]+")
HIDDEN_WORDS = 0.25  # share of words that the word list "does not know"
MISTYPED = 0.03  # share of longer words with a slip of the finger
LONG_WORD = re.compile(r"[^\W\d_]{6,}")


@dataclass(frozen=True, slots=True)
class Examples:
    """Features of all tokens the model is asked about, and which of them are names."""

    features: NDArray[np.int32]
    owners: NDArray[np.int32]
    names: NDArray[np.float32]


def train(public: Sequence[str], *, times: int = 8) -> tuple[NDArray[np.float32], frozenset[int]]:
    """Weights and word hashes; *public* are the project's own texts, which name nobody."""
    hits, free = shipped_frames()
    bare = lists()
    plain = [re.sub(r"\[?\{\w\}\]?|\[\w+\]|\0", " ", frame) for frame in (*hits, *free)]
    fillings = [
        one
        for slot, values in Generator(bare, SEED).fillings.items()
        if slot not in "wo"
        for one in values
    ]
    words = hashes(
        (word for text in (*public, *plain, *fillings) for word in WORD.findall(text)), bare
    )
    lexicon = replace(bare, learned=words)
    generator = Generator(lexicon, SEED)
    sentences = [
        *generator.sentences(hits, times),
        *generator.sentences(free, times),
        *([Piece(text)] for text in public),
        *([Piece(text.lower())] for text in public if not text.islower()),
    ]
    return fit(examples_of(sentences, lexicon)), words


def examples_of(sentences: Iterable[list[Piece]], lexicon: Lexicon) -> Examples:
    """Read the sentences as the guard reads messages."""
    chance = random.Random(SEED)  # noqa: S311
    rows: list[list[int]] = []
    names: list[bool] = []
    for pieces in sentences:
        text, spans = _joined([_mistyped(piece, chance) for piece in pieces])
        tokens = tokens_of(text)
        owners = [next((p for a, b, p in spans if a <= token.start < b), None) for token in tokens]
        profiles = [
            _seen(token.word, owner, lexicon, chance)
            for token, owner in zip(tokens, owners, strict=True)
        ]
        sentence = Sentence(tokens, lexicon, profiles)
        for at, owner in enumerate(owners):
            if sentence.asks_about(at):
                rows.append([bucket(one) for one in sentence.features(at)])
                names.append(owner is not None and owner.is_name)
    lengths = np.array([len(row) for row in rows], dtype=np.int32)
    return Examples(
        np.array([one for row in rows for one in row], dtype=np.int32),
        np.repeat(np.arange(len(rows), dtype=np.int32), lengths),
        np.array(names, dtype=np.float32),
    )


def fit(examples: Examples) -> NDArray[np.float32]:
    """Full-batch Adam on the log loss."""
    weights = np.zeros(BUCKETS)
    mean, square = np.zeros(BUCKETS), np.zeros(BUCKETS)
    count = len(examples.names)
    for step in range(1, STEPS + 1):
        odds = np.bincount(examples.owners, weights[examples.features], minlength=count)
        error = 1 / (1 + np.exp(-np.clip(odds, -30, 30))) - examples.names
        slope = np.bincount(examples.features, error[examples.owners], minlength=BUCKETS) / count
        slope += DECAY * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        rate = RATE * (1 - step / (STEPS + 1))
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights.astype(np.float32)


def _joined(pieces: list[Piece]) -> tuple[str, list[tuple[int, int, Piece]]]:
    text = ""
    spans = []
    for piece in pieces:
        spans.append((len(text), len(text) + len(piece.text), piece))
        text += piece.text
    return text, spans


def _mistyped(piece: Piece, chance: random.Random) -> Piece:
    """Now and then a word of a sentence, not a name, with a letter lost, doubled or swapped."""
    if piece.is_name or piece.hidden:
        return piece
    return Piece(LONG_WORD.sub(lambda match: _slip(match[0], chance), piece.text))


def _slip(word: str, chance: random.Random) -> str:
    if chance.random() >= MISTYPED:
        return word
    at = chance.randrange(1, len(word) - 1)
    middle = chance.choice(("", word[at] * 2, word[at + 1] + word[at]))
    return word[:at] + middle + word[at + 1 + (len(middle) == 2 and middle[0] != middle[1]) :]


def _seen(word: str, owner: Piece | None, lexicon: Lexicon, chance: random.Random) -> str:
    """The profile; of hidden names as if no list of names had them."""
    if owner is not None and owner.hidden:
        return lexicon.unlisted_profile(word)
    profile = lexicon.profile(word)
    plain = bool(profile) and set(profile) <= {"W", "C"} and word not in lexicon.common
    return "" if plain and chance.random() < HIDDEN_WORDS else profile

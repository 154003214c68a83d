"""The privacy guard's name model: shipped, small, and made anew the same way."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import numpy as np

from safety.privacy.lexicon import lists
from safety.privacy.model import FILE, read, shipped, write
from safety.privacy.sentences import Generator, shipped_frames
from safety.privacy.tokens import tokens_of
from safety.privacy.training import examples_of, fit

MEBIBYTE = 1 << 20


def test_the_shipped_weights_are_small() -> None:
    """They are part of the repository."""
    assert 0 < FILE.stat().st_size < MEBIBYTE
    assert any(shipped().weights)


def test_the_stemmer_remembers_no_word() -> None:
    """It would keep what people typed."""
    assert lists().stemmer.maxCacheSize == 0
    assert shipped().lexicon.stemmer.maxCacheSize == 0


def test_there_are_enough_names_and_frames() -> None:
    """What the model learns from; each frame is different."""
    hits, free = shipped_frames()

    assert len(lists().first) >= 3500
    assert len(lists().last) >= 3000
    assert len(set(hits)) >= 400
    assert len(set(free)) >= 600


def test_training_twice_gives_the_same_file(tmp_path: Path) -> None:
    """A small part of the frames; the same seed, the same bytes."""
    for name in ("one.npz", "two.npz"):
        write(_trained_on_a_part(), frozenset({3, 1, 2}), tmp_path / name)

    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    assert read(tmp_path / "one.npz").lexicon.learned == {1, 2, 3}


def test_what_was_learned_from_a_part_already_tells_names() -> None:
    """A name scores higher than a plain word in its place."""
    weights = _trained_on_a_part()
    model = shipped()
    part = type(model)(tuple(weights.astype(float).tolist()), model.lexicon)

    name, word = (part.scores(tokens_of(text))[0] for text in ("Ayşe ist 6", "Kurs ist voll"))

    assert name > word


def _trained_on_a_part() -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    hits, free = shipped_frames()
    generator = Generator(lists(), seed=1)
    sentences = [*generator.sentences(hits[:60], 1), *generator.sentences(free[:60], 1)]
    return fit(examples_of(islice(sentences, 120), lists()))

"""The shipped vectors of the vocabulary, and phrases that come later."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from knowledge import phrases
from knowledge.findings import Confidence
from knowledge.matching import ThemeIndex, phrases_of
from knowledge.themes import shipped_themes, with_phrase
from language.encoder import encode
from tests.shipped import search


def test_the_shipped_vectors_belong_to_the_shipped_phrases() -> None:
    """Whoever changes the vocabulary runs `lotse train phrases`."""
    known = phrases.shipped()

    missing = [one for one in phrases_of(shipped_themes()) if not known.knows(one)]

    assert missing == []


def test_a_shipped_vector_is_what_the_encoder_gives() -> None:
    """Up to the rounding that makes the file small."""
    some = phrases_of(shipped_themes())[::900]
    known = phrases.shipped()

    full = np.array([known.of_question(one) for one in encode(some)])

    assert np.abs(known.of_phrases(some) - full).max() < 0.02


def test_the_file_stays_small_enough_to_be_kept_with_the_project() -> None:
    """Trained files have at most 2 MiB."""
    assert phrases.FILE.stat().st_size < 2 * 1024 * 1024


def test_the_same_phrases_give_the_same_file(tmp_path: Path) -> None:
    """In any order."""
    phrases.write(["schulden", "kein geld", "miete"], tmp_path / "a.npz")
    phrases.write(["miete", "schulden", "kein geld"], tmp_path / "b.npz")

    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_a_phrase_that_comes_later_is_understood_at_once() -> None:
    """Coordinators add words that people use here; nobody restarts anything."""
    index, before = search(), search()._themes
    assert before is not None
    question = "brummkreiselzirkus"
    assert index.search(question).confidence is Confidence.NONE
    debts = next(one for one in shipped_themes() if one.id == "schulden")
    taught = with_phrase(debts, debts.situations[0].name, question)

    index.use_themes(
        ThemeIndex([taught if one.id == "schulden" else one for one in shipped_themes()])
    )
    findings = index.search(question)
    index.use_themes(before)

    assert findings.confidence is Confidence.SURE
    assert findings.themes[0][0].id == "schulden"


def test_what_no_offer_fits_is_no_theme_to_choose() -> None:
    """It only tells the search that nothing fits."""
    elsewhere = [theme.id for theme in shipped_themes() if theme.elsewhere]
    assert elsewhere

    assert search().themes_named(elsewhere) == []
    assert replace(shipped_themes()[0], situations=()).elsewhere

"""Words, compounds, spelling, vectors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from language.compounds import CompoundSplitter
from language.encoder import DIMENSIONS, encode
from language.spelling import Speller
from language.words import content_words, fold, stem, words


def test_umlauts_case_and_invisible_characters_do_not_matter() -> None:
    """Phones write them in many ways."""
    assert fold("MÜLL\u200bER") == fold("müller") == fold("mueller") == "mueller"
    assert fold("Straße") == "strasse"


def test_small_words_are_left_out_but_not_addiction() -> None:
    """Addiction ("Sucht") is what people look for help with."""
    assert content_words("Wo gibt es Hilfe bei Sucht?") == ["hilfe", "sucht"]


def test_a_stem_joins_the_forms_of_a_word() -> None:
    """Singular and plural meet."""
    assert stem("schulden") == stem("schuld")


def test_a_compound_falls_into_words_the_corpus_knows() -> None:
    """With and without a joint; unknown parts keep it whole."""
    splitter = CompoundSplitter(["haus", "aufgaben", "hausaufgaben", "hilfe", "familie", "treff"])

    assert splitter.split("hausaufgabenhilfe") == ("hausaufgaben", "hilfe")
    assert splitter.split("familientreff") == ("familien", "treff")
    assert splitter.split("quantenphysik") == ()


@pytest.mark.parametrize("word", ["xq" + "jugendhilfe" * 5, "kind" * 14, "kind" * 1000])
def test_looking_for_parts_ends_soon(word: str) -> None:
    """Everybody waits while one question is searched: no head is tried twice."""
    looks = 0

    class Counting(CompoundSplitter):
        def _is_known(self, part: str) -> bool:
            nonlocal looks
            looks += 1
            return super()._is_known(part)

    Counting(["jugend", "hilfe", "jugendhilfe", "kind"]).split(word)

    assert looks < 10_000


def test_a_misspelt_word_finds_its_neighbours_and_short_ones_do_not() -> None:
    """Acronyms must match exactly."""
    speller = Speller(["schulden", "schule", "jas", "drk"])

    assert speller.near("schuldn")[0][0] == "schulden"
    assert speller.near("dkr") == []


def test_vectors_have_length_one_and_capitals_do_not_shout() -> None:
    """So that a product is a cosine."""
    vectors = encode(["Hausaufgabenhilfe", "HAUSAUFGABENHILFE", "a" * 5000])

    assert vectors.shape == (3, DIMENSIONS)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    assert vectors[1] @ encode(["hausaufgabenhilfe"])[0] > 0.999


@given(some.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    """One form, once and for all."""
    assert fold(fold(text)) == fold(text)
    assert all(word == fold(word) for word in words(text))

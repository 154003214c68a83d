"""What is worked out from public texts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.analysis import Document, analyse, from_bytes, to_bytes
from knowledge.matching import ThemeIndex
from knowledge.search import SearchIndex
from knowledge.themes import shipped_themes
from language.encoder import encode
from storage.database import Database
from storage.derived import Derived, load_derived, save_derived
from storage.unit_of_work import UnitOfWork
from tests.shipped import OFFERS

DOCUMENT = Document(
    {"name": "Спільний чай", "keywords": "", "text": "Tee, Tee und Übergänge"},
    "Спільний чай Tee, Tee und Übergänge",
)
# Where these change, raise `storage.derived.ANALYSIS`.
WORDS = {"name": ["спільнии", "чаи"], "keywords": [], "text": ["tee", "tee", "uebergaenge"]}
GRAMS = (63, 7017177)  # how many, and a sum over their checksums


def test_the_stored_form_is_read_as_it_was_written() -> None:
    """Words, fields without words, other scripts and n-grams."""
    (analysed,) = analyse([DOCUMENT])

    again = from_bytes(to_bytes(analysed), DOCUMENT.fields)

    assert again.fields == analysed.fields == WORDS
    assert np.array_equal(again.grams.keys, analysed.grams.keys)
    assert np.array_equal(again.grams.often, analysed.grams.often)


def test_an_analysis_stays_what_was_stored() -> None:
    """Rows of earlier starts must fit what this release makes of questions."""
    (analysed,) = analyse([DOCUMENT])

    grams = analysed.grams
    checksum = int((grams.keys % 1_000_003 * grams.often).sum() % 10_000_019)
    assert (len(grams.keys), checksum) == GRAMS


async def test_a_second_start_works_nothing_out_again(database: Database) -> None:
    """Everything comes from the database, and finds the same."""

    def nobody(texts: Sequence[object]) -> object:
        raise AssertionError(f"{len(texts)} worked out again")

    async def start(derived: Derived) -> SearchIndex:
        themes = ThemeIndex(shipped_themes()[:6], analyse=derived.analyses)
        return SearchIndex(OFFERS[:20], themes, derived.vectors, derived.analyses)

    async with UnitOfWork(database) as work:
        fresh = Derived(encode, analyse, await load_derived(work))
        first = await start(fresh)
        await save_derived(work, fresh)
        await work.commit()
    async with UnitOfWork(database) as work:
        stored = Derived(nobody, nobody, await load_derived(work))  # type: ignore[arg-type]
        second = await start(stored)

    assert not stored.unused()
    question = f"{OFFERS[0].name} {shipped_themes()[0].situations[0].phrases[0]}"
    assert first.search(question).results
    assert second.search(question) == first.search(question)

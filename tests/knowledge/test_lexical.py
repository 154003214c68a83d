"""Words in fields."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from knowledge.lexical import LexicalIndex

index = LexicalIndex(
    [
        {"name": ["hunde"], "keywords": ["hund", "hunden", "treffen"]},
        {"name": ["treff"], "keywords": ["eltern"]},
    ]
)
LETTERS = some.lists(
    some.sampled_from(["hund", "hunde", "hunden", "treff", "treffen", "eltern", "e", "n", "s"]),
    max_size=6,
).map("".join)


@given(LETTERS)
def test_any_compound_of_known_words_is_scored(word: str) -> None:
    """Also where the stem of its part stands in no document."""
    scored = index.score(index.ask(word))

    assert 0 <= scored.known() <= 1

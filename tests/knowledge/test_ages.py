"""Ages in questions."""

from __future__ import annotations

import pytest

from knowledge.ages import ages_in, within
from knowledge.offers import Offer


@pytest.mark.parametrize(
    ("question", "ages"),
    [
        ("bub 8, darf nix kosten", {8}),
        ("Mädchen, 14 Jahre", {14}),
        ("3 klasse", {8, 9}),
        ("12jährige", {12}),
        ("um 14 uhr, 20 euro, 3 kinder", set()),
        ("opa 75 jahre", set()),
        ("seit 3 jahren arbeitslos", set()),
        ("vor zwei jahren getrennt", set()),
        ("kurs dauert 2 jahre", set()),
        ("sohn 3,5 jahre", {3}),
        ("tochter 3 jahre und sohn 15 jahre", {3, 15}),
        ("Achtjähriger klaut", {8}),
        ("Drittklässler", {8, 9}),
        ("Klasse 3", {8, 9}),
        ("3. Klasse", {8, 9}),
        ("sohn ist 14", {14}),
        ("gruppe 14 bis 16", {14, 16}),
        ("offen 14 bis 16 uhr", set()),
        ("kinder 3 und 5", {3, 5}),
        ("bub 8, 3 geschwister", {8}),
        ("Baby schreit", {0}),
        ("Kind 18 Monate", {1}),
        ("seit 6 monaten krank", set()),
        ("Kindergartenkind beißt", {3, 4, 5}),
    ],
)
def test_ages_are_read_and_other_numbers_are_not(question: str, ages: set[int]) -> None:
    """A time, a price, how long something lasts or a number of children is no age."""
    assert ages_in(question) == ages


def test_only_ages_within_are_those_that_fit() -> None:
    """An offer from twelve on is no offer for the three-year-old."""
    offer = Offer("a", "A", "", age_from=12, age_to=21)

    assert within(offer, frozenset({3, 15})) == {15}
    assert within(Offer("b", "B", ""), frozenset({3})) == frozenset()

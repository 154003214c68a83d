"""The search over the shipped offers."""

from __future__ import annotations

import random
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as some

from knowledge.constraints import Demand
from knowledge.findings import Confidence, Finding, Reason, ReasonKind, relevant
from knowledge.importing import shipped_offers
from knowledge.offers import Offer, Ring
from knowledge.ringorder import nearest_first
from knowledge.search import SearchIndex
from knowledge.texts import full_text

ALIKE = Reason(ReasonKind.SIMILAR)


@cache
def index() -> SearchIndex:
    """The search by words and vectors alone, without themes."""
    return SearchIndex(shipped_offers())


def first(question: str) -> str:
    """Id of the best offer."""
    return index().search(question).results[0].offer.id


@pytest.mark.parametrize(
    ("question", "offer"),
    [
        ("flexible trainingsklasse", "flexible-trainingsklasse"),
        ("EUTB", "integra-beratung-eutb"),
        ("schulde", "awo-schuldnerberatung"),
        ("gemeindebücherrei", "gemeindebuecherei"),
        ("Frauennotruf Muenchen", "frauennotruf-muenchen"),
    ],
)
def test_what_is_named_is_found(question: str, offer: str) -> None:
    """Also misspelt, abbreviated, or without umlauts."""
    assert first(question) == offer


def test_every_offer_is_found_by_its_name_with_a_typing_error() -> None:
    """Two letters swapped in each of the 135 names (seeded)."""
    chance = random.Random(1)
    found = 0
    for offer in index().offers:
        at = chance.randrange(len(offer.name) - 1)
        typed = offer.name[:at] + offer.name[at + 1] + offer.name[at] + offer.name[at + 2 :]
        found += first(typed.lower()) == offer.id

    assert found >= 0.97 * len(index().offers)


def test_the_order_of_import_does_not_matter() -> None:
    """The same question gives the same answer."""
    shuffled = shipped_offers()
    random.Random(3).shuffle(shuffled)
    other = SearchIndex(shuffled)

    for question in ("schulden", "mama braucht luft am nachmittag", "sport für mädchen 12"):
        assert index().search(question) == other.search(question) == index().search(question)


def test_a_mended_word_is_named_by_the_word_of_the_knowledge_base() -> None:
    """Never by what was typed."""
    findings = index().search("hausaufgabn hilfe")

    assert findings.searched_as == ("Hausaufgaben",)


@pytest.mark.parametrize(
    ("question", "readings"),
    [
        ("kindergardden", ("Kindergarten",)),
        ("obatzdn", ()),
        ("streifen am himmel gestern mit dem fernglas gesehen", ()),
    ],
)
def test_only_short_questions_are_asked_back(question: str, readings: tuple[str, ...]) -> None:
    """And only by words of names and keywords; a long message has other words to go by."""
    assert tuple(one.word for one in index().search(question).meant) == readings


def test_reasons_are_words_of_the_offer_or_the_age() -> None:
    """What is said to fit stands in the offer."""
    for question in ("hausaufgaben kind 8", "schulden bei der bank", "krabbelgruppe"):
        for finding in index().search(question).results:
            offer = finding.offer
            text = full_text(offer)
            for reason in finding.reasons:
                if reason.kind in (ReasonKind.WORD, ReasonKind.NAME):
                    assert reason.word in text
            if Demand.AGE in finding.met:
                assert (offer.age_from or 0) <= 8 <= (offer.age_to or 120)


def test_an_age_in_the_question_is_a_reason_only_where_it_fits() -> None:
    """A Hort for six to ten does not claim to fit a fifteen-year-old."""
    findings = index().search("betreuung nach der schule tochter 15", limit=50)

    for finding in findings.results:
        if Demand.AGE in finding.met:
            assert (finding.offer.age_from or 0) <= 15 <= (finding.offer.age_to or 120)


@pytest.mark.parametrize("question", ["", "   ", "😀😀", "und der die das", "?!"])
def test_without_words_nothing_is_found(question: str) -> None:
    """No guess where nothing was asked."""
    assert index().search(question).confidence is Confidence.NONE
    assert index().search(question).results == ()


@pytest.mark.parametrize("question", ["staubsauger saugt nicht", "qwrtz plmnb", "жжж"])
def test_what_the_area_does_not_offer_is_said(question: str) -> None:
    """Nothing fitting is an answer, too."""
    assert index().search(question).confidence is Confidence.NONE


@pytest.mark.parametrize(
    "question",
    ["xq" + "jugendhilfe" * 30, "kind" * 1000, "straße" * 683, "jugend hilfe " * 315, "a" * 4096],
    ids=["compounds", "one part", "street", "many words", "letters"],
)
def test_the_longest_messages_get_an_answer(question: str) -> None:
    """A word of 4,000 letters is none."""
    assert len(index().search(question[:4096], limit=3).results) <= 3


@given(some.text(max_size=300))
def test_nothing_typed_breaks_the_search(question: str) -> None:
    """Any text gets an answer."""
    findings = index().search(question, limit=3)

    assert len(findings.results) <= 3


def test_nearest_first_keeps_the_order_within_a_ring() -> None:
    """Relevance cuts, ring orders."""
    offers = [
        Offer("a", "A", "", ring=Ring.STATUTORY),
        Offer("b", "B", "", ring=Ring.LIFEWORLD),
        Offer("c", "C", ""),
        Offer("d", "D", "", ring=Ring.LIFEWORLD),
    ]

    assert [offer.id for offer in nearest_first(offers)] == ["b", "d", "a", "c"]
    assert [offer.id for offer in nearest_first(offers, {"b"})] == ["d", "a", "c", "b"]


def test_what_is_far_behind_the_best_is_no_answer() -> None:
    """Unless it is statutory help that a word carries."""
    word = Reason(ReasonKind.WORD, "Wort")
    near = Offer("a", "A", "", ring=Ring.LIFEWORLD)
    office = Offer("b", "B", "", ring=Ring.STATUTORY)
    scores = {"best": 4.0, "behind": 1.0, "far": 0.1}
    best, behind, far = (Finding(near, score, (word,)) for score in scores.values())
    statutory = Finding(office, 0.1, (word,))

    found = relevant([best, behind, far, statutory, Finding(office, 0.1, (ALIKE,))])

    assert [(one.score, one.weak) for one in found] == [(4.0, False), (1.0, True), (0.1, True)]
    assert found[2].offer == office

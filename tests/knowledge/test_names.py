"""Names, acronyms and other short strings."""

from __future__ import annotations

import pytest

from knowledge.findings import Confidence
from tests.shipped import search


@pytest.mark.parametrize(
    ("question", "offer"),
    [
        ("VHS", "vhs-taufkirchen"),
        ("JuZ", "jukuz-next-level"),
        ("SpDi", "spdi-muenchen-land-sued"),
        ("HzE", "hilfen-zur-erziehung"),
        ("KJR", "kjr-muenchen-land"),
        ("JaS", "jas-mittelschule-taufkirchen"),
        ("§ 35a SGB VIII", "eingliederungshilfe-35a"),
        ("WoHin", "wohnberatung-wohin"),
    ],
)
def test_what_people_call_an_offer_finds_it(question: str, offer: str) -> None:
    """Exactly as it stands in name or keywords, or as the vocabulary has it as a phrase."""
    findings = search().search(question)

    assert findings.results[0].offer.id == offer
    assert findings.confidence is Confidence.SURE


def test_small_words_that_are_no_name_find_nothing() -> None:
    """Only "WoHin" is both."""
    assert search().search("und wo der die das").results == ()

"""The age a question names: in years, by class, or beside a child."""

from __future__ import annotations

import re

from knowledge.offers import Offer
from language.words import fold

SCHOOL_STARTS = 6  # a child in class 1 is 6 or 7
OLDEST = 27  # children's and youth welfare ends before; greater numbers are something else

YEARS = re.compile(r"\b(\d{1,2})\s?-?(?:j\b|jahre?n?\b|jaehrig\w*|jrg\b)")
CLASS = re.compile(r"\b(\d{1,2})\.?\s?(?:klasse|klaessler\w*|kl\b)")
CHILD = re.compile(
    r"\b(?:kind|sohn|tochter|bub|bua|junge|maedchen|maedl|dirndl|enkel\w*|schueler\w*)"
    r"[ ,(]{1,3}(\d{1,2})\b(?!\s?(?:uhr|euro|%|kinder|mal|std|stunden|wochen|monate|tage))"
)


def ages_in(question: str) -> frozenset[int]:
    """Ages in years the question names; empty where it names none."""
    text = fold(question)
    years = {int(found[1]) for pattern in (YEARS, CHILD) for found in pattern.finditer(text)}
    for found in CLASS.finditer(text):
        if 1 <= int(found[1]) <= 13:
            years |= {SCHOOL_STARTS - 1 + int(found[1]), SCHOOL_STARTS + int(found[1])}
    return frozenset(age for age in years if age < OLDEST)


def fits(offer: Offer, ages: frozenset[int]) -> bool:
    """Whether the offer names ages and one of *ages* lies within."""
    if offer.age_from is None and offer.age_to is None:
        return False
    low, high = offer.age_from or 0, offer.age_to if offer.age_to is not None else 120
    return any(low <= age <= high for age in ages)

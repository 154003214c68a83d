"""The age a question names: in years or months, by class, or beside a child.

Each number is judged by the words before and after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.offers import Offer
from language.words import fold

SCHOOL_STARTS = 6  # a child in class 1 is 6 or 7
OLDEST = 27  # children's and youth welfare ends before; greater numbers are something else
NEAR = 40  # characters around a number that are looked at

_SPELT = """
zwei drei vier fuenf sechs sieben acht neun zehn elf zwoelf dreizehn vierzehn fuenfzehn sechzehn
siebzehn achtzehn
"""
SPELT = {"ein": "1"} | {word: str(at) for at, word in enumerate(_SPELT.split(), 2)}
_CLASSES = "erst, zweit, dritt, viert, fuenft, sechst, siebt, acht, neunt, zehnt"
CLASSES = {word: str(at) for at, word in enumerate(_CLASSES.split(", "), 1)}
SPELT_YEARS = re.compile(
    rf"\b(?:ein(?=jaehrig| jahr alt)|(?:{'|'.join(sorted(SPELT, key=len)[:0:-1])})"
    r"(?=\s?(?:jahr|jaehrig|monat|wochen)))"
)
SPELT_CLASS = re.compile(rf"\b({'|'.join(CLASSES)})(?:(?=klaess)|e[nrs]?(?= klass))")

# one number or several: "3", "3,5", "3, 5 und 8", "14 bis 16"
NUMBER = re.compile(r"\d+(?:[.,]\d(?!\d))?")
NUMBERS = re.compile(
    rf"{NUMBER.pattern}(?:(?:\s?(?:bis|und|u\.?|oder|-|–|/)\s?|, ?){NUMBER.pattern})*"
)
_CHILD = (
    r"kind(?:er)?|kids?|baby|sohn|soehne|tochter|toechter|bub(?:en)?|bua|jungen?|jungs|maedchen"
    r"|maedels?|maedl|dirndl|enkel\w*|schueler\w*|geschwister|jugendliche\w*"
)
CHILD = re.compile(
    rf"\b(?:(?:{_CHILD})[ ,(]{{1,3}}|(?:{_CHILD}|er|sie) (?:ist|is|wird|sind) "
    r"(?:(?:jetzt|grad|gerade|erst|schon|bald) )?)(?:von |ab )?$"
)
CLASS_BEFORE = re.compile(r"\bklasse $")
DURATION = re.compile(
    r"\b(?:seit|vor|in|nach|dauert?|letzten|noch|innerhalb|wartezeit)"
    r"(?: (?:etwa|fast|ueber|gut|rund|knapp|schon|mehr als|ca\.?|den letzten))? $"
)
HOURS = re.compile(r"\b(?:um|von|zwischen) $")
AGED = re.compile(r"\s?-?(?:jaehrig|jrg\b)")
YEARS = re.compile(r"\s?-?(?:j\b|jahre?n?\b)(?! lang)")
MONTHS = re.compile(r"\s?(?:monate?|wochen?)(?:( alt\b)|\s?(?:[,.)]|$))")
CLASS = re.compile(r"\.?\s?(?:klass|klaess|kl\b)")
OTHER = re.compile(
    r"\s?(?:uhr|h\b|euro|€|%|kinder|kids|mal|x\b|std|stunden|minuten|wochen|monat|jahr|tage"
    r"|personen|leute|zimmer|geschwister|:\d)|\w"
)
WORDS = {"baby": {0}, "saeugling": {0}, "kindergartenkind": {3, 4, 5}}
WORD = re.compile(rf"\b(?:{'|'.join(WORDS)})\b")


def ages_in(question: str) -> frozenset[int]:
    """Ages in years the question names; empty where it names none."""
    text = fold(question)
    if any(unit in text for unit in ("jahr", "jaehr", "monat", "woche")):
        text = SPELT_YEARS.sub(lambda found: SPELT[found[0]], text)
    if "kla" in text:
        text = SPELT_CLASS.sub(lambda found: f"{CLASSES[found[1]]}.", text)
    named = {age for word in WORD.findall(text) for age in WORDS[word]}
    for found in NUMBERS.finditer(text):
        before = text[max(0, found.start() - NEAR) : found.start()]
        after = text[found.end() : found.end() + NEAR]
        named.update(_ages(NUMBER.findall(found[0]), before, after, "bis" in found[0]))
    return frozenset(age for age in named if age < OLDEST)


def _ages(told: list[str], before: str, after: str, span: bool) -> Iterator[int]:
    """The ages that some numbers tell, given the text around them."""
    numbers = [int(re.split("[.,]", one)[0]) for one in told]
    child = CHILD.search(before)
    months = MONTHS.match(after)
    if CLASS.match(after) or (CLASS_BEFORE.search(before) and not OTHER.match(after)):
        for number in numbers:
            if 1 <= number <= 13:
                yield from (SCHOOL_STARTS - 1 + number, SCHOOL_STARTS + number)
    elif AGED.match(after) or (YEARS.match(after) and not DURATION.search(before)):
        yield from numbers
    elif months and (months[1] or child or not before.strip() or before.endswith(", ")):
        yield from (number // 12 for number in numbers)
    elif child:
        yield from numbers[:-1] if OTHER.match(after) else numbers
    elif span and not OTHER.match(after) and not HOURS.search(before):
        yield from numbers


def within(offer: Offer, ages: frozenset[int]) -> frozenset[int]:
    """Those of *ages* that lie within the ages the offer names; none where it names none."""
    if offer.age_from is None and offer.age_to is None:
        return frozenset()
    low, high = offer.age_from or 0, offer.age_to if offer.age_to is not None else 120
    return frozenset(age for age in ages if low <= age <= high)

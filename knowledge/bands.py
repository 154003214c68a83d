"""Three bands of trust: sure, perhaps, none. What decides is how much of a question is known.

A question about something else shares few telling words with any offer or situation, however
similar its sentence may look to a small encoder, and it is like others of its kind, for which the
vocabulary has phrases, too. The two limits are fitted by `lotse evaluate
--fit` and kept beside this module.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from knowledge.findings import Confidence
from language.words import words

FITTED = Path(__file__).with_name("bands.yaml")
THEMES_SHARE = 0.5  # what a word known to a situation counts beside one known to an offer
ELSEWHERE = 1.0  # what a question counts less that is like those no offer fits
LOST_NONE = 0.015  # share of answerable questions that may be told "none"
LOST_SURE = 0.15  # share of answerable questions that may be told less than "sure"

# Words of languages in which offers are not written, but asked for.
_FOREIGN = """
the and for with need needs help my his her their our child children son daughter mother father
school who where how can cannot does not want wants looking someone somebody family has have
years old from out any more this that they she are be up to of on at it its
ve veya bir icin ile ama cok cocuk cocugu cocugum cocuklar yardim nerede nereye nasil istiyor
istiyoruz anne annesi baba babasi kizim kiz oglum oglan okul var yok ne aile kac yas yasinda
yasindaki olmak gerek gerekiyor evde eve sonra kadar artik gibi daha ediyor gidebilir ihtiyac
ihtiyaci lazim istemiyor okula gitmek gitmiyor uecretsiz bizim onun benim bu su o kocasi esi kadin
adam genc hafta gun
"""
FOREIGN = frozenset(_FOREIGN.split())
FOREIGN_FROM = 2  # such words make a question one of another language
OTHER_SCRIPT = re.compile(r"[\u0370-\u1fff\u3040-\u9fff]{2,}")  # Cyrillic, Arabic and others


@dataclass(frozen=True, slots=True)
class Bands:
    """Limits on `grounds`: below the first nothing fits, from the second on the answer is sure."""

    none_below: float
    sure_from: float

    def confidence(self, question: str, known: float) -> Confidence:
        """How far an answer on such grounds can be trusted."""
        if known >= self.sure_from:
            return Confidence.SURE
        if known >= self.none_below or is_foreign(question):
            return Confidence.PERHAPS
        return Confidence.NONE


def grounds(offers: float, themes: float, elsewhere: float) -> float:
    """How much of a question is known, -1 to 1.5.

    *offers*, *themes*: how much the best offer and the best situation know, 0 to 1 each;
    *elsewhere*: how far the question is like those no offer fits, 0 to 1.
    """
    return offers + THEMES_SHARE * themes - ELSEWHERE * elsewhere


def is_foreign(question: str) -> bool:
    """Whether a question is asked in another language; only the encoder understands it then."""
    strange = len(OTHER_SCRIPT.findall(question))
    return max(strange, len(FOREIGN.intersection(words(question)))) >= FOREIGN_FROM


def fit(answerable: Sequence[float]) -> Bands:
    """The limits that lose so many answerable questions, given the grounds of each."""
    ordered = sorted(answerable)
    return Bands(
        round(ordered[int(LOST_NONE * len(ordered))], 3),
        round(ordered[int(LOST_SURE * len(ordered))], 3),
    )


@cache
def shipped_bands() -> Bands:
    """The fitted limits."""
    return Bands(**yaml.safe_load(FITTED.read_text(encoding="utf-8")))

"""Which situation does a question describe? Its words against all phrases of all themes.

Four signs are added: the nearest phrase as a sentence vector and as character n-grams, and the
words and n-grams of each situation's phrases together. Weights and sharpness were measured
(docs/search.md); none of the four is good alone, and no fine tuning is needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.chargrams import CharGramIndex
from knowledge.lexical import LexicalIndex
from knowledge.postings import Scores
from knowledge.themes import HIGHEST_GRADE, Situation, Theme
from knowledge.vectors import Vectorise
from language.encoder import Vectors, encode
from language.words import content_words

SHARPNESS = 0.1  # temperature of the softmax over situations
TOLD = 0.12  # share times gain from which a situation is a reason to name

# Who it is about says little about what is needed, but much to a small encoder.
_WHO = """
mutter mama mami mutti vater papa papi sohn tochter kind kinder kinds kindes bub bua buben junge
jungen maedchen maedl dirndl familie familien eltern frau mann oma opa schwester bruder
geschwister alleinerziehend alleinerziehende jahr jahre jahren jaehrig jaehrige jaehriger tag
tage woche wochen monat monate monaten zwei drei vier fuenf sechs sieben acht neun zehn elf zwoelf
kleine kleinen kleiner grosse grossen neu neue neuen lang heim zuhause haus hause leute person
jemand jemanden niemand kommt
"""
WHO = frozenset(_WHO.split())


def what(question: str) -> str:
    """The question without the people in it; the question itself where nothing is left."""
    left = [word for word in content_words(question) if word not in WHO and not word.isdigit()]
    return " ".join(left) or question


@dataclass(frozen=True, slots=True)
class Match:
    """How far a question describes each situation: shares that add up to one.

    `known`: how much of the question's words one situation knows, 0 to 1.
    """

    shares: Scores
    known: float


class ThemeIndex:
    """All phrases of all themes, ready to be compared with a question."""

    def __init__(self, themes: Sequence[Theme], vectorise: Vectorise = encode) -> None:
        self.situations: list[tuple[Theme, Situation]] = [
            (theme, situation) for theme in themes for situation in theme.situations
        ]
        self.themes = {theme.id: theme for theme in themes}
        told = [(situation.name, *situation.phrases) for _, situation in self.situations]
        phrases = [phrase for phrases in told for phrase in phrases]
        self._owner = np.repeat(np.arange(len(told)), [len(phrases) for phrases in told])
        self._vectors: Vectors = vectorise([what(phrase) for phrase in phrases])
        self._phrases = CharGramIndex(phrases)
        whole = [" ".join(phrases) for phrases in told]
        self._chars = CharGramIndex(whole)
        self._words = LexicalIndex(
            [
                {"name": situation.name, "keywords": text}
                for (_, situation), text in zip(self.situations, whole, strict=True)
            ]
        )
        self.offers = tuple(sorted({one for _, found in self.situations for one in found.offers}))
        self._places = {offer: at for at, offer in enumerate(self.offers)}
        self._gains = self._all_gains()

    def _all_gains(self) -> Scores:
        gains = np.zeros((len(self.situations), len(self.offers)), dtype=np.float32)
        for row, (_, situation) in enumerate(self.situations):
            for offer, grade in situation.offers.items():
                gains[row, self._places[offer]] = (2**grade - 1) / (2**HIGHEST_GRADE - 1)
        return gains

    def match(self, question: str, vector: Vectors, theme: str | None = None) -> Match:
        """Compare a question; *vector* is that of `what(question)`.

        With a *theme* only its situations count.
        """
        words = self._words.score(self._words.ask(question))
        evidence = (
            self._best(self._vectors @ vector)
            + self._best(self._phrases.scores(question))
            + self._chars.scores(question)
            + words.shares
        )
        if theme in self.themes:
            evidence[[one.id != theme for one, _ in self.situations]] = -np.inf
        shares = np.exp((evidence - evidence.max()) / SHARPNESS)
        return Match(np.asarray(shares / shares.sum(), dtype=np.float32), words.known)

    def _best(self, similarities: Scores) -> Scores:
        best = np.full(len(self.situations), -1.0, dtype=np.float32)
        np.maximum.at(best, self._owner, similarities)
        return best

    def worth(self, match: Match) -> Mapping[str, float]:
        """What the match is worth to each offer that any situation names, 0 to 1."""
        worth = match.shares @ self._gains
        return dict(zip(self.offers, worth.tolist(), strict=True))

    def told(self, match: Match, offer_id: str) -> Theme | None:
        """The theme that carried an offer, where it carried it clearly."""
        if offer_id not in self._places:
            return None
        carried = match.shares * self._gains[:, self._places[offer_id]]
        best = int(np.argmax(carried))
        return self.situations[best][0] if carried[best] >= TOLD else None

    def best_themes(self, match: Match, most: int = 4) -> list[tuple[Theme, float]]:
        """The themes with the greatest shares, their situations added up."""
        shares: dict[str, float] = {}
        themes: dict[str, Theme] = {}
        for (theme, _), share in zip(self.situations, match.shares.tolist(), strict=True):
            shares[theme.id] = shares.get(theme.id, 0.0) + share
            themes[theme.id] = theme
        best = sorted(shares, key=lambda one: (-shares[one], one))[:most]
        return [(themes[one], shares[one]) for one in best]

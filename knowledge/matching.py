"""Which situation does a question describe? Its words against all phrases of all themes.

Three signs are added: the nearest phrase as a sentence vector, and the words and character n-grams
of each situation's phrases together. Weights and sharpness were measured (docs/search.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.analysis import Analyse, Document, Grams, analyse
from knowledge.chargrams import CharGramIndex
from knowledge.lexical import LexicalIndex
from knowledge.phrases import PhraseVectors, shipped
from knowledge.postings import Scores
from knowledge.themes import HIGHEST_GRADE, Situation, Theme
from language.encoder import Vectors
from language.words import content_words

VECTOR = 1.5
CHARS = 3.0
WORDS = 1.75
SHARPNESS = 0.1  # temperature of the softmax over situations
EXACTLY = 10.0  # more than everything else together
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


def phrases_of(themes: Sequence[Theme]) -> list[str]:
    """All phrases as they are compared, in order; a situation's name is one of its phrases."""
    return [
        what(phrase)
        for theme in themes
        for situation in theme.situations
        for phrase in (situation.name, *situation.phrases)
    ]


@dataclass(frozen=True, slots=True)
class Match:
    """How far a question describes each situation: shares that add up to one.

    `known`: how much of the question's words one situation knows, 0 to 1; `elsewhere`: the shares
    of those situations that no offer fits, added up.
    """

    shares: Scores
    known: float
    elsewhere: float


class ThemeIndex:
    """All phrases of all themes, ready to be compared with a question."""

    def __init__(
        self,
        themes: Sequence[Theme],
        vectors: PhraseVectors | None = None,
        analyse: Analyse = analyse,
    ) -> None:
        self.situations: list[tuple[Theme, Situation]] = [
            (theme, situation) for theme in themes for situation in theme.situations
        ]
        self.themes = {theme.id: theme for theme in themes if not theme.elsewhere}
        self._in_order = [theme for theme in themes if theme.situations]
        self._firsts = np.cumsum([0, *(len(one.situations) for one in self._in_order[:-1])])
        self._elsewhere = np.array([theme.elsewhere for theme, _ in self.situations], dtype=bool)
        said = [(situation.name, *situation.phrases) for _, situation in self.situations]
        sizes = [len(phrases) for phrases in said]
        self._starts = np.cumsum([0, *sizes[:-1]])
        self._short = vectors or shipped()
        phrases = phrases_of(themes)
        self._vectors = self._short.of_phrases(phrases)
        self._exactly: dict[str, list[int]] = defaultdict(list)
        rows = np.repeat(np.arange(len(said)), sizes).tolist()
        for phrase, row in zip(phrases, rows, strict=True):
            self._exactly[phrase].append(row)
        documents = analyse([_document(told) for told in said])
        self._chars = CharGramIndex([one.grams for one in documents])
        self._words = LexicalIndex([one.fields for one in documents])
        self.offers = tuple(sorted({one for _, found in self.situations for one in found.offers}))
        self._places = {offer: at for at, offer in enumerate(self.offers)}
        self._gains = self._all_gains()

    def _all_gains(self) -> Scores:
        gains = np.zeros((len(self.situations), len(self.offers)), dtype=np.float32)
        for row, (_, situation) in enumerate(self.situations):
            for offer, grade in situation.offers.items():
                gains[row, self._places[offer]] = (2**grade - 1) / (2**HIGHEST_GRADE - 1)
        return gains

    def match(
        self, question: str, pieces: Grams, vector: Vectors, theme: str | None = None
    ) -> Match:
        """Compare a question; *pieces* are its n-grams, *vector* is that of `what(question)`.

        Situations that have the question among their phrases share it alone. With a *theme* only
        its situations count.
        """
        words = self._words.score(self._words.ask(question))
        evidence = (
            VECTOR * self._best(self._vectors @ self._short.of_question(vector))
            + CHARS * self._chars.scores(pieces)
            + WORDS * words.shares
        )
        evidence[self._exactly.get(what(question), [])] = evidence.max() + EXACTLY
        if theme in self.themes:
            evidence[[one.id != theme for one, _ in self.situations]] = -np.inf
        shares = np.exp((evidence - evidence.max()) / SHARPNESS)
        shares = np.asarray(shares / shares.sum(), dtype=np.float32)
        return Match(shares, words.known(), float(shares[self._elsewhere].sum()))

    def _best(self, similarities: Scores) -> Scores:
        """Each situation's nearest phrase."""
        return np.asarray(np.maximum.reduceat(similarities, self._starts), dtype=np.float32)

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
        shares = np.add.reduceat(match.shares, self._firsts).tolist()
        found = [
            (theme, share)
            for theme, share in zip(self._in_order, shares, strict=True)
            if not theme.elsewhere
        ]
        return sorted(found, key=lambda one: (-one[1], one[0].id))[:most]


def _document(said: Sequence[str]) -> Document:
    """A situation's name and phrases; the name counts as a phrase too."""
    whole = " ".join(said)
    return Document({"name": said[0], "keywords": whole}, whole)

"""Which offers fit a question? Words, character n-grams, sentence vectors and themes, added up.

Each part is bounded, so their sum is comparable between questions; the weights and what each part
is worth were measured (docs/search.md). Nothing of a question is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from knowledge.analysis import Analyse, Grams, analyse, grams
from knowledge.bands import Bands, grounds, shipped_bands
from knowledge.chargrams import CharGramIndex
from knowledge.constraints import Demands, Verdict, demands_of, judge, need_of
from knowledge.constraints.places import only_places
from knowledge.findings import (
    NOTHING,
    Finding,
    Findings,
    Meant,
    Reason,
    ReasonKind,
    relevant,
)
from knowledge.lexical import Asked, LexicalIndex, Term
from knowledge.matching import Match, ThemeIndex, what
from knowledge.names import LONGEST_NAME, NameTable
from knowledge.offers import Offer
from knowledge.postings import Scores
from knowledge.reasons import SILENT, Said, asked_for
from knowledge.texts import document_of, full_text
from knowledge.themes import Theme
from knowledge.vectors import Vectorise, VectorTable
from language.encoder import Vectors, encode
from language.words import WORD, content_words, fold

CHARS = 1.6
MISSPELT = 3.5  # what n-grams weigh more where all words are written as nobody writes them
FULL_TEXT = 1.0
NAME = 0.4
THEME = 3.5
MET = 0.2
CONTRADICTED = 0.6
CLEARLY_MEANT = 0.6  # weight (similarity cubed) from which a mended word is named to people
GATED = 100  # best offers whose names are compared with the whole question
JUDGED = 60  # best offers that are held against the question's demands
LONGEST = 2_000  # characters of a question whose n-grams count; its words count everywhere
MOST_REASONS = 3
LONGEST_ASKED_BACK = 4  # content words of a question of which one may be misread
SHORTEST_ASKED_BACK = 6  # letters of such a word
MOST_MEANT = 3  # readings of an unknown word that people may choose from


class SearchIndex:
    """Everything that is known of the offers' words; read by all, changed offer by offer."""

    def __init__(
        self,
        offers: Sequence[Offer],
        themes: ThemeIndex | None = None,
        vectorise: Vectorise = encode,
        analyse: Analyse = analyse,
        bands: Bands | None = None,
    ) -> None:
        self._bands = bands or shipped_bands()
        self._themes = themes
        self._vectorise = vectorise
        self._analyse = analyse
        ordered = sorted(offers, key=_by_id)
        self._build(ordered, self._rows(ordered))

    def _build(self, offers: list[Offer], rows: Vectors) -> None:
        """Index offers, which are in order of their ids."""
        self._offers = offers
        self._alive = np.ones(len(offers), dtype=bool)
        self._places = {offer.id: at for at, offer in enumerate(offers)}
        documents = [document_of(offer) for offer in self._offers]
        analysed = self._analyse(documents)
        self._lexical = LexicalIndex([one.fields for one in analysed])
        self._chars = CharGramIndex([one.grams for one in analysed])
        self._vectors = VectorTable(rows)
        self._names = NameTable()
        for offer, one in zip(self._offers, analysed, strict=True):
            self._names.add(offer, one.fields)
        surfaces = dict.fromkeys(word for one in documents for word in WORD.findall(one.text))
        self._shown = {fold(word): word for word in surfaces}

    @property
    def offers(self) -> list[Offer]:
        """All offers that can be found, by id."""
        return [self._offers[at] for _, at in sorted(self._places.items())]

    def offer(self, offer_id: str) -> Offer | None:
        """The offer with this id."""
        at = self._places.get(offer_id)
        return self._offers[at] if at is not None else None

    def put(self, offer: Offer) -> None:
        """Add an offer or replace the one with its id; it is found by its new words at once."""
        self.remove(offer.id)
        (analysed,) = self._analyse([document_of(offer)])
        self._lexical.add(analysed.fields)
        self._chars.add(analysed.grams)
        self._vectors.add(self._rows([offer])[0])
        self._names.add(offer, analysed.fields)
        self._shown |= {fold(word): word for word in WORD.findall(full_text(offer))}
        self._places[offer.id] = len(self._offers)
        self._offers.append(offer)
        self._alive = np.append(self._alive, True)
        if 2 * len(self._places) <= len(self._offers):
            self._clear_out()

    def _clear_out(self) -> None:
        """Index anew what can be found, without the slots of what can be found no more."""
        living = sorted(self._places.values(), key=lambda at: self._offers[at].id)
        rows = self._vectors.rows(living)
        self._build([self._offers[at] for at in living], rows)

    def remove(self, offer_id: str) -> None:
        """Find an offer no more."""
        at = self._places.pop(offer_id, None)
        if at is not None:
            self._alive[at] = False

    def split(self, word: str) -> Sequence[str]:
        """The parts of a folded compound, as the offers' words tell them."""
        return self._lexical.split(word)

    def themes_named(self, theme_ids: Sequence[str]) -> list[Theme]:
        """The themes with these ids, in this order; unknown ids are left out."""
        known = self._themes.themes if self._themes is not None else {}
        return [known[one] for one in theme_ids if one in known]

    def themes_of(self, category: str) -> list[Theme]:
        """The themes of a category, by id."""
        known = self._themes.themes.values() if self._themes is not None else ()
        return [theme for theme in known if theme.category == category]

    def use_themes(self, themes: ThemeIndex) -> None:
        """Match questions against these themes from now on."""
        self._themes = themes

    def search(
        self,
        question: str,
        limit: int = 10,
        theme: str | None = None,
        ages: frozenset[int] = frozenset(),
    ) -> Findings:
        """The offers that fit best; ties are broken by id.

        A question without words finds nothing. Short words and acronyms count only exactly. With
        a *theme* the question is taken to be about that; *ages* are asked for beside those it
        names.
        """
        typed = content_words(question)
        small = not typed
        if not self._places or (small and not self._names.knows(question, self._alive)):
            return NOTHING
        need = need_of(question)
        asked = self._lexical.ask(need)
        told = self._lexical.score(asked)
        vector = encode([what(need) if self._themes is not None else need])[0]
        pieces = grams(content_words(need[:LONGEST]))
        demands = demands_of(question)
        alone = bool(demands.places) and only_places(question)
        match = None
        if self._themes is not None and not alone:  # no situation is a place
            match = self._themes.match(need, pieces, vector, theme)
        demands = replace(demands, ages=demands.ages | ages)
        scores = self._scores(pieces, asked, told.shares, vector, match)
        scores[~self._alive] = -np.inf
        self._names.lift_exact(need, scores)
        if len(typed) <= LONGEST_NAME:
            self._names.lift_typed(typed, self._best(scores, GATED), scores)
        verdicts = self._judge(scores, demands)
        best = self._best(scores, min(limit, len(self._places)))
        held = self._lexical.held(asked.terms, best)
        said = self._lexical.said(asked.terms)
        silent = {self._lexical.key(one) for one in asked.terms if one.stem in SILENT}
        results = [
            Finding(
                self._offers[at],
                round(float(scores[at]), 4),
                self._reasons(at, held[at], silent, said, match),
                *(verdicts[at].met, verdicts[at].contradicted) if at in verdicts else ((), ()),
            )
            for at in best
        ]
        known = 1.0 if small else told.known(self._alive)
        if match is not None:
            known = grounds(known, match.known, match.elsewhere)
        return Findings(
            self._bands.confidence(question, known),
            relevant(results),
            self._mended(asked.terms, set().union(*(held[at] for at in best[:3]))),
            tuple(self._themes.best_themes(match)) if self._themes and match else (),
            demands.ages,
            known,
            self._perhaps_meant(question, asked.terms),
        )

    def _rows(self, offers: Sequence[Offer]) -> Vectors:
        """One vector an offer: its dot product is the weighted sum of text's and name's."""
        full = self._vectorise([full_text(offer) for offer in offers])
        names = self._vectorise([offer.name for offer in offers])
        return np.asarray(FULL_TEXT * full + NAME * names, dtype=np.float32)

    def _scores(
        self,
        pieces: Grams,
        asked: Asked,
        lexical: Scores,
        vector: Vectors,
        match: Match | None,
    ) -> Scores:
        chars = CHARS + MISSPELT * asked.misspelt
        scores = lexical + chars * self._chars.scores(pieces)
        if self._themes is not None and match is not None:
            for offer_id, worth in self._themes.worth(match).items():
                if offer_id in self._places:
                    scores[self._places[offer_id]] += THEME * worth
        return np.asarray(scores + self._vectors.scores(vector, scores), dtype=np.float32)

    def _judge(self, scores: Scores, demands: Demands) -> dict[int, Verdict]:
        """Move offers up and down by what they say of the question's demands."""
        if not demands:
            return {}
        verdicts = {at: judge(self._offers[at], demands) for at in self._best(scores, JUDGED)}
        for at, verdict in verdicts.items():
            scores[at] += MET * len(verdict.met) - CONTRADICTED * len(verdict.contradicted)
        return verdicts

    def _best(self, scores: Scores, most: int) -> list[int]:
        """Places of the highest scores, highest first, those of equals by id."""
        among = np.arange(len(scores))
        if len(scores) > 4 * most:
            edge = np.partition(scores, len(scores) - most)[len(scores) - most]
            among = np.flatnonzero(scores >= edge)
        best: list[int] = among[np.argsort(-scores[among], kind="stable")].tolist()
        if len(self._places) < len(self._offers):  # edited offers stand behind all others
            best.sort(key=lambda at: (-scores[at], self._offers[at].id))
        return best[:most]

    def _mended(self, terms: Sequence[Term], held: set[int]) -> tuple[str, ...]:
        """Known words that clearly stood in for misspelt ones and are held by one of the best."""
        used = [
            term.mended
            for term in terms
            if term.mended and term.weight >= CLEARLY_MEANT
            if self._lexical.key(term) in held
        ]
        return tuple(dict.fromkeys(self._shown.get(word, word) for word in used))[:3]

    def _perhaps_meant(self, question: str, terms: Sequence[Term]) -> tuple[Meant, ...]:
        """Readings of words that nobody knows, the likeliest first.

        In a long message the other words tell enough, and a short word may be any other.
        """
        if len(content_words(question)) > LONGEST_ASKED_BACK:
            return ()
        doubtful = [
            term
            for term in terms
            if term.mended and term.weight < CLEARLY_MEANT
            if len(term.typed or "") >= SHORTEST_ASKED_BACK and self._names.holds(term.stem)
        ]
        doubtful.sort(key=lambda term: (-term.weight, term.stem))
        readings = {
            self._shown.get(term.mended, term.mended): term.typed
            for term in reversed(doubtful)
            if term.mended
        }
        likeliest = list(readings.items())[::-1][:MOST_MEANT]
        return tuple(Meant(word, _exchanged(question, typed, word)) for word, typed in likeliest)

    def _reasons(
        self, at: int, held: set[int], silent: set[int], said: Said, match: Match | None
    ) -> tuple[Reason, ...]:
        """What of the question stands in the offer, in the offer's own words, or its theme."""
        reasons = asked_for(self._offers[at], held, silent, said, MOST_REASONS)
        if self._themes is not None and match is not None:
            theme = self._themes.told(match, self._offers[at].id)
            if theme is not None:
                reasons.insert(0, Reason(ReasonKind.THEME, theme.name))
        return tuple(reasons[:MOST_REASONS]) or (Reason(ReasonKind.SIMILAR),)


def _exchanged(question: str, typed: str | None, known: str) -> str:
    """The question with a known word in the place of the typed one."""
    return WORD.sub(lambda found: known if fold(found[0]) == typed else found[0], question)


def _by_id(offer: Offer) -> str:
    return offer.id

"""Names of persons: the trained model decides, the lists and the knowledge base correct it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter

from safety.privacy.hits import Found, SensitiveKind
from safety.privacy.known import KnownPublic
from safety.privacy.lexicon import Lexicon
from safety.privacy.model import shipped
from safety.privacy.tokens import Token, fold, tokens_of

SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?:[ ._-]{1,2}[^\W\d_]){2,30}(?![^\W_])")
CAMEL = re.compile(r"([A-ZÄÖÜ][a-zäöüß]{2,})[A-ZÄÖÜ][a-zäöüß]{2,}")
SURELY_SPELLED = 4  # letters of a first name at the beginning of letters with spaces
LONGEST_PHRASE = 4  # words of the longest public name
PERSONAL = frozenset(("title", "family"))
SAINT = re.compile(r"\b(?:st\.?|sankta?)\s?(?=\w)", re.IGNORECASE)


def names(text: str, known: KnownPublic) -> Found:
    """Where a person is named."""
    model = shipped()
    tokens = tokens_of(text)
    public = _public(tokens, model.lexicon) | _saints(text, tokens)
    profiles = model.profiles(tokens)
    scores = model.scored(tokens, profiles)
    named = (
        at not in public and (score > 0 or _is_joined(tokens[at], profiles[at], model.lexicon))
        for at, score in enumerate(scores)
    )
    for first, last in _runs(named):
        if not _is_known(text, tokens, first, last, known, model.lexicon):
            yield SensitiveKind.NAME, tokens[first].start, tokens[last].end
    yield from _spaced(text, known, model.lexicon)


def _runs(named: Iterable[bool]) -> Iterator[tuple[int, int]]:
    """First and last token of each name, one after the other."""
    for is_name, run in groupby(enumerate(named), key=itemgetter(1)):
        places = [at for at, _ in run]
        if is_name:
            yield places[0], places[-1]


def _public(tokens: list[Token], lexicon: Lexicon) -> set[int]:
    """Tokens of public names (methods, saints, authors), unless a title makes them a person."""
    words = [token.word.replace("-", " ") for token in tokens]
    covered: set[int] = set()
    for at, word in enumerate(words):
        if word.partition(" ")[0] not in lexicon.phrase_starts:
            continue
        if at and lexicon.roles.get(words[at - 1]) in PERSONAL:
            continue
        for length in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
            if " ".join(words[at : at + length]) in lexicon.phrases:
                covered.update(range(at, at + length))
                break
    return covered


def _saints(text: str, tokens: list[Token]) -> set[int]:
    """Patrons of parishes and kindergartens."""
    places = {match.end() for match in SAINT.finditer(text)}
    return {at for at, one in enumerate(tokens) if one.start in places}


def _is_known(
    text: str, tokens: list[Token], first: int, last: int, known: KnownPublic, lexicon: Lexicon
) -> bool:
    """Whether the knowledge base names it so; a lone first name only with its neighbours."""
    if not known.words:
        return False
    spans = [*_with_neighbours(tokens, first, last)]
    if last > first or not lexicon.profile(tokens[first].word):
        spans.append((first, last))
    return any(known.holds(text[tokens[a].start : tokens[b].end]) for a, b in spans)


def _with_neighbours(tokens: list[Token], first: int, last: int) -> Iterator[tuple[int, int]]:
    """The name with a longer word beside it, or with two words on one side."""
    for side in (range(first - 1, -1, -1), range(last + 1, len(tokens))):
        words = list(islice((at for at in side if tokens[at].word[0].isalpha()), 2))
        for count, at in enumerate(words, 1):
            if count == 2 or len(tokens[at].word) > 3:
                yield min(at, first), max(at, last)


def _is_joined(token: Token, profile: str, lexicon: Lexicon) -> bool:
    """First name and surname without a space: "kevinmustermann", "KevinUngelistet"."""
    camel = CAMEL.fullmatch(token.text)
    if camel is not None and fold(camel[1]) in lexicon.first:
        return fold(camel[1]) not in lexicon.also
    if profile not in ("", "C") or not token.word.isalpha():
        return False
    return lexicon.joins_names(token.word)


def _spaced(text: str, known: KnownPublic, lexicon: Lexicon) -> Found:
    """Letters with spaces between them that begin with a first name: "K e v i n"."""
    for match in SPACED.finditer(text):
        word = fold("".join(filter(str.isalpha, match[0])))
        begins = any(
            word[:end] in lexicon.first or word[:end] in lexicon.dialect
            for end in range(SURELY_SPELLED, len(word) + 1)
        )
        if begins and not known.holds(match[0]):
            yield SensitiveKind.NAME, *match.span()

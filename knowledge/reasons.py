"""What of a question stands in an offer, in the offer's own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from knowledge.findings import Reason, ReasonKind
from knowledge.matching import WHO
from knowledge.offers import Offer
from knowledge.texts import running_text
from language.words import STOPWORDS, WORD, fold, stem, words

_WHO_ELSE = {"muetter", "vaeter", "soehne", "toechter", "erwachsene", "eins"}
SILENT = frozenset(map(stem, WHO | _WHO_ELSE))  # stems that are never a reason

Stems = Mapping[str, Sequence[tuple[int, float]]]  # of each folded word: keys, and their weights
Place = tuple[ReasonKind, str, str]


def asked_for(
    offer: Offer, held: set[int], silent: set[int], stems: Stems, most: int
) -> list[Reason]:
    """Each stem that is asked for and *held*, once, by the most telling place it stands in.

    A keyword of several words is named where all of them are asked for, else the one word. What is
    *silent*, who it is about or how many, is no reason of its own.
    """
    left, found = held - silent, dict[Reason, None]()
    for kind, surface, word in _places(offer, held, stems) if left else ():
        told = {key for key, _ in stems.get(word, ())} & left
        if told:
            left -= told
            found[Reason(kind, surface)] = None
        if found and (not left or len(found) == most):
            break
    return list(found)


def _places(offer: Offer, held: set[int], stems: Stems) -> Iterator[Place]:
    """What of an offer can be named as a reason, the most telling first, with each folded word."""
    keywords = [" ".join(one.split()) for one in offer.keywords]
    folded = fold("\n".join(keywords)).split("\n")
    for keyword, line in zip(keywords, folded, strict=False):  # without any: one empty line
        told = WORD.findall(line)
        asked = [word for word in told if _asked(word, held, stems)]
        if not asked:
            continue
        whole = len(asked) == len(told) or STOPWORDS.issuperset(set(told) - set(asked))
        for surface, word in _shown(keyword, told):
            yield ReasonKind.WORD, keyword if whole else surface, word
    yield from ((ReasonKind.NAME, offer.name, word) for word in words(offer.name))
    text = running_text(offer)
    yield from ((ReasonKind.WORD, surface, word) for surface, word in _shown(text, words(text)))


def _asked(word: str, held: set[int], stems: Stems) -> bool:
    return any(key in held for key, _ in stems.get(word, ()))


def _shown(text: str, folded: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The words of a text as they are written, each with its folded form."""
    shown = WORD.findall(text)
    if len(shown) != len(folded):  # folding has joined or split something
        folded = [fold(word) for word in shown]
    return zip(shown, folded, strict=True)

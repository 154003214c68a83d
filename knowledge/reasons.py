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

Said = Mapping[str, set[int]]  # folded words that are asked for, with the keys of their stems
Place = tuple[ReasonKind, str, str]


def asked_for(
    offer: Offer, held: set[int], silent: set[int], said: Said, most: int
) -> list[Reason]:
    """Each stem that is asked for and *held*, once, by the most telling place it stands in.

    A keyword of several words is named where all of them are asked for, else the one word. What is
    *silent*, who it is about or how many, is no reason of its own.
    """
    left, found = held - silent, dict[Reason, None]()
    for kind, surface, word in _places(offer, said) if left else ():
        told = said[word] & left
        if told:
            left -= told
            found[Reason(kind, surface)] = None
        if found and (not left or len(found) == most):
            break
    return list(found)


def _places(offer: Offer, said: Said) -> Iterator[Place]:
    """What of an offer can be named as a reason, the most telling first, with each word *said*."""
    keywords = [" ".join(one.split()) for one in offer.keywords]
    folded = fold("\n".join(keywords)).split("\n")
    for keyword, line in zip(keywords, folded, strict=False):  # without any: one empty line
        told = WORD.findall(line)
        asked = said.keys() & told
        if not asked:
            continue
        whole = STOPWORDS.issuperset(set(told) - asked)
        for surface, word in _shown(keyword, told):
            if word in asked:
                yield ReasonKind.WORD, keyword if whole else surface, word
    yield from ((ReasonKind.NAME, offer.name, word) for word in words(offer.name) if word in said)
    text = running_text(offer)
    for surface, word in _shown(text, words(text)):
        if word in said:
            yield ReasonKind.WORD, surface, word


def _shown(text: str, folded: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The words of a text as they are written, each with its folded form."""
    shown = WORD.findall(text)
    if len(shown) != len(folded):  # folding has joined or split something
        folded = [fold(word) for word in shown]
    return zip(shown, folded, strict=True)

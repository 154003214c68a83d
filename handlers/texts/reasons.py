"""Why an offer fits, in words. Only words of the knowledge base appear, and the age asked for."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.search import Reason, ReasonKind

SIMILAR = "ähnliches Thema"


def in_words(reasons: Sequence[Reason]) -> tuple[str, ...]:
    """Each reason in a word or two; the name is no reason to read twice."""
    said = []
    for reason in reasons:
        if reason.kind is ReasonKind.WORD:
            said.append(reason.word)
        elif reason.kind is ReasonKind.THEME:
            said.append(f"Thema {reason.word}")
        elif reason.kind is ReasonKind.AGE:
            said.append(f"Alter {reason.word}")
        elif reason.kind is ReasonKind.SIMILAR:
            said.append(SIMILAR)
    return tuple(said) or ("der Name",)

"""Plain words for families: long compounds are written apart, "Hausaufgaben-Betreuung"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from language.words import fold

LONG = 16  # letters from which a compound is hard to read
WORD = re.compile(r"[A-Za-zÄÖÜäöüß]+")

Split = Callable[[str], Sequence[str]]  # a folded word into its folded parts


def apart(text: str, split: Split) -> str:
    """The text with hyphens inside its long compounds; nothing else is changed."""
    return WORD.sub(lambda found: _apart(found[0], split), text)


def _apart(word: str, split: Split) -> str:
    if len(word) < LONG or word.isupper():
        return word
    parts = split(fold(word))
    if len(parts) < 2:
        return word
    cut = _cut(word, parts[-1])
    if cut is None:
        return word
    head, tail = word[:cut], word[cut:]
    return f"{_apart(head, split)}-{tail[0].upper()}{tail[1:]}"


def _cut(word: str, tail: str) -> int | None:
    """Where the tail begins in the unfolded word."""
    for at in range(1, len(word)):
        if fold(word[at:]) == tail:
            return at
    return None

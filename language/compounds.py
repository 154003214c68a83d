"""Compounds: German writes "Hausaufgabenhilfe" in one word, people search for its parts.

The corpus itself says what a part is: a word (or its stem) that stands alone somewhere.
"""

from __future__ import annotations

from collections.abc import Iterable

from language.words import stem

SHORTEST_PART = 4  # letters; shorter ones ("amt", "tag") split too much that belongs together
SHORTEST_WHOLE = 8
LONGEST_WHOLE = 60  # letters; beyond, it is no word, and looking for its parts takes long
JOINTS = ("", "s", "es", "n", "en", "er", "e")


class CompoundSplitter:
    """Splits folded words along the words of one corpus."""

    def __init__(self, corpus: Iterable[str]) -> None:
        alone = {word for word in corpus if len(word) >= SHORTEST_PART}
        self._known = alone | {stem(word) for word in alone}

    def learn(self, word: str) -> None:
        """Know one more word that stands alone."""
        if len(word) >= SHORTEST_PART:
            self._known |= {word, stem(word)}

    def split(self, word: str) -> tuple[str, ...]:
        """The parts of *word*, or nothing where it is no compound of known words."""
        return self._split(word, set()) if len(word) <= LONGEST_WHOLE else ()

    def _split(self, word: str, whole: set[str]) -> tuple[str, ...]:
        """The parts; *whole* collects heads that have none, so that each is tried once."""
        if len(word) < SHORTEST_WHOLE or word in whole:
            return ()
        for at in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1):
            head, tail = word[:at], word[at:]
            if not self._is_known(tail):
                continue
            part = self._without_joint(head)
            if part is not None:
                return (part, tail)
            deeper = self._split(head, whole)
            if deeper:
                return (*deeper, tail)
        whole.add(word)
        return ()

    def _is_known(self, part: str) -> bool:
        return part in self._known or stem(part) in self._known

    def _without_joint(self, head: str) -> str | None:
        for joint in JOINTS:
            part = head.removesuffix(joint) if joint else head
            if head.endswith(joint) and len(part) >= SHORTEST_PART and self._is_known(part):
                return part
        return None

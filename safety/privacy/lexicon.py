"""What the lists in `safety/gazetteers` say about a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from zlib import crc32

import Stemmer

from safety.privacy.tokens import LONGEST, fold, spellings

FOLDER = Path(__file__).parents[1] / "gazetteers"
SHORTEST_PART = 4  # letters of the last part of a compound
JOINTS = ("", "s", "n", "en", "es", "er", "e")
# What the last part of a compound with a name says: "Leni-Madl", "die Wolff-Zwillinge".
_PEOPLE = "madl bua bub buam madel madels kind kinder zwillinge geschwister bruder eltern familie"
PEOPLE = frozenset(_PEOPLE.split())
_PARTICLES = "al el von van de der den di da del dos ben bin abu ait st mac mc la le"
PARTICLES = frozenset(_PARTICLES.split())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The lists, and the project's own words as hashes (from the trained file)."""

    first: frozenset[str]
    dialect: frozenset[str]
    last: frozenset[str]
    also: frozenset[str]
    never: frozenset[str]
    common: frozenset[str]
    places: frozenset[str]
    phrases: frozenset[str]
    phrase_starts: frozenset[str]
    roles: dict[str, str]
    learned: frozenset[int] = frozenset()
    # Without its cache (0): that would keep typed words in memory.
    stemmer: Stemmer.Stemmer = field(default_factory=lambda: Stemmer.Stemmer("german", 0))

    def is_word(self, word: str) -> bool:
        """Whether it stands in the project's texts or among the common words."""
        return (
            word in self.common
            or crc32(word.encode()) in self.learned
            or crc32(("=" + self.stemmer.stemWord(word)).encode()) in self.learned
        )

    def profile(self, word: str) -> str:
        """One letter for each list: F first, D dialect, L last, A also a word, W a word, P place.

        G and I are forms with an ending (genitive, plural), C a compound of words, N a number.
        """
        if word in self.roles:
            return "R" + self._names(word)
        if not word[:1].isalpha():
            return "N" if word[:1].isdecimal() else "."
        if "-" in word:
            return self._of_parts(word.split("-"))
        if word in self.never:
            return "W"
        flags = self._names(word)
        is_word = word in self.also or self.is_word(word)
        if is_word and not flags and word.endswith("s") and word[:-1] in self.last:
            flags = "I"  # "die Fischers"
        flags += "A" if flags and is_word else "W" if is_word else ""
        flags += "P" if word in self.places else ""
        if flags:
            return flags
        return self._with_ending(word) or ("C" if self._is_compound(word) else "")

    def unlisted_profile(self, word: str) -> str:
        """The profile as if no list of names had the word."""
        if "-" in word or word in self.roles or not word[:1].isalpha():
            return self.profile(word)
        return "W" if self.is_word(word) else "C" if self._is_compound(word) else ""

    def joins_names(self, word: str) -> bool:
        """Whether a word that says nothing else is a first name and a surname without a space."""
        if len(word) > LONGEST:
            return False
        return any(
            word[:at] in self.first
            and word[at:] in self.last
            and not {word[:at], word[at:]} & (self.also | self.common)
            and crc32(word[at:].encode()) not in self.learned
            for at in range(3, len(word) - SHORTEST_PART + 1)
        )

    def _names(self, word: str) -> str:
        return (
            ("F" if word in self.first else "")
            + ("D" if word in self.dialect else "")
            + ("L" if word in self.last else "")
        )

    def _with_ending(self, word: str) -> str:
        if word.endswith("s") and len(word) > 3:
            stem = word[:-1]
            if stem in self.first or stem in self.dialect:
                return "GA" if stem in self.also or self.is_word(stem) else "G"
            if stem in self.last and not self.is_word(stem):
                return "I"
        for ending in ("in", "n", "a"):
            if word.endswith(ending) and word.removesuffix(ending) in self.last:
                stem = word.removesuffix(ending)
                return "" if self.is_word(stem) else "I"
        return ""

    def _of_parts(self, parts: list[str]) -> str:
        listed = [self._names(part) for part in parts if part not in PARTICLES and len(part) > 1]
        plain = [part in self.also or self.is_word(part) for part in parts]
        if len(listed) > 1 and all(listed) and not all(plain):
            return "F-" if all("F" in one or "D" in one for one in listed) else "L-"
        if self.is_word(parts[-1]) or self._is_compound(parts[-1]):
            if parts[-1] in PEOPLE and self._names(parts[0]):
                return "F-"
            return "C"
        if listed and all("F" in one or "D" in one for one in listed):
            return "F-"
        return "L-" if any(listed) else "-"

    def _is_compound(self, word: str) -> bool:
        for at in range(3, len(word) - SHORTEST_PART + 1):
            if self.is_word(word[at:]):
                head = word[:at]
                for joint in JOINTS:
                    part = head.removesuffix(joint) if joint else head
                    if head.endswith(joint) and len(part) >= 3 and self.is_word(part):
                        return True
        return False


def lines_of(path: Path) -> Iterator[str]:
    """Lines of a list, without comments and empty ones."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


def _words(name: str) -> frozenset[str]:
    return frozenset(
        form
        for line in lines_of(FOLDER / name)
        for word in line.split()
        for form in spellings(word.replace("'", ""))
    )


def _roles() -> dict[str, str]:
    roles: dict[str, str] = {}
    for line in lines_of(FOLDER / "contexts.txt"):
        role, _, words = line.partition(":")
        for word in words.split():
            for form in spellings(word):
                roles.setdefault(form, role)
    return roles


@cache
def lists() -> Lexicon:
    """The lists alone, without the project's words."""
    phrases = frozenset(
        " ".join(map(fold, line.split())) for line in lines_of(FOLDER / "public_names.txt")
    )
    return Lexicon(
        first=_words("first_names.txt"),
        dialect=_words("dialect_names.txt"),
        last=_words("surnames.txt"),
        also=_words("also_words.txt"),
        never=_words("never_names.txt"),
        common=_words("common_words.txt"),
        places=_words("places.txt"),
        phrases=phrases,
        phrase_starts=frozenset(phrase.split()[0] for phrase in phrases),
        roles=_roles(),
    )


def hashes(words: Iterable[str], lexicon: Lexicon) -> frozenset[int]:
    """The words that are no names, and their stems, as the trained file keeps them."""
    plain = {
        form
        for word in words
        for form in spellings(word)
        if form.isalpha()
        and len(form) > 1
        and (form in lexicon.also or not (form in lexicon.first or form in lexicon.dialect))
        and (form in lexicon.also or form not in lexicon.last)
    }
    # The vocabulary is written with "ae" for "ä"; tokens are folded to "a".
    plain |= {form.replace("ae", "a").replace("oe", "o").replace("ue", "u") for form in plain}
    stems = {"=" + lexicon.stemmer.stemWord(form) for form in plain if len(form) > 3}
    return frozenset(crc32(form.encode()) for form in plain | stems)

"""What the model looks at: a token's lists, shape and letters, and its neighbours'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zlib import crc32

from safety.privacy.lexicon import PARTICLES, Lexicon
from safety.privacy.tokens import Token

BUCKETS = 1 << 16
LAST = BUCKETS - 1
MAYBE = frozenset("FDLGIA-")  # flags of words that may be names
ORDINARY = frozenset("WCPR")  # flags of words that are no names in the first place
LONGEST_ABBREVIATION = 4  # letters
TURKISH = re.compile(r"[ığşİ]")
ENOUGH_TURKISH = 2  # words with letters that only Turkish has
TITLES = frozenset(("title", "family"))
LIMIT = 0.5  # log-odds; at 0, half as many plain words more were taken for names
AFTER_TITLE = -3.0  # log-odds that are enough for a word no list knows as ordinary
PERSONAL = frozenset(("title", "family", "called"))  # roles of words that announce a name


class Sentence:
    """A message with all that the features of its tokens need, computed once."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon, profiles: Sequence[str]) -> None:
        self.words = ["^", "^", *(token.word for token in tokens), "$", "$"]
        self.profiles = ["", "", *profiles, "", ""]
        self.roles = roles = lexicon.roles
        self.near = [
            roles.get(word) or (f"<{profile}>" if word[:1].isalnum() else word)
            for word, profile in zip(self.words, self.profiles, strict=True)
        ]
        letters = [token.text for token in tokens if token.text[0].isalpha()]
        small = sum(text[0].islower() for text in letters)
        self.case = "s" if small == len(letters) else "m" if small else "c"
        self.shapes = ["", "", *map(_shape, tokens), "", ""]
        self.turkish = sum(bool(TURKISH.search(text)) for text in letters) >= ENOUGH_TURKISH
        self.length = "1" if len(tokens) < 2 else "2" if len(tokens) < 4 else "3"

    def surroundings(self, index: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """All that a token's features depend on, within one message."""
        return tuple(self.words[index : index + 5]), tuple(self.shapes[index : index + 5])

    def asks_about(self, index: int) -> bool:
        """Whether the token at *index* may be a name."""
        before = self.announced_by(index)
        plain = self.is_abbreviation(index) or self.is_turkish_word(index) or self.is_month(index)
        if plain and before not in PERSONAL:
            return False
        return may_be_name(self.words[index + 2], self.profiles[index + 2], before)

    def is_abbreviation(self, index: int) -> bool:
        """Two to four capitals that no list knows, where not all is in capitals: "LAN", "ET"."""
        here = index + 2
        capitals = self.shapes[here] == "XX" and len(self.words[here]) <= LONGEST_ABBREVIATION
        return capitals and not self.profiles[here] and self.case == "m"

    def is_month(self, index: int) -> bool:
        """A month after its day: "5. Mai"."""
        before = self.words[index + 1] if self.words[index + 1] != "." else self.words[index]
        return self.roles.get(self.words[index + 2]) == "month" and before.isdecimal()

    def is_turkish_word(self, index: int) -> bool:
        """A word in small letters that no list knows, in a Turkish sentence."""
        small = self.shapes[index + 2] == "x" and self.case == "m"
        return self.turkish and small and not self.profiles[index + 2]

    def limit(self, index: int) -> float:
        """Log-odds above which the token is taken for a name; less is asked after a title."""
        unlisted = not ORDINARY.intersection(self.profiles[index + 2])
        return AFTER_TITLE if unlisted and self.announced_by(index) in TITLES else LIMIT

    def announced_by(self, index: int) -> str | None:
        """The role of the word before, past a full stop or a particle: "Fr. von Hohenau"."""
        for word in (self.words[index + 1], self.words[index]):
            if word != "." and word not in PARTICLES:
                return self.roles.get(word)
        return None

    def features(self, index: int) -> list[str]:
        """The features of the token at *index*."""
        here = index + 2
        words, near, profiles = self.words, self.near, self.profiles
        word, profile = words[here], profiles[here]
        before, after = near[here - 1], near[here + 1]
        before2, after2 = near[here - 2], near[here + 2]
        shape = self.case + self.shapes[here]
        found = [
            "b",
            f"p{profile}",
            f"l{profile}{self.length}",
            f"s{shape}",
            f"c{profile}|{shape}",
            f"w{word}" if "A" in profile else "",
            f"1{before}",
            f"2{after}",
            f"3{before2}|{before}",
            f"4{after}|{after2}",
            f"5{profile}|{before}",
            f"6{profile}|{after}",
            f"7{profile}|{before}|{after}",
            f"8{profile}|{before2}|{before}",
            f"9{profile}|{after}|{after2}",
            f"B{words[here - 1]}",
            f"A{words[here + 1]}",
            f"C{profile}|{words[here - 1]}",
            f"D{profile}|{words[here + 1]}",
            f"P{profiles[here - 1]}|{profile}|{profiles[here + 1]}",
            f"Q{shape}|{before}|{profile}",
            f"X{words[here - 2]}|{words[here - 1]}",
            f"Y{words[here + 1]}|{words[here + 2]}",
        ]
        if "A" in profile:
            found += (f"w{word}|{before}", f"v{word}|{after}", f"u{word}|{shape}")
        if "W" not in profile:
            padded = f"^{word}$"
            found += (f"e{padded[-4:]}", f"f{padded[-5:]}", f"g{padded[:4]}", f"h{padded[-3:]}")
            found += [f"n{padded[at : at + 3]}" for at in range(min(12, len(padded) - 2))]
        return found


def _shape(token: Token) -> str:
    text = token.text
    if text[0].islower():
        return "x"
    if len(text) > 1 and text.isupper():
        return "XX"
    return "X" if text[0].isupper() else "."


def bucket(feature: str) -> int:
    """The place of a feature among the weights."""
    return crc32(feature.encode()) & LAST


def may_be_name(word: str, profile: str, before: str | None) -> bool:
    """Whether the model is asked at all; *before* is the role of the word before.

    Numbers and marks are no names, plain words only where a title or "familie" makes them one.
    """
    if not word[:1].isalpha() or len(word) < 2 or any(map(str.isdecimal, word)):
        return False
    return not profile or not MAYBE.isdisjoint(profile) or before in PERSONAL

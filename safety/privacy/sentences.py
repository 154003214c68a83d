"""Training sentences: hand-written frames filled from the lists, seeded."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from safety.privacy.lexicon import FOLDER, Lexicon, lines_of

FRAMES = Path(__file__).parents[1] / "sentences" / "privacy"
PIECE = re.compile(r"\{(\w)\}(s\b)?|\[\{(\w)\}\]|\[(\w+)\]|[^\[{\]}]+")
AMBIGUOUS = 0.2  # share of genitives of names that are words
HIDDEN = 0.3  # share of names that are taught as if no list had them
NAME_SLOTS = "vndegwop"
LEADS = (
    "hallo, ",
    "frage: ",
    "servus, ",
    "hi ",
    "guten morgen, ",
    "kurze frage, ",
    "",
    "also ",
    "bitte: ",
)
TAILS = (
    "",
    " danke",
    ", was gibt es?",
    " bitte dringend",
    " 🙏",
    "!",
    "?",
    ".",
    ", wer hilft?",
    " lg",
    " ...",
    " in taufkirchen",
)
_SUFFIXES = (
    "inger huber maier meier mann bauer berger hofer lechner eder oğlu enko ović ski czyk "
    "escu ian zadeh son sen ová idis uk el ich ler mayr stetter reiter"
)
SUFFIXES = _SUFFIXES.split()
_STARTS = (
    "Ger Hol Wim Bran Strei Kal Mor Zan Dor Lep Vil Hau Tra Pet Rei Schu Grei Kor Lin Mat "
    "Ost Sal Thu Wal Fei Bach Nie Stro Kin Dul"
)
STARTS = _STARTS.split()

_WORDS = (
    "Wald Stein Berg Ober Nieder Hof Kalten Brunn Rosen Eichen Linden Kirch Feld Wiesen "
    "Sand Winter Sommer Neu Alt Hohen Gold Silber Eisen Holz Mühl Gras Vogel Hasen Apfel "
    "Birn Bach See Sonnen Schatten"
)
WORDS = _WORDS.split()
_ENDS = (
    "bauer schmied müller meister wirt graber mann macher weber schneider stein berg bach "
    "feld thal wald busch baum brunner hof kamp holz vogel fuchs"
)
ENDS = _ENDS.split()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence; `hidden` names are taught as if no list knew them."""

    text: str
    is_name: bool = False
    hidden: bool = False


class Generator:
    """Fills frames; the same seed gives the same sentences."""

    def __init__(self, lexicon: Lexicon, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311
        self.fillings = _fillings()
        self.first = _names("first_names.txt", lexicon)
        self.last = _names("surnames.txt", lexicon)
        short, spelled = (
            list(lines_of(FOLDER / "dialect_names.txt"))[:2],
            list(lines_of(FOLDER / "dialect_names.txt"))[2:],
        )
        self.dialect = [word for line in short for word in line.split()]
        self.spelled = [word for line in spelled for word in line.split()]

    def sentences(self, frames: Sequence[str], times: int) -> Iterator[list[Piece]]:
        """Each frame filled *times* times."""
        for frame in frames:
            for _ in range(times):
                yield self._styled(self._filled(frame))

    def _filled(self, frame: str) -> list[Piece]:
        lead = self.chance.choice(LEADS) if self.chance.random() < 0.25 else ""
        pieces = [Piece(lead)] if lead else []
        names = "[" in frame or not frame.startswith("\0")
        for match in PIECE.finditer(frame.removeprefix("\0")):
            slot = match[1] or match[3]
            if match[4]:
                pieces.append(Piece(match[4], is_name=True))
            elif slot:
                pieces.append(self._slot(slot, names))
                if match[2]:
                    pieces.append(Piece(match[2]))
            else:
                pieces.append(Piece(match[0]))
        if self.chance.random() < 0.3:
            pieces.append(Piece(self.chance.choice(TAILS)))
        return pieces

    def _slot(self, slot: str, names: bool) -> Piece:
        chance = self.chance
        if slot == "a":
            return Piece(str(chance.randint(1, 17)))
        if slot == "l":
            return Piece(chance.choice(self.fillings["l"]))
        if slot not in NAME_SLOTS or (slot in "wo" and not names):
            return Piece(chance.choice(self.fillings[slot]))
        if slot in "wo":
            return Piece(chance.choice(self.fillings[slot]), is_name=True)
        hidden = chance.random() < HIDDEN
        return Piece(self._name(slot), is_name=names, hidden=hidden)

    def _name(self, slot: str) -> str:
        chance = self.chance
        if slot == "d":
            return chance.choice(self.dialect)
        if slot == "e":
            return chance.choice(self.spelled)
        if slot == "v" or slot == "g":
            name = chance.choice(self.first)
            if slot == "g" and chance.random() < AMBIGUOUS:
                name = chance.choice(self.fillings["o"])
            if slot == "v":
                return name
            return name + ("'" if name[-1] in "sxzß" else "s")
        if chance.random() < 0.06:
            name = chance.choice(WORDS) + chance.choice(ENDS)
        elif chance.random() < 0.08:
            name = chance.choice(STARTS) + chance.choice(SUFFIXES)
        elif chance.random() < 0.04:
            name = chance.choice(self.last) + "-" + chance.choice(self.last)
        else:
            name = chance.choice(self.last)
        if slot == "p" and name[-1] not in "sxzß":
            name += chance.choice(("s", "s", "n" if name.endswith(("er", "el")) else "s"))
        return name

    def _styled(self, pieces: list[Piece]) -> list[Piece]:
        """Small letters, telegram style, or capitals as German has them (more or less)."""
        style = self.chance.random()
        if style < 0.45:
            return [Piece(one.text.lower(), one.is_name, one.hidden) for one in pieces]
        if style < 0.48:
            return [Piece(one.text.upper(), one.is_name, one.hidden) for one in pieces]
        share = self.chance.choice((0.0, 0.3, 0.7))
        styled = [
            one if one.is_name else Piece(self._capitals(one.text, share), False, one.hidden)
            for one in pieces
        ]
        return [
            Piece(one.text[:1].upper() + one.text[1:], one.is_name, one.hidden)
            if not at or one.is_name
            else one
            for at, one in enumerate(styled)
        ]

    def _capitals(self, text: str, share: float) -> str:
        return re.sub(
            r"[^\W\d_]{4,}",
            lambda match: match[0].capitalize() if self.chance.random() < share else match[0],
            text,
        )


def shipped_frames() -> tuple[list[str], list[str]]:
    """Frames that name a client, and frames that name nobody."""
    free = ["\0" + line for line in lines_of(FRAMES / "free.txt")]
    return list(lines_of(FRAMES / "hits.txt")), free


def _fillings() -> Mapping[str, list[str]]:
    fillings = {}
    for line in lines_of(FRAMES / "fillings.txt"):
        slot, _, values = line.partition(": ")
        fillings[slot] = [one.strip() for one in values.split("|")]
    fillings["l"] = [word for line in lines_of(FOLDER / "places.txt") for word in line.split()]
    return fillings


def _names(name: str, lexicon: Lexicon) -> list[str]:
    words = {word for line in lines_of(FOLDER / name) for word in line.split()}
    return sorted(word for word in words if word.lower() not in lexicon.also)

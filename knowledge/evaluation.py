"""How good a ranking is, measured against messages that people have judged.

A judged message names the offers that fit it, with a grade: 3 what one would recommend first,
2 fits well, 1 worth naming too. Offers not listed count 0; an empty list means that nothing fits.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

FITS_WELL, FIRST_CHOICE = 2, 3


@dataclass(frozen=True, slots=True)
class Judged:
    """A message with the grades of the offers that fit it, by offer id."""

    id: str
    text: str
    kind: str
    relevant: Mapping[str, int]


def read_judged(file: Path) -> list[Judged]:
    """Read JSONL of `{"id", "text", "kind", "relevant": {offer id: grade}}`.

    Raises:
        ValueError: a line is not of that shape; names its number.
    """
    return read_messages(file, _judged, "judged message")


def _judged(record: Any) -> Judged:
    grades = {str(offer): int(grade) for offer, grade in record["relevant"].items()}
    return Judged(str(record["id"]), record["text"], record["kind"], grades)


def read_messages(file: Path, make: Callable[[Any], T], what: str) -> list[T]:
    """Read JSONL, each line that is not empty by *make*; *what* names the shape of a line.

    Raises:
        ValueError: a line is not of that shape; names its number.
    """
    read = []
    for number, line in enumerate(file.read_text(encoding="utf-8-sig").split("\n"), 1):
        if not line.strip():
            continue
        try:
            read.append(make(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise ValueError(f"line {number} of {file} is no {what}") from None
    return read


def ndcg(ranking: Sequence[str], relevant: Mapping[str, int], depth: int = 5) -> float:
    """Normalised discounted cumulative gain, 0 to 1: gain 2^grade - 1, discount log2(rank + 1).

    Järvelin and Kekäläinen 2002; the ideal order is that of the grades in *relevant*.
    """
    ideal = sorted(relevant.values(), reverse=True)
    best = _gain(ideal[:depth])
    return _gain([relevant.get(offer, 0) for offer in ranking[:depth]]) / best if best else 0.0


def _gain(grades: Sequence[int]) -> float:
    return math.fsum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def recall(ranking: Sequence[str], relevant: Mapping[str, int], depth: int = 5) -> float:
    """Share of the offers that fit well which are among the first *depth*; 1 if none does."""
    wanted = {offer for offer, grade in relevant.items() if grade >= FITS_WELL}
    return len(wanted & set(ranking[:depth])) / len(wanted) if wanted else 1.0


def success(ranking: Sequence[str], relevant: Mapping[str, int], depth: int = 3) -> bool:
    """Whether an offer one would recommend first is among the first *depth*."""
    return any(relevant.get(offer, 0) >= FIRST_CHOICE for offer in ranking[:depth])


KEYBOARD = ("qwertzuiop", "asdfghjkl", "yxcvbnm")
SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
SHORTEST_MISTYPED = 5  # letters; nobody can guess what a shorter misspelt word was


def with_typos(text: str, seed: int = 7) -> str:
    """The text as a hurried thumb types it: lower case, spelt-out umlauts, one or two slips.

    A slip hits a neighbouring key, or leaves out, doubles or swaps a letter; always the same for
    the same text and seed.
    """
    chance = random.Random(f"{seed}:{text}")  # noqa: S311 - repeatable, guards nothing
    words = text.lower().translate(SPELT_OUT).split()
    long = [at for at, word in enumerate(words) if len(word) >= SHORTEST_MISTYPED]
    for at in chance.sample(long, min(len(long), chance.randint(1, 2))):
        words[at] = _slip(words[at], chance)
    return " ".join(words)


def _slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    kind = chance.choice(("neighbour", "missing", "double", "swap"))
    if kind == "missing":
        return word[:at] + word[at + 1 :]
    if kind == "double":
        return word[:at] + word[at] + word[at:]
    if kind == "swap":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + _neighbour(word[at], chance) + word[at + 1 :]


def _neighbour(letter: str, chance: random.Random) -> str:
    for row in KEYBOARD:
        at = row.find(letter)
        if at >= 0:
            return chance.choice([row[one] for one in (at - 1, at + 1) if 0 <= one < len(row)])
    return letter

"""`lotse evaluate --guard`: how good the two guards are, on messages that people have labelled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.knowledge import public_words
from bot.refusal import StartRefused
from bot.search_command import load_offers
from knowledge.evaluation import read_messages
from safety.emergency import detect
from safety.privacy import find


class Guard(StrEnum):
    """Which guard is measured."""

    PRIVACY = "privacy"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message, and whether the guard must fire. `kind` tells the misses apart."""

    text: str
    label: bool
    kind: str


@dataclass(frozen=True, slots=True)
class GuardFigures:
    """What a guard did on labelled messages; shares are 0 to 1, and 1 where nothing was asked."""

    hits: int
    missed: tuple[str, ...]  # kinds
    wrongly_stopped: tuple[str, ...]  # kinds

    @property
    def precision(self) -> float:
        """How many of the messages it stopped had to be stopped."""
        fired = self.hits + len(self.wrongly_stopped)
        return self.hits / fired if fired else 1.0

    @property
    def recall(self) -> float:
        """How many of the messages to stop it stopped."""
        meant = self.hits + len(self.missed)
        return self.hits / meant if meant else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def figures(fires: Callable[[str], bool], messages: Sequence[Labelled]) -> GuardFigures:
    """Let a guard read all messages."""
    fired = [fires(one.text) for one in messages]
    pairs = list(zip(messages, fired, strict=True))
    return GuardFigures(
        sum(one.label and stopped for one, stopped in pairs),
        tuple(one.kind for one, stopped in pairs if one.label and not stopped),
        tuple(one.kind for one, stopped in pairs if stopped and not one.label),
    )


def guard_of(guard: Guard) -> Callable[[str], bool]:
    """Whether a message is stopped: by a refusal, or by the card coming first."""
    if guard is Guard.PRIVACY:
        known = public_words(load_offers(None))
        return lambda text: bool(find(text, known=known))
    return comes_first


def comes_first(text: str) -> bool:
    """Whether the emergency card comes before everything else."""
    found = detect(text)
    return found is not None and found.comes_first


def read_labelled(file: Path) -> list[Labelled]:
    """Read JSONL of `{"id", "text", "label", "kind"}`.

    Raises:
        ValueError: a line is not of that shape; names its number.
    """
    return read_messages(file, _labelled, "labelled message")


def _labelled(record: Any) -> Labelled:
    return Labelled(str(record["text"]), bool(record["label"]), str(record.get("kind", "")))


def evaluate_guard(guard: Guard, batch: Path) -> None:
    """Print precision, recall, F1 and the kinds of what was missed or wrongly stopped.

    Raises:
        StartRefused: the file cannot be read or is of another shape.
    """
    try:
        messages = read_labelled(batch)
    except (OSError, ValueError) as error:
        raise StartRefused("--batch", str(batch), f"give labelled JSONL ({error})") from None
    found = figures(guard_of(guard), messages)
    console = Console(width=110)
    console.print(
        f"{guard}: {len(messages)} messages, precision {found.precision:.3f}, "
        f"recall {found.recall:.3f}, F1 {found.f1:.3f}"
    )
    table = Table()
    for column in ("kind", "missed", "wrongly stopped"):
        table.add_column(column)
    missed, wrong = Counter(found.missed), Counter(found.wrongly_stopped)
    for kind in sorted(missed | wrong):
        table.add_row(kind, str(missed[kind]), str(wrong[kind]))
    console.print(table)

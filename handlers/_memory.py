"""What lives in memory only, at most fifteen minutes: never on disk, gone with a restart."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

KEPT = timedelta(minutes=15)  # data-protection rule 7: free text lives 15 minutes at most
MOST_NOTES = 20_000  # the eldest give way, so that memory cannot grow without bound

T = TypeVar("T")


class Draft(StrEnum):
    """Kinds of notes that hold words of an open dialogue; they end with it."""

    INSTITUTION = "institution"
    PLACE = "place"
    WILL = "will"


class Memory:
    """Notes by chat and kind: the answer to a question, a text that waits to be confirmed."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._notes: OrderedDict[tuple[int, str], tuple[datetime, object]] = OrderedDict()

    def keep(self, chat_id: int, kind: str, value: object, *, kept: timedelta = KEPT) -> None:
        """Remember *value*; a newer note of the same kind replaces it.

        Only codes may be *kept* longer than `KEPT`, never anything that was typed.
        """
        self._notes.pop((chat_id, kind), None)
        self._notes[chat_id, kind] = (self._now() + kept, value)
        while len(self._notes) > MOST_NOTES:
            self._notes.popitem(last=False)

    def recall(self, chat_id: int, kind: str, expected: type[T]) -> T | None:
        """The note, or None where there is none any more."""
        until, value = self._notes.get((chat_id, kind), (None, None))
        if until is None or until <= self._now() or not isinstance(value, expected):
            return None
        return value

    def forget(self, chat_id: int, kind: str) -> None:
        """Drop the note at once."""
        self._notes.pop((chat_id, kind), None)

    def forget_chat(self, chat_id: int) -> None:
        """Drop every note of a chat at once."""
        for key in [one for one in self._notes if one[0] == chat_id]:
            del self._notes[key]

    def sweep(self) -> int:
        """Drop what is past its time; returns how many notes were dropped."""
        now = self._now()
        past = [key for key, (until, _) in self._notes.items() if until <= now]
        for key in past:
            del self._notes[key]
        return len(past)


class Notes:
    """The notes of one chat during one update.

    Changes reach the memory with the update's commit: a second try finds what the first one found.
    A draft is there just before it, as a screen that shows it may leave at once.
    """

    def __init__(
        self,
        memory: Memory,
        chat_id: int,
        on_commit: list[Callable[[], None]],
        before_commit: list[Callable[[], None]],
    ) -> None:
        self._memory = memory
        self._chat_id = chat_id
        self._on_commit = on_commit
        self._before_commit = before_commit
        self._changed: dict[str, object] = {}

    def keep(self, kind: str, value: object, *, kept: timedelta = KEPT) -> None:
        """Remember *value*, as `Memory.keep` does."""
        self._changed[kind] = value
        acts = self._before_commit if kind in list(Draft) else self._on_commit
        acts.append(lambda: self._memory.keep(self._chat_id, kind, value, kept=kept))

    def recall(self, kind: str, expected: type[T]) -> T | None:
        """The note as this update has left it."""
        if kind not in self._changed:
            return self._memory.recall(self._chat_id, kind, expected)
        value = self._changed[kind]
        return value if isinstance(value, expected) else None

    def forget(self, kind: str) -> None:
        """Drop the note."""
        self._changed[kind] = None
        self._on_commit.append(lambda: self._forget(kind))

    def _forget(self, kind: str) -> None:
        if self._changed[kind] is None:  # not kept again afterwards
            self._memory.forget(self._chat_id, kind)

    def forget_drafts(self) -> None:
        """Drop the words of every dialogue."""
        for kind in Draft:
            self.forget(kind)

    def forget_all(self) -> None:
        """Drop every note of this chat."""
        self._on_commit.append(lambda: self._memory.forget_chat(self._chat_id))

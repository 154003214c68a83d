"""Where a chat stands in its dialogues: a step and the codes chosen so far.

Loaded before an update, written in its transaction, forgotten afterwards: a restart, a failed
update or a second process finds exactly what was committed. Typed text never enters a draft.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from handlers._work import current_work

SCREEN = "screen"  # not a dialogue: the buttons a chat was shown last
LEADING = "leading"  # not one either: the clock of a table; it runs on while one looks elsewhere
WORDS_WAIT = timedelta(minutes=15)  # how long typed words are an answer; later they are a question


@dataclass(slots=True)
class Dialogue:
    """One dialogue of one chat."""

    step: str
    draft: dict[str, Any] = field(default_factory=dict)
    asked_at: datetime | None = None  # when the step was written; None: with this update

    def waits(self, now: datetime) -> bool:
        """Whether words typed *now* may still answer the step."""
        return self.asked_at is None or now - self.asked_at < WORDS_WAIT


class Dialogues:
    """All dialogues of one chat during one update."""

    def __init__(self, known: dict[str, Dialogue] | None = None) -> None:
        self._known = known or {}
        self.changed: set[str] = set()

    def get(self, name: str) -> Dialogue | None:
        """The dialogue called *name*, or None where the chat is not in it."""
        return self._known.get(name)

    def draft(self, name: str) -> dict[str, Any]:
        """The codes chosen so far; what is put in is written with this update."""
        self.changed.add(name)
        return self._known.setdefault(name, Dialogue(step="")).draft

    def enter(self, name: str, step: str) -> None:
        """Set the step, keeping the draft."""
        self.changed.add(name)
        self._known.setdefault(name, Dialogue(step=step)).step = step

    def leave(self, name: str) -> None:
        """End the dialogue and forget its draft."""
        if self._known.pop(name, None) is not None:
            self.changed.add(name)

    def overwritten(self, message_id: int) -> None:
        """Note that a message shows something else now, so that no clock is put back there."""
        known = self.get(LEADING)
        if known is not None and known.draft.get("message") == message_id:
            self.draft(LEADING)["message"] = None

    def open(self) -> list[str]:
        """Names of the dialogues this chat is in."""
        return sorted(self._known.keys() - {SCREEN, LEADING})

    def leave_others(self, but: str = "") -> None:
        """Leave all dialogues but one."""
        for name in self.open():
            if name != but:
                self.leave(name)


class StoredSteps(MutableMapping[Any, Any]):
    """The memory of one `ConversationHandler`: the step kept by the open unit of work.

    The handler asks by its own key (chat and user); every unit of work knows one chat only.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getitem__(self, key: object) -> str:
        dialogue = current_work.get().dialogues.get(self._name)
        if dialogue is None:
            raise KeyError(key)
        return dialogue.step

    def __setitem__(self, key: object, step: str) -> None:
        current_work.get().dialogues.enter(self._name, step)

    def __delitem__(self, key: object) -> None:
        current_work.get().dialogues.leave(self._name)

    def __iter__(self) -> Iterator[object]:
        raise NotImplementedError("the steps of all chats are in the database")

    def __len__(self) -> int:
        raise NotImplementedError("the steps of all chats are in the database")

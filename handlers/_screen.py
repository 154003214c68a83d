"""What a person sees: a text and the buttons below it.

A screen knows nothing of Telegram's classes; the outbox turns it into a message or an edit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape, unescape

TAG = re.compile(r"<[^>]*>")
LONGEST_DATA = 64  # bytes; Telegram refuses more behind a button


@dataclass(frozen=True, slots=True)
class Button:
    """A tap: its label, and the codes that come back. Anybody can forge these codes."""

    label: str
    data: str

    def __post_init__(self) -> None:
        if not 1 <= len(self.data.encode()) <= LONGEST_DATA:
            raise ValueError(f"a button carries 1 to {LONGEST_DATA} bytes: {self.data!r}")


Row = tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: its text as Telegram's HTML, and rows of buttons.

    Screens that a person needs later (a booking) are kept; all others are deleted from the chat
    after `storage.outbox.PURGE_AFTER`. A text that shows a draft holds a mark for it
    (`handlers._unwritten.draft`); `forgotten` is shown instead where the draft is gone.
    """

    text: str
    rows: tuple[Row, ...] = ()
    kept: bool = False
    forgotten: Screen | None = None

    def __post_init__(self) -> None:
        if "<draft:" in self.text and self.forgotten is None:
            raise ValueError("a screen with a draft must know what to say once it is forgotten")


def plain(text: str) -> str:
    """Escape words that may hold <, > or & (from the knowledge base or a member) for a screen."""
    return escape(text, quote=False)


def veiled(text: str) -> str:
    """Plain words that neither a locked screen nor the list of chats shows; a tap reveals them."""
    return f"<tg-spoiler>{plain(text)}</tg-spoiler>"


def link(address: str, label: str) -> str:
    """A label to tap; *address* comes from the knowledge base and may hold quotation marks."""
    return f'<a href="{escape(address, quote=True)}">{plain(label)}</a>'


def length(text: str) -> int:
    """How many characters of a screen's text a person reads: tags do not count."""
    return len(unescape(TAG.sub("", text)))


def rows_of(buttons: Iterable[Button], width: int = 2) -> tuple[Row, ...]:
    """Lay buttons out in rows, *width* to a row."""
    laid: Sequence[Button] = list(buttons)
    return tuple(tuple(laid[at : at + width]) for at in range(0, len(laid), width))


MENU = Button("Menü", "menu")


def back(data: str) -> Button:
    """The way back to the screen behind *data*; stands in the last row."""
    return Button("‹ Zurück", data)

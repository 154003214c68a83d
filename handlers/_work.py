"""What a handler works with: the house that stands while the process runs, and one unit of work.

`bot` provides both; handlers see these promises only.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from handlers._screen import Screen
from knowledge.offers import Offers
from safety.privacy import KnownPublic

if TYPE_CHECKING:
    from consultations.asking import AskedMembers
    from consultations.booking import Diary
    from consultations.reminders import Reminders
    from consultations.series import SeriesKept
    from consultations.waiting import WaitingList
    from handlers._dialogues import Dialogues
    from handlers._memory import Memory
    from knowledge.search import SearchIndex
    from needs.shelf import Shelf
    from needs.signals import NeedSignals
    from team.audit import Audit
    from team.invitations import Invitations
    from team.members import Member, Members
    from team.records import Records
    from team.spaces import SocialSpace


@dataclass(slots=True)
class House:
    """What lives as long as the process: shared by all chats, never written by a handler."""

    space: SocialSpace
    bot_username: str
    index: SearchIndex
    known_public: KnownPublic
    memory: Memory
    invitation_key: bytes
    now: Callable[[], datetime]
    public_url: str | None = None  # where calendars find us; None: they cannot be subscribed to


class Post(Protocol):
    """What leaves the house. Everything is sent after the commit, in order within a chat."""

    async def send(self, chat_id: int, screen: Screen) -> int:
        """Send a new message; the number returned serves `edit_sent` later."""

    async def edit(
        self, chat_id: int, message_id: int, screen: Screen, *, or_send: bool = True
    ) -> None:
        """Change a message in place; where it is gone, send a new one if *or_send*."""

    async def delete(self, chat_id: int, message_id: int) -> None:
        """Take a message out of the chat, if Telegram still allows it."""

    async def send_file(
        self, chat_id: int, name: str, content: bytes, caption: str, *, kept: bool = True
    ) -> None:
        """Send a small file; it stays in the chat if it is to be *kept*."""

    async def show_picture(
        self, chat_id: int, content: bytes, screen: Screen, message_id: int | None = None
    ) -> None:
        """Show a PNG with the screen's text and buttons below, in place of that picture."""

    async def show_commands(self, chat_id: int, commands: tuple[tuple[str, str], ...]) -> None:
        """Set the command menu of one chat."""

    async def leave(self, chat_id: int) -> None:
        """Leave a group."""


@dataclass(frozen=True, slots=True)
class InlineResult:
    """One line of an inline answer, and the HTML text that choosing it sends."""

    id: str
    title: str
    about: str
    text: str


@dataclass(slots=True)
class Answer:
    """How a press or an inline query is answered: at most once, after the commit."""

    toast: str | None = None
    alert: bool = False
    way_in: str = ""  # label of the button an inline query is answered with
    start: str = ""  # what /start carries when that button is pressed
    results: tuple[InlineResult, ...] = ()  # what it is answered with beside


class Work(Protocol):
    """One update's unit of work."""

    house: House
    member: Member | None
    dialogues: Dialogues
    answer: Answer
    members: Members
    invitations: Invitations
    audit: Audit
    diary: Diary
    waiting: WaitingList
    asked: AskedMembers
    reminders: Reminders
    series: SeriesKept
    offers: Offers
    signals: NeedSignals
    shelf: Shelf
    records: Records
    erased: bool  # the person behind this chat was erased: nothing of this update is kept
    on_commit: list[Callable[[], None]]
    before_commit: list[Callable[[], None]]
    failure: BaseException | None

    @property
    def post(self) -> Post:
        """What leaves the house."""


current_work: ContextVar[Work] = ContextVar("current_work")

"""Rules 1, 7 and 8 after a long random session: no word that was typed is anywhere on disk.

Everybody types marked words everywhere: questions, captions, edits, inline queries, refused and
urgent ones, and inside every dialogue. Only texts for publication may be stored, so nobody here
confirms an institution or a table.
"""

from __future__ import annotations

import io
import logging
import random
import re
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.logs import NoTexts
from handlers.texts.publishing import PUBLISH
from handlers.texts.team import RIGHT
from team.members import Role
from tests.bot.houses import house
from tests.chat import Chat, Town
from tests.data_protection.entries import PHOTO, buttons, invitation
from tests.handlers.test_inline import asked_inline

TURNS = [160, pytest.param(1500, marks=pytest.mark.long)]
SYLLABLES = ("qua", "xol", "zumb", "vrel", "jyx", "plov", "kwem", "drux")
MARK = re.compile(f"(?:{'|'.join(SYLLABLES)}){{4}}".encode())
SENTENCES = (
    "{} schulden", "hausaufgaben {} klappen nicht, kind 8", "{}", "familie {} sucht wohnung",
    "Kevin {}, geb. 3.4.2014, schwänzt", "{} sagt sie will nicht mehr leben", "{}@example.org",
    "kind {} hat blaue flecken", "deutschkurs {} am abend", "der film {} war zum umbringen",
    "morgen {} 9 Uhr", "Raum {}", "Einrichtung {}", "/start {}", "/{}",
)  # fmt: skip
WAYS = (("g:begin", "g:age:6-9", "g:cat:6"), ("pub:new",), ("b:list",))
NEVER_TAPPED = {PUBLISH, RIGHT, "Endgültig löschen"}
COMMANDS = ("/menue", "/beratung", "/tische", "/meine", "/gemerkt", "/team", "/abbrechen",
            "/datenschutz", "/meinedaten", "/hilfe")  # fmt: skip


@dataclass
class Session:
    """What was typed, and what was written meanwhile."""

    town: Town
    folder: Path
    chance: random.Random
    lines: io.StringIO = field(default_factory=io.StringIO)
    marks: list[str] = field(default_factory=list)
    sign: re.Pattern[bytes] = MARK  # what every mark has; most bytes have none of it
    found_while_running: set[str] = field(default_factory=set)

    def words(self) -> str:
        """A sentence with a word nobody has ever typed."""
        mark = "".join(self.chance.choices(SYLLABLES, k=4)) + str(len(self.marks))
        self.marks.append(mark)
        return self.chance.choice(SENTENCES).format(mark)

    def on_disk(self) -> set[str]:
        """Marked words in the database, its write-ahead log and its index."""
        files = sorted(self.folder.glob("lotse.db*"))
        return self.marked(b"".join(file.read_bytes() for file in files))

    def marked(self, content: bytes) -> set[str]:
        """Marked words in some bytes."""
        lowered = content.lower()
        if self.sign.search(lowered) is None:
            return set()
        return {mark for mark in self.marks if mark.encode() in lowered}

    @property
    def acts(self) -> tuple[Callable[[Chat], Awaitable[None]], ...]:
        """What people do, the usual more often."""
        rare = (self._caption, self._edit, self._inline, self._command)
        return (self._say, self._say, self._say, self._tap, self._tap, self._step, *rare)

    async def turn(self, chat: Chat) -> None:
        """Somebody does something."""
        await self.chance.choice(self.acts)(chat)

    async def _say(self, chat: Chat) -> None:
        await chat.say(self.words())

    async def _caption(self, chat: Chat) -> None:
        await chat.send({**PHOTO, "caption": self.words()})

    async def _edit(self, chat: Chat) -> None:
        own = [one for one in chat.messages if not one["from"]["is_bot"] and "text" in one]
        if own:
            world, bot = self.town.server.world, self.town.server.bot
            await world.edit_own(bot, chat.person, own[-1]["message_id"], self.words())
            await self.town.settled()

    async def _inline(self, chat: Chat) -> None:
        await asked_inline(self.town, chat, self.words())

    async def _command(self, chat: Chat) -> None:
        await chat.say(self.chance.choice(COMMANDS))

    async def _tap(self, chat: Chat) -> None:
        offered = buttons(chat) if chat.answers else []
        tappable = [one["callback_data"] for one in offered if one["text"] not in NEVER_TAPPED]
        if tappable:
            await chat.press(self.chance.choice(tappable))

    async def _step(self, chat: Chat) -> None:
        """Go to a step that waits for words, and type some."""
        await chat.say("/menue")
        way = self.chance.choice(WAYS)
        for data in way if chat.answers else ():
            await chat.press(data)
        if way == ("pub:new",):  # on to the place, which is typed as well
            await chat.say("1.12.2027 14:00")
            await chat.press("pub:repeat:0x1")
        await chat.say(self.words())


def listen(session: Session) -> logging.Handler:
    """Write every line as the running bot does, and what libraries say from INFO on too."""
    handler = logging.StreamHandler(session.lines)
    handler.setFormatter(NoTexts("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    return handler


@pytest.fixture(scope="module", params=TURNS)
async def session(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Session]:
    """A house in which some hundred things have happened; it is still running."""
    folder = tmp_path_factory.mktemp("session")
    async with house(folder) as town:
        session = Session(town, folder, random.Random(20261124))
        handler = listen(session)
        try:
            people = [await town.member(role) for role in Role for _ in range(2)]
            people += [await town.stranger(), await town.stranger()]
            await people[-1].say(f"/start {await invitation(town)}")
            await people[-1].tap("Einverstanden")
            for turn in range(request.param):
                await session.turn(session.chance.choice(people))
                if turn % 5 == 0:
                    session.found_while_running |= session.on_disk()
            yield session
        finally:
            logging.getLogger().removeHandler(handler)


async def test_rule_01_no_typed_word_is_in_the_database(session: Session) -> None:
    """Neither in its file nor in what SQLite keeps beside it, during and after the session."""
    assert len(session.marks) > 100
    assert session.found_while_running == set()
    assert session.on_disk() == set()


async def test_rule_01_no_typed_word_is_in_a_copy_of_the_database(
    session: Session, tmp_path: Path
) -> None:
    """What a backup would hold; the backup command itself comes with operations."""
    copy = tmp_path / "copy.db"
    with (
        closing(sqlite3.connect(session.folder / "lotse.db")) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)

    assert session.marked(copy.read_bytes()) == set()


async def test_rule_08_no_typed_word_is_in_the_logs(session: Session) -> None:
    """Ids, durations and codes only."""
    assert session.marked(session.lines.getvalue().encode()) == set()


async def test_the_session_would_find_a_word(session: Session) -> None:
    """The search of these tests works: a stored institution is found in the same files."""
    stored = Session(
        session.town, session.folder, session.chance,
        marks=["musterschule"], sign=re.compile(b"muster"),
    )  # fmt: skip
    assert stored.on_disk() == {"musterschule"}
    assert session.marked(f"a {session.marks[-1].upper()} b".encode()) == {session.marks[-1]}


async def test_rule_07_nothing_typed_lives_on_after_its_time(session: Session) -> None:
    """A quarter of an hour later not even memory knows a word."""
    memory = session.town.lotse.memory
    later = session.town.lotse.now()
    notes = {key: until for key, (until, _) in memory._notes.items()}

    assert notes
    longest = {kind: until for (_, kind), until in notes.items() if (until - later).seconds > 900}
    assert set(longest) <= {"greeted"} | {kind for kind in longest if kind.startswith("job ")}

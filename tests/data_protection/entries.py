"""Every way in for typed words, how a person takes it, and what it is without its guard."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from telegram import Update

from handlers import _plan, arrival, changing, guarding, guided, inline
from handlers._work import current_work
from handlers.texts import privacy
from handlers.texts.emergency import INLINE
from knowledge.search import SearchIndex
from storage.audit import SqlAudit
from storage.invitations import SqlInvitations
from storage.unit_of_work import UnitOfWork
from team.invitations import invite
from team.members import Role
from tests.chat import Chat, Town
from tests.handlers.test_inline import asked_inline

PHOTO = {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]}


@dataclass(slots=True)
class Heard:
    """What came of typed words: what the person sees, and what the search was asked."""

    answer: str = ""
    left_in_chat: list[str] = field(default_factory=list)
    results: int = 0
    searched: list[str] = field(default_factory=list)


Way = Callable[[Town, str], Awaitable[Heard]]
Unguarded = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One way in; `unguarded` takes the guard away from this one alone."""

    name: str
    type_in: Way
    unguarded: Unguarded

    def __str__(self) -> str:
        return self.name


def read_only(readable: Callable[[Update], bool]) -> Unguarded:
    """The guard as if it had forgotten what is not *readable*."""
    typed_words = guarding.typed_words

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        def some_words(update: Update) -> str:
            return typed_words(update) if readable(update) else ""

        monkeypatch.setattr(guarding, "typed_words", some_words)

    return patch


def no_inline_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """Inline words without their check."""
    monkeypatch.setattr(inline, "_harmless", lambda *_: True)


def heard(chat: Chat) -> Heard:
    """What the chat shows now."""
    own = [one for one in chat.messages if not one["from"]["is_bot"]]
    words = [str(one.get("text") or one.get("caption")) for one in own]
    return Heard(chat.last_text, [one for one in words if not one.startswith("/")])


async def message(town: Town, words: str) -> Heard:
    """A question."""
    chat = await town.member()
    await chat.say(words)
    return heard(chat)


async def caption(town: Town, words: str) -> Heard:
    """Words below a picture."""
    chat = await town.member()
    await chat.send({**PHOTO, "caption": words})
    return heard(chat)


async def edited(town: Town, words: str) -> Heard:
    """A harmless question, changed afterwards."""
    chat = await town.member()
    await chat.say("schulden")
    own = next(one for one in chat.messages if not one["from"]["is_bot"])
    await town.server.world.edit_own(town.server.bot, chat.person, own["message_id"], words)
    await town.settled()
    return heard(chat)


async def inline_query(town: Town, words: str) -> Heard:
    """`@bot words` in some other chat."""
    answer = await asked_inline(town, await town.member(), words)
    return Heard(answer["button"]["text"], results=len(answer["results"]))


async def the_familys_will(town: Town, words: str) -> Heard:
    """The step of the guided search that waits for words."""
    chat = await town.member()
    await chat.say("/menue")
    for data in ("g:begin", "g:age:6-9", "g:cat:1"):
        await chat.press(data)
    themes = [one for one in buttons(chat) if one["callback_data"].startswith("g:theme:")]
    if themes:
        await chat.press(themes[0]["callback_data"])
    assert "will" in chat.last_text
    await chat.say(words)
    return heard(chat)


async def a_tables_day(town: Town, words: str) -> Heard:
    """The step of publishing that waits for day and time."""
    chat = await town.member(Role.COORDINATOR)
    await chat.say("/tische")
    await chat.tap("Neuer Tisch")
    await chat.say(words)
    return heard(chat)


async def the_end_of_a_series(town: Town, words: str) -> Heard:
    """The step of publishing that waits for how long a series goes."""
    chat = await town.member(Role.COORDINATOR)
    await chat.say("/tische")
    await chat.tap("Neuer Tisch")
    await chat.say("jeden Mo 14 Uhr")
    assert "Wie lange?" in chat.last_text
    await chat.say(words)
    return heard(chat)


async def a_tables_place(town: Town, words: str) -> Heard:
    """The step of publishing that waits for a place: the only one where an address may stand."""
    chat = await town.member(Role.COORDINATOR)
    await chat.say("/tische")
    await chat.tap("Neuer Tisch")
    await chat.say("12.9.2028 10 Uhr")
    await chat.tap("Einmal")
    assert "Wo?" in chat.last_text, chat.last_text
    await chat.say(words)
    return heard(chat)


async def another_place(town: Town, words: str) -> Heard:
    """The step of changing a table that waits for its new place."""
    chat = await town.member(Role.COORDINATOR)
    slot = await town.slot(chat)
    await chat.say("/tische")
    await chat.press(f"ch:{slot.id}:place")
    assert "Wo?" in chat.last_text, chat.last_text
    await chat.say(words)
    return heard(chat)


async def an_institution(town: Town, words: str) -> Heard:
    """The step of arriving that waits for an institution."""
    chat = await town.stranger()
    await chat.say(f"/start {await invitation(town)}")
    await chat.tap("Einverstanden")
    await chat.say(words)
    return heard(chat)


async def invitation(town: Town) -> str:
    """The code of a new invitation."""
    async with UnitOfWork(town.lotse.database) as work:
        invitations, audit, now = SqlInvitations(work), SqlAudit(work), town.lotse.now()
        code = await invite(invitations, audit, Role.PROFESSIONAL, None, now=now)
        await work.commit()
    return code


def buttons(chat: Chat) -> list[dict[str, Any]]:
    """Buttons of the newest message."""
    rows = chat.shown.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def is_caption(update: Update) -> bool:
    """Whether the words stand below something."""
    return update.effective_message is not None and bool(update.effective_message.caption)


def is_edited(update: Update) -> bool:
    """Whether the words were changed."""
    return update.edited_message is not None


def outside_of(dialogue: str) -> Callable[[Update], bool]:
    """Whether the chat is not in this dialogue."""
    return lambda _: current_work.get().dialogues.get(dialogue) is None


ENTRIES = (
    Entry("message", message, read_only(lambda one: is_caption(one) or is_edited(one))),
    Entry("caption", caption, read_only(lambda one: not is_caption(one))),
    Entry("edited message", edited, read_only(lambda one: not is_edited(one))),
    Entry("inline query", inline_query, no_inline_check),
    Entry("the family's will", the_familys_will, read_only(outside_of(guided.NAME))),
    Entry("a table's day", a_tables_day, read_only(outside_of(_plan.NAME))),
    Entry("the end of a series", the_end_of_a_series, read_only(outside_of(_plan.NAME))),
    Entry("a table's place", a_tables_place, read_only(outside_of(_plan.NAME))),
    Entry("another place", another_place, read_only(outside_of(changing.NAME))),
    Entry("an institution", an_institution, read_only(outside_of(arrival.NAME))),
)


@contextmanager
def searching(town: Town) -> Iterator[list[str]]:
    """Note everything the search is asked meanwhile."""
    asked: list[str] = []
    search = SearchIndex.search

    def noting(self: SearchIndex, question: str, *more: Any, **named: Any) -> Any:
        asked.append(question)
        return search(self, question, *more, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SearchIndex, "search", noting)
        yield asked


async def type_in(town: Town, entry: Entry, words: str) -> Heard:
    """Take the way in with these words."""
    with searching(town) as asked:
        result = await entry.type_in(town, words)
    result.searched = [one for one in asked if any(word in one for word in words.split())]
    return result


def check_refused(entry: Entry, result: Heard, secret: str) -> None:
    """Rules 2 and 3: no search, no echo, deleted, other words asked for."""
    assert result.searched == []
    if entry.type_in is inline_query:
        assert result.results == 0
        return
    assert privacy.SHORT_REFUSAL in result.answer
    assert secret not in result.answer
    assert not any(secret in words for words in result.left_in_chat)


def check_card(entry: Entry, result: Heard) -> None:
    """Rule 22: the card alone, before any search."""
    assert result.searched == []
    if entry.type_in is inline_query:
        assert result.results == 0
        assert result.answer == INLINE
        return
    assert "112" in result.answer
    assert result.answer.startswith("Jemand will nicht mehr leben")

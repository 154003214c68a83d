"""What sits in memory is changed with the commit: a second try finds what the first one found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from handlers._memory import KEPT, Memory, Notes
from handlers.texts import finding as finding_texts
from handlers.texts import general
from handlers.texts import guided as guided_texts
from handlers.texts import publishing as publishing_texts
from team.members import Role
from tests.bot.houses import first_tries_failing
from tests.chat import Town
from tests.handlers.test_guided import to_the_will
from tests.handlers.test_publishing import plan

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def test_notes_count_for_their_update_at_once_and_for_others_with_its_commit() -> None:
    """Who keeps or drops something reads it so; whoever tries again does not."""
    memory = Memory(lambda: NOW)
    memory.keep(1, "old", "a")
    on_commit: list[Callable[[], None]] = []
    notes = Notes(memory, 1, on_commit, [])

    notes.forget("old")
    notes.keep("new", "b")

    assert (notes.recall("old", str), notes.recall("new", str)) == (None, "b")
    assert (memory.recall(1, "old", str), memory.recall(1, "new", str)) == ("a", None)
    for act in on_commit:
        act()
    assert (memory.recall(1, "old", str), memory.recall(1, "new", str)) == (None, "b")


def test_a_note_is_gone_after_a_quarter_of_an_hour() -> None:
    """Free text lives no longer; codes may, where it is asked for."""
    now = NOW
    memory = Memory(lambda: now)
    on_commit: list[Callable[[], None]] = []
    notes = Notes(memory, 1, on_commit, [])
    notes.keep("words", "a")
    notes.keep("day", "b", kept=timedelta(days=1))
    for act in on_commit:
        act()

    now += KEPT

    assert memory.recall(1, "words", str) is None
    assert memory.recall(1, "day", str) == "b"


async def test_the_question_behind_an_emergency_card_survives_a_failure(town: Town) -> None:
    """In an emergency nobody types twice."""
    chat = await town.member()
    await chat.say("kind hat blaue flecken und will ned heim")

    with first_tries_failing(town):
        await chat.tap("Danach weitersuchen")

    assert chat.labels[0] == "Notfallkarte"


async def test_a_need_is_counted_also_after_a_failure(town: Town) -> None:
    """The tap that failed first still knows what was asked."""
    chat = await town.member()
    await chat.say("staubsauger saugt nicht mehr")

    with first_tries_failing(town):
        await chat.tap("Als Bedarf zählen")

    assert "Gezählt." in chat.last_text


async def test_a_filter_is_not_taken_back_by_a_second_try(town: Town) -> None:
    """One tap, one tick."""
    chat = await town.member()
    await chat.say("schulden")
    await chat.tap("Eingrenzen")
    label = next(iter(finding_texts.FILTERS.values()))

    with first_tries_failing(town):
        await chat.tap(label)

    assert f"✓ {label}" in chat.labels


async def test_a_plan_with_its_place_is_published_also_after_a_failure(town: Town) -> None:
    """The typed place is dropped once the table stands, not before."""
    chat = await town.member(Role.COORDINATOR)

    with first_tries_failing(town):
        await plan(chat, "4.10.2029 10 Uhr", "Einmal", "Erholter Raum")
        await chat.tap(publishing_texts.PUBLISH)

    assert chat.last_text.endswith("jetzt unter „Freie Beratungstische“.")
    assert town.lotse.memory.recall(chat.person, "place", str) is None


async def test_the_familys_will_is_searched_also_after_a_failure(town: Town) -> None:
    """It is not asked for a second time."""
    chat = await to_the_will(town)

    with first_tries_failing(town):
        await chat.say("ruhe vor den briefen")
        await chat.tap(guided_texts.SEARCH)

    assert chat.labels[:3] == ["1", "2", "3"]


async def test_a_stranger_is_answered_also_after_a_failure(town: Town) -> None:
    """The day's one answer counts once it is on its way."""
    chat = await town.stranger()

    with first_tries_failing(town):
        await chat.say("hallo")
    await chat.say("hallo?")

    assert [one["text"] for one in chat.answers] == [general.STRANGER]

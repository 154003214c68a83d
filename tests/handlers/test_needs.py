"""Counting what is missing, and asking to be told."""

from __future__ import annotations

from sqlalchemy import select

from handlers.texts import finding as finding_texts
from handlers.texts import needs as texts
from handlers.texts.shelf import stop_label
from storage.tables import NeedSignalRow
from tests.chat import Chat, Town

UNKNOWN = "staubsauger saugt nicht mehr"


async def signals(town: Town) -> list[NeedSignalRow]:
    """What was counted so far, the oldest first."""
    async with town.lotse.database.read() as session:
        return list(await session.scalars(select(NeedSignalRow).order_by(NeedSignalRow.id)))


async def asked(town: Town, question: str) -> Chat:
    """A professional who has asked."""
    chat = await town.member()
    await chat.say(question)
    return chat


async def test_a_gap_is_counted_in_codes_with_one_tap(town: Town) -> None:
    """Theme, age band, reason and month; nothing of the question, nobody's name."""
    chat = await asked(town, "schulden, tochter 15")

    await chat.tap("Passt nichts")
    await chat.tap("Wartezeit zu lang")

    counted = (await signals(town))[-1]
    assert (counted.theme, counted.age_band, counted.reason) == (
        "schulden",
        "14-17",
        "wait_too_long",
    )
    assert counted.month == f"{town.lotse.now():%Y-%m}"
    assert "Gezählt." in chat.last_text
    assert set(NeedSignalRow.__table__.columns.keys()) == {
        "id", "social_space_id", "theme", "age_band", "reason", "month",
    }  # fmt: skip


async def test_one_question_counts_once(town: Town) -> None:
    """A second tap on an old screen finds nothing to count."""
    chat = await asked(town, UNKNOWN)
    before = len(await signals(town))
    data, old = chat.data("Als Bedarf zählen"), chat.shown["message_id"]

    await chat.press(data, old)
    await chat.press(data, old)

    assert len(await signals(town)) == before + 1
    assert chat.last_text == texts.COUNTED_ALREADY


async def test_an_old_list_does_not_count_for_a_newer_question(town: Town) -> None:
    """A gap in debts must not be counted as one in sports; the newest answer is shown instead."""
    chat = await asked(town, "schulden")
    before = len(await signals(town))
    old, lack, page = chat.shown, chat.data("Passt nichts"), chat.data("Weitere")
    await chat.say("sport mädchen 12")
    newest = chat.last_text

    for data in (lack, f"{lack}:no_offer", page, lack.replace("lack", "count")):
        await chat.press(data, old["message_id"])

        shown = next(one for one in chat.messages if one["message_id"] == old["message_id"])
        assert shown["text"] == f"{finding_texts.OLD_LIST}\n\n{newest}"
    assert len(await signals(town)) == before


async def test_an_answer_can_be_read_after_it_was_counted(town: Town) -> None:
    """Counting is no reason to search again."""
    chat = await asked(town, "schulden")
    listed = chat.last_text
    await chat.tap("Passt nichts")
    await chat.tap("Gibt es nicht")

    await chat.tap("‹ Zurück")

    assert chat.last_text == listed


async def test_a_forged_reason_counts_nothing(town: Town) -> None:
    """Only the reasons offered exist."""
    chat = await asked(town, UNKNOWN)
    before = len(await signals(town))

    await chat.press(chat.data("Als Bedarf zählen").replace("count", "lack") + ":boredom")

    assert len(await signals(town)) == before
    assert chat.last_text.startswith("Anders suchen")


async def test_without_a_theme_a_watch_asks_for_one(town: Town) -> None:
    """Nobody is sent back to guess other words."""
    chat = await asked(town, UNKNOWN)

    await chat.tap("Bescheid geben")
    assert chat.last_text.startswith("Bescheid geben")
    await chat.tap("Geld und Grundbedarf")
    await chat.tap("Schulden, Energie")

    assert "wenn es zu „Schulden und Energieschulden“ etwas Neues gibt" in chat.last_text


async def test_small_words_alone_are_no_need(town: Town) -> None:
    """They are neither searched nor counted."""
    chat = await asked(town, "und der die")

    assert chat.last_text.startswith("Worum geht es?")
    assert "Als Bedarf zählen" not in chat.labels


async def test_a_watch_is_seen_by_its_owner_and_can_be_ended(town: Town) -> None:
    """Only the theme is kept."""
    chat, other = await asked(town, "schulden"), await town.member()

    await chat.tap("Passt nichts")
    await chat.tap("Bescheid geben")
    assert "Ich sage Bescheid" in chat.last_text
    await chat.say("/gemerkt")
    assert "Bescheid bei neuen Angeboten: Schulden" in chat.last_text
    await other.say("/gemerkt")
    assert "Schulden" not in other.last_text

    await chat.tap(stop_label("A"))
    assert "Bescheid bei neuen" not in chat.last_text

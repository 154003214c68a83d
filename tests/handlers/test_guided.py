"""Guided search: taps instead of typing."""

from __future__ import annotations

from handlers.texts import guided as texts
from knowledge.offers import Ring
from tests.chat import Chat, Town


async def to_the_will(town: Town) -> Chat:
    """A professional who has tapped age and theme."""
    chat = await town.member()
    await chat.say("/menue")
    for label in ("Angebot finden", "Schritt für Schritt", "6 bis 9", "Geld und Grundbedarf"):
        await chat.tap(label)
    await chat.tap("Schulden, Energie")
    return chat


async def test_five_taps_lead_to_offers(town: Town) -> None:
    """Who likes taps finds what typing finds, in one living screen."""
    chat = await to_the_will(town)
    asked = chat.shown["message_id"]
    assert chat.last_text == plain(texts.ASK_WILL)

    await chat.tap(texts.NOT_KNOWN_YET)
    assert "Woran würden Sie" in chat.last_text
    await chat.tap(texts.GO_ON)
    await chat.tap(texts.SEARCH)

    assert "Passt: Schulden und Energieschulden" in chat.last_text
    assert chat.shown["message_id"] == asked


async def test_the_familys_will_is_used_and_not_kept(town: Town) -> None:
    """It colours the search, and is gone with it."""
    chat = await to_the_will(town)

    await chat.say("den kindern wieder einen schulausflug bezahlen können")
    assert town.lotse.memory.recall(chat.person, "will", str)
    await chat.tap(texts.SEARCH)

    assert chat.labels[:3] == ["1", "2", "3"]
    assert town.lotse.memory.recall(chat.person, "will", str) is None


async def test_after_a_restart_the_will_is_asked_for_again(town: Town) -> None:
    """The step stays; the words were in memory only."""
    chat = await to_the_will(town)
    await chat.say("ruhe vor den briefen")
    town.lotse.memory.forget(chat.person, "will")

    await chat.tap(texts.SEARCH)

    assert chat.last_text == plain(texts.ASK_WILL)


async def test_what_is_there_already_moves_to_the_end(town: Town) -> None:
    """Said in words, not hidden."""
    chat = await to_the_will(town)
    await chat.tap(texts.NOT_KNOWN_YET)
    await chat.tap(texts.GO_ON)

    await chat.tap(texts.THERE[Ring.COUNSELLING])
    assert f"✓ {texts.THERE[Ring.COUNSELLING]}" in chat.labels
    await chat.tap(texts.SEARCH)

    assert "Schon da, deshalb weiter hinten: Beratung" in chat.last_text
    assert "1 AWO Schuldner" not in chat.last_text


async def test_a_will_that_may_be_an_emergency_brings_the_card_within_reach(town: Town) -> None:
    """Typed here it counts like typed anywhere: results come with the emergency button."""
    chat = await to_the_will(town)

    await chat.say("der film war zum umbringen langweilig, sie will wieder lachen")
    await chat.tap(texts.SEARCH)

    assert chat.labels[0] == "Notfallkarte"


async def test_what_is_there_already_is_moved_and_nothing_is_lost(town: Town) -> None:
    """The same offers as without the mark: relevance cuts, then these go behind."""
    lists = []
    for there in ((), (Ring.COUNSELLING, Ring.STATUTORY)):
        chat = await to_the_will(town)
        await chat.tap(texts.NOT_KNOWN_YET)
        await chat.tap(texts.GO_ON)
        for ring in there:
            await chat.tap(texts.THERE[ring])
        await chat.tap(texts.SEARCH)
        lists.append(await all_pages(chat))

    assert {name for name, _ in lists[0]} == {name for name, _ in lists[1]}
    there_already = [art == "Beratung" or "Jugendamt" in art for _, art in lists[1]]
    assert there_already == sorted(there_already)
    assert {True, False} == set(there_already)


async def all_pages(chat: Chat) -> list[tuple[str, str]]:
    """Name and ring of every offer of the answer, in order."""
    lines: list[str] = []
    while True:
        lines += [one for one in chat.last_text.splitlines() if one[:1].isdigit() and " – " in one]
        if "Weitere" not in chat.labels:
            break
        await chat.tap("Weitere")
    named = [line.split(" ", 1)[1].rsplit(" – ", 1) for line in lines]
    return [(name, art.split(".")[0]) for name, art in named]


async def test_back_from_the_helping_questions_is_one_step(town: Town) -> None:
    """Nothing given before is lost on the way."""
    chat = await to_the_will(town)
    await chat.tap(texts.NOT_KNOWN_YET)

    await chat.tap("‹ Zurück")

    assert chat.last_text == plain(texts.ASK_WILL)


async def test_every_question_has_a_way_back(town: Town) -> None:
    """Back takes the last answer away and asks it again."""
    chat = await to_the_will(town)

    await chat.tap("‹ Zurück")
    assert chat.last_text == plain(texts.ASK_THEME)
    await chat.tap("‹ Zurück")
    assert chat.last_text == plain(texts.ASK_CATEGORY)
    await chat.tap("‹ Zurück")
    assert chat.last_text == plain(texts.ASK_AGE)


async def test_a_button_of_an_earlier_step_shows_the_current_one(town: Town) -> None:
    """Also a forged one."""
    chat = await to_the_will(town)

    await chat.press("g:go")

    assert chat.last_text == plain(texts.ASK_WILL)


def plain(html: str) -> str:
    """The text as it is read."""
    return html.replace("<b>", "").replace("</b>", "")

"""Journey "Tisch leiten"."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from sqlalchemy import select, update

from bot.cli import main
from consultations.leading import (
    ClosedBefore,
    DoesNotTakePlace,
    NobodyPresents,
    NotBegun,
    NotYours,
)
from consultations.phases import STAGES
from consultations.slots import Outcome, Slot
from consultations.states import SlotState
from handlers._dialogues import LEADING
from handlers._guide import guide
from handlers.registry import PRESSES
from handlers.texts import booking as booking_texts
from handlers.texts import general
from handlers.texts import guide as guide_texts
from handlers.texts import leading as texts
from handlers.texts.phases import QUESTIONS, RULES, TITLES
from storage.tables import DialogueRow, NeedSignalRow, SlotRow
from team.members import Role
from tests.chat import Chat, Town
from tests.handlers.test_booking import book_as_presenter

READABLE = 500  # characters of a screen


async def change(town: Town, slot: Slot, **values: object) -> None:
    """Let something be otherwise with a table."""
    async with town.lotse.database.session() as session, session.begin():
        await session.execute(update(SlotRow).where(SlotRow.id == slot.id).values(**values))


async def led_by(town: Town, moderator: Chat) -> Slot:
    """A table to come of this moderator."""
    slot = await town.slot(await town.member(Role.COORDINATOR))
    await change(town, slot, moderator_id=(await town.known(moderator)).id)
    return slot


async def begun(town: Town, moderator: Chat) -> Slot:
    """A table of this moderator that has just begun, with a presenter and an adviser."""
    slot = await led_by(town, moderator)
    presenter, adviser = await town.member(), await town.member()
    await book_as_presenter(presenter, slot.id)
    await presenter.tap(booking_texts.BOOK)
    await adviser.say("/beratung")
    await adviser.press(f"b:slot:{slot.id}")
    await adviser.tap(booking_texts.ADVISE)
    await adviser.tap(booking_texts.BOOK)
    now = town.lotse.now()
    starts_at, ends_at = now - timedelta(seconds=1), now + timedelta(minutes=89)
    await change(town, slot, starts_at=starts_at, ends_at=ends_at)
    return slot


async def stored(town: Town, slot: Slot) -> SlotRow:
    """The table as it is now."""
    async with town.lotse.database.read() as session:
        return (await session.scalars(select(SlotRow).where(SlotRow.id == slot.id))).one()


async def draft_of(town: Town, chat: Chat) -> dict[str, Any] | None:
    """What is kept of the clock."""
    where = (DialogueRow.chat_id == chat.person, DialogueRow.name == LEADING)
    async with town.lotse.database.read() as session:
        return await session.scalar(select(DialogueRow.draft).where(*where))


async def pass_minutes(town: Town, chat: Chat, minutes: int) -> None:
    """Let everything on the clock be older, and let the job come by."""
    known = await draft_of(town, chat)
    assert known is not None
    moved = {
        name: (datetime.fromisoformat(known[name]) - timedelta(minutes=minutes)).isoformat()
        for name in ("since", "shown_at")
        if known[name] is not None
    }
    where = (DialogueRow.chat_id == chat.person, DialogueRow.name == LEADING)
    async with town.lotse.database.session() as session, session.begin():
        await session.execute(update(DialogueRow).where(*where).values(draft=known | moved))
    await town.lotse.jobs.run("clocks")
    await town.settled()


@pytest.fixture
async def moderator(town: Town) -> Chat:
    """Who leads tables."""
    return await town.member(Role.MODERATOR)


async def test_only_moderation_sees_it_in_menu_and_commands(town: Town, moderator: Chat) -> None:
    """And every button behind it checks the role."""
    professional, coordinator = await town.member(), await town.member(Role.COORDINATOR)
    for chat in (professional, moderator, coordinator):
        await chat.say("/menue")

    assert "Tisch leiten" not in professional.labels
    assert "Tisch leiten" in moderator.labels
    assert "Tisch leiten" in coordinator.labels
    await professional.say("/leiten")
    assert professional.last_text == general.NOT_YOURS
    assert sum(pattern.startswith("^lead:") for pattern in PRESSES) == 9


async def test_without_a_table_today_there_is_still_the_guide(town: Town, moderator: Chat) -> None:
    """A page to print, whenever one prepares."""
    await led_by(town, moderator)
    await moderator.say("/leiten")
    assert moderator.last_text.startswith("Tisch leiten\nHeute moderieren Sie keinen Tisch.")

    await moderator.tap(texts.GUIDE)

    assert moderator.files == [guide()]


async def test_the_moderator_sees_who_sits_there_and_what_is_needed(
    town: Town, moderator: Chat
) -> None:
    """Functions and institutions, family people, language, interpreting, access."""
    slot = await begun(town, moderator)
    await change(town, slot, family_people=3)

    await moderator.say("/leiten")

    assert "einbringend: Lehrkraft (Musterschule)" in moderator.last_text
    assert "beratend: Lehrkraft (Musterschule)" in moderator.last_text
    assert "Familie und Begleitung: 3 Personen" in moderator.last_text
    assert "Sprache: Deutsch · Dolmetschen: nein" in moderator.last_text
    assert "Die Familie hat diesem Tisch noch nicht zugestimmt." in moderator.last_text


async def test_nobody_else_sees_or_moves_it(town: Town, moderator: Chat) -> None:
    """Not even coordinators, with forged buttons of any kind."""
    slot = await begun(town, moderator)
    other = await town.member(Role.COORDINATOR)
    await other.say("/menue")

    for data in ("lead:t:{}", "lead:c:{}:start:0", "lead:end:{}", "lead:out:{}:open",
                 "lead:fu:{}:open:6"):  # fmt: skip
        await other.press(data.format(slot.id))
        assert other.last_text == texts.REFUSALS[NotYours]
    assert (await stored(town, slot)).state == SlotState.REQUESTED


async def test_the_clock_goes_through_all_phases_in_one_message(
    town: Town, moderator: Chat
) -> None:
    """Each says who speaks, how long, and what to ask; only codes and instants are kept."""
    await begun(town, moderator)
    await moderator.say("/leiten")
    shown = moderator.shown["message_id"]
    await moderator.tap(texts.START)

    for at, stage in enumerate(STAGES):
        assert moderator.shown["message_id"] == shown
        assert moderator.last_text.startswith(f"{at + 1} von 8: {TITLES[stage.phase]}")
        assert f"Noch {stage.minutes} Minuten" in moderator.last_text
        assert all(question in moderator.last_text for question in QUESTIONS[stage.phase])
        assert len(moderator.last_text) <= READABLE
        draft = await draft_of(town, moderator)
        assert draft is not None
        assert set(draft) == {"slot", "message", "shown_at", "at", "spent", "since"}
        if at < 7:
            await moderator.tap(texts.ON)
    assert texts.ON not in moderator.labels
    await moderator.tap(texts.BACK)
    assert moderator.last_text.startswith("7 von 8")


async def test_a_second_press_at_once_does_nothing(town: Town, moderator: Chat) -> None:
    """An impatient thumb does not skip a phase."""
    slot = await begun(town, moderator)
    await moderator.say("/leiten")
    await moderator.tap(texts.START)

    for _ in range(2):
        await moderator.press(f"lead:c:{slot.id}:on:0")

    assert moderator.last_text.startswith("2 von 8")


async def test_the_minutes_left_are_refreshed_in_place_once_a_minute(
    town: Town, moderator: Chat
) -> None:
    """Not while it stands still, nor where the message shows something else or is gone."""
    await begun(town, moderator)
    await moderator.say("/leiten")
    await moderator.tap(texts.START)
    shown = moderator.shown["message_id"]

    await pass_minutes(town, moderator, 2)
    assert "Noch 3 Minuten" in moderator.last_text
    assert moderator.shown["message_id"] == shown
    await pass_minutes(town, moderator, 0)
    assert "Noch 3 Minuten" in moderator.last_text
    await pass_minutes(town, moderator, 5)
    assert "2 Minuten über der Zeit" in moderator.last_text
    await moderator.tap(texts.PAUSE)
    await pass_minutes(town, moderator, 9)
    assert f"2 Minuten über der Zeit · {texts.PAUSED}" in moderator.last_text
    await moderator.tap(texts.RESUME)
    await moderator.tap("Menü")
    await pass_minutes(town, moderator, 2)
    assert moderator.last_text == general.MENU.replace("<b>", "").replace("</b>", "")
    await moderator.tap("Tisch leiten")
    await moderator.tap(texts.TO_CLOCK)
    assert "4 Minuten über der Zeit" in moderator.last_text
    await town.server.world.remove(town.server.bot, moderator.person, shown)
    sent = len(moderator.answers)
    await pass_minutes(town, moderator, 2)
    assert len(moderator.answers) == sent


async def test_a_question_in_between_does_not_stop_the_clock(town: Town, moderator: Chat) -> None:
    """Whoever looks an offer up at the table finds the clock again."""
    await begun(town, moderator)
    await moderator.say("/leiten")
    await moderator.tap(texts.START)
    clock = moderator.shown["message_id"]
    await moderator.say("/menue")
    await moderator.say("überschuldet, was tun")

    await pass_minutes(town, moderator, 2)

    message = next(one for one in moderator.answers if one["message_id"] == clock)
    assert "Noch 3 Minuten" in message["text"]


async def test_a_table_cancelled_meanwhile_says_so_on_the_clock(
    town: Town, moderator: Chat
) -> None:
    """And the clock is over."""
    slot = await begun(town, moderator)
    await moderator.say("/leiten")
    await moderator.tap(texts.START)
    await change(town, slot, state=SlotState.CANCELLED)

    await pass_minutes(town, moderator, 2)

    assert moderator.last_text == texts.REFUSALS[DoesNotTakePlace]
    assert await draft_of(town, moderator) is None
    await moderator.press(f"lead:fu:{slot.id}:agreed:6")
    assert moderator.last_text == texts.REFUSALS[DoesNotTakePlace]
    assert (await stored(town, slot)).outcome is None


async def test_a_moved_or_empty_table_is_answered_clearly(town: Town, moderator: Chat) -> None:
    """With its new day; and a table without a presenter cannot be led."""
    slot, empty = await begun(town, moderator), await led_by(town, moderator)
    await moderator.say("/leiten")
    later = town.lotse.now() + timedelta(days=9)
    await change(town, slot, starts_at=later, ends_at=later + timedelta(minutes=90), revision=1)

    await moderator.tap(texts.START)
    assert moderator.last_text.startswith("Dieser Tisch ist nicht heute. Er wurde verlegt.")
    now = town.lotse.now()
    await change(town, empty, starts_at=now, ends_at=now + timedelta(minutes=90))
    await moderator.press(f"lead:t:{empty.id}")
    assert moderator.last_text == texts.REFUSALS[NobodyPresents]


async def closing(town: Town, moderator: Chat) -> Slot:
    """A table of which only the day of the look back is open."""
    slot = await begun(town, moderator)
    await moderator.say("/leiten")
    await moderator.tap(texts.END)
    await moderator.tap(texts.OUTCOMES[Outcome.AGREED])
    return slot


async def test_a_table_is_closed_in_codes(town: Town, moderator: Chat) -> None:
    """Outcome, a day six weeks ahead, and nothing more; once."""
    slot = await closing(town, moderator)
    assert "Vorschlag: in 6 Wochen" in moderator.last_text
    proposed = moderator.labels[0]
    assert proposed.startswith("6 Wochen: ")
    old = moderator.shown["message_id"]

    await moderator.tap(proposed)

    kept = await stored(town, slot)
    assert (kept.state, kept.outcome) == (SlotState.HELD, Outcome.AGREED)
    assert kept.follow_up_on is not None
    assert (kept.follow_up_on - kept.starts_at.date()).days in (41, 42)  # local day or UTC's
    assert moderator.last_text.startswith("Abgeschlossen.")
    await moderator.press(f"lead:fu:{slot.id}:open:0", old)
    assert moderator.last_text == texts.REFUSALS[ClosedBefore]
    assert (await stored(town, slot)).outcome == Outcome.AGREED


async def test_a_table_is_not_closed_before_it_begins(town: Town, moderator: Chat) -> None:
    """Nor is anything written."""
    slot = await closing(town, moderator)
    soon = town.lotse.now() + timedelta(seconds=30)
    await change(town, slot, starts_at=soon)

    await moderator.press(f"lead:end:{slot.id}")

    assert moderator.last_text.startswith(texts.REFUSALS[NotBegun][:40])
    assert (await stored(town, slot)).state == SlotState.REQUESTED


async def test_what_found_no_offer_is_counted_in_codes(town: Town, moderator: Chat) -> None:
    """Theme, the table's age band, month; each theme once, and nothing of the table."""
    await closing(town, moderator)
    await moderator.tap(texts.NO_LOOK_BACK)
    before = await signals(town)

    for _ in range(2):
        await moderator.press("lead:need!:schulden")

    counted = (await signals(town))[len(before) :]
    assert [(one.theme, one.age_band, one.reason) for one in counted] == [
        ("schulden", "6-9", "no_offer")
    ]
    assert moderator.last_text.startswith(texts.COUNTED_BEFORE)
    await moderator.tap("Geld und Grundbedarf")
    assert "Schulden und Energieschulden" in moderator.labels
    await moderator.tap(texts.DONE)
    assert "Angebot finden" in moderator.labels


async def test_nothing_is_counted_without_a_table(town: Town, moderator: Chat) -> None:
    """A forged button finds nothing to count for."""
    await moderator.say("/leiten")
    before = await signals(town)

    await moderator.press("lead:need!:schulden")

    assert len(await signals(town)) == len(before)
    assert moderator.last_text.startswith("Das Zählen zu diesem Tisch ist vorbei.")


async def signals(town: Town) -> list[NeedSignalRow]:
    """What was counted so far."""
    async with town.lotse.database.read() as session:
        return list(await session.scalars(select(NeedSignalRow).order_by(NeedSignalRow.id)))


def test_the_guide_is_one_page_of_a4_with_all_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Phases, minutes, who speaks, questions and rules, in German letters; `lotse guide`."""
    out = tmp_path / "leitfaden.pdf"

    with pytest.raises(SystemExit, match="0"):
        main(["guide", "--out", str(out)])

    assert "the guide is in" in capsys.readouterr().out
    with pypdfium2.PdfDocument(out.read_bytes()) as document:
        assert len(document) == 1
        assert [round(side) for side in document[0].get_size()] == [595, 842]
        words = " ".join(document[0].get_textpage().get_text_range().split())
    asked = [question for questions in QUESTIONS.values() for question in questions]
    minutes = [guide_texts.until(75), guide_texts.until(5)]
    for said in (guide_texts.TITLE, *TITLES.values(), *asked, *RULES, *minutes):
        assert said in words


def test_a_guide_that_cannot_be_written_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It names the file and the cure."""
    with pytest.raises(SystemExit):
        main(["guide", "--out", str(tmp_path)])

    assert "Cure: name a file" in capsys.readouterr().err

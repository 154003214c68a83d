"""Journey "Bescheid geben": a fixed sentence to the others at one's table."""

from __future__ import annotations

from datetime import timedelta

from consultations.relaying import PAUSE, NotAtTable, TableOff, TooEarly
from consultations.slots import Slot
from consultations.states import SlotState
from handlers.texts import relaying as texts
from tests.chat import Chat, Town
from tests.handlers.test_family import complete_table
from tests.handlers.test_leading import change

HOUR = timedelta(hours=1)


async def table_today(town: Town) -> tuple[Slot, Chat, Chat, Chat, Chat]:
    """A table that begins in three hours, complete and agreed to."""
    slot, boss, presenter, nurse, coach = await complete_table(town)
    starts_at = town.lotse.now() + 3 * HOUR
    await change(
        town, slot, starts_at=starts_at, ends_at=starts_at + HOUR, state=SlotState.CONFIRMED
    )
    await boss.say("/menue")
    return slot, boss, presenter, nurse, coach


def heard(chat: Chat) -> list[str]:
    """What was passed on to this person."""
    return [one["text"] for one in chat.answers if one.get("text", "").startswith("Ihr Termin, ")]


async def test_whoever_is_late_says_so_in_three_taps(town: Town) -> None:
    """The others and the moderation read function and field, and nothing else of the sender."""
    _, boss, presenter, nurse, coach = await table_today(town)

    await nurse.say("/meine")
    await nurse.tap("1 Bescheid geben")
    await nurse.tap(texts.LATE_LABEL)
    assert [label for label in nurse.labels if "Minuten" in label] == [
        "5 Minuten", "10 Minuten", "15 Minuten", "30 Minuten"
    ]  # fmt: skip
    await nurse.tap("10 Minuten")

    assert nurse.last_text == "Danke, alle am Tisch lesen es jetzt."
    for chat in (boss, presenter, coach):
        (text,) = heard(chat)
        assert text.endswith(
            ": Jemand kommt etwa 10 Minuten später. Es schreibt: Lehrkraft (Gesundheit)"
        )
        assert str(nurse.person) not in text
        assert "Familie" not in text
        assert texts.TELL in chat.labels
    assert heard(nurse) == []


async def test_two_taps_are_one_message_and_the_next_has_to_wait(town: Town) -> None:
    """Five minutes a member and table; others may tell something meanwhile."""
    slot, boss, presenter, nurse, _ = await table_today(town)
    await nurse.say("/meine")

    await nurse.press(f"rel:say:{slot.id}:lost")
    await nurse.press(f"rel:say:{slot.id}:lost")
    assert nurse.last_text.startswith("Danke, alle am Tisch lesen es jetzt.")
    assert "Der Ort steht so im Termin: Musterraum." in nurse.last_text
    await nurse.press(f"rel:say:{slot.id}:here")
    assert nurse.last_text == texts.JUST_TOLD
    assert len(heard(boss)) == 1

    await presenter.press(f"rel:say:{slot.id}:here")
    assert heard(boss)[1].endswith(": Jemand ist da. Es schreibt: Lehrkraft (Schule)")
    assert heard(nurse) == heard(boss)[1:]


async def test_after_the_pause_more_can_be_told(town: Town) -> None:
    """What is remembered is one code, for five minutes."""
    slot, boss, _, nurse, _ = await table_today(town)
    await nurse.say("/meine")
    await nurse.press(f"rel:say:{slot.id}:late5")
    memory = town.lotse.memory
    assert memory.recall(nurse.person, f"relay:{slot.id}", str) == "late5"
    memory.keep(nurse.person, f"relay:{slot.id}", "late5", kept=-PAUSE)

    await nurse.press(f"rel:say:{slot.id}:late15")

    assert len(heard(boss)) == 2


async def test_the_moderation_tells_the_table_from_where_it_is_led(town: Town) -> None:
    """As moderation, to every seat."""
    slot, boss, presenter, nurse, coach = await table_today(town)
    now = town.lotse.now()
    await change(town, slot, starts_at=now - timedelta(minutes=1), ends_at=now + HOUR)

    await boss.press(f"lead:t:{slot.id}")
    await boss.tap(texts.TELL)
    await boss.tap(texts.HERE_LABEL)

    for chat in (presenter, nurse, coach):
        assert heard(chat)[0].endswith(
            "Jemand ist da. Es schreibt: Lehrkraft (Schule; Moderation)"
        )


async def test_old_buttons_say_what_has_become_of_the_table(town: Town) -> None:
    """Too early, not there any more, off: each with the way to one's appointments."""
    slot, boss, presenter, nurse, coach = await table_today(town)
    say = f"rel:say:{slot.id}:here"
    starts_at = town.lotse.now() + 50 * HOUR
    await change(town, slot, starts_at=starts_at, ends_at=starts_at + HOUR)
    await nurse.say("/meine")
    assert "1 Bescheid geben" not in nurse.labels
    await nurse.press(say)
    assert nurse.last_text == texts.REFUSALS[TooEarly]

    await nurse.say("/meine")
    await nurse.tap("1 Platz absagen")
    await nurse.tap("Platz absagen")
    for data in (say, f"rel:{slot.id}", f"rel:late:{slot.id}"):
        await nurse.press(data)
        assert nurse.last_text == texts.REFUSALS[NotAtTable]

    await boss.press(f"pub:t:{slot.id}")
    await boss.tap("Tisch absagen")
    await boss.tap("Tisch absagen")
    await coach.press(say)
    assert coach.last_text == texts.REFUSALS[TableOff]
    assert "Meine Termine" in coach.labels
    assert heard(presenter) == heard(boss) == []

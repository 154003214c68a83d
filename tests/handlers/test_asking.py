"""The bot asks somebody to join a table: one tap takes the seat, or declines."""

from __future__ import annotations

from bot.keeper import JobWork
from consultations.asking import NotSought
from consultations.booking import SlotCancelled
from consultations.slots import Slot
from handlers.asking import ask
from handlers.texts import asking as texts
from handlers.texts import booking as booking_texts
from handlers.texts import waiting as waiting_texts
from storage.unit_of_work import UnitOfWork
from team.members import FieldOfAction, Role
from tests.chat import Chat, Town
from tests.handlers.test_booking import book_as_presenter
from tests.handlers.test_family import advise, from_field, stored


async def asked_nurse(town: Town) -> tuple[Slot, Chat, Chat]:
    """A table with a presenter, its coordinator, and a nurse whom the bot has asked."""
    boss = await town.member(Role.COORDINATOR)
    await boss.say("/menue")
    slot = await town.slot(boss)
    presenter = await town.member()
    await book_as_presenter(presenter, slot.id)
    await presenter.tap(booking_texts.BOOK)
    nurse = await from_field(town, FieldOfAction.HEALTH)
    await be_asked(nurse, slot)
    return slot, boss, nurse


async def be_asked(chat: Chat, slot: Slot) -> None:
    """What the job does to those it has chosen."""
    town, member = chat.town, await chat.town.known(chat)
    async with UnitOfWork(town.lotse.database) as unit:
        work = JobWork(unit, town.lotse.now())
        assert await work.asked.note(slot.id, member.id, work.now)
        await ask(work, slot, member, [FieldOfAction.HEALTH, FieldOfAction.CLUB], work.now)
        await unit.commit()
    town.lotse.sender.wake(chat.person)
    await town.settled()


async def declined(chat: Chat, slot: Slot) -> bool:
    """Whether it is noted that this person declined."""
    member = await chat.town.known(chat)
    async with UnitOfWork(chat.town.lotse.database) as unit:
        rows = await JobWork(unit, chat.town.lotse.now()).asked.at(slot.id)
    return any(one.member_id == member.id and one.declined_at is not None for one in rows)


async def test_the_seat_is_two_taps_away(town: Town) -> None:
    """Into the usual booking, with its summary and its confirmation."""
    slot, _, nurse = await asked_nurse(town)
    assert nurse.last_text.startswith("Ein Platz ist frei")
    assert "Gesundheit · Verein, Ehrenamt" in nurse.last_text

    await nurse.tap(waiting_texts.TAKE)
    assert "Stimmt das so?" in nurse.last_text
    await nurse.tap(booking_texts.BOOK)

    assert nurse.last_text.startswith("Gebucht.")
    assert (await stored(town, slot)).advisers_taken == 1
    await nurse.press(f"ask:no:{slot.id}")
    assert nurse.last_text == texts.HAS_SEAT
    assert not await declined(nurse, slot)


async def test_one_tap_declines_and_nobody_asks_why(town: Town) -> None:
    """A second tap changes nothing; whoever tapped by mistake may still come."""
    slot, boss, nurse = await asked_nurse(town)
    no = nurse.data(texts.NOT_THIS_TIME)

    await nurse.press(no)
    assert nurse.last_text == texts.DECLINED
    assert await declined(nurse, slot)
    await nurse.press(no)
    assert nurse.last_text == texts.DECLINED

    await boss.press(f"pub:t:{slot.id}")
    assert "Im Team angefragt: 1, abgelehnt: 1." in boss.last_text
    await nurse.tap(texts.AFTER_ALL)
    await nurse.tap(booking_texts.BOOK)
    assert nurse.last_text.startswith("Gebucht.")


async def test_who_comes_too_late_reads_that_the_field_is_there(town: Town) -> None:
    """A second nurse would take the seat that another field is needed for."""
    slot, _, nurse = await asked_nurse(town)
    await advise(await from_field(town, FieldOfAction.HEALTH), slot)

    await nurse.tap(waiting_texts.TAKE)

    assert nurse.last_text == booking_texts.REFUSALS[NotSought]
    assert (await stored(town, slot)).advisers_taken == 1


async def test_an_old_button_of_a_table_that_is_off_says_so(town: Town) -> None:
    """At once, not after the summary."""
    slot, boss, nurse = await asked_nurse(town)
    await boss.press(f"pub:t:{slot.id}")
    await boss.tap("Tisch absagen")
    await boss.tap("Tisch absagen")

    await nurse.tap(waiting_texts.TAKE)

    assert nurse.last_text == booking_texts.REFUSALS[SlotCancelled]


async def test_who_was_not_asked_cannot_decline(town: Town) -> None:
    """A forged button notes nothing."""
    slot, _, _ = await asked_nurse(town)
    other = await town.member()
    await other.say("/menue")

    await other.press(f"ask:no:{slot.id}")

    assert other.last_text == texts.NOT_ASKED
    assert not await declined(other, slot)

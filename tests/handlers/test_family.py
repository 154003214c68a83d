"""What the presenter tells for the family, and the waiting list, through the chat."""

from __future__ import annotations

from consultations.booking import FieldRefused
from consultations.slots import Kind, Seat, Slot
from consultations.states import SlotState
from handlers.texts import booking as booking_texts
from handlers.texts import reminders as texts
from handlers.texts import waiting as waiting_texts
from storage.diary import SqlDiary
from storage.members import SqlMembers
from storage.unit_of_work import UnitOfWork
from team.members import FieldOfAction, Role
from tests.chat import Chat, Town
from tests.handlers.test_booking import book_as_presenter


async def from_field(town: Town, field: FieldOfAction) -> Chat:
    """A member of another field."""
    chat = await town.member()
    async with UnitOfWork(town.lotse.database) as work:
        known = await SqlMembers(work).by_telegram(chat.person)
        assert known is not None
        await SqlMembers(work).describe(known.id, field=field)
        await work.commit()
    return chat


async def advise(chat: Chat, slot: Slot) -> None:
    """Take an adviser's seat."""
    await chat.say("/beratung")
    await chat.press(f"b:slot:{slot.id}")
    await chat.tap(booking_texts.ADVISE)
    await chat.tap(booking_texts.BOOK)


async def stored(town: Town, slot: Slot) -> Slot:
    """The table as it is now."""
    async with UnitOfWork(town.lotse.database) as work:
        found = await SqlDiary(work).slot(slot.id)
    assert found is not None
    return found


async def complete_table(town: Town) -> tuple[Slot, Chat, Chat, Chat, Chat]:
    """A table with a moderator, a presenter and two advisers of two further fields."""
    boss = await town.member(Role.COORDINATOR)
    slot = await town.slot(boss)
    presenter = await town.member()
    nurse = await from_field(town, FieldOfAction.HEALTH)
    coach = await from_field(town, FieldOfAction.CLUB)
    await book_as_presenter(presenter, slot.id)
    await presenter.tap(booking_texts.BOOK)
    await advise(nurse, slot)
    await advise(coach, slot)
    return slot, boss, presenter, nurse, coach


async def test_once_the_table_is_complete_the_family_is_asked_again(town: Town) -> None:
    """The presenter sees who sits there; the yes confirms the table and everybody hears."""
    slot, boss, presenter, nurse, _ = await complete_table(town)
    assert "Will die Familie diesen Tisch so?" in presenter.last_text
    assert presenter.last_text.count("Musterschule") == 4

    await presenter.tap(texts.YES)

    assert (await stored(town, slot)).state is SlotState.CONFIRMED
    for chat in (boss, nurse):
        assert chat.last_text.startswith("Der Termin steht fest")


async def test_an_old_yes_does_not_hold_for_another_table(town: Town) -> None:
    """Somebody has left: the family agreed to other people."""
    slot, _, presenter, nurse, _ = await complete_table(town)
    old = presenter.shown["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await nurse.say("/meine")
    await nurse.tap("1 Platz absagen")
    await nurse.tap("Platz absagen")

    await presenter.press(old)

    assert presenter.last_text.startswith(texts.CHANGED_MEANWHILE)
    assert (await stored(town, slot)).state is SlotState.REQUESTED


async def test_the_family_may_refuse_a_seat_and_its_field(town: Town) -> None:
    """The person learns no reason and cannot take the seat again, nor can the field."""
    slot, _, presenter, nurse, _ = await complete_table(town)
    await presenter.tap(texts.OTHER_SEAT)
    async with UnitOfWork(town.lotse.database) as work:
        seat = await SqlDiary(work).active_booking(slot.id, (await town.known(nurse)).id)
    assert seat is not None

    await presenter.press(f"fam:one:{slot.id}:{seat.id}")
    await presenter.tap(texts.FIELD_NOT_WANTED)

    assert nurse.last_text.startswith("Ihr Platz am")
    assert "Familie" not in nurse.last_text
    now = await stored(town, slot)
    assert now.refused_fields == {FieldOfAction.HEALTH}
    assert now.advisers_taken == 1
    await nurse.press(f"b:slot:{slot.id}")
    assert booking_texts.REFUSALS[FieldRefused] in nurse.last_text


async def test_the_family_calls_off_and_nobody_learns_why(town: Town) -> None:
    """Everybody reads "Termin entfällt"."""
    slot, boss, presenter, nurse, _ = await complete_table(town)
    await presenter.tap(texts.CALLED_OFF)
    await presenter.tap("Tisch absagen")

    assert (await stored(town, slot)).state is SlotState.CANCELLED
    for chat in (boss, nurse):
        assert chat.last_text.startswith("Termin entfällt")
        assert "Familie" not in chat.last_text


async def test_without_the_family_it_goes_on_among_professionals(town: Town) -> None:
    """The kind changes, and the presenter is asked whether the table is right so."""
    slot, _, presenter, nurse, _ = await complete_table(town)

    await presenter.press(f"fam:peer:{slot.id}")

    assert (await stored(town, slot)).kind is Kind.PEER
    assert "kollegiale Beratung" in nurse.last_text
    assert "Soll der Tisch so stattfinden?" in presenter.last_text


async def test_only_who_presents_speaks_for_the_family(town: Town) -> None:
    """A forged button of somebody else changes nothing."""
    slot, boss, presenter, nurse, _ = await complete_table(town)
    yes = presenter.shown["reply_markup"]["inline_keyboard"][0][0]["callback_data"]

    await boss.say("/menue")
    for data in (yes, f"fam:off!:{slot.id}", f"fam:peer:{slot.id}", f"fam:few:{slot.id}"):
        for chat in (boss, nurse):
            await chat.press(data)
            assert chat.last_text == texts.NOT_ASKED_ANY_MORE

    assert (await stored(town, slot)).state is SlotState.REQUESTED


async def test_a_full_table_has_a_list_and_a_freed_seat_is_held(town: Town) -> None:
    """From "taken" to the list, the offer, and the seat."""
    slot, _, _, nurse, _ = await complete_table(town)
    waiter = await town.member()
    await waiter.say("/beratung")
    await waiter.press(f"w:join:{slot.id}:{Seat.ADVISER}")
    assert "Warteliste, 1. Platz" in waiter.last_text

    await nurse.say("/meine")
    await nurse.tap("1 Platz absagen")
    await nurse.tap("Platz absagen")

    assert waiter.last_text.startswith("Ein Platz ist frei")
    assert "Ich halte ihn bis" in waiter.last_text
    assert (await stored(town, slot)).free(Seat.ADVISER) == 0
    await waiter.tap(waiting_texts.TAKE)
    await waiter.tap(booking_texts.BOOK)
    assert waiter.last_text.startswith("Gebucht.")
    assert (await stored(town, slot)).advisers_taken == 2


async def test_declining_passes_the_seat_on(town: Town) -> None:
    """To the next who waits; "my appointments" shows the place."""
    slot, _, _, nurse, _ = await complete_table(town)
    first, second = await town.member(), await town.member()
    for chat in (first, second):
        await chat.say("/beratung")
        await chat.press(f"w:join:{slot.id}:{Seat.ADVISER}")
    await second.say("/meine")
    assert "2. Platz" in second.last_text
    await nurse.say("/meine")
    await nurse.tap("1 Platz absagen")
    await nurse.tap("Platz absagen")

    await first.tap(waiting_texts.DECLINE)

    assert first.last_text == waiting_texts.DECLINED
    assert second.last_text.startswith("Ein Platz ist frei")

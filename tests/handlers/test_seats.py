"""Journey "Mein Platz": what the family needs, who may see it, and tables without a family."""

from __future__ import annotations

from io import BytesIO

from openpyxl import load_workbook
from sqlalchemy import select

from consultations.booking import Booking, Needs
from consultations.slots import Kind, Slot
from handlers.texts import booking as texts
from handlers.texts import moving as moving_texts
from handlers.texts import reminders as reminder_texts
from handlers.texts import seats as seat_texts
from storage.diary import SqlDiary
from storage.tables import BookingRow
from storage.unit_of_work import UnitOfWork
from team.members import FieldOfAction, Role
from tests.chat import Chat, Town
from tests.handlers.test_booking import book_as_presenter
from tests.handlers.test_family import advise, complete_table, from_field, stored
from tests.handlers.test_leading import change

TELLING = ("schule, 6", "6 bis 9", "stufenfreier", "dolmetsch", "5 personen", "ohne familie")


async def seat_of(town: Town, chat: Chat, slot: Slot) -> Booking:
    """What this person has booked there."""
    member = await town.known(chat)
    async with UnitOfWork(town.lotse.database) as work:
        found = await SqlDiary(work).active_booking(slot.id, member.id)
    assert found is not None
    return found


async def needing(town: Town, slot: Slot) -> Chat:
    """A presenter whose family needs everything."""
    chat = await town.member()
    await book_as_presenter(chat, slot.id)
    await chat.tap("☐ Stufenfrei")
    await chat.tap("☐ Dolmetschen")
    await chat.tap("Personen der Familie: offen")
    await chat.tap("5")
    await chat.tap(texts.BOOK)
    return chat


async def test_what_the_family_needs_is_tapped_in_the_summary(town: Town) -> None:
    """No screen more for who knows nothing yet; two taps for room and interpreter."""
    slot = await town.slot(await town.member(Role.COORDINATOR))

    chat = await needing(town, slot)

    assert (await seat_of(town, chat, slot)).needs == Needs(True, True, 5)
    assert "stufenfreier Zugang, Dolmetschen, 5 Personen von der Familie" in chat.last_text


async def test_a_tap_can_be_taken_back_and_the_number_left_open(town: Town) -> None:
    """A second tap at once changes nothing; "not known yet" is an answer."""
    slot = await town.slot(await town.member(Role.COORDINATOR))
    chat = await town.member()
    await book_as_presenter(chat, slot.id)
    for data in ("b:need:access:1", "b:need:access:1", "b:need:interpreting:1",
                 "b:need:interpreting:0", "b:need:people:3", "b:need:people:0",
                 "b:need:people:9", "b:need:x:1"):  # fmt: skip
        await chat.press(data)
    assert "☑ Stufenfrei" in chat.labels
    assert "Personen der Familie: offen" in chat.labels

    await chat.tap(texts.BOOK)

    assert (await seat_of(town, chat, slot)).needs == Needs(access=True)


async def test_it_is_changed_later_from_the_own_seat(town: Town) -> None:
    """One tap each, the number two."""
    slot = await town.slot(await town.member(Role.COORDINATOR))
    chat = await town.member()
    await book_as_presenter(chat, slot.id)
    await chat.tap(texts.BOOK)
    await chat.say("/meine")
    await chat.tap(f"1 {seat_texts.MY_SEAT}")

    await chat.tap("☐ Dolmetschen")
    await chat.tap("Personen der Familie: offen")
    await chat.tap("4")

    assert (await seat_of(town, chat, slot)).needs == Needs(interpreting=True, people=4)
    assert "Dolmetschen, 4 Personen von der Familie" in chat.last_text


async def test_where_there_are_steps_rooms_without_are_named(town: Town) -> None:
    """At booking; the other table is one tap away, and all answers stay."""
    boss = await town.member(Role.COORDINATOR)
    steps, flat, later = [await town.slot(boss) for _ in range(3)]
    await change(town, steps, step_free=False)
    for slot in (flat, later):
        await change(town, slot, step_free=True)
    chat = await town.member()
    await book_as_presenter(chat, steps.id)
    assert "nicht stufenfrei" not in chat.last_text

    await chat.tap("☐ Stufenfrei")
    assert "Dieser Raum ist nicht stufenfrei." in chat.last_text
    assert seat_texts.INSTEAD in chat.last_text
    await chat.press(f"b:to:{flat.id}")
    assert "nicht stufenfrei" not in chat.last_text
    await chat.tap(texts.BOOK)

    seat = await seat_of(town, chat, flat)
    assert (seat.needs, seat.theme) == (Needs(access=True), "schule")
    await chat.press(f"b:move:{seat.id}")
    first = chat.last_text.splitlines()[3]
    assert first.startswith("1 ")
    assert "(stufenfrei)" in first
    await change(town, flat, step_free=None)
    await chat.press(f"my:t:{flat.id}")
    assert seat_texts.STEP_FREE_UNKNOWN in chat.last_text
    await change(town, flat, step_free=False)
    await chat.press(f"my:t:{flat.id}")
    assert seat_texts.MOVE_INSTEAD in chat.last_text


async def test_only_seats_and_the_moderator_see_what_it_is_about(town: Town) -> None:
    """No list, month, spreadsheet or calendar file, and no forged button tells it to others."""
    moderator, coordinator = await town.member(Role.MODERATOR), await town.member(Role.COORDINATOR)
    slot = await town.slot(coordinator, place="Raum der Sichtbarkeit")
    await change(town, slot, moderator_id=(await town.known(moderator)).id, step_free=True)
    adviser, stranger = await from_field(town, FieldOfAction.HEALTH), await town.member()
    presenter = await needing(town, slot)
    await advise(adviser, slot)
    await moderator.say("/menue")
    month = f"{slot.starts_at:%Y%m}"

    for chat in (adviser, moderator):
        await chat.press(f"my:t:{slot.id}")
        assert "Worum es geht: Schule, 6 bis 9, Deutsch, stufenfreier Zugang" in chat.last_text
        assert "Lehrkraft, einbringend" in chat.last_text
        assert "☑ Stufenfrei" not in chat.labels

    seen = [str(presenter.files[-1]), str(adviser.files[-1])]
    for chat in (coordinator, stranger):
        for page in ("b:list", "pub:list:0", f"pub:t:{slot.id}", f"ov:m:{month}:0", "b:mine",
                     f"my:t:{slot.id}", f"my:need:{slot.id}:people",
                     f"my:need:{slot.id}:access:0", f"lead:t:{slot.id}"):  # fmt: skip
            await chat.say("/menue")
            await chat.press(page)
            seen += [chat.last_text.replace(f"{slot.place}", "")]
    await coordinator.press(f"ov:x:{month}")
    sheet = load_workbook(BytesIO(coordinator.files[-1])).worksheets[0]
    seen += [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row]

    assert [(text, word) for text in seen for word in TELLING if word in text.lower()] == []
    assert (await seat_of(town, presenter, slot)).needs == Needs(True, True, 5)


async def test_without_a_family_it_is_asked_anonymously(town: Town) -> None:
    """No yes of a family, no language, no number; how to bring it in is said."""
    slot = await town.slot(await town.member(Role.COORDINATOR))
    chat = await town.member()
    await chat.say("/beratung")
    await chat.press(f"b:slot:{slot.id}")
    await chat.tap(texts.PRESENT)
    await chat.tap(texts.FAMILY_NOT_ASKED)
    await chat.tap(texts.WITHOUT_FAMILY)
    assert "dass niemand zu erkennen ist" in chat.last_text
    await chat.tap("Schule")
    await chat.tap("6 bis 9")
    assert "Ohne Familie, anonym" in chat.last_text
    assert "Die Familie will" not in chat.last_text
    assert [one for one in chat.labels if "Familie" in one or "Dolmetschen" in one] == []

    await chat.tap(texts.BOOK)

    assert (await stored(town, slot)).kind is Kind.PEER
    async with town.lotse.database.read() as session:
        told = select(BookingRow.family_agreed_at).where(BookingRow.slot_id == slot.id)
        assert (await session.scalars(told)).all() == [None]


async def test_among_professionals_nobody_is_asked_for_the_family(town: Town) -> None:
    """The presenter says whether the table is right so; the family is in no text or button."""
    slot = await town.slot(await town.member(Role.COORDINATOR))
    chat = await town.member()
    await chat.say("/beratung")
    await chat.press(f"b:slot:{slot.id}")
    for label in (texts.PRESENT, texts.WITHOUT_FAMILY, "Schule", "6 bis 9", texts.BOOK):
        await chat.tap(label)
    for field in (FieldOfAction.HEALTH, FieldOfAction.CLUB):
        await advise(await from_field(town, field), slot)

    assert "Soll der Tisch so stattfinden?" in chat.last_text
    assert chat.labels == [reminder_texts.YES, texts.CANCEL_TABLE, "Menü"]


async def test_back_from_the_anonymous_way_asks_for_the_family_again(town: Town) -> None:
    """Step by step, each answer once."""
    slot = await town.slot(await town.member(Role.COORDINATOR))
    chat = await town.member()
    await chat.say("/beratung")
    await chat.press(f"b:slot:{slot.id}")
    for label in (texts.PRESENT, texts.WITHOUT_FAMILY, "Schule", "6 bis 9"):
        await chat.tap(label)

    await chat.tap("‹ Zurück")
    assert "Altersgruppe?" in chat.last_text
    await chat.tap("‹ Zurück")
    await chat.tap("‹ Zurück")
    assert "Will die Familie diesen Tisch?" in chat.last_text
    for label in ("Ja", "Schule", "6 bis 9", "Deutsch"):
        await chat.tap(label)
    assert "Die Familie will diesen Tisch: Ja" in chat.last_text


async def test_words_never_confuse_the_seat_with_the_table(town: Town) -> None:
    """Whatever ends or shifts one's own seat says "Platz"; for all of it, it is "Tisch"."""
    slot, boss, presenter, nurse, _ = await complete_table(town)
    await nurse.say("/meine")
    await nurse.tap(f"1 {texts.CANCEL_SEAT}")
    assert nurse.last_text.startswith("Platz absagen?")
    assert "der Tisch bleibt bestehen" in nurse.last_text
    await nurse.say("/meine")
    await nurse.tap(f"1 {seat_texts.MY_SEAT}")
    await presenter.press(f"fam:off:{slot.id}")
    assert presenter.last_text.startswith("Tisch absagen?")
    assert "Nicht nur Ihr Platz" in presenter.last_text
    await boss.say("/tische")
    await boss.press(f"pub:t:{slot.id}")
    assert boss.labels[:2] == ["Tisch absagen", "Tisch verlegen"]
    await boss.tap("Tisch absagen")
    assert boss.last_text.startswith("Tisch absagen?")
    await boss.tap("‹ Zurück")
    await boss.tap("Tisch verlegen")
    await boss.tap("1 Tag später")
    assert moving_texts.MOVE in boss.labels
    await boss.tap("Tisch verlegen")
    await nurse.tap("Platz absagen")
    assert nurse.last_text.startswith("Platz absagen?")

    buttons = [
        (button["text"], button["callback_data"])
        for chat in (boss, presenter, nurse)
        for message in chat.answers
        for row in message.get("reply_markup", {}).get("inline_keyboard", [])
        for button in row
    ]
    seat = {label.lstrip("0123456789 ") for label, data in buttons if data.startswith("b:cancel")}
    moves = {label for label, data in buttons if data.startswith("b:move:")}
    table = {label for label, data in buttons if data.startswith("fam:off!:")}
    assert (seat, moves, table) == ({"Platz absagen"}, {"Platz verschieben"}, {"Tisch absagen"})
    bare = {"Absagen", "Verschieben", "Verlegen", "Stornieren"}
    assert {label for label, _ in buttons} & bare == set()

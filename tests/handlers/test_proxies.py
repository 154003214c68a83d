"""Journey "Vertretung"."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from icalendar import Calendar
from sqlalchemy import select

from consultations.booking import AlreadyBooked, FieldRefused, ModeratesThisTable
from consultations.proxies import NotPassedOn
from consultations.slots import Seat, Slot
from consultations.states import SlotState
from handlers.texts import booking as booking_texts
from handlers.texts import proxies as texts
from handlers.texts import reminders as reminder_texts
from handlers.texts import seats as seat_texts
from storage.diary import SqlDiary
from storage.tables import AuditRow, DialogueRow, OutboxRow
from storage.unit_of_work import UnitOfWork
from team.audit import Act
from team.invitations import hash_of
from team.members import FieldOfAction, Role
from tests.bot.houses import files_with, house
from tests.chat import Chat, Town
from tests.handlers.test_family import advise, complete_table, from_field, stored
from tests.handlers.test_leading import change
from tests.handlers.test_seats import seat_of

NAMED = "Vertretung: Lehrkraft, Verein, Ehrenamt (für Lehrkraft)"


async def passed_on(chat: Chat, slot: Slot) -> str:
    """The code a holder hands over."""
    await chat.say("/menue")
    await chat.press(f"my:t:{slot.id}")
    await chat.tap(texts.PROXY)
    found = re.search(r"start=(v-[\w-]{22})", chat.last_text)
    assert found is not None, chat.last_text
    return found[1]


async def test_a_colleague_takes_the_seat_and_is_named_at_the_table(town: Town) -> None:
    """From the link to the calendar files; everybody there hears of it, without who it is."""
    slot, boss, presenter, nurse, coach = await complete_table(town)
    await presenter.tap(reminder_texts.YES)
    assert (await stored(town, slot)).state is SlotState.CONFIRMED
    code = await passed_on(nurse, slot)
    proxy = await from_field(town, FieldOfAction.CLUB)

    await proxy.say(f"/start {code}")
    assert f"„{NAMED}“" in proxy.last_text
    assert "Ihr Handlungsfeld sitzt dort schon." in proxy.last_text
    assert "Dem Tisch fehlt damit noch 1 weiteres Handlungsfeld." in proxy.last_text
    assert "Die Familie wird neu gefragt" in proxy.last_text
    assert "6 bis 9" not in proxy.last_text
    await proxy.tap(texts.TAKE)

    assert proxy.last_text.startswith("Der Platz ist jetzt Ihrer.")
    assert str(Calendar.from_ical(proxy.files[-1])["METHOD"]) == "PUBLISH"
    assert "ist übernommen" in nurse.last_text
    assert str(Calendar.from_ical(nurse.files[-1])["METHOD"]) == "CANCEL"
    assert (await stored(town, slot)).state is SlotState.REQUESTED
    for chat in (boss, presenter, coach):
        assert "Einen Platz nimmt eine Vertretung ein. Der Termin bleibt." in chat.last_text
        assert "Lehrkraft" not in chat.last_text
        await chat.tap(seat_texts.AT_TABLE)
        assert f"– {NAMED}, beratend" in chat.last_text
    async with town.lotse.database.read() as session:
        trail = select(AuditRow.subject).where(AuditRow.action == Act.PASSED_ON)
        subjects = list(await session.scalars(trail))
    new = await seat_of(town, proxy, slot)
    assert any(re.fullmatch(rf"slot {slot.id} booking \d+ {new.id}", one) for one in subjects)


async def test_a_complete_table_asks_the_family_again_with_the_proxy(town: Town) -> None:
    """Function, field and institution, as for everybody there."""
    slot, _, presenter, nurse, _ = await complete_table(town)
    await presenter.tap(reminder_texts.YES)
    code = await passed_on(nurse, slot)
    proxy = await from_field(town, FieldOfAction.KITA)
    await proxy.say(f"/start {code}")
    assert "sitzt dort schon" not in proxy.last_text
    assert "fehlt damit" not in proxy.last_text

    await proxy.tap(texts.TAKE)

    assert "Will die Familie diesen Tisch so?" in presenter.last_text
    kita = "Vertretung: Lehrkraft, Kita, Tagespflege (für Lehrkraft), Musterschule, beratend"
    assert kita in presenter.last_text
    await presenter.tap(reminder_texts.YES)
    assert (await stored(town, slot)).state is SlotState.CONFIRMED


async def test_who_presents_can_be_stood_in_for(town: Town) -> None:
    """The proxy reads what it is about once they have the seat, and speaks for the family."""
    slot, _, presenter, nurse, _ = await complete_table(town)
    code, proxy = await passed_on(presenter, slot), await town.member()
    await proxy.say(f"/start {code}")
    assert "Sie bringen dann ein, worum es geht" in proxy.last_text
    await proxy.tap(texts.TAKE)

    question = proxy.last_text
    assert "Will die Familie diesen Tisch so?" in question
    await proxy.tap(reminder_texts.YES)
    assert (await stored(town, slot)).state is SlotState.CONFIRMED
    await proxy.press(f"my:t:{slot.id}")
    assert "Worum es geht: Schule, 6 bis 9, Deutsch" in proxy.last_text
    await presenter.say("/menue")
    await presenter.press(f"my:t:{slot.id}")
    assert presenter.last_text == seat_texts.NOT_THERE
    await nurse.press(f"my:t:{slot.id}")
    assert "– Vertretung: Lehrkraft, Schule (für Lehrkraft), einbringend" in nurse.last_text


async def test_two_colleagues_with_one_link(town: Town) -> None:
    """The first tap has the seat; the other reads that the link is used."""
    slot, _, _, nurse, _ = await complete_table(town)
    code = await passed_on(nurse, slot)
    anna, boris = await town.member(), await town.member()
    for chat in (anna, boris):
        await chat.say(f"/start {code}")

    await asyncio.gather(anna.tap(texts.TAKE), boris.tap(texts.TAKE))

    said = sorted([anna.last_text, boris.last_text])
    assert said[0].startswith("Der Platz ist jetzt Ihrer.")
    assert said[1] == booking_texts.REFUSALS[NotPassedOn]
    assert (await stored(town, slot)).advisers_taken == 2


async def test_a_link_is_taken_back(town: Town) -> None:
    """Also one whose question is open already; a newer link ends the older."""
    slot, _, _, nurse, _ = await complete_table(town)
    older, proxy = await passed_on(nurse, slot), await town.member()
    code = await passed_on(nurse, slot)
    await proxy.say(f"/start {older}")
    assert proxy.last_text == booking_texts.REFUSALS[NotPassedOn]
    await proxy.say(f"/start {code}")
    await nurse.press(f"my:t:{slot.id}")
    assert texts.PASSED_ON in nurse.last_text

    await nurse.tap(texts.KEEP)
    await proxy.tap(texts.TAKE)

    assert proxy.last_text == booking_texts.REFUSALS[NotPassedOn]
    assert (await seat_of(town, nurse, slot)).passes_on is False


async def test_declining_leaves_the_seat_and_the_link(town: Town) -> None:
    """Somebody else may still take it; an old button does nothing."""
    slot, _, _, nurse, _ = await complete_table(town)
    code, anna, boris = await passed_on(nurse, slot), await town.member(), await town.member()
    await anna.say(f"/start {code}")
    await anna.tap(texts.NO)
    assert anna.last_text.startswith("Gut. Der Platz bleibt")
    await anna.press("v:yes")
    assert anna.last_text == texts.OLD_LINK

    await boris.say(f"/start {code}")
    await boris.tap(texts.TAKE)

    assert boris.last_text.startswith("Der Platz ist jetzt Ihrer.")


async def test_who_may_not_sit_there_reads_why(town: Town) -> None:
    """The moderator, who sits there already, whose field the family does not want, a stranger."""
    slot, boss, _, nurse, coach = await complete_table(town)
    code, kita = await passed_on(nurse, slot), await from_field(town, FieldOfAction.KITA)
    await change(town, slot, refused_fields=[FieldOfAction.KITA])
    stranger = await town.stranger()

    for chat, refusal in (
        (boss, ModeratesThisTable), (coach, AlreadyBooked), (nurse, AlreadyBooked),
        (kita, FieldRefused),
    ):  # fmt: skip
        await chat.say(f"/start {code}")
        assert chat.last_text == booking_texts.REFUSALS[refusal]
    await stranger.say(f"/start {code}")
    assert "Platz" not in stranger.last_text
    await stranger.press("v:yes")

    assert (await seat_of(town, nurse, slot)).seat is Seat.ADVISER


async def test_nobody_passes_on_the_seat_of_another(town: Town) -> None:
    """A forged button makes no link and takes none back."""
    slot, _, presenter, nurse, _ = await complete_table(town)
    seat, code = await seat_of(town, nurse, slot), await passed_on(nurse, slot)
    for verb in ("pass", "keep"):
        await presenter.press(f"my:{verb}:{seat.id}")
        assert "Diese Buchung finde ich nicht bei Ihnen." in presenter.last_text
        assert "start=" not in presenter.last_text

    async with UnitOfWork(town.lotse.database) as work:
        assert await SqlDiary(work).passed_on(hash_of(code.removeprefix("v-"))) is not None


async def test_an_invitation_is_no_link_to_a_seat(town: Town) -> None:
    """Each kind of code opens its own door."""
    slot, _, _, nurse, _ = await complete_table(town)
    code, proxy = await passed_on(nurse, slot), await town.member()

    await proxy.say(f"/start {code.removeprefix('v-')}")
    assert "Sie gehören schon zum Team" in proxy.last_text
    await proxy.say("/start v-zu-kurz")
    assert "Platz übernehmen" not in proxy.labels


async def test_the_code_is_on_no_disk(tmp_path: Path) -> None:
    """Neither in a parcel nor in a dialogue; the database knows its hash."""
    async with house(tmp_path) as town:
        slot = await town.slot(await town.member(Role.COORDINATOR))
        chat, proxy = await town.member(), await town.member()
        await advise(chat, slot)
        code = await passed_on(chat, slot)
        await proxy.say(f"/start {code}")

        assert files_with(tmp_path, code.removeprefix("v-")) == []
        async with town.lotse.database.read() as session:
            drafts = list(await session.scalars(select(DialogueRow.draft)))
            parcels = [str(one) for one in await session.scalars(select(OutboxRow.payload))]
        kept = hash_of(code.removeprefix("v-"))
        assert [one["code"] for one in drafts if "code" in one] == [kept]
        assert not any(code in one for one in parcels)


@pytest.mark.parametrize("command", ["/menue", "/abbrechen"])
async def test_another_way_ends_the_open_question(town: Town, command: str) -> None:
    """The seat stays where it is until the link is opened again."""
    slot, _, _, nurse, _ = await complete_table(town)
    code, proxy = await passed_on(nurse, slot), await town.member()
    await proxy.say(f"/start {code}")

    await proxy.say(command)
    await proxy.press("v:yes")

    assert proxy.last_text == texts.OLD_LINK
    assert (await seat_of(town, nurse, slot)).seat is Seat.ADVISER

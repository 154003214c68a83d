"""Journey "Kalender abonnieren", and the files that follow a table."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from icalendar import Calendar
from sqlalchemy import select
from telegram import Update

from consultations.changing import mark_of
from consultations.moving import move
from consultations.slots import Slot
from consultations.subscribing import Feed, opened_with
from handlers._calendars import send_table
from handlers._context import BotContext
from handlers.texts import booking as booking_texts
from handlers.texts import calendars as texts
from handlers.texts import publishing as publishing_texts
from storage.diary import SqlDiary
from storage.members import SqlMembers
from storage.tables import OutboxRow
from storage.unit_of_work import UnitOfWork
from team.members import Role
from tests.bot.houses import files_with, house, living, on_words, serving
from tests.bot.test_webhook import free_port
from tests.chat import Chat, Town, workday
from tests.handlers.test_booking import book_as_presenter
from tests.handlers.test_own_data import book
from tests.handlers.test_publishing import plan
from tests.handlers.test_unwritten import silence

ADDRESS = "https://lotse.example/sozialraum/"


async def public() -> dict[str, object]:
    """Settings of a house whose calendars can be subscribed to."""
    return {"public_url": ADDRESS, "http_listen": f"127.0.0.1:{await free_port()}"}


def secrets_in(text: str) -> list[str]:
    """The secrets of the addresses shown."""
    return re.findall(r"webcal://lotse\.example/sozialraum/kalender/([\w-]{22})\.ics", text)


def events(content: bytes) -> dict[str, Any]:
    """The entries of a file by their UID."""
    return {str(one["UID"]): one for one in Calendar.from_ical(content).walk("VEVENT")}


async def opens(town: Town, secret: str) -> Feed | None:
    """What a secret opens now."""
    async with UnitOfWork(town.lotse.database) as work:
        opened = await opened_with(SqlMembers(work), secret)
    return opened[0] if opened is not None else None


async def subscribed(chat: Chat) -> list[str]:
    """Ask for an address the way a person does; returns its secrets."""
    await chat.say("/meine")
    await chat.tap("Kalender abonnieren")
    await chat.tap(texts.NEW)
    return secrets_in(chat.last_text)


async def test_an_address_is_shown_once_and_is_in_no_file(tmp_path: Path) -> None:
    """Text to copy, no link; only its hash is kept, and the message does not stay."""
    async with house(tmp_path, **await public()) as town:
        chat = await town.member()

        secrets = await subscribed(chat)

        assert len(secrets) == 1
        assert [one["type"] for one in chat.shown["entities"]] == ["bold", "code"]
        assert files_with(tmp_path, secrets[0]) == []
        assert await opens(town, secrets[0]) is Feed.OWN
        shown = OutboxRow.message_id == chat.shown["message_id"]
        async with town.lotse.database.read() as session:
            newest = select(OutboxRow).where(shown).order_by(OutboxRow.id.desc()).limit(1)
            row = (await session.scalars(newest)).one()
        assert row.purge_at is not None
        await chat.say("/meine")
        await chat.tap("Kalender abonnieren")
        assert chat.last_text.endswith(texts.HAS_FEED)
        assert secrets_in(chat.last_text) == []


async def test_an_address_made_before_a_kill_is_shown_after_it_and_works(tmp_path: Path) -> None:
    """The parcel on disk holds a mark for it."""
    settings = await public()
    async with serving() as server:
        async with living(server, tmp_path, **settings) as town:
            chat = await town.member()
            await chat.say("/meine")
            silence(town)
            await chat.press("cal:new")
        async with living(server, tmp_path, **settings) as again:
            await again.settled()
            (secret,) = secrets_in(Chat(again, chat.person).last_text)
            assert files_with(tmp_path, secret) == []
            assert await opens(again, secret) is Feed.OWN


async def test_a_new_address_and_switching_off(tmp_path: Path) -> None:
    """What was shown before ends at once; coordinators have a second one for all tables."""
    async with house(tmp_path, **await public()) as town:
        chat = await town.member(Role.COORDINATOR)
        first = await subscribed(chat)
        assert [await opens(town, one) for one in first] == [Feed.OWN, Feed.TABLES]

        await chat.tap(texts.ANOTHER)
        second = secrets_in(chat.last_text)

        assert [await opens(town, one) for one in first] == [None, None]
        assert [await opens(town, one) for one in second] == [Feed.OWN, Feed.TABLES]

        await chat.tap(texts.END)

        assert chat.last_text.startswith("Abgeschaltet.")
        assert [await opens(town, one) for one in second] == [None, None]


async def test_an_address_goes_with_the_account(tmp_path: Path) -> None:
    """It opens nothing any more."""
    async with house(tmp_path, **await public()) as town:
        chat = await town.member()
        (secret,) = await subscribed(chat)

        await chat.say("/loeschen")
        await chat.press("me:erase!")

        assert await opens(town, secret) is None


async def test_where_nothing_is_served_nothing_is_offered(town: Town) -> None:
    """Also to who forges the button."""
    chat = await town.member()
    await chat.say("/meine")
    assert "Kalender abonnieren" not in chat.labels

    for press in ("cal:home", "cal:new"):
        await chat.press(press)

        assert chat.last_text == texts.NOT_OFFERED
    assert not (await town.known(chat)).has_feed


async def test_who_moderates_gets_the_entries_of_a_series_in_one_file(town: Town) -> None:
    """Whoever has published it."""
    coordinator, moderator = await town.member(Role.COORDINATOR), await town.member(Role.MODERATOR)
    leader = (await town.known(moderator)).id
    first = workday(town.lotse.now().date() + timedelta(days=14))
    when = f"{first:%d.%m.%Y} 10 Uhr"
    await plan(coordinator, when, "6 × jede Woche", "Raum Kalender", leader)

    await coordinator.tap(publishing_texts.PUBLISH)

    (content,) = moderator.files
    async with UnitOfWork(town.lotse.database) as work:
        slots = await SqlDiary(work).of_moderator(leader, town.lotse.now())
    assert len(slots) > 1
    assert set(events(content)) == {f"moderation-{one.id}@lotse" for one in slots}
    assert coordinator.files == []


async def test_calling_a_table_off_takes_it_out_of_every_calendar(town: Town) -> None:
    """Of who sits there and of who leads it, also if they called it off themselves."""
    coordinator, anna, boris = await three(town)
    slot = await town.slot(coordinator)
    await book(anna, slot)
    await book(boris, slot)
    booked = events(anna.files[-1])
    await coordinator.say("/tische")

    await coordinator.press(f"pub:no:{slot.id}:one:{mark_of([slot])}")

    for chat in (anna, boris, coordinator):
        assert b"METHOD:CANCEL" in chat.files[-1]
    off = events(anna.files[-1])
    assert set(off) == set(booked)
    assert set(events(coordinator.files[-1])) == {f"moderation-{slot.id}@lotse"}
    assert all(off[uid]["SEQUENCE"] > booked[uid]["SEQUENCE"] for uid in off)


async def test_a_family_that_calls_off_takes_it_out_of_every_calendar(town: Town) -> None:
    """Of the presenter, too."""
    coordinator, anna, boris = await three(town)
    slot = await town.slot(coordinator)
    await book_as_presenter(anna, slot.id)
    await anna.tap(booking_texts.BOOK)
    await book(boris, slot)

    await anna.press(f"fam:off!:{slot.id}")

    for chat in (anna, boris, coordinator):
        assert b"METHOD:CANCEL" in chat.files[-1]


async def test_moving_a_table_changes_every_calendar(town: Town) -> None:
    """The same entries, later than before; who gave the seat back hears nothing."""
    coordinator, anna, boris = await three(town)
    slot = await town.slot(coordinator)
    await book(anna, slot)
    await book(boris, slot)
    await boris.say("/meine")
    await boris.tap("1 Platz absagen")
    await boris.tap("Platz absagen")
    booked, told = events(anna.files[-1]), len(boris.files)

    await move_by_hours(coordinator, slot, 2)

    moved, led = events(anna.files[-1]), events(coordinator.files[-1])
    assert set(moved) == set(booked)
    for uid in moved:
        assert moved[uid]["SEQUENCE"] > booked[uid]["SEQUENCE"]
        assert moved[uid]["DTSTART"].dt - booked[uid]["DTSTART"].dt == timedelta(hours=2)
    assert set(led) == {f"moderation-{slot.id}@lotse"}
    assert len(boris.files) == told


async def three(town: Town) -> tuple[Chat, Chat, Chat]:
    """A coordinator and two professionals."""
    return await town.member(Role.COORDINATOR), await town.member(), await town.member()


async def move_by_hours(coordinator: Chat, slot: Slot, hours: int) -> None:
    """Let a coordinator move a table."""

    async def act(_: Update, context: BotContext) -> None:
        work = context.work
        moved = await move(
            work.diary, work.members, work.audit, context.member, slot.id,
            starts_at=slot.starts_at + timedelta(hours=hours), now=context.now,
        )  # fmt: skip
        await send_table(work, moved.slot.id, texts.MOVED, now=context.now)

    with on_words(coordinator.town, "verlegen", act):
        await coordinator.say("verlegen")

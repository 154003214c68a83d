"""What ends by itself, row by row of the retention table, and what happens when a job fails."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from sqlalchemy import func, insert, select, update
from telegram import Bot

from bot.jobs import Jobs
from bot.keeper import Keeper
from bot.retention import RETENTION, Retention
from handlers._memory import Memory
from handlers.texts import own_data as texts
from storage.database import Database
from storage.members import SqlMembers
from storage.tables import (
    AuditRow,
    BookingRow,
    DialogueRow,
    HandledUpdateRow,
    InvitationRow,
    MemberRow,
    NeedSignalRow,
    OutboxRow,
    SeriesRow,
    SetAsideRow,
    SlotRow,
    Table,
    WatchRow,
)
from storage.unit_of_work import UnitOfWork
from team.members import MemberState, Role
from tests.chat import Chat, Town
from tests.handlers.test_inline import asked_inline

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ROWS = {row.name: row for row in RETENTION}
SHORTLY = timedelta(minutes=1)


def keeper_of(database: Database, now: datetime = NOW) -> Keeper:
    """What a job works with, without Telegram."""
    memory = Memory(lambda: now)
    return Keeper(database, cast(Bot, None), memory, lambda: now, lambda _: None, lambda _: None)


Make = Callable[[datetime], Sequence[tuple[type[Table], dict[str, Any]]]]
AGED: dict[str, tuple[type[Table], Make]] = {
    "marks": (HandledUpdateRow, lambda at: [
        (HandledUpdateRow, {"bot_id": 1, "update_id": at.minute, "handled_at": at})]),
    "set_aside": (SetAsideRow, lambda at: [
        (SetAsideRow, {"reference": f"{at.minute}", "update_id": 1, "update_type": "x",
                       "error": "x", "at": at})]),
    "sent": (OutboxRow, lambda at: [
        (OutboxRow, {"chat_id": 5, "kind": "send", "payload": {}, "created_at": at,
                     "done_at": at})]),
    "nobodys": (OutboxRow, lambda at: [
        (OutboxRow, {"chat_id": 6, "kind": "send", "payload": {}, "created_at": at,
                     "done_at": at})]),
    "dialogues": (DialogueRow, lambda at: [
        (DialogueRow, {"chat_id": 5, "name": f"{at.minute}", "step": "x", "draft": {},
                       "updated_at": at})]),
    "watches": (WatchRow, lambda at: [
        (WatchRow, {"member_id": 1, "theme": f"{at.minute}", "ends_at": at})]),
    "invitations": (InvitationRow, lambda at: [
        (InvitationRow, {"code_hash": f"{at.minute}", "social_space_id": 1, "role": "x",
                         "created_at": at, "expires_at": at})]),
    "trail": (AuditRow, lambda at: [
        (AuditRow, {"at": at, "member_id": 1, "action": "x", "subject": "y"})]),
}  # fmt: skip


@pytest.mark.parametrize("name", AGED)
async def test_what_is_past_its_time_goes_and_the_rest_stays(
    database: Database, name: str
) -> None:
    """A minute too old is gone, a minute too young stays."""
    table, make = AGED[name]
    due = NOW - ROWS[name].kept
    async with database.session() as session, session.begin():
        await join(session, 5)
        for at in (due - SHORTLY, due + SHORTLY):
            for row, values in make(at):
                await session.execute(insert(row).values(**values))

    await ROWS[name].run(keeper_of(database))

    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(table)) == 1


async def test_a_series_is_kept_while_one_of_its_tables_is(database: Database) -> None:
    """Called off or over, it is still a table of the series."""
    long_ago = NOW - timedelta(days=400)
    rule = {
        "rrule": "FREQ=WEEKLY;BYDAY=TU;COUNT=2", "starts_on": long_ago.date(), "at": "14:00",
        "minutes": 90, "skips_holidays": True, "skips_school_holidays": False,
    }  # fmt: skip
    async with database.session() as session, session.begin():
        for number, at in (("with", long_ago), ("without", long_ago), ("new", NOW)):
            await session.execute(insert(SeriesRow).values(id=number, created_at=at, **rule))
        await session.execute(
            insert(SlotRow).values(
                social_space_id=1, series="with", starts_at=long_ago,
                ends_at=long_ago + timedelta(hours=1), place="Raum", presenter_seats=1,
                adviser_seats=2, presenters_taken=0, advisers_taken=0, state="cancelled",
                published_at=long_ago,
            )
        )  # fmt: skip

    await ROWS["series"].run(keeper_of(database))

    async with database.read() as session:
        assert set(await session.scalars(select(SeriesRow.id))) == {"with", "new"}


async def join(session: Any, telegram_id: int) -> None:
    """Add a member without a word about them."""
    await session.execute(
        insert(MemberRow).values(
            telegram_id=telegram_id, social_space_id=1, role="professional", state="active",
            joined_at=NOW, last_seen_on=NOW.date(),
        )
    )  # fmt: skip


async def test_messages_in_a_members_chat_are_remembered_longer(database: Database) -> None:
    """The row about people without an account leaves members alone."""
    async with database.session() as session, session.begin():
        await join(session, 5)
        values = AGED["sent"][1](NOW - ROWS["nobodys"].kept - SHORTLY)[0][1]
        await session.execute(insert(OutboxRow).values(**values))

    await ROWS["nobodys"].run(keeper_of(database))

    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(OutboxRow)) == 1


@pytest.mark.parametrize(
    ("now", "left"), [("2026-12-30", ["2026-10", "2026-11"]), ("2026-12-31", ["2026-11"])]
)
async def test_a_counted_need_is_kept_for_ninety_days_at_most(
    database: Database, now: str, left: list[str]
) -> None:
    """It knows its month only: the month goes before its first day is older than that."""
    async with database.session() as session, session.begin():
        for month in ("2026-09", "2026-10", "2026-11"):
            values = {"social_space_id": 1, "theme": "x", "reason": "y", "month": month}
            await session.execute(insert(NeedSignalRow).values(**values))

    await ROWS["signals"].run(keeper_of(database, datetime.fromisoformat(f"{now}T12:00+00:00")))

    async with database.read() as session:
        months = await session.scalars(select(NeedSignalRow.month).order_by(NeedSignalRow.month))
        assert list(months) == left


async def test_a_table_long_over_names_nobody(database: Database) -> None:
    """Occupancy stays; who, for whom and about what goes, also where the moderator has left."""
    async with database.session() as session, session.begin():
        await join(session, 5)
        for days, moderator in ((31, 1), (31, None), (29, 1)):
            ends = NOW - timedelta(days=days)
            slot = await session.scalar(
                insert(SlotRow).values(
                    social_space_id=1, starts_at=ends - timedelta(hours=1), ends_at=ends,
                    place="x", moderator_id=moderator, presenter_seats=1, adviser_seats=2,
                    presenters_taken=1, advisers_taken=0, state="open", published_by=moderator,
                    published_at=NOW, family_people=3,
                ).returning(SlotRow.id)
            )  # fmt: skip
            await session.execute(
                insert(BookingRow).values(
                    slot_id=slot, member_id=1, seat="presenter", family_agreed_at=NOW,
                    theme="schule", age_band="6-9", language="de", booked_at=NOW,
                )
            )  # fmt: skip

    await ROWS["seats"].run(keeper_of(database))

    async with database.read() as session:
        old, _, young = list(await session.scalars(select(BookingRow).order_by(BookingRow.id)))
        slots = list(await session.scalars(select(SlotRow).order_by(SlotRow.id)))
    assert (old.member_id, old.theme, old.age_band, old.language) == (None, None, None, None)
    assert (old.family_agreed_at, old.seat) == (None, "presenter")
    assert (young.member_id, young.theme) == (1, "schule")
    linked = [(one.moderator_id, one.published_by) for one in slots]
    assert linked == [(None, None), (None, None), (1, 1)]
    assert [one.family_people for one in slots] == [None, None, 3]
    assert [one.presenters_taken for one in slots] == [1, 1, 1]


async def changed(chat: Chat, **values: object) -> None:
    """Write something about the member behind a chat, as if time had passed."""
    own = MemberRow.telegram_id == chat.person
    async with chat.town.lotse.database.session() as session, session.begin():
        await session.execute(update(MemberRow).where(own).values(**values))


async def is_member(chat: Chat) -> bool:
    """Whether the account is still there."""
    async with UnitOfWork(chat.town.lotse.database) as work:
        return await SqlMembers(work).by_telegram(chat.person) is not None


def ago(town: Town, **time: int) -> datetime:
    """A moment in the past."""
    return town.lotse.now() - timedelta(**time)


async def test_a_blocked_bot_is_two_weeks_of_pause_and_then_the_end(town: Town) -> None:
    """Who comes back in time stays."""
    gone, short, back = [await town.member() for _ in range(3)]
    for chat, days in ((gone, 15), (short, 13), (back, 15)):
        await changed(chat, state=MemberState.PAUSED, paused_at=ago(town, days=days))
    await back.say("schulden")

    await town.lotse.jobs.run("paused")

    assert [await is_member(chat) for chat in (gone, short, back)] == [False, True, True]


async def test_a_pause_without_a_date_begins_now(town: Town) -> None:
    """Of members paused before pauses had one."""
    chat = await town.member()
    await changed(chat, state=MemberState.PAUSED)

    await town.lotse.jobs.run("paused")

    async with town.lotse.database.read() as session:
        own = MemberRow.telegram_id == chat.person
        assert await session.scalar(select(MemberRow.paused_at).where(own)) is not None


async def test_blocking_the_bot_starts_the_pause(town: Town) -> None:
    """From Telegram's own message about it."""
    chat = await town.member()

    await town.server.world.block(town.server.bot, chat.person, blocked=True)
    await town.settled()

    async with town.lotse.database.read() as session:
        own = MemberRow.telegram_id == chat.person
        assert await session.scalar(select(MemberRow.paused_at).where(own)) is not None


async def test_a_year_away_brings_one_notice_and_a_month_later_the_end(town: Town) -> None:
    """The account goes at once, with a last word."""
    chat, here = await town.member(), await town.member()
    await changed(chat, last_seen_on=ago(town, days=366).date())
    await changed(here, last_seen_on=ago(town, days=364).date())

    for _ in range(2):
        await town.lotse.jobs.run("unseen")
        await town.settled()
    assert [one["text"] for one in chat.answers] == [texts.STILL_THERE]
    assert here.answers == []

    await town.lotse.jobs.run("warned")
    assert await is_member(chat)
    await changed(chat, notice_sent_on=ago(town, days=31).date())
    await town.lotse.jobs.run("warned")
    await town.settled()

    assert not await is_member(chat)
    assert chat.last_text == texts.ERASED_AFTER_YEAR


async def test_a_tap_after_the_notice_keeps_the_account(town: Town) -> None:
    """And a year later there is a notice again."""
    chat = await town.member()
    await changed(chat, last_seen_on=ago(town, days=366).date())
    await town.lotse.jobs.run("unseen")
    await town.settled()

    await chat.tap("Menü")
    await town.lotse.jobs.run("warned")

    async with town.lotse.database.read() as session:
        own = MemberRow.telegram_id == chat.person
        assert await session.scalar(select(MemberRow.notice_sent_on).where(own)) is None


def saying(words: str) -> Callable[[Chat], Awaitable[object]]:
    """Somebody types this."""
    return lambda chat: chat.say(words)


USES: dict[str, Callable[[Chat], Awaitable[object]]] = {
    "a question": saying("schulden"),
    "a refused message": saying("Familie Mustermann hat Schulden"),
    "an emergency": saying("sie will nicht mehr leben"),
    "own data": saying("/meinedaten"),
    "the way to erasing": saying("/loeschen"),
    "an inline query": lambda chat: asked_inline(chat.town, chat, "schulden"),
}


@pytest.mark.parametrize("use", USES)
async def test_whatever_way_the_bot_is_used_the_account_stays(town: Town, use: str) -> None:
    """Also where a guard or a right answers before the door; a pause ends with it, too."""
    chat, paused = await town.member(), await town.member()
    long_ago = {"last_seen_on": ago(town, days=400).date()}
    await changed(chat, **long_ago, notice_sent_on=ago(town, days=31).date())
    await changed(paused, state=MemberState.PAUSED, paused_at=ago(town, days=15), **long_ago)

    for one in (chat, paused):
        await USES[use](one)
    for job in ("warned", "paused", "unseen"):
        await town.lotse.jobs.run(job)

    assert [await is_member(one) for one in (chat, paused)] == [True, True]
    assert texts.STILL_THERE not in [one.get("text") for one in chat.answers]


async def test_blocking_the_bot_is_no_use_of_it(town: Town) -> None:
    """The year goes on."""
    chat, long_ago = await town.member(), ago(town, days=100).date()
    await changed(chat, last_seen_on=long_ago)

    await town.server.world.block(town.server.bot, chat.person, blocked=True)
    await town.settled()

    assert (await town.known(chat)).last_seen_on == long_ago


async def test_coordinators_hear_of_who_is_still_needed_before_they_are_erased(town: Town) -> None:
    """Tables to come would lose their moderator: there is a week to take over, and no longer."""
    needed, coordinator, gone = (
        await town.member(Role.COORDINATOR),
        await town.member(Role.COORDINATOR),
        await town.member(),
    )
    slot = await town.slot(needed)
    for chat, days in ((needed, 24), (gone, 31)):
        await changed(chat, notice_sent_on=ago(town, days=days).date())
    town.lotse.memory.forget(0, "job warned")

    for _ in range(2):
        await town.lotse.jobs.run("warned")
        await town.settled()

    told = [one["text"] for one in coordinator.answers if "werden bald gelöscht" in one["text"]]
    assert len(told) == 1
    assert await is_member(needed)
    assert not await is_member(gone)

    await changed(needed, notice_sent_on=ago(town, days=31).date())
    await town.lotse.jobs.run("warned")
    await town.settled()

    assert not await is_member(needed)
    unled = texts.without_moderation(slot, town.lotse.now())
    assert coordinator.last_text == re.sub("<[^>]+>", "", unled)


async def test_a_job_that_fails_alarms_the_coordinators_once_a_day(town: Town) -> None:
    """In words, without a code; the log has the rest, and the job is tried again."""
    coordinator, professional = await town.member(Role.COORDINATOR), await town.member()
    now, tries = town.lotse.now(), 0

    async def fail(keeper: Keeper, before: datetime) -> None:
        nonlocal tries
        tries += 1
        raise RuntimeError("Quaxolotl")

    database, sender = town.lotse.database, town.lotse.sender
    row = Retention("x", "Beispieldaten", timedelta(0), "", "", fail)
    memory = Memory(lambda: now)
    keeper = Keeper(database, town.lotse.app.bot, memory, lambda: now, sender.wake, lambda _: None)
    jobs = Jobs(keeper, (), (row,))
    for later in (timedelta(0), timedelta(hours=1), timedelta(hours=25)):
        now = now + later
        await jobs.run("x")
        await town.settled()

    alarms = [one["text"] for one in coordinator.answers if "Beispieldaten" in one["text"]]
    assert (tries, len(alarms)) == (3, 2)
    assert "Quaxolotl" not in alarms[0]
    assert professional.answers == []

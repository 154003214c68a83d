"""Rules 1 to 12 of data protection (domain paper, section 6), by number: what is kept.

Rules 1, 7 and 8 over a long session stand in `test_no_words_on_disk`; rules 2 and 3 at each way
in in `test_guards_at_every_entry`; what ends by itself in `tests/bot/test_retention`.
"""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot import cli
from bot.logs import NoTexts, masked
from bot.retention import RETENTION
from bot.settings import read_settings
from handlers.texts import general
from handlers.texts.booking import BOOK
from storage.tables import BookingRow, MemberRow, NeedSignalRow, OutboxRow, SlotRow, Table
from team.members import Role
from tests.bot.houses import living, serving
from tests.bot.test_retention import ago, changed, is_member
from tests.chat import Chat, Town
from tests.data_protection.entries import invitation
from tests.data_protection.sources import sources
from tests.handlers.test_booking import book_as_presenter
from tests.handlers.test_finding import NOT_TEXT
from tests.handlers.test_own_data import traces

ROWS = {row.name: row for row in RETENTION}
HOURS = timedelta(hours=1)


def test_rule_01_no_column_can_hold_words_about_a_family() -> None:
    """What a booking or a counted need says of a matter are short codes; no note, no comment."""
    about_a_matter = {
        f"{table}.{column.name}": getattr(column.type, "length", None)
        for table in ("booking", "need_signal", "watch", "dialogue")
        for column in Table.metadata.tables[table].columns
        if str(column.type).startswith(("VARCHAR", "TEXT"))
        if column.name != "proxy_hash"  # nobody's words: the hash of a link's code
    }

    assert [name for name, length in about_a_matter.items() if not length or length > 40] == []


ATTACHED = [kind for kind in NOT_TEXT if kind != "dice"]


@pytest.mark.parametrize("kind", ATTACHED)
async def test_rule_03_what_may_show_somebody_is_deleted_at_once(town: Town, kind: str) -> None:
    """A contact, a place, a file, a picture, a voice: of members, strangers, in any step."""
    arriving, stranger, member = await town.stranger(), await town.stranger(), await town.member()
    await arriving.say(f"/start {await invitation(town)}")

    for chat in (arriving, stranger, member):
        await chat.send(NOT_TEXT[kind])

        own = [one for one in chat.messages if not one["from"]["is_bot"]]
        assert [one for one in own if kind in one] == []
    assert general.TAKEN_AWAY in member.last_text


@pytest.mark.parametrize("kind", NOT_TEXT)
async def test_rule_04_every_message_of_a_person_is_due_to_be_purged(
    town: Town, kind: str
) -> None:
    """Also where Telegram refuses to delete it at once."""
    chat = await town.member()

    await chat.send(NOT_TEXT[kind])

    async with town.lotse.database.read() as session:
        mine = select(OutboxRow.purge_at).where(
            OutboxRow.chat_id == chat.person, OutboxRow.kind == "received"
        )
        assert [one is not None for one in await session.scalars(mine)] == [True]


async def test_rule_04_what_nobody_can_read_is_purged_in_the_next_round(town: Town) -> None:
    """It may hold anything."""
    chat = await town.member()
    number = await town.server.world.say(town.server.bot, chat.person, {"poll": {"x": True}})
    await town.settled()
    assert any(one["message_id"] == number for one in chat.messages)

    await town.lotse.jobs.run("chat")

    assert not any(one["message_id"] == number for one in chat.messages)


async def test_rule_04_questions_and_answers_are_purged_by_forty_hours(town: Town) -> None:
    """Booking cards stay."""
    slot, chat = await town.slot(await town.member(Role.COORDINATOR)), await town.member()
    await chat.say("schulden")
    await book_as_presenter(chat, slot.id)
    await chat.tap(BOOK)

    async with town.lotse.database.read() as session:
        mine = select(OutboxRow).where(OutboxRow.chat_id == chat.person)
        rows = [one for one in await session.scalars(mine) if one.message_id]
    booked = chat.shown["message_id"], [m for m in chat.answers if "Gebucht" in str(m)]
    kept = {one["message_id"] for one in booked[1]} | {booked[0]}
    assert {one.message_id for one in rows if one.kind == "received"}
    for row in rows:
        if row.message_id in kept:
            assert row.purge_at is None
        elif row.purge_at is not None:
            assert row.purge_at - row.created_at <= 40 * HOURS + timedelta(seconds=5)
    purged = {one.message_id for one in rows if one.purge_at is not None}
    assert purged | kept >= {one["message_id"] for one in chat.messages}
    assert ROWS["chat"].kept == 40 * HOURS


@pytest.mark.parametrize("kind", NOT_TEXT)
async def test_rule_05_nothing_is_downloaded(town: Town, kind: str) -> None:
    """No file is asked for; the answer says why."""
    chat = await town.member()

    await chat.send(NOT_TEXT[kind])

    asked = {one["method"].lower() for one in town.server.world.calls}
    assert not {"getfile", "getuserprofilephotos"} & asked
    assert len(chat.answers) == 1


def test_rule_05_no_module_can_download() -> None:
    """The method's name stands nowhere in what runs."""
    for file, _ in sources("bot", "handlers"):
        assert not re.search(r"\.get_file\b|download_", file.read_text("utf-8"), re.I), file


async def test_rule_06_groups_are_left_unread(town: Town) -> None:
    """Neither searched nor answered."""
    chat, group = await town.member(), {"id": -100321, "type": "group", "title": "Gruppe"}
    sender = town.server.world.people[chat.person].as_user()
    message = {"message_id": 5, "date": 1, "chat": group, "from": sender, "text": "schulden"}

    await town.server.world.inject(town.server.bot, {"message": message})
    await town.settled()

    calls = [one for one in town.server.world.calls if one["chat_id"] in (-100321, "-100321")]
    assert [one["method"] for one in calls] == ["leaveChat"]


async def test_rule_07_a_restart_loses_what_was_typed(tmp_path: Path) -> None:
    """The answer's further pages are gone with the question."""
    async with serving() as server:
        async with living(server, tmp_path) as town:
            chat = await town.member()
            await chat.say("schulden")
            more = chat.data("Weitere")
        async with living(server, tmp_path) as again:
            chat = Chat(again, chat.person)
            assert again.lotse.memory.recall(chat.person, "found", object) is None
            await chat.press(more)
            assert "schulden" not in chat.last_text.lower()


def test_rule_07_free_text_lives_a_quarter_of_an_hour_at_most() -> None:
    """The table says so, and the memory keeps it."""
    assert ROWS["memory"].kept <= timedelta(minutes=15)


SECRETS = {
    "telegram_token": "4711:abcdefghijklmnop-q",
    "webhook_secret": "hook-secret-1",
    "database_url": "postgresql+asyncpg://lotse:pass%2Fword-1@db.example/lotse",
}


@pytest.mark.parametrize("logger", ["bot.polling", "sqlalchemy.pool", "asyncio"])
def test_rule_08_no_secret_reaches_a_line(logger: str) -> None:
    """Token, webhook secret, database password, also as it stands in an address."""
    read_settings(**SECRETS)
    words = (
        f"at {SECRETS['database_url']} with {SECRETS['webhook_secret']}, pass/word-1, "
        + (SECRETS["telegram_token"])
    )
    record = logging.LogRecord(logger, logging.ERROR, __file__, 1, words, (), None)

    for line in (NoTexts("%(name)s %(message)s").format(record), masked(words)):
        for secret in ("pass%2Fword", "pass/word", "hook-secret", "4711:"):
            assert secret not in line


def test_rule_08_an_error_nobody_expected_shows_no_secret(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Type and places, no message."""

    def fail(words: object) -> None:
        raise RuntimeError(SECRETS["webhook_secret"])

    monkeypatch.setattr(cli, "app", fail)
    with pytest.raises(SystemExit) as ended:
        cli.main([])

    printed = capsys.readouterr().err
    assert ended.value.code == 1
    assert "RuntimeError" in printed
    assert SECRETS["webhook_secret"] not in printed


def test_rule_09_an_account_is_no_more_than_it_has_to_be() -> None:
    """No name, no phone, no mail: a new column needs a reason and a change of this test."""
    assert set(MemberRow.__table__.columns.keys()) == {
        "id", "telegram_id", "social_space_id", "role", "state", "institution", "field",
        "function", "agreed_at", "joined_at", "last_seen_on", "paused_at", "notice_sent_on",
        "feed_hash",
        "erase_by",
    }  # fmt: skip


def test_rule_09_no_phone_number_is_asked_for() -> None:
    """Telegram's button for it is used nowhere."""
    for file, _ in sources("bot", "handlers"):
        assert "request_contact" not in file.read_text("utf-8"), file


async def test_rule_09_the_proof_is_an_invitation(town: Town) -> None:
    """Without one nobody comes in."""
    chat = await town.stranger()

    await chat.say("/start")
    await chat.press("arr:yes")

    assert [one["text"] for one in chat.answers] == [general.STRANGER]


def test_rule_10_counted_needs_lead_to_nobody() -> None:
    """They stay after `/loeschen` because they are nobody's (export and erasure: own_data)."""
    columns = NeedSignalRow.__table__.columns
    targets = {key.column.table.name for column in columns for key in column.foreign_keys}

    assert set(columns.keys()) == {"id", "social_space_id", "theme", "age_band", "reason", "month"}
    assert targets == {"social_space"}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("leading", [False, True])
async def test_rule_10_whoever_asks_is_erased_within_a_day(
    town: Town, role: Role, leading: bool
) -> None:
    """At once, or a day later where a table is led; no trace leads to them."""
    chat = await town.member(Role.COORDINATOR)
    await town.member(Role.COORDINATOR)
    if leading:
        await town.slot(chat)
    await changed(chat, role=role)
    member, asked_at = await town.known(chat), town.lotse.now()

    await chat.say("/loeschen")
    await chat.tap("Endgültig löschen")
    if await is_member(chat):
        by = (await town.known(chat)).erase_by
        assert by is not None
        assert by + ROWS["wished"].every <= asked_at + 24 * HOURS
        await changed(chat, erase_by=town.lotse.now())
        await town.lotse.jobs.run("wished")
        await town.settled()

    assert await traces(town, member.id, chat.person) == []


async def test_rule_11_a_year_away_is_told_and_then_ends(town: Town) -> None:
    """Twelve months and a day: a notice; thirty days later the account is gone."""
    chat = await town.member()
    await changed(chat, last_seen_on=ago(town, days=366).date())
    await town.lotse.jobs.run("unseen")
    await town.settled()
    assert "In 30 Tagen lösche ich" in chat.last_text
    assert await is_member(chat)

    await changed(chat, notice_sent_on=ago(town, days=31).date())
    await town.lotse.jobs.run("warned")

    assert not await is_member(chat)


async def test_rule_12_seats_lose_their_people_after_thirty_days(town: Town) -> None:
    """Holds from the table's end, as there is no follow-up yet; then it begins with that."""
    moderator, guest = await town.member(Role.COORDINATOR), await town.member()
    slot = await town.slot(moderator)
    await book_as_presenter(guest, slot.id)
    await guest.tap(BOOK)
    for days, left in ((29, True), (31, False)):
        ends = ago(town, days=days)
        async with town.lotse.database.session() as session, session.begin():
            times = {"starts_at": ends - HOURS, "ends_at": ends}
            await session.execute(update(SlotRow).where(SlotRow.id == slot.id).values(**times))
        await town.lotse.jobs.run("seats")

        async with town.lotse.database.read() as session:
            row = await session.get_one(SlotRow, slot.id, populate_existing=True)
            seats = select(BookingRow.member_id).where(BookingRow.slot_id == slot.id)
            people = [row.moderator_id, row.published_by, *await session.scalars(seats)]
        assert [one is not None for one in people] == [left] * 3

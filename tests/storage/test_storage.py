"""The database: offers without loss, migrations, units of work."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, func, insert, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from consultations.series import Series
from knowledge.importing import shipped_offers
from knowledge.offers import Offer, Ring, Source
from storage.database import Database
from storage.dialogues import dialogues_of, end_dialogue, save_dialogue
from storage.members import SqlMembers
from storage.migrate import UnknownDatabase, check_known, migrate
from storage.offers import SqlOffers
from storage.outbox import PURGE_AFTER, OutboxStore, put
from storage.series import SqlSeries
from storage.tables import AuditRow, DialogueRow, HandledUpdateRow, SlotRow, Table
from storage.unit_of_work import UnitOfWork
from team.members import Role
from tests.databases import Databases, fresh

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


async def test_no_field_of_an_offer_is_lost(database: Database) -> None:
    """All 135 come back as they went in."""
    offers = shipped_offers()
    async with UnitOfWork(database) as work:
        await SqlOffers(work).replace_all(offers)
        await work.commit()

    async with UnitOfWork(database) as work:
        assert await SqlOffers(work).all() == offers
        assert await SqlOffers(work).offer("giftnotruf") in offers
        assert await SqlOffers(work).offer("gibt-es-nicht") is None


async def test_every_field_of_an_offer_is_kept(database: Database) -> None:
    """Also those no shipped offer fills."""
    full = Offer(
        "a", "A", "B", "Träger", "sucht", Ring.STATUTORY, ("x",), 1, 2, "k", "z", ("de",), "s",
        "o", "82024", "1", "e@example.org", "https://example.org", "Mo", "bayern", ("y",),
        (Source(None, "2020", False, "warum"),), "2020-01", "h", date(2026, 1, 2),
    )  # fmt: skip
    async with UnitOfWork(database) as work:
        await SqlOffers(work).replace_all([full])
        assert await SqlOffers(work).all() == [full]


async def test_the_migrations_lead_to_the_tables_as_declared(database: Database) -> None:
    """No column is declared that a migration forgot."""

    def difference(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), Table.metadata))

    async with database.writer.begin() as connection:
        assert await connection.run_sync(difference) == []


async def test_migrating_again_changes_nothing(database: Database) -> None:
    """Every start runs the migrations."""
    await migrate(database)


async def test_two_processes_may_migrate_at_once(databases: Databases) -> None:
    """Such as a bot that starts while somebody runs `lotse invite`."""
    url = await databases.empty()
    both = Database(url), Database(url)

    await asyncio.gather(*(migrate(one) for one in both))

    for one in both:
        await check_known(one)
        await one.close()
    await databases.drop(url)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of the folder, byte for byte."""
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.mark.parametrize("mode", ["delete", "truncate", "wal"])
async def test_a_database_of_another_program_is_left_alone(tmp_path: Path, mode: str) -> None:
    """Refused with not a byte changed and nothing left beside it, whatever its journal mode."""
    theirs = sqlite3.connect(tmp_path / "other.db")
    theirs.execute(f"PRAGMA journal_mode={mode}")
    theirs.execute("CREATE TABLE theirs (id INTEGER)")
    theirs.close()
    before = contents(tmp_path)

    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'other.db'}")
    with pytest.raises(UnknownDatabase, match="another program"):
        await migrate(database)
    await database.close()

    assert contents(tmp_path) == before


async def test_a_database_another_program_has_open_is_left_alone(tmp_path: Path) -> None:
    """What lies in its write-ahead log counts, and stays there."""
    theirs = sqlite3.connect(tmp_path / "other.db")
    theirs.execute("PRAGMA journal_mode=wal")
    theirs.execute("CREATE TABLE theirs (id INTEGER)")
    before = (tmp_path / "other.db").read_bytes(), (tmp_path / "other.db-wal").read_bytes()

    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'other.db'}")
    with pytest.raises(UnknownDatabase, match="another program"):
        await migrate(database)
    await database.close()

    assert before == (
        (tmp_path / "other.db").read_bytes(),
        (tmp_path / "other.db-wal").read_bytes(),
    )
    theirs.close()


KILLED_WHILE_WRITING = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size=1")
connection.execute("BEGIN")
connection.execute("CREATE TABLE half_made (words TEXT)")
for _ in range(2000):
    connection.execute("INSERT INTO half_made VALUES (?)", ("x" * 100,))
os._exit(0)
"""


async def test_a_database_whose_writer_was_killed_can_be_opened(tmp_path: Path) -> None:
    """The leftover of its last transaction is rolled back, as any program would."""
    file = tmp_path / "lotse.db"
    killed = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED_WHILE_WRITING, str(file)
    )
    await killed.wait()
    assert (tmp_path / "lotse.db-journal").exists()

    database = Database(f"sqlite+aiosqlite:///{file}")
    await check_known(database)
    await database.close()


async def test_our_own_file_uses_a_write_ahead_log(sqlite_databases: Databases) -> None:
    """Readers do not wait for the writer."""
    async with fresh(sqlite_databases) as database, database.read() as session:
        assert await session.scalar(text("PRAGMA journal_mode")) == "wal"


async def test_a_database_of_a_newer_release_is_left_alone(database: Database) -> None:
    """Refused by the name of its revision."""
    async with database.writer.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(UnknownDatabase, match="newer release"):
        await migrate(database)


async def test_what_is_not_committed_never_happened(database: Database) -> None:
    """Readers outside see nothing of an open unit of work, and nothing after it broke."""
    count = select(func.count()).select_from(AuditRow)

    async def fail() -> None:
        async with UnitOfWork(database) as work:
            session = await work.writing()
            await session.execute(
                insert(AuditRow).values(at=NOW, action="x", subject="y", member_id=None)
            )
            async with work.reading() as inside:
                assert await inside.scalar(count) == 1
            async with UnitOfWork(database) as other, other.reading() as outside:
                assert await outside.scalar(count) == 0
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with database.read() as session:
        assert await session.scalar(count) == 0


async def test_reading_does_not_wait_for_a_writer(database: Database) -> None:
    """A handler that hangs after writing holds up no one who reads."""
    async with UnitOfWork(database) as work:
        await work.writing()
        async with asyncio.timeout(1):
            async with UnitOfWork(database) as other:
                assert await SqlOffers(other).all() == []


async def test_a_cut_off_writer_leaves_the_writer_free(database: Database) -> None:
    """A handler cut off in the middle of writing does not block the next one."""

    async def hang() -> None:
        async with UnitOfWork(database) as work:
            session = await work.writing()
            await session.execute(
                insert(AuditRow).values(at=NOW, action="x", subject="y", member_id=None)
            )
            await asyncio.sleep(60)

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(hang(), 0.1)

    async with asyncio.timeout(5):
        async with UnitOfWork(database) as work:
            await save_dialogue(work, 1, "a", "b", {}, NOW)
            await work.commit()


async def test_waiting_for_the_writer_is_not_counted(database: Database) -> None:
    """Two hundred people at once do not cut each other off."""
    async with UnitOfWork(database) as holder:
        await holder.writing()

        async def wait() -> None:
            async with UnitOfWork(database) as work, asyncio.timeout(0.2) as clock:
                work.clock = clock
                await work.writing()

        waiting = asyncio.create_task(wait())
        await asyncio.sleep(0.5)
        assert not waiting.done()
    await waiting


async def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    """Local times never slip into the database."""
    async with UnitOfWork(database) as work:
        session = await work.writing()
        with pytest.raises(StatementError):
            await session.execute(
                insert(AuditRow).values(
                    at=datetime(2026, 1, 1),  # noqa: DTZ001 - that is the fault
                    action="x", subject="y", member_id=None,
                )
            )  # fmt: skip


async def test_the_database_itself_never_overbooks(database: Database) -> None:
    """The last line of defence is a constraint."""
    async with UnitOfWork(database) as work:
        session = await work.writing()
        moderator = await SqlMembers(work).join(1, Role.MODERATOR, NOW)
        with pytest.raises(IntegrityError, match="ck_slot_presenters"):
            await session.execute(
                insert(SlotRow).values(
                    social_space_id=1, starts_at=NOW, ends_at=NOW.replace(hour=13), place="x",
                    moderator_id=moderator.id, presenter_seats=1, adviser_seats=2,
                    presenters_taken=2, advisers_taken=0, state="open",
                    published_by=moderator.id, published_at=NOW,
                )
            )  # fmt: skip


async def test_what_a_writer_has_read_nobody_changes_meanwhile(database: Database) -> None:
    """Not in another process either; so a rule checked after the first write holds at its end."""
    other = Database(database.url)
    count = select(func.count()).select_from(DialogueRow)

    async def one_more(database: Database, name: str) -> None:
        async with UnitOfWork(database) as work:
            session = await work.writing()
            before = await session.scalar(count)
            await asyncio.sleep(0.01)
            assert await session.scalar(count) == before
            await save_dialogue(work, 1, name, f"{before}", {}, NOW)
            await work.commit()

    await asyncio.gather(*(one_more([database, other][at % 2], f"{at}") for at in range(8)))

    async with UnitOfWork(database) as work:
        steps = [step for step, _, _ in (await dialogues_of(work, 1)).values()]
    assert sorted(steps) == [f"{at}" for at in range(8)]
    await other.close()


async def test_an_update_is_marked_once(database: Database) -> None:
    """A second mark for the same update breaks its transaction."""
    async with UnitOfWork(database) as work:
        session = await work.writing()
        statement = insert(HandledUpdateRow).values(bot_id=1, update_id=2, handled_at=NOW)
        await session.execute(statement)
        with pytest.raises(IntegrityError):
            await session.execute(statement)


async def test_a_dialogue_is_kept_changed_and_ended(database: Database) -> None:
    """Step and codes, by chat."""
    async with UnitOfWork(database) as work:
        await save_dialogue(work, 1, "booking", "seat", {"slot": 3}, NOW)
        await save_dialogue(work, 1, "booking", "family", {"slot": 3, "seat": "x"}, NOW)
        assert await dialogues_of(work, 1) == {
            "booking": ("family", {"slot": 3, "seat": "x"}, NOW)
        }
        assert await dialogues_of(work, 2) == {}
        await end_dialogue(work, 1, "booking")
        assert await dialogues_of(work, 1) == {}


async def test_parcels_go_out_in_order_and_leave_no_text_behind(database: Database) -> None:
    """Once sent, only the message id and its purge time stay."""
    store = OutboxStore(database)
    async with UnitOfWork(database) as work:
        for words in ("eins", "zwei"):
            await put(work, 7, "send", {"text": words, "rows": [], "kept": False}, NOW)
        await work.commit()

    first = await store.next_of(7)
    assert first is not None
    assert first.payload["text"] == "eins"
    await store.sent(first, 70, NOW, kept=False)
    second = await store.next_of(7)
    assert second is not None
    await store.sent(second, 70, NOW.replace(hour=20), kept=False)

    assert await store.next_of(7) is None
    assert await store.due_purges(NOW + PURGE_AFTER) == [(7, 70)]
    assert await store.due_purges(NOW + PURGE_AFTER.__class__(hours=39)) == []


async def test_what_a_person_keeps_is_not_purged(database: Database) -> None:
    """A screen that became a booking stays in the chat."""
    store = OutboxStore(database)
    async with UnitOfWork(database) as work:
        await put(work, 7, "send", {"text": "Frage", "rows": [], "kept": False}, NOW)
        await put(work, 7, "edit", {"text": "Gebucht", "rows": [], "kept": True}, NOW)
        await work.commit()

    for kept in (False, True):
        parcel = await store.next_of(7)
        assert parcel is not None
        await store.sent(parcel, 70, NOW, kept=kept)

    assert await store.due_purges(NOW + 10 * PURGE_AFTER) == []


@pytest.mark.parametrize("ends", [None, time(15, 15), time(1)])
async def test_a_series_comes_back_as_it_was_kept(database: Database, ends: time | None) -> None:
    """Its end is named by its length, also past midnight."""
    series = Series("FREQ=WEEKLY;BYDAY=TU;COUNT=6", date(2026, 12, 1), time(14), ends, False, True)
    length = series.length or timedelta(minutes=90)
    async with UnitOfWork(database) as work:
        await SqlSeries(work).keep("a", series, length, NOW)
        await work.commit()

    async with UnitOfWork(database) as work:
        kept = await SqlSeries(work).series("a")
        assert kept == replace(series, ends=ends or time(15, 30))
        assert kept.length == length
        assert await SqlSeries(work).series("b") is None

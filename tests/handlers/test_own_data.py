"""`/meinedaten` hands everything over, `/loeschen` erases it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, or_, select, update

from consultations.slots import Slot
from handlers.texts import general
from handlers.texts import own_data as texts
from handlers.texts.own_data_words import HEADINGS, LABELS
from storage.audit import SqlAudit
from storage.invitations import SqlInvitations
from storage.members import SqlMembers
from storage.records import HELD
from storage.tables import AuditRow, BookingRow, MemberRow, OutboxRow, SlotRow, Table
from storage.unit_of_work import UnitOfWork
from team.audit import Act
from team.invitations import invite
from team.members import MemberState, Role
from tests.chat import Chat, Town


async def seated(town: Town, chat: Chat, moderator: Chat, seat: str = "Ich berate mit") -> None:
    """Book a seat at a new table of *moderator* through the chat."""
    await book(chat, await town.slot(moderator), seat)


async def book(chat: Chat, slot: Slot, seat: str = "Ich berate mit") -> None:
    """Book a seat at this table through the chat."""
    await chat.say("/menue")
    await chat.press(f"b:slot:{slot.id}")
    await chat.tap(seat)
    await chat.tap("Verbindlich buchen")
    assert chat.last_text.startswith("Gebucht")


def handed_over(chat: Chat) -> tuple[str, dict[str, list[dict[str, Any]]]]:
    """The two files sent last: the text and the JSON."""
    readable, content = chat.files[-2:]
    return readable.decode(), json.loads(content)


def leading_to_members() -> set[str]:
    """Every column that leads to a member: by key, by account or by chat."""
    return {
        f"{table.name}.{column.name}"
        for table in Table.metadata.tables.values()
        for column in table.columns
        if column.name in ("telegram_id", "chat_id")
        or any(key.column.table.name == "member" for key in column.foreign_keys)
    }


def test_no_column_that_leads_to_a_member_is_forgotten() -> None:
    """A new table has to say what it hands over; the trail names members in its subject."""
    assert set(HELD) == leading_to_members() | {"audit.subject"}
    assert set(HEADINGS) == set(HELD)


def test_every_column_handed_over_has_a_german_name() -> None:
    """The text is for people."""
    columns = {
        column.name
        for held in HELD.values()
        for column in held.table.__table__.columns
        if column.name not in held.left_out
    }

    assert columns - set(LABELS) == set()


async def test_everything_kept_of_a_member_is_handed_over(town: Town) -> None:
    """As a text to read and as JSON; no word of a question, no secret, nobody else's number."""
    chat = await town.member(Role.COORDINATOR)
    other = await town.member(Role.COORDINATOR)
    await seated(town, chat, other)
    await town.slot(chat)
    await chat.say("schulden")
    await chat.tap("1")
    await chat.tap("Merken")
    member = await town.known(chat)
    async with UnitOfWork(town.lotse.database) as work:
        invitations, audit, now = SqlInvitations(work), SqlAudit(work), town.lotse.now()
        code = await invite(invitations, audit, Role.PROFESSIONAL, member, now=now)
        await audit.note(now, None, Act.UNBLOCKED, f"member {member.id}")
        await audit.note(now, None, Act.UNBLOCKED, f"member {member.id}0")
        await work.commit()

    await chat.say("/meinedaten")
    readable, data = handed_over(chat)

    assert set(data) == set(HELD)
    assert data["member.telegram_id"][0]["telegram_id"] == chat.person
    for place in ("booking.member_id", "kept_offer.member_id", "slot.moderator_id",
                  "slot.published_by", "invitation.invited_by", "outbox.chat_id",
                  "audit.member_id"):  # fmt: skip
        assert data[place], place
    assert len(data["audit.subject"]) == 1
    assert "Platz: beratend" in readable
    assert "Rolle: Koordination" in readable
    assert "Einrichtung: Musterschule" in readable
    assert "nichts gespeichert" in readable
    assert code not in json.dumps(data)
    assert "code_hash" not in json.dumps(data)
    assert "schulden" not in json.dumps(data).replace("schuldenberatung", "")


async def test_the_files_do_not_stay_in_the_chat(town: Town) -> None:
    """They are purged like every answer; only booking cards stay."""
    chat = await town.member()

    await chat.say("/meinedaten")

    async with town.lotse.database.read() as session:
        files = list(
            await session.scalars(
                select(OutboxRow).where(OutboxRow.chat_id == chat.person, OutboxRow.kind == "file")
            )
        )
    assert len(files) == 2
    assert all(one.purge_at is not None and one.payload == {} for one in files)


async def test_erasing_says_first_what_goes_and_what_stays(town: Town) -> None:
    """Nothing happens before the second tap."""
    chat, moderator = await town.member(), await town.member(Role.MODERATOR)
    await seated(town, chat, await moderated_by(town, moderator))

    await chat.say("/loeschen")

    assert "1 Buchung (der Platz wird frei)" in chat.last_text
    assert "anonyme Zahlen" in chat.last_text
    assert len(chat.last_text) <= 500
    assert await town.known(chat)
    await chat.tap("Menü")
    assert await town.known(chat)


async def moderated_by(town: Town, chat: Chat) -> Chat:
    """Whose table it is; tables are published by coordinators only."""
    member = await town.known(chat)
    async with UnitOfWork(town.lotse.database) as work:
        await SqlMembers(work).set_role(member.id, Role.COORDINATOR)
        await work.commit()
    return chat


async def traces(town: Town, member_id: int, person: int) -> list[str]:
    """Every place in the database that still leads to the member, messages to purge left out."""
    found = []
    async with town.lotse.database.read() as session:
        for table in Table.metadata.tables.values():
            for column in table.columns:
                leading = any(key.column.table.name == "member" for key in column.foreign_keys)
                number = member_id if leading else person
                if not leading and column.name not in ("telegram_id", "chat_id"):
                    continue
                statement = select(func.count()).select_from(table).where(column == number)
                if table.name == "outbox":
                    statement = statement.where(
                        or_(table.c.done_at.is_(None), table.c.purge_at > town.lotse.now())
                    )
                if await session.scalar(statement):
                    found.append(f"{table.name}.{column.name}")
    return found


async def test_a_confirmed_erasure_leaves_no_trace(town: Town) -> None:
    """Account, bookings, shelf, steps, trail: gone or without a name, at once."""
    chat, other = await town.member(Role.COORDINATOR), await town.member(Role.COORDINATOR)
    member = await town.known(chat)
    await seated(town, chat, other)
    await chat.say("schulden")
    await chat.tap("1")
    await chat.tap("Merken")
    await chat.say("/tische")
    async with UnitOfWork(town.lotse.database) as work:
        now = town.lotse.now()
        await invite(SqlInvitations(work), SqlAudit(work), Role.PROFESSIONAL, member, now=now)
        await work.commit()

    await chat.say("/loeschen")
    await chat.tap("Endgültig löschen")

    assert chat.last_text == texts.ERASED.replace("<b>", "").replace("</b>", "")
    assert await traces(town, member.id, chat.person) == []
    assert town.lotse.memory.recall(chat.person, "found", object) is None
    async with town.lotse.database.read() as session:
        acts = select(func.count()).select_from(AuditRow).where(AuditRow.member_id.is_(None))
        assert await session.scalar(acts)
        seat = (
            await session.scalars(select(BookingRow).order_by(BookingRow.id.desc()).limit(1))
        ).one()
        assert (seat.member_id, seat.theme, seat.family_agreed_at) == (None, None, None)
        assert seat.cancelled_at is not None
        slot = await session.get_one(SlotRow, seat.slot_id)
        assert slot.advisers_taken == 0


async def test_the_chat_is_emptied_after_an_erasure(town: Town) -> None:
    """The last message stays; everything else the bot still knows of goes in the next round."""
    chat = await town.member()
    await chat.say("schulden")
    await chat.say("/loeschen")
    await chat.say("Endgültig löschen")

    await town.lotse.jobs.run("chat")

    assert [one["text"] for one in chat.messages] == [chat.last_text]
    assert chat.last_text.startswith("Gelöscht.")


async def test_the_others_at_the_table_hear_of_a_free_seat_and_of_nobody(town: Town) -> None:
    """Not who left, and not why; each of them once."""
    moderator = await town.member(Role.COORDINATOR)
    leaving, staying = await town.member(), await town.member()
    slot = await town.slot(moderator)
    for chat in (leaving, staying):
        await book(chat, slot)

    await leaving.say("/loeschen")
    await leaving.tap("Endgültig löschen")

    for chat in (moderator, staying):
        told = [one["text"] for one in chat.answers if "wieder frei" in one.get("text", "")]
        assert len(told) == 1
        assert told[0].startswith("Ein Platz ist wieder frei: ")
        assert "Musterschule" not in told[0]
    assert not [one for one in leaving.answers if "wieder frei" in one.get("text", "")]


async def day_later(town: Town, chat: Chat) -> None:
    """The job runs when the time to be replaced is over."""
    own = MemberRow.telegram_id == chat.person
    async with town.lotse.database.session() as session, session.begin():
        await session.execute(update(MemberRow).where(own).values(erase_by=town.lotse.now()))
    await town.lotse.jobs.run("wished")
    await town.settled()


async def test_who_leads_tables_to_come_is_erased_within_a_day(town: Town) -> None:
    """The coordinators hear of it at once; the table stays, and says that nobody leads it."""
    chat, coordinator = await town.member(Role.COORDINATOR), await town.member(Role.COORDINATOR)
    guest, member = await town.member(), await town.known(chat)
    slot = await town.slot(chat, place="Raum Zwei")
    await book(guest, slot)

    await chat.say("/loeschen")
    assert "Raum Zwei" in chat.last_text
    await chat.tap("Endgültig löschen")
    assert chat.last_text.startswith("Vorgemerkt.")
    assert [one for one in coordinator.answers if "Raum Zwei" in one["text"]]
    wished = (await town.known(chat)).erase_by
    assert wished is not None
    assert wished + timedelta(hours=1) < town.lotse.now() + timedelta(hours=24)
    await town.lotse.jobs.run("wished")
    assert await town.known(chat)

    await day_later(town, chat)

    assert await traces(town, member.id, chat.person) == []
    assert chat.last_text.startswith("Gelöscht.")
    for told in (guest, coordinator):
        assert "keine Moderation mehr" in told.last_text
    await guest.say("/meine")
    assert "Raum Zwei (ohne Moderation)" in guest.last_text


async def test_the_wish_can_be_taken_back(town: Town) -> None:
    """Until the day is over."""
    chat = await town.member(Role.COORDINATOR)
    await town.member(Role.COORDINATOR)
    await town.slot(chat)
    await chat.say("/loeschen")
    await chat.tap("Endgültig löschen")
    await chat.say("/loeschen")
    assert chat.last_text.startswith("Vorgemerkt.")

    await chat.tap("Doch behalten")

    assert (await town.known(chat)).erase_by is None


async def test_the_last_coordinator_is_warned_and_erased_too(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then only whoever runs the bot can invite another."""
    chat = await town.member(Role.COORDINATOR)
    own = await town.known(chat)
    monkeypatch.setattr("consultations.leaving.coordinators", lambda _: [own])

    await chat.say("/loeschen")
    assert "die letzte Koordination" in chat.last_text
    assert "lotse invite" in chat.last_text
    await chat.tap("Endgültig löschen")
    assert await town.known(chat)
    await day_later(town, chat)

    assert await traces(town, own.id, chat.person) == []


async def test_an_erased_person_is_a_stranger(town: Town) -> None:
    """A second tap, or a question, finds nobody."""
    chat = await town.member()
    await chat.say("/loeschen")
    await chat.tap("Endgültig löschen")
    before = len(chat.answers)

    await chat.press("me:erase!")
    await chat.say("schulden")

    assert chat.last_text == general.STRANGER
    assert len(chat.answers) == before + 1


async def test_also_a_blocked_member_has_these_rights(town: Town) -> None:
    """They are shut out of everything else."""
    chat = await town.member()
    member = await town.known(chat)
    async with UnitOfWork(town.lotse.database) as work:
        await SqlMembers(work).set_state(member.id, MemberState.BLOCKED, expected=member.state)
        await work.commit()

    await chat.say("/meinedaten")
    assert "Stand: gesperrt" in handed_over(chat)[0]
    await chat.say("/loeschen")
    await chat.tap("Endgültig löschen")

    assert await traces(town, member.id, chat.person) == []


async def test_who_has_not_arrived_yet_has_these_rights_too(town: Town) -> None:
    """The way in stays open after the data were handed over."""
    chat = await town.stranger()
    async with UnitOfWork(town.lotse.database) as work:
        invitations, audit, now = SqlInvitations(work), SqlAudit(work), town.lotse.now()
        code = await invite(invitations, audit, Role.PROFESSIONAL, None, now=now)
        await work.commit()
    await chat.say(f"/start {code}")
    await chat.tap("Einverstanden")

    await chat.say("/meinedaten")
    assert "Zugestimmt am" in handed_over(chat)[0]
    await chat.say("Musterschule")
    assert "Musterschule" in chat.last_text
    member = await town.known(chat)
    await chat.say("/loeschen")
    await chat.tap("Endgültig löschen")

    assert await traces(town, member.id, chat.person) == []


async def test_strangers_have_nothing_to_hand_over(town: Town) -> None:
    """They get their one answer a day."""
    chat = await town.stranger()

    await chat.say("/meinedaten")
    await chat.press("me:erase!")

    assert [one["text"] for one in chat.answers] == [general.STRANGER]
    assert chat.files == []


async def test_the_number_of_an_erased_member_is_never_given_again(town: Town) -> None:
    """What still holds it, such as the trail, leads to nobody."""
    chat = await town.member()
    number = (await town.known(chat)).id
    await chat.say("/loeschen")
    await chat.tap("Endgültig löschen")

    assert (await town.known(await town.member())).id > number

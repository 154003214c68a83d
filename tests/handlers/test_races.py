"""Two people press at the same moment: a rule holds for both, whoever is first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.post import UnitPost
from handlers._context import BotContext
from handlers._dialogues import Dialogues
from handlers._gate import members_only
from handlers.porch import pause
from handlers.texts import general
from handlers.texts import publishing as publishing_texts
from storage.database import Database
from storage.members import SqlMembers
from storage.tables import AuditRow, MemberRow
from storage.unit_of_work import UnitOfWork
from team.audit import Act
from team.members import FieldOfAction, Function, MemberState, Role
from tests.bot.houses import house, on_words
from tests.chat import Chat, Town, workday
from tests.handlers.test_publishing import plan

TIMES = 8
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
async def small_town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """A house whose team only the tests of this module change."""
    async with house(tmp_path_factory.mktemp("races")) as town:
        yield town


async def set_back(town: Town, *chats: Chat, role: Role = Role.COORDINATOR) -> None:
    """Give everybody their role back and let them in."""
    async with UnitOfWork(town.lotse.database) as work:
        session = await work.writing()
        await session.execute(
            update(MemberRow)
            .where(MemberRow.telegram_id.in_([chat.person for chat in chats]))
            .values(role=role, state=MemberState.ACTIVE)
        )
        await work.commit()


async def acting(town: Town) -> int:
    """How many coordinators can act."""
    async with UnitOfWork(town.lotse.database) as work:
        members = await SqlMembers(work).all()
    return sum(member.acts_as(Role.COORDINATOR) for member in members)


@pytest.mark.parametrize("act", ["team:block!:{}", "team:role!:{}:professional"])
async def test_two_coordinators_shut_each_other_out(small_town: Town, act: str) -> None:
    """One is first, the other may do nothing any more: the team keeps a coordinator."""
    carla = await small_town.member(Role.COORDINATOR)
    dora = await small_town.member(Role.COORDINATOR)
    for chat in (carla, dora):
        await chat.say("/team")
    to_dora = act.format((await small_town.known(dora)).id)
    to_carla = act.format((await small_town.known(carla)).id)

    for _ in range(TIMES):
        await asyncio.gather(carla.press(to_dora), dora.press(to_carla))

        assert await acting(small_town) == 1
        await set_back(small_town, carla, dora)
    await set_back(small_town, carla, dora, role=Role.PROFESSIONAL)


async def test_two_coordinators_publish_two_tables_of_one_moderator(small_town: Town) -> None:
    """Nobody can be at two tables at once; the second reads why not."""
    carla = await small_town.member(Role.COORDINATOR)
    dora = await small_town.member(Role.COORDINATOR)
    moderator = await small_town.known(carla)
    for turn in range(TIMES // 2):  # each plans two tables first
        day = workday(small_town.lotse.now().date() + timedelta(weeks=60 + 5 * turn))
        for chat in (carla, dora):
            await plan(chat, f"{day:%d.%m.%Y} 17 Uhr", "Einmal", f"Raum {turn}", moderator.id)

        await asyncio.gather(*(chat.tap(publishing_texts.PUBLISH) for chat in (carla, dora)))

        answers = sorted(chat.last_text for chat in (carla, dora))
        assert answers[0].startswith("Der Tisch steht jetzt")
        assert "Die Moderation leitet da schon einen Tisch" in answers[1]
    await set_back(small_town, carla, dora, role=Role.PROFESSIONAL)


@pytest.mark.parametrize("way", ["told by Telegram", "found while sending"])
async def test_a_block_outlasts_whatever_the_member_does(small_town: Town, way: str) -> None:
    """Blocking the bot at the same moment does not turn it into a pause."""
    coordinator, chat = await small_town.member(Role.COORDINATOR), await small_town.member()
    number = (await small_town.known(chat)).id
    world, bot = small_town.server.world, small_town.server.bot
    await coordinator.say("/team")
    for _ in range(TIMES):
        if way == "told by Telegram":
            moves = world.block(bot, chat.person, blocked=True)
        else:
            world.chat(bot, chat.person).blocked = True
            moves = chat.say("schulden")

        await asyncio.gather(moves, coordinator.press(f"team:block!:{number}"))
        await small_town.settled()

        assert (await small_town.known(chat)).state is MemberState.BLOCKED
        world.chat(bot, chat.person).blocked = False
        await set_back(small_town, chat, role=Role.PROFESSIONAL)
    await set_back(small_town, coordinator, role=Role.PROFESSIONAL)


async def test_a_coordinator_blocked_meanwhile_acts_no_more(small_town: Town) -> None:
    """Whoever is blocked first invites nobody and changes nothing afterwards."""
    carla = await small_town.member(Role.COORDINATOR)
    dora = await small_town.member(Role.COORDINATOR)
    number = (await small_town.known(dora)).id
    for chat in (carla, dora):
        await chat.say("/team")
    for _ in range(TIMES):
        await asyncio.gather(
            carla.press(f"team:block!:{number}"), dora.press("team:invite:coordinator")
        )

        async with small_town.lotse.database.read() as session:
            rows = list(await session.scalars(select(AuditRow).order_by(AuditRow.id)))
        blocked = max(row.id for row in rows if row.action == Act.BLOCKED)
        assert not [row for row in rows if row.member_id == number and row.id > blocked]
        await set_back(small_town, carla, dora)
    await set_back(small_town, carla, dora, role=Role.PROFESSIONAL)


async def test_a_member_blocked_in_the_middle_of_a_step_has_done_nothing(small_town: Town) -> None:
    """What a handler decided on an old role is not committed; the second try meets the gate."""
    reading, blocked = asyncio.Event(), asyncio.Event()

    @members_only()
    async def slow(update: Update, context: BotContext) -> None:
        member = context.member
        reading.set()
        await blocked.wait()
        await context.work.audit.note(context.now, member.id, Act.PUBLISHED, "zu spät")

    chat = await small_town.member()
    number = (await small_town.known(chat)).id
    with on_words(small_town, "langsam", slow):
        told = asyncio.create_task(chat.say("langsam"))
        await reading.wait()
        await shut_out(small_town, number)
        blocked.set()
        await told

    async with small_town.lotse.database.read() as session:
        assert "zu spät" not in list(await session.scalars(select(AuditRow.subject)))
    assert chat.last_text == general.NOT_YOURS


async def test_a_paused_member_blocked_while_they_write_does_not_wake(small_town: Town) -> None:
    """Also where the state was read a moment before."""
    reading, blocked = asyncio.Event(), asyncio.Event()

    async def slow(update: Update, context: BotContext) -> None:
        reading.set()
        await blocked.wait()

    chat = await small_town.member()
    number = (await small_town.known(chat)).id
    await small_town.server.world.block(small_town.server.bot, chat.person, blocked=True)
    await small_town.settled()
    small_town.server.world.chat(small_town.server.bot, chat.person).blocked = False
    handler = MessageHandler(filters.Regex("^schulden$"), slow)
    small_town.lotse.app.add_handler(handler, -1)
    told = asyncio.create_task(chat.say("schulden"))
    await reading.wait()
    await shut_out(small_town, number, MemberState.PAUSED)
    blocked.set()
    await told
    small_town.lotse.app.remove_handler(handler, -1)

    assert (await small_town.known(chat)).state is MemberState.BLOCKED
    assert chat.last_text == general.STRANGER


async def test_pausing_somebody_blocked_meanwhile_changes_and_tells_nothing(
    database: Database,
) -> None:
    """The state counts as it is when it is written, not as it was read."""
    async with UnitOfWork(database) as work:
        members, post = SqlMembers(work), UnitPost(work, NOW, None, Dialogues())
        for number in (1, 2):
            await members.describe(
                (await members.join(number, Role.COORDINATOR, NOW)).id,
                institution="Musterschule", field=FieldOfAction.SCHOOL, function=Function.TEACHER,
            )  # fmt: skip
        stale = await members.by_telegram(1)
        assert stale is not None
        await members.set_state(stale.id, MemberState.BLOCKED, expected=MemberState.ACTIVE)

        await pause(members, post, stale, NOW)

        now = await members.by_telegram(1)
        assert now is not None
        assert now.state is MemberState.BLOCKED
        assert post.touched == set()


async def shut_out(town: Town, member_id: int, state: MemberState = MemberState.ACTIVE) -> None:
    """Block a member while another update is under way."""
    async with UnitOfWork(town.lotse.database) as work:
        await SqlMembers(work).set_state(member_id, MemberState.BLOCKED, expected=state)
        await work.commit()

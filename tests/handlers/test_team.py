"""Journey "Team", and roles behind every button."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from telegram.ext import ConversationHandler

from consultations.slots import Seat
from handlers import arrival, publishing
from handlers._gate import AUDIENCE
from handlers.registry import COMMANDS, PRESSES
from handlers.texts import general
from handlers.texts import team as texts
from storage.diary import SqlDiary
from storage.tables import AuditRow
from storage.unit_of_work import UnitOfWork
from team.members import MemberState, NotYourself, Role
from tests.chat import Town

COORDINATORS_ONLY = [
    "team:home",
    "team:invite",
    "team:invite:coordinator",
    "team:list:0",
    "team:m:1",
    "team:role:1:coordinator",
    "team:role!:1:coordinator",
    "team:block:1",
    "team:block!:1",
    "team:unblock:1",
    "pub:home",
    "pub:new",
    "pub:list:0",
    "pub:t:1",
    "pub:no:1:one:00000000",
    "ch:1",
    "ch:1:free",
    "ch:1:free:1",
    "ch!:1:free:1:one:00000000",
    "ov:m",
    "ov:m:202611:0",
    "ov:p:202611",
    "ov:x:202611",
]


async def test_a_coordinator_invites_in_the_chat(town: Town) -> None:
    """The link is shown once and lets one person in."""
    coordinator, chat = await town.member(Role.COORDINATOR), await town.stranger()
    await coordinator.say("/team")
    await coordinator.tap("Einladen")

    await coordinator.tap("Moderation")
    code = re.search(r"start=([\w-]+)", coordinator.last_text)
    assert code is not None
    await chat.say(f"/start {code[1]}")
    await chat.tap(texts.AGREE)

    assert (await town.known(chat)).role is Role.MODERATOR


async def test_a_new_role_counts_at_once_and_is_told(town: Town) -> None:
    """The member reads it, and the audit trail keeps who did it."""
    coordinator, chat = await town.member(Role.COORDINATOR), await town.member()
    member = await town.known(chat)
    await coordinator.say("/team")
    await coordinator.press(f"team:m:{member.id}")

    await coordinator.tap("Rolle Moderation")
    await coordinator.tap("Rolle ändern")

    assert (await town.known(chat)).role is Role.MODERATOR
    assert chat.last_text.startswith("Ihre Rolle ist jetzt Moderation")
    async with town.lotse.database.read() as session:
        from sqlalchemy import select

        subjects = list(await session.scalars(select(AuditRow.subject)))
    assert f"member {member.id} moderator" in subjects


async def test_a_blocked_member_is_shut_out_at_once(town: Town) -> None:
    """Also with screens still open, until somebody lets them in again."""
    coordinator, chat = await town.member(Role.COORDINATOR), await town.member()
    member = await town.known(chat)
    await chat.say("/menue")
    await coordinator.say("/team")
    await coordinator.press(f"team:m:{member.id}")

    await coordinator.tap("Sperren")
    await coordinator.tap("Sperren")
    before = len(chat.answers)
    await chat.press("b:list")
    await chat.say("schulden")

    assert chat.last_text == general.STRANGER
    assert len(chat.answers) == before + 1
    assert (await town.known(chat)).state is MemberState.BLOCKED
    await coordinator.tap("Entsperren")
    await chat.say("schulden")
    assert "Schuldner" in chat.last_text


async def test_blocking_gives_booked_seats_back(town: Town) -> None:
    """The coordinator reads it before and after; others at the table are told no name."""
    coordinator, chat = await town.member(Role.COORDINATOR), await town.member()
    other, slot = await town.member(), await town.slot(coordinator)
    for one in (chat, other):
        await one.say("/beratung")
        await one.press(f"b:slot:{slot.id}")
        await one.tap("Ich berate mit")
        await one.tap("Verbindlich buchen")
    told = len(other.answers)
    await coordinator.say("/team")
    await coordinator.press(f"team:block:{(await town.known(chat)).id}")
    assert "1 gebuchter Platz wird frei" in coordinator.last_text

    await coordinator.tap("Sperren")

    assert coordinator.last_text.startswith("Gesperrt. 1 Platz ist wieder frei.")
    async with UnitOfWork(town.lotse.database) as work:
        diary = SqlDiary(work)
        now = await diary.slot(slot.id)
        assert now is not None
        assert now.free(Seat.ADVISER) == 1
        seated = [booking.member_id for booking in await diary.seated(slot.id)]
    assert seated == [(await town.known(other)).id]
    assert len(other.answers) == told


async def test_nobody_changes_their_own_role(town: Town) -> None:
    """A coordinator hands the role over through a colleague."""
    coordinator = await town.member(Role.COORDINATOR)
    member = await town.known(coordinator)
    await coordinator.say("/team")

    await coordinator.press(f"team:role!:{member.id}:professional")

    assert texts.REFUSALS[NotYourself] in coordinator.last_text
    assert (await town.known(coordinator)).role is Role.COORDINATOR


@pytest.mark.parametrize("role", [Role.PROFESSIONAL, Role.MODERATOR])
@pytest.mark.parametrize("data", COORDINATORS_ONLY)
async def test_a_forged_button_opens_nothing(town: Town, role: Role, data: str) -> None:
    """A button's data can be forged; the role is checked behind it."""
    chat = await town.member(role)
    await chat.say("/menue")
    shown = chat.last_text

    await chat.press(data)

    assert chat.last_text == shown


def callbacks_of(handlers: Iterable[Any]) -> Iterator[Callable[..., Any]]:
    """Every callback, also those of a dialogue's ways in, steps and fallbacks."""
    for handler in handlers:
        if isinstance(handler, ConversationHandler):
            steps = (one for step in handler.states.values() for one in step)
            yield from callbacks_of([*handler.entry_points, *steps, *handler.fallbacks])
        else:
            yield handler.callback


OPEN = ("arrival", "guarding", "inline", "own_data", "porch")


async def test_every_handler_names_its_audience(town: Town) -> None:
    """No callback is registered that has not said whom it lets through; strangers meet few."""
    groups = town.lotse.app.handlers.values()
    callbacks = {one for group in groups for one in callbacks_of(group)}
    registered = [*COMMANDS.values(), *PRESSES.values(), arrival.agree, publishing.confirm]

    assert [one for one in callbacks if not hasattr(one, AUDIENCE)] == []
    assert {one.__qualname__ for one in registered} <= {one.__qualname__ for one in callbacks}
    for_all = {one.__module__ for one in callbacks if getattr(one, AUDIENCE) is None}
    assert for_all == {f"handlers.{name}" for name in OPEN}


async def test_a_member_who_blocks_the_bot_is_paused_and_wakes_again(town: Town) -> None:
    """The coordinators are told; nothing is sent in vain."""
    coordinator, chat = await town.member(Role.COORDINATOR), await town.member()

    await town.server.world.block(town.server.bot, chat.person, blocked=True)
    await town.settled()

    assert (await town.known(chat)).state is MemberState.PAUSED
    assert "ist jetzt pausiert" in coordinator.last_text
    await town.server.world.block(town.server.bot, chat.person, blocked=False)
    await town.settled()
    assert (await town.known(chat)).state is MemberState.ACTIVE

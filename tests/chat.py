"""Tests speak in turns: the person says or taps, the bot answers.

The whole house runs: local Bot API server, update loop, database, outbox. A turn is over when the
bot has confirmed the update and sent everything it had to send.
"""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from bot.application import Lotse
from consultations.holidays import public_holidays
from consultations.publishing import LOCAL, Plan, publish
from consultations.series import days_of, single
from consultations.slots import Slot
from storage.audit import SqlAudit
from storage.diary import SqlDiary
from storage.members import SqlMembers
from storage.unit_of_work import UnitOfWork
from team.members import FieldOfAction, Function, Member, Role
from webchat.people import Person
from webchat.server import Server

TURN_SECONDS = 20
numbers = itertools.count(50_000)
weeks = itertools.count(2)  # in the week before a table the bot asks the team by itself


@dataclass
class Chat:
    """One person's private chat with the bot."""

    town: Town
    person: int

    async def say(self, text: str) -> None:
        """Type a message and wait for the answer."""
        await self.town.server.world.say(self.town.server.bot, self.person, {"text": text})
        await self.town.settled()

    async def send(self, content: dict[str, Any]) -> None:
        """Send something that is not text."""
        await self.town.server.world.say(self.town.server.bot, self.person, content)
        await self.town.settled()

    async def tap(self, label: str) -> None:
        """Tap a button of the newest message that has one of this label."""
        for message in reversed(self.messages):
            for button in _buttons(message):
                if button["text"] == label:
                    await self.press(button["callback_data"], message["message_id"])
                    return
        raise AssertionError(f"no button {label!r}; there are {self.labels}")

    async def press(self, data: str, message_id: int | None = None) -> None:
        """Press a button, also a forged one."""
        place = message_id if message_id is not None else self.shown["message_id"]
        await self.town.server.world.press(self.town.server.bot, self.person, place, data)
        await self.town.settled()

    def data(self, label: str) -> str:
        """What a button of the newest message carries."""
        found = [one["callback_data"] for one in _buttons(self.shown) if one["text"] == label]
        assert found, f"no button {label!r}; there are {self.labels}"
        return str(found[0])

    @property
    def messages(self) -> list[dict[str, Any]]:
        """Everything in the chat, oldest first."""
        chat = self.town.server.world.chat(self.town.server.bot, self.person)
        return [chat.messages[number] for number in sorted(chat.messages)]

    @property
    def answers(self) -> list[dict[str, Any]]:
        """The bot's messages, oldest first."""
        return [one for one in self.messages if one["from"]["is_bot"]]

    @property
    def shown(self) -> dict[str, Any]:
        """The bot's newest message."""
        return self.answers[-1]

    @property
    def last_text(self) -> str:
        """What the bot's newest text says."""
        return str(next(one["text"] for one in reversed(self.answers) if "text" in one))

    @property
    def labels(self) -> list[str]:
        """Labels of the newest message's buttons."""
        return [button["text"] for button in _buttons(self.shown)]

    @property
    def files(self) -> list[bytes]:
        """Files the bot has sent, oldest first."""
        chat = self.town.server.world.chat(self.town.server.bot, self.person)
        return [chat.files[number][1] for number in sorted(chat.files)]


@dataclass
class Town:
    """The running house with its people."""

    server: Server
    lotse: Lotse

    async def stranger(self) -> Chat:
        """Somebody who is not a member."""
        person = next(numbers)
        self.server.world.people[person] = Person(person, "Beispiel")
        return Chat(self, person)

    async def member(self, role: Role = Role.PROFESSIONAL) -> Chat:
        """A member who has arrived."""
        chat = await self.stranger()
        async with UnitOfWork(self.lotse.database) as work:
            members = SqlMembers(work)
            joined = await members.join(chat.person, role, self.lotse.now())
            await members.describe(
                joined.id,
                institution="Musterschule",
                field=FieldOfAction.SCHOOL,
                function=Function.TEACHER,
            )
            await work.commit()
        return chat

    async def known(self, chat: Chat) -> Member:
        """The member behind a chat, as stored now."""
        async with UnitOfWork(self.lotse.database) as work:
            member = await SqlMembers(work).by_telegram(chat.person)
        assert member is not None
        return member

    async def slot(self, moderator: Chat, *, advisers: int = 2, place: str = "Musterraum") -> Slot:
        """A published table, each in a week of its own."""
        now = self.lotse.now()
        leader = await self.known(moderator)
        today = now.astimezone(LOCAL).date()
        day = workday(today + timedelta(weeks=next(weeks)))
        plan = Plan(single(day, time(16, 0)), place, leader.id, advisers)
        days = days_of(plan.series, today, catholic_majority=True)
        async with UnitOfWork(self.lotse.database) as work:
            slots = await publish(
                SqlDiary(work), SqlMembers(work), SqlAudit(work), leader, plan, days,
                series=None, now=now,
            )  # fmt: skip
            await work.commit()
        return slots[0]

    async def settled(self) -> None:
        """Wait until every update is confirmed and every reply sent."""
        inbox = self.server.world.inboxes[self.server.bot.id]
        async with asyncio.timeout(TURN_SECONDS):
            while inbox.waiting:  # noqa: ASYNC110 - the bot confirms by polling
                await asyncio.sleep(0.005)
            await self.lotse.sender.settle()
            await asyncio.sleep(0.01)


def workday(day: date) -> date:
    """The next day that is no Bavarian public holiday."""
    while day in public_holidays({day.year}, catholic_majority=True):
        day += timedelta(days=1)
    return day


def _buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]

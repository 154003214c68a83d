"""Seeing a member off: everything about them goes at once, and who is concerned hears of it.

Used by `/loeschen` and by the jobs that erase members who blocked the bot or stayed away.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from consultations.booking import Booking, Diary
from consultations.leaving import leave
from consultations.slots import Slot
from consultations.waiting import WaitingList
from handlers._screen import MENU, Button, Screen
from handlers._tables import offer_on
from handlers._work import Post
from handlers.menus import BEFORE_ARRIVAL
from handlers.texts import own_data as texts
from team.audit import Audit
from team.members import Member, Members, MemberState, coordinators
from team.records import Records

TABLES = Button("Freie Tische", "b:list")


class Work(Protocol):
    """As much of a unit of work as a farewell needs."""

    members: Members
    diary: Diary
    audit: Audit
    waiting: WaitingList
    records: Records

    @property
    def post(self) -> Post:
        """What leaves the house."""


async def see_off(
    work: Work, member: Member, last_words: str, *, now: datetime, needed: bool = False
) -> None:
    """Erase a member, tell the others at their tables, and say *last_words*.

    Raises:
        LastCoordinator, LeadsTables: nothing has been changed, as *needed* was not said.
    """
    left = await leave(
        work.diary, work.audit, work.waiting, work.members, work.records, member,
        now=now, needed=needed,
    )  # fmt: skip
    await offer_on(work, [*left.freed, *left.waits], now=now)
    for booking in left.freed:
        if booking.slot.starts_at > now:
            await _tell_the_others(work, booking, now)
    for slot in left.unled:
        await _tell_without_moderation(work, slot, now)
    await work.post.show_commands(member.telegram_id, BEFORE_ARRIVAL)
    await work.post.send(member.telegram_id, Screen(last_words, kept=True))


async def _tell_the_others(work: Work, booking: Booking, now: datetime) -> None:
    """A seat is free: not whose, and not why."""
    slot = booking.slot
    seated = [one.member_id for one in await work.diary.seated(slot.id)]
    screen = Screen(texts.seat_is_free(slot, now), ((TABLES, MENU),))
    for number in _each_once([slot.moderator_id, *seated]):
        other = await work.members.member(number)
        if other is not None and other.state is MemberState.ACTIVE:
            await work.post.send(other.telegram_id, screen)


async def _tell_without_moderation(work: Work, slot: Slot, now: datetime) -> None:
    """Whoever sits at a table, and who can do something about it, hears that nobody leads it."""
    seated = [one.member_id for one in await work.diary.seated(slot.id)]
    team = [one.id for one in coordinators(await work.members.all())]
    screen = Screen(texts.without_moderation(slot, now), ((MENU,),))
    for number in _each_once([*team, *seated]):
        other = await work.members.member(number)
        if other is not None and other.state is MemberState.ACTIVE:
            await work.post.send(other.telegram_id, screen)


def _each_once(numbers: Iterable[int | None]) -> list[int]:
    return list(dict.fromkeys(one for one in numbers if one is not None))

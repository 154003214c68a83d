"""Seeing a member off: everything about them goes at once, and who is concerned hears of it.

Used by `/loeschen` and by the jobs that erase members who blocked the bot or stayed away.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from consultations.booking import Booking, Diary
from consultations.leaving import leave
from handlers._screen import MENU, Button, Screen
from handlers._work import Post
from handlers.menus import BEFORE_ARRIVAL
from handlers.texts import own_data as texts
from team.audit import Audit
from team.members import Member, Members, MemberState
from team.records import Records

TABLES = Button("Freie Tische", "b:list")


class Work(Protocol):
    """As much of a unit of work as a farewell needs."""

    members: Members
    diary: Diary
    audit: Audit
    records: Records

    @property
    def post(self) -> Post:
        """What leaves the house."""


async def see_off(work: Work, member: Member, last_words: str, *, now: datetime) -> None:
    """Erase a member, tell the others at their tables, and say *last_words*.

    Raises:
        LastCoordinator, LeadsTables: nothing has been changed.
    """
    freed = await leave(work.diary, work.audit, work.members, work.records, member, now=now)
    for booking in freed:
        if booking.slot.starts_at > now:
            await _tell_the_others(work, booking, now)
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


def _each_once(numbers: Iterable[int | None]) -> list[int]:
    return list(dict.fromkeys(one for one in numbers if one is not None))

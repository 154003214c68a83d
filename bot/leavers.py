"""Members who left without saying so: told in time, then erased like after `/loeschen`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement

from bot.keeper import Attention, JobWork, Keeper
from consultations.leaving import LastCoordinator, LeadsTables, check_leaving
from handlers._screen import MENU, Screen
from handlers.farewell import see_off
from handlers.texts import own_data as texts
from storage import retention
from team.members import Member, MemberState, coordinators

log = logging.getLogger(__name__)

NOTICE = timedelta(days=7)  # in which others can take over what a member leaves behind
Since = Callable[[datetime], ColumnElement[bool]]


async def warn_unseen(keeper: Keeper, before: datetime) -> None:
    """Tell who has stayed away since *before* that their account will go."""
    async with keeper.working() as work:
        await work.unit.writing()  # nobody comes back between the look and the notice
        for number in await retention.due(work.unit, retention.unseen_since(before)):
            member = await work.members.member(number)
            await retention.warned(work.unit, number, keeper.now())
            if member is not None and member.state is not MemberState.BLOCKED:
                screen = Screen(texts.STILL_THERE, ((MENU,),), kept=True)
                await work.post.send(member.telegram_id, screen)


async def erase_warned(keeper: Keeper, before: datetime) -> None:
    """Erase who was told before that moment and has not come back."""
    await _erase(keeper, retention.warned_since, before, texts.ERASED_AFTER_YEAR)


async def erase_paused(keeper: Keeper, before: datetime) -> None:
    """Erase who has had the bot blocked since then."""
    await retention.start_pauses(keeper.database, keeper.now())
    await _erase(keeper, retention.paused_since, before, texts.ERASED_AFTER_PAUSE)


async def erase_wished(keeper: Keeper, before: datetime) -> None:
    """Erase who wanted it and was still needed a day ago, whoever has taken over or has not."""
    await _erase_due(keeper, retention.wished_until(before), texts.ERASED)


async def _erase(keeper: Keeper, since: Since, before: datetime, last_words: str) -> None:
    """Erase who is due.

    Raises:
        Attention: some who will be due within `NOTICE` are still needed.
    """
    await _erase_due(keeper, since(before), last_words)
    async with keeper.working() as work:
        needed = [
            member
            for number in await retention.due(work.unit, since(before + NOTICE))
            if (member := await work.members.member(number)) is not None
            if await _is_needed(work, member, keeper.now())
        ]
    if needed:
        raise Attention(texts.still_needed(needed))


async def _erase_due(keeper: Keeper, which: ColumnElement[bool], last_words: str) -> None:
    """Erase each of them in a unit of work of its own, unless they come back that moment."""
    async with keeper.working() as work:
        numbers = await retention.due(work.unit, which)
    for number in numbers:
        async with keeper.working() as work:
            await work.unit.writing()  # nobody comes back between the look and the erasure
            member = await work.members.member(number)
            if member is not None and number in await retention.due(work.unit, which):
                await see_off(work, member, last_words, now=keeper.now(), needed=True)
                if not coordinators(await work.members.all()):
                    log.warning("no coordinator is left: `lotse invite --role coordinator`")


async def _is_needed(work: JobWork, member: Member, now: datetime) -> bool:
    try:
        await check_leaving(work.diary, work.members, member, now=now)
    except (LastCoordinator, LeadsTables):
        return True
    return False

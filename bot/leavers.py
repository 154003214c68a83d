"""Members who left without saying so: told in time, then erased like after `/loeschen`."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import ColumnElement

from bot.keeper import Attention, Keeper
from consultations.leaving import LastCoordinator, LeadsTables
from handlers._screen import MENU, Screen
from handlers.farewell import see_off
from handlers.texts import own_data as texts
from storage import retention
from team.members import Member, MemberState, coordinators

log = logging.getLogger(__name__)


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
    await _erase(keeper, retention.warned_since(before), texts.ERASED_AFTER_YEAR)


async def erase_paused(keeper: Keeper, before: datetime) -> None:
    """Erase who has had the bot blocked since then."""
    await retention.start_pauses(keeper.database, keeper.now())
    await _erase(keeper, retention.paused_since(before), texts.ERASED_AFTER_PAUSE)


async def erase_wished(keeper: Keeper, before: datetime) -> None:
    """Erase who wanted it and was still needed a day ago, whoever has taken over or has not."""
    async with keeper.working() as work:
        numbers = await retention.due(work.unit, retention.wished_until(before))
    for number in numbers:
        async with keeper.working() as work:
            await work.unit.writing()
            member = await work.members.member(number)
            if member is not None and number in await retention.due(
                work.unit, retention.wished_until(before)
            ):
                now = keeper.now()
                await see_off(work, member, texts.ERASED, now=now, needed=True)
                if not coordinators(await work.members.all()):
                    log.warning("no coordinator is left: `lotse invite --role coordinator`")


async def _erase(keeper: Keeper, which: ColumnElement[bool], last_words: str) -> None:
    """Erase each of them in a unit of work of its own.

    Raises:
        Attention: some are still needed; all others are erased.
    """
    async with keeper.working() as work:
        numbers = await retention.due(work.unit, which)
    needed = [
        member
        for number in numbers
        if (member := await _erase_one(keeper, number, which, last_words)) is not None
    ]
    if needed:
        raise Attention(texts.still_needed(needed))


async def _erase_one(
    keeper: Keeper, number: int, which: ColumnElement[bool], last_words: str
) -> Member | None:
    """Erase a member unless they came back this moment; returns them if they are needed."""
    async with keeper.working() as work:
        await work.unit.writing()  # nobody comes back between the look and the erasure
        member = await work.members.member(number)
        if member is None or number not in await retention.due(work.unit, which):
            return None
        try:
            await see_off(work, member, last_words, now=keeper.now())
        except (LastCoordinator, LeadsTables):
            return member
    return None

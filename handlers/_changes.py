"""Telling everybody at tables that were moved, changed or called off: once a table, neutrally."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from consultations.calendars import FILE_NAME, calendar_file, moderation_file, moderation_over
from consultations.moving import Moved, when_and_where
from consultations.slots import Slot
from consultations.waiting import Ending
from handlers._calendars import send_moderation
from handlers._screen import MENU, Button, Screen
from handlers._tables import ask_if_complete, end_waiting_at, offer_on, tell
from handlers._work import Work
from handlers.texts import booking as booking_texts
from handlers.texts import changing as texts
from handlers.texts.booking import CANCEL_SEAT
from handlers.texts.calendars import MODERATED, MOVED
from handlers.texts.moving import SUITS, told
from team.members import MemberState


async def tell_changed(work: Work, actor_id: int, moved: Sequence[Moved], now: datetime) -> None:
    """Tell of tables that were changed alike; calendars follow."""
    for one in moved:
        if when_and_where(one.before) != when_and_where(one.slot):
            await _ask_whether_it_suits(work, one, now)
        elif (text := texts.told(one, now)) is not None:
            screen = Screen(text, ((MENU,),), kept=True)
            await tell(work, [seat.member_id for seat in one.seated], screen)
    await _tell_moderation(work, actor_id, moved, now)
    for one in moved:
        if one.before.moderator_id != one.slot.moderator_id:
            await _no_longer_waits(work, one.slot, now)
            await ask_if_complete(work, one.slot.id, now=now)


async def _ask_whether_it_suits(work: Work, moved: Moved, now: datetime) -> None:
    text = told(moved, now)
    for booking in moved.seated:
        row = (Button(SUITS, f"b:ok:{booking.id}"), Button(CANCEL_SEAT, f"b:cancel:{booking.id}"))
        await tell(work, [booking.member_id], Screen(text, (row, (MENU,)), kept=True))
        fresh = await work.diary.booking(booking.id)
        if fresh is not None:
            await _send(work, booking.member_id, calendar_file(fresh, now), MOVED)


async def _tell_moderation(
    work: Work, actor_id: int, moved: Sequence[Moved], now: datetime
) -> None:
    """Who leads these tables reads of all of them at once; their calendar gets one file."""
    slots = [one.slot for one in moved]
    stays = [one for one in moved if one.before.moderator_id == one.slot.moderator_id]
    for number in dict.fromkeys(one.slot.moderator_id for one in stays):
        theirs = [one for one in stays if one.slot.moderator_id == number]
        text = texts.told_moderation(theirs, now)
        if number != actor_id and text is not None:
            await tell(work, [number], Screen(text, ((MENU,),), kept=True))
        if number is not None and any(_calendar_differs(one) for one in theirs):
            await send_moderation(work, [one.slot for one in theirs], MOVED, now=now)
    for number in dict.fromkeys(one.before.moderator_id for one in moved if one not in stays):
        if number is not None:
            over = [one.slot for one in moved if one.before.moderator_id == number]
            await tell(work, [number], Screen(texts.no_longer(over, now), ((MENU,),), kept=True))
            caption = booking_texts.CANCELLED_CAPTION
            await _send(work, number, moderation_over(over, now), caption)
    if len(stays) < len(moved) and slots[0].moderator_id is not None:
        new = slots[0].moderator_id
        if new != actor_id:
            await tell(work, [new], Screen(texts.moderates(slots, now), ((MENU,),), kept=True))
        await _send(work, new, moderation_file(slots, now), MODERATED)


def _calendar_differs(moved: Moved) -> bool:
    before, slot = moved.before, moved.slot
    return (before.occupies(), before.place) != (slot.occupies(), slot.place)


async def _no_longer_waits(work: Work, slot: Slot, now: datetime) -> None:
    """Who moderates takes no other seat, so they wait for none."""
    if slot.moderator_id is None:
        return
    one = await work.waiting.of(slot.moderator_id, slot.id)
    if one is not None and await work.waiting.end(one, Ending.LEFT, now):
        await offer_on(work, [one], now=now)


async def tell_called_off(work: Work, actor_id: int, slots: Sequence[Slot], now: datetime) -> None:
    """Tell of tables that do not take place, and take them out of calendars."""
    off = [one for slot in slots if (one := await work.diary.slot(slot.id)) is not None]
    for slot in off:
        gone = Screen(booking_texts.table_cancelled(slot, now), ((MENU,),), kept=True)
        seated = await work.diary.seated(slot.id)
        await tell(work, [one.member_id for one in seated], gone)
        await end_waiting_at(work, slot.id, gone, now=now)
        for booking in seated:
            content = calendar_file(booking, now)
            await _send(work, booking.member_id, content, booking_texts.CANCELLED_CAPTION)
    for number in dict.fromkeys(one.moderator_id for one in off):
        theirs = [one for one in off if one.moderator_id == number]
        if number is not None and number != actor_id:
            screen = Screen(texts.no_longer(theirs, now), ((MENU,),), kept=True)
            await tell(work, [number], screen)
        await send_moderation(work, theirs, booking_texts.CANCELLED_CAPTION, now=now)


async def _send(work: Work, member_id: int, content: bytes, caption: str) -> None:
    """Send a calendar file to an active member."""
    member = await work.members.member(member_id)
    if member is not None and member.state is MemberState.ACTIVE:
        await work.post.send_file(member.telegram_id, FILE_NAME, content, caption)

"""Reminders without an update: what is due is written to the outbox, once, in one unit of work."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.keeper import JobWork, Keeper
from consultations.quorum import BEFORE, missing
from consultations.relaying import is_open
from consultations.reminders import LOCAL, ReminderKind, due_now, is_quiet
from consultations.slots import Seat, Slot
from consultations.states import SlotState
from handlers._screen import MENU, Button, Screen
from handlers._tables import ask_if_complete, tell
from handlers.relaying import tell_button
from handlers.texts import asking as asking_texts
from handlers.texts import reminders as texts
from handlers.texts.booking import CANCEL_SEAT
from team.members import coordinators

HORIZON = timedelta(days=9)  # the earliest reminder, and the evening before it


async def remind(keeper: Keeper) -> None:
    """Write what is due; at night nothing is."""
    now = keeper.now()
    if is_quiet(now):
        return
    async with keeper.working() as work:
        slots = await work.diary.around(now, now + HORIZON)
        for slot in slots:
            await _remind_of(work, slot, now)
            await _see_to_quorum(work, slot, now)
        for slot in await work.reminders.follow_ups(now.astimezone(LOCAL).date()):
            await _look_back(work, slot, now)


async def _remind_of(work: JobWork, slot: Slot, now: datetime) -> None:
    noted = await work.reminders.noted(slot)
    for one in due_now(slot, await work.diary.seated(slot.id), now):
        if (one.member_id, one.kind) in noted:
            continue
        if await work.reminders.note(slot, one.member_id, one.kind, now):
            rows: list[tuple[Button, ...]] = [(MENU,)]
            if one.booking is not None:
                yes = Button(texts.STILL_SUITS, f"b:ok:{one.booking.id}")
                rows.insert(0, (yes, Button(CANCEL_SEAT, f"b:cancel:{one.booking.id}")))
            if is_open(slot, now):
                rows.insert(-1, (tell_button(slot),))
            text = texts.reminder(slot, now, moderates=one.booking is None)
            screen = Screen(text, tuple(rows), kept=True)
            await tell(work, [one.member_id], screen)


async def _see_to_quorum(work: JobWork, slot: Slot, now: datetime) -> None:
    """Two days before: ask for the family's yes, or say who is missing."""
    if slot.starts_at <= now or slot.starts_at - now > BEFORE or slot.state is SlotState.CONFIRMED:
        return
    seated = await work.diary.seated(slot.id)
    presenter = next((one for one in seated if one.seat is Seat.PRESENTER), None)
    if presenter is None:
        return
    open_seats = sum(one.to_confirm for one in seated)
    lack = missing(slot, await work.diary.mixture(slot.id), open_seats)
    if lack.people:
        coordinating = [one.id for one in coordinators(await work.members.all())]
        asked = asking_texts.numbers(await work.asked.at(slot.id))
        for number in dict.fromkeys([presenter.member_id, slot.moderator_id, *coordinating]):
            if number is not None and await work.reminders.note(
                slot, number, ReminderKind.INCOMPLETE, now
            ):
                rebook = number == presenter.member_id
                screen = texts.incomplete(slot, lack, presenter.id if rebook else None, now)
                if asked and not rebook:
                    screen = replace(screen, text=f"{screen.text} {asked}")
                await tell(work, [number], screen)
    elif lack.family and await work.reminders.note(
        slot, presenter.member_id, ReminderKind.COMPLETE, now
    ):
        await ask_if_complete(work, slot.id, now=now)


async def _look_back(work: JobWork, slot: Slot, now: datetime) -> None:
    """Weeks later: ask whoever presented, or moderated, to look back with the family."""
    seated = await work.diary.seated(slot.id)
    asked: list[int | None] = [one.member_id for one in seated if one.seat is Seat.PRESENTER]
    for number in asked or [slot.moderator_id]:
        if number is not None and await work.reminders.note(
            slot, number, ReminderKind.FOLLOW_UP, now
        ):
            await tell(work, [number], texts.look_back(slot, now))

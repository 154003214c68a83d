"""What happens at a table and concerns others: seats are given back, offered on, and told of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

from consultations.booking import Booking, Diary
from consultations.family import mark_of
from consultations.holidays import holiday_on
from consultations.quorum import missing
from consultations.slots import Kind, Seat, Slot
from consultations.states import SlotState
from consultations.waiting import Ending, Offer, Waiting, WaitingList, serve
from handlers._screen import MENU, Button, Row, Screen
from handlers._work import Post
from handlers.texts import reminders
from handlers.texts import waiting as texts
from handlers.texts.booking import CANCEL_TABLE
from team.audit import Audit
from team.members import Members, MemberState


class Work(Protocol):
    """As much of a unit of work as a table needs."""

    members: Members
    diary: Diary
    audit: Audit
    waiting: WaitingList

    @property
    def post(self) -> Post:
        """What leaves the house."""


async def offer_on(work: Work, freed: Iterable[Booking | Waiting], *, now: datetime) -> None:
    """Offer what was given back to who waits for it."""
    for one in freed:
        slot_id = one.slot.id if isinstance(one, Booking) else one.slot_id
        await serve_waiting(work, slot_id, one.seat, now=now)


async def serve_waiting(work: Work, slot_id: int, seat: Seat, *, now: datetime) -> None:
    """Offer what is free to those who wait, and tell them."""
    offers = await serve(work.diary, work.waiting, slot_id, seat, now=now, closed=nobody_works)
    for offer in offers:
        await tell_of_offer(work, offer, now)


async def tell_of_offer(work: Work, offer: Offer, now: datetime) -> None:
    """A seat is free: until when it is held, take or decline."""
    one = offer.waiting
    take = Button(texts.TAKE, f"b:take:{one.slot_id}:{one.seat}")
    decline = Button(texts.DECLINE, f"w:no:{one.slot_id}")
    screen = Screen(texts.offered(offer, now), ((take, decline), (MENU,)), kept=True)
    await tell(work, [one.member_id], screen)


async def stop_waiting_of(work: Work, member_id: int, *, now: datetime) -> None:
    """End all waiting of a member, and offer on what was held for them."""
    for one in await work.waiting.all_of(member_id):
        await work.waiting.end(one, Ending.LEFT, now)
        await offer_on(work, [one], now=now)


async def end_waiting_at(work: Work, slot_id: int, screen: Screen, *, now: datetime) -> None:
    """Nobody waits any more for a table that does not take place; everybody hears of it."""
    for seat in Seat:
        for one in await work.waiting.at(slot_id, seat):
            if await work.waiting.end(one, Ending.CANCELLED, now):
                await tell(work, [one.member_id], screen)


async def ask_if_complete(work: Work, slot_id: int, *, now: datetime) -> None:
    """Once nobody is missing any more, ask the presenter what the family says to this table."""
    slot = await work.diary.slot(slot_id)
    if slot is None or slot.state is not SlotState.REQUESTED or slot.starts_at <= now:
        return
    seated = await work.diary.seated(slot_id)
    unconfirmed = sum(one.to_confirm for one in seated)
    presenting = [one.member_id for one in seated if one.seat is Seat.PRESENTER]
    if not missing(slot, await work.diary.mixture(slot_id), unconfirmed).people:
        await tell(work, presenting, await family_question(work, slot, now=now))


async def family_question(work: Work, slot: Slot, *, now: datetime) -> Screen:
    """Everybody who sits there, and whether the family wants this table so."""
    seated = await work.diary.seated(slot.id)
    chairs = [(None, slot.moderator_id), *((one, one.member_id) for one in seated)]
    people = [
        (booking, member)
        for booking, number in chairs
        if number is not None and (member := await work.members.member(number)) is not None
    ]
    yes = Button(reminders.YES, f"fam:yes:{slot.id}:{mark_of(slot, seated)}")
    off = f"fam:off:{slot.id}"
    rows: tuple[Row, ...] = ((yes, Button(CANCEL_TABLE, off)), (MENU,))
    if slot.kind is Kind.FAMILY:
        other = Button(reminders.OTHER_SEAT, f"fam:seat:{slot.id}")
        rows = ((yes, other), (Button(reminders.CALLED_OFF, off),), (MENU,))
    return Screen(reminders.ask_again(slot, people, now), rows, kept=True)


async def tell(work: Work, member_ids: Iterable[int | None], screen: Screen) -> None:
    """Send something to active members, each once."""
    for number in dict.fromkeys(member_ids):
        member = await work.members.member(number) if number is not None else None
        if member is not None and member.state is MemberState.ACTIVE:
            await work.post.send(member.telegram_id, screen)


def nobody_works(day: date) -> bool:
    """A public holiday, also where it is one only in most of Bavaria."""
    return holiday_on(day, catholic_majority=True) is not None

"""The draft of a plan: the steps to it, what is chosen so far, and what there is to choose.

Codes only. A place that was used before is kept as the table it was used at; one that is typed
waits in memory until its author confirms.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import Any

from consultations.publishing import ADVISERS, Plan, clashes
from consultations.series import Days
from consultations.slots import Slot
from consultations.terms import USUAL, Terms, are_possible, terms_of
from handlers import _days
from handlers._context import BotContext
from handlers._memory import Draft
from handlers.texts import publishing as texts
from team.members import Member, Role

NAME = "publishing"
MOST_PLACES = 6
TYPED = "typed"  # a place that stands in memory, not at another table
USUAL_ADVISERS = 3
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class Step(StrEnum):
    """Where a plan stands."""

    WHEN = "when"
    REPEAT = "repeat"
    PLACE = "place"
    MODERATOR = "moderator"
    CONFIRM = "confirm"


def draft_of(context: BotContext) -> dict[str, Any]:
    """The codes chosen so far."""
    return context.work.dialogues.draft(NAME)


async def follow_last(context: BotContext) -> None:
    """Fill in what this coordinator took for the last table they published."""
    last = await context.work.diary.last_of(context.member.id)
    draft = draft_of(context)
    draft.update(advisers=USUAL_ADVISERS, terms=to_codes(USUAL))
    if last is None:
        return
    draft["place"] = last.id
    if last.moderator_id in {one.id for one in await moderators(context)}:
        draft["moderator"] = last.moderator_id
    if last.adviser_seats in ADVISERS:
        draft["advisers"] = last.adviser_seats
    if are_possible(terms_of(last)):
        draft["terms"] = to_codes(terms_of(last))


def terms_in(draft: dict[str, Any]) -> Terms:
    """The terms chosen so far."""
    step_free, corner, prepare, follow, lead = draft.get("terms", to_codes(USUAL))
    return Terms(step_free, corner, prepare * MINUTE, follow * MINUTE, lead * HOUR)


def to_codes(terms: Terms) -> list[Any]:
    """Terms as a draft keeps them."""
    spans = terms.prepare // MINUTE, terms.follow // MINUTE, terms.lead // HOUR
    return [terms.step_free, terms.childrens_corner, *spans]


async def place_of(context: BotContext) -> str | None:
    """The place chosen or typed; None where there is none, or none any more."""
    chosen = draft_of(context).get("place")
    if chosen == TYPED:
        return context.notes.recall(Draft.PLACE, str)
    slot = await context.work.diary.slot(int(chosen)) if chosen is not None else None
    return slot.place if slot is not None else None


async def plan_of(context: BotContext) -> Plan:
    """The plan of a draft that is complete."""
    draft = draft_of(context)
    return Plan(
        _days.series_of(draft),
        place=await place_of(context) or "",
        moderator_id=int(draft["moderator"]),
        advisers=int(draft["advisers"]),
        terms=terms_in(draft),
    )


async def free_days(context: BotContext, plan: Plan) -> Days:
    """The days to publish; of a series those fall out on which moderator or room is taken.

    Raises:
        SeriesRefused: the subclass names the rule.
        consultations.moving.Busy: none would be left.
    """
    days = _days.wanted(context, plan.series)
    taken = await clashes(context.work.diary, plan, days)
    if len(taken) == len(days.kept):
        raise taken[days.kept[0]]
    kept = tuple(day for day in days.kept if day not in taken)
    fallen = [(day, texts.taken_by(refusal)) for day, refusal in taken.items()]
    return replace(days, kept=kept, skipped=tuple(sorted((*days.skipped, *fallen))))


def mark_of(plan: Plan, days: Days) -> str:
    """A few letters that change with anything that would be published."""
    told = (days.kept, plan.series, plan.place, plan.moderator_id, plan.advisers, plan.terms)
    return hashlib.blake2b(repr(told).encode(), digest_size=4).hexdigest()


async def known_places(context: BotContext) -> dict[str, Slot]:
    """Places of tables to come, by their code, the next first."""
    slots = await context.work.diary.upcoming(context.now, most=200)
    places = {slot.place: slot for slot in reversed(slots)}
    nearest = sorted(places.values(), key=lambda slot: (slot.starts_at, slot.id))[:MOST_PLACES]
    return {key_of(slot.place): slot for slot in nearest}


async def moderators(context: BotContext) -> list[Member]:
    """Who may moderate."""
    members = await context.work.members.all()
    return [one for one in members if one.acts_as(Role.MODERATOR, Role.COORDINATOR)]


def key_of(place: str) -> str:
    """A place as a code."""
    return hashlib.sha256(place.encode()).hexdigest()[:12]

"""The draft of a plan: the steps to it, what is chosen so far, and what there is to choose."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import Any

from consultations.publishing import Plan
from handlers import _days
from handlers._context import BotContext
from handlers._memory import Draft
from team.members import Member, Role

NAME = "publishing"
MOST_PLACES = 6


class Step(StrEnum):
    """Where a plan stands."""

    WHEN = "when"
    REPEAT = "repeat"
    PLACE = "place"
    MODERATOR = "moderator"
    SEATS = "seats"
    CONFIRM = "confirm"


def draft_of(context: BotContext) -> dict[str, Any]:
    """The codes chosen so far."""
    return context.work.dialogues.draft(NAME)


def place_of(context: BotContext) -> str | None:
    """The place chosen or typed; None where there is none, or none any more."""
    return context.notes.recall(Draft.PLACE, str)


def plan_of(context: BotContext) -> Plan:
    """The plan of a draft that is complete."""
    draft = draft_of(context)
    return Plan(
        _days.series_of(draft),
        place=place_of(context) or "",
        moderator_id=int(draft["moderator"]),
        advisers=int(draft["advisers"]),
    )


async def known_places(context: BotContext) -> list[str]:
    """Places of tables to come, the next first."""
    slots = await context.work.diary.upcoming(context.now, most=200)
    return list(dict.fromkeys(slot.place for slot in slots))[:MOST_PLACES]


async def moderators(context: BotContext) -> list[Member]:
    """Who may moderate."""
    members = await context.work.members.all()
    return [one for one in members if one.acts_as(Role.MODERATOR, Role.COORDINATOR)]


def key_of(place: str) -> str:
    """A place as a code."""
    return hashlib.sha256(place.encode()).hexdigest()[:12]

"""Publishing tables: single ones and series.

Days and times are meant in Europe/Berlin: a series at 14:00 stays at 14:00 when clocks change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from consultations.booking import Diary
from consultations.moving import Busy, check_free, clashes_of
from consultations.series import Days, Series
from consultations.slots import Slot, is_video
from consultations.terms import PLAIN, Terms, are_possible
from team.audit import Act, Audit
from team.members import Member, Members, Role, may_coordinate

LOCAL = ZoneInfo("Europe/Berlin")
LENGTH = timedelta(
    minutes=90
)  # 75 minutes of consultation, booked as 90 (domain paper, section 4)
PRESENTERS = 1
ADVISERS = range(2, 5)  # 2 to 4: six professionals at most (domain paper, section 4)
LONGEST_PLACE = 80  # characters
LONGEST_LINK = 300  # links to video rooms are long


class PublishingRefused(Exception):
    """A rule of publishing said no; each subclass is one rule."""


class NotAllowed(PublishingRefused):
    """Only coordinators publish."""


class NoModerator(PublishingRefused):
    """The person named does not moderate (any more)."""


class InPast(PublishingRefused):
    """The first table would start before now."""


class BadSeats(PublishingRefused):
    """The number of advisers is outside `ADVISERS`."""


class BadPlace(PublishingRefused):
    """The place is empty or longer than `LONGEST_PLACE`, a link than `LONGEST_LINK`."""


class BadTerms(PublishingRefused):
    """A buffer or lead time is none of those that are offered."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a coordinator wants to publish."""

    series: Series
    place: str
    moderator_id: int
    advisers: int
    terms: Terms = PLAIN

    @property
    def length(self) -> timedelta:
        """How long a table takes."""
        return self.series.length or LENGTH


def moment(day: date, at: time) -> datetime:
    """Local day and time as an instant in UTC, as RFC 5545 (3.3.5) reads them.

    A time that clocks leave out in March is counted from before the change (02:30 is 03:30), one
    that comes twice in October is the first.
    """
    return datetime.combine(day, at, LOCAL).astimezone(UTC)


def is_place(words: str) -> bool:
    """Whether these words can stand for a room, or are a link."""
    return 1 <= len(words.strip()) <= (LONGEST_LINK if is_video(words) else LONGEST_PLACE)


def check_plan(plan: Plan, days: Days, *, now: datetime) -> None:
    """Check place, seats, terms and start.

    Raises:
        BadPlace, BadSeats, BadTerms, InPast.
    """
    if not is_place(plan.place):
        raise BadPlace
    if plan.advisers not in ADVISERS:
        raise BadSeats
    if not are_possible(plan.terms):
        raise BadTerms
    if moment(days.kept[0], plan.series.at) <= now:
        raise InPast


async def publish(
    diary: Diary,
    members: Members,
    audit: Audit,
    actor: Member,
    plan: Plan,
    days: Days,
    *,
    series: str | None,
    now: datetime,
) -> Sequence[Slot]:
    """Publish one table a day, all or none.

    Actor and moderator are held, and the calendar: nobody takes moderator or room meanwhile.

    Raises:
        NotAllowed, NoModerator, BadPlace, BadSeats, BadTerms, InPast.
        consultations.moving.Busy: the moderator or the room is taken.
    """
    held = await members.hold(actor.id, plan.moderator_id)
    moderator = held.get(plan.moderator_id)
    if not may_coordinate(held, actor):
        raise NotAllowed
    if moderator is None or not moderator.acts_as(Role.MODERATOR, Role.COORDINATOR):
        raise NoModerator
    check_plan(plan, days, now=now)
    slots = [_slot(plan, day) for day in days.kept]
    await diary.hold_calendar()
    await check_free(diary, slots)
    published = await diary.publish(slots, actor.id, series, now)
    await audit.note(now, actor.id, Act.PUBLISHED, f"{len(published)} slots")
    return published


async def clashes(diary: Diary, plan: Plan, days: Days) -> Mapping[date, Busy]:
    """The days of a plan on which its moderator or its room is taken, and by which table."""
    found = await clashes_of(diary, [_slot(plan, day) for day in days.kept])
    return {days.kept[at]: refusal for at, refusal in found.items()}


def _slot(plan: Plan, day: date) -> Slot:
    starts_at, terms = moment(day, plan.series.at), plan.terms
    return Slot(
        id=0,
        starts_at=starts_at,
        ends_at=starts_at + plan.length,
        place=plan.place.strip(),
        moderator_id=plan.moderator_id,
        presenter_seats=PRESENTERS,
        adviser_seats=plan.advisers,
        step_free=terms.step_free,
        childrens_corner=terms.childrens_corner,
        prepare=terms.prepare,
        follow=terms.follow,
        lead=terms.lead,
    )

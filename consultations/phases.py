"""How a table goes: eight phases of 75 minutes in all, and the moderator's clock through them.

Source: domain paper, section 4. The clock is worked out from instants, so nothing has to tick.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class Phase(StrEnum):
    """The phases in their order."""

    ARRIVING = "arriving"
    WILL = "will"
    UNDERSTANDING = "understanding"
    KEY_QUESTION = "key_question"
    RESOURCES = "resources"
    IDEAS = "ideas"
    CHOICE = "choice"
    AGREEMENT = "agreement"


class Voice(StrEnum):
    """Who speaks in a phase."""

    MODERATION = "moderation"
    FAMILY = "family"
    ALL = "all"
    FAMILY_AND_PRESENTER = "family_and_presenter"
    FAMILY_FIRST = "family_first"
    ADVISERS = "advisers"


@dataclass(frozen=True, slots=True)
class Stage:
    """One phase: how long it takes, and whose it is."""

    phase: Phase
    minutes: int
    voice: Voice


STAGES = (
    Stage(Phase.ARRIVING, 5, Voice.MODERATION),
    Stage(Phase.WILL, 10, Voice.FAMILY),
    Stage(Phase.UNDERSTANDING, 10, Voice.ALL),
    Stage(Phase.KEY_QUESTION, 5, Voice.FAMILY_AND_PRESENTER),
    Stage(Phase.RESOURCES, 10, Voice.FAMILY_FIRST),
    Stage(Phase.IDEAS, 15, Voice.ADVISERS),
    Stage(Phase.CHOICE, 10, Voice.FAMILY),
    Stage(Phase.AGREEMENT, 10, Voice.ALL),
)
TOTAL = timedelta(minutes=sum(stage.minutes for stage in STAGES))


@dataclass(frozen=True, slots=True)
class Clock:
    """Where a table stands: its stage, the time spent in it, and since when it runs.

    *runs_since* is None while it stands still.
    """

    at: int = 0
    spent: timedelta = timedelta(0)
    runs_since: datetime | None = None

    @property
    def stage(self) -> Stage:
        """The stage it is in."""
        return STAGES[self.at]

    @property
    def last(self) -> bool:
        """Whether no stage follows."""
        return self.at == len(STAGES) - 1

    def elapsed(self, now: datetime) -> timedelta:
        """The time spent in this stage."""
        running = now - self.runs_since if self.runs_since is not None else timedelta(0)
        return self.spent + max(running, timedelta(0))

    def left(self, now: datetime) -> int:
        """Minutes left, begun ones counted; below zero: whole minutes over time."""
        over = self.elapsed(now) - timedelta(minutes=self.stage.minutes)
        return int(-(over // timedelta(minutes=1)))

    def ahead(self) -> int:
        """Minutes of all stages after this one."""
        return sum(stage.minutes for stage in STAGES[self.at + 1 :])

    def start(self, now: datetime) -> Clock:
        """Running; one that runs goes on."""
        return self if self.runs_since is not None else replace(self, runs_since=now)

    def pause(self, now: datetime) -> Clock:
        """Standing still."""
        return replace(self, spent=self.elapsed(now), runs_since=None)

    def turn(self, by: int, now: datetime) -> Clock:
        """Another stage from its beginning, running if this one runs."""
        at = min(max(self.at + by, 0), len(STAGES) - 1)
        if at == self.at:
            return self
        return Clock(at, runs_since=now if self.runs_since is not None else None)

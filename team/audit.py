"""The trail of what coordinators do: who, when, what, on whom. Codes and ids only."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Act(StrEnum):
    """What can be done to the team or its diary."""

    INVITED = "invited"
    ROLE_CHANGED = "role_changed"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    PUBLISHED = "published"
    MOVED = "moved"
    CHANGED = "changed"  # a table, but neither its time nor its place
    PASSED_ON = "passed_on"  # a seat went to a proxy: "slot 5 booking 7 8"
    TURNED = "turned"  # a slot's state has changed: "slot 5 open requested"


class Audit(Protocol):
    """Where acts are noted."""

    async def note(self, at: datetime, member_id: int | None, act: Act, subject: str) -> None:
        """Note that *member_id* (None: the command line) did *act* to *subject*."""

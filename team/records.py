"""What is kept of a member, and its erasure: the rights of Art. 15 and 17 GDPR."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from team.members import Member

Record = Mapping[str, object]
OwnData = Mapping[str, Sequence[Record]]  # by table, in codes; moments as texts with their zone


class Records(Protocol):
    """Everything stored about a member, wherever it stands."""

    async def of(self, member: Member) -> OwnData:
        """All of it, table by table; tables without a record of this member are empty."""

    async def erase(self, member: Member, now: datetime) -> None:
        """Erase the member and every link to them; their messages are due to be purged.

        Seats of tables to come have been given back before (`consultations.leaving`).
        """

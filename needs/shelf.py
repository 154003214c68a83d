"""What a member keeps for themselves: offers at hand, and themes they want to hear of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

WATCHED_FOR = timedelta(days=183)  # a watch ends by itself after six months
MOST_KEPT = 50  # offers; beyond, a list helps nobody


class ShelfFull(Exception):
    """`MOST_KEPT` offers are kept already; one has to go first."""


class Shelf(Protocol):
    """Where these are kept; seen by their owner alone."""

    async def kept(self, member_id: int) -> Sequence[str]:
        """Ids of all offers kept, newest first."""

    async def keep(self, member_id: int, offer_id: str, now: datetime) -> None:
        """Keep an offer; keeping it again changes nothing.

        Raises:
            ShelfFull: the member keeps as many as one may.
        """

    async def let_go(self, member_id: int, offer_id: str) -> None:
        """Keep it no more."""

    async def watched(self, member_id: int, now: datetime) -> Sequence[str]:
        """Ids of the themes watched, in order."""

    async def watch(self, member_id: int, theme: str, until: datetime) -> None:
        """Watch a theme until then; watching it again prolongs it."""

    async def stop_watching(self, member_id: int, theme: str) -> None:
        """Watch it no more."""

    async def watchers(self, theme: str, now: datetime) -> Sequence[int]:
        """Members who watch a theme."""

"""Need signals, kept offers and watches in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select

from needs.shelf import MOST_KEPT, ShelfFull
from needs.signals import NeedSignal
from storage.tables import KeptOfferRow, NeedSignalRow, SocialSpaceRow, WatchRow
from storage.unit_of_work import UnitOfWork


class SqlNeedSignals:
    """Keeps the promise of `needs.signals.NeedSignals`."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def add(self, signal: NeedSignal) -> None:
        """Count one more."""
        session = await self._work.writing()
        await session.execute(
            insert(NeedSignalRow).values(
                social_space_id=select(func.min(SocialSpaceRow.id)).scalar_subquery(),
                theme=signal.theme,
                age_band=signal.age_band,
                reason=signal.lack,
                month=signal.month,
            )
        )


class SqlShelf:
    """Keeps the promise of `needs.shelf.Shelf`."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def kept(self, member_id: int) -> Sequence[str]:
        """Ids of all offers kept, newest first."""
        statement = (
            select(KeptOfferRow.offer_id)
            .where(KeptOfferRow.member_id == member_id)
            .order_by(KeptOfferRow.kept_at.desc(), KeptOfferRow.offer_id)
        )
        async with self._work.reading() as session:
            return list(await session.scalars(statement))

    async def keep(self, member_id: int, offer_id: str, now: datetime) -> None:
        """Keep an offer; keeping it again changes nothing.

        Raises:
            ShelfFull: the member keeps as many as one may.
        """
        session = await self._work.writing()
        own = select(KeptOfferRow.offer_id).where(KeptOfferRow.member_id == member_id)
        kept = list(await session.scalars(own))
        if offer_id in kept:
            return
        if len(kept) >= MOST_KEPT:
            raise ShelfFull
        await session.execute(
            insert(KeptOfferRow).values(member_id=member_id, offer_id=offer_id, kept_at=now)
        )

    async def let_go(self, member_id: int, offer_id: str) -> None:
        """Keep it no more."""
        session = await self._work.writing()
        await session.execute(
            delete(KeptOfferRow).where(
                KeptOfferRow.member_id == member_id, KeptOfferRow.offer_id == offer_id
            )
        )

    async def watched(self, member_id: int, now: datetime) -> Sequence[str]:
        """Ids of the themes watched, in order."""
        statement = (
            select(WatchRow.theme)
            .where(WatchRow.member_id == member_id, WatchRow.ends_at > now)
            .order_by(WatchRow.theme)
        )
        async with self._work.reading() as session:
            return list(await session.scalars(statement))

    async def watch(self, member_id: int, theme: str, until: datetime) -> None:
        """Watch a theme until then; watching it again prolongs it."""
        await self.stop_watching(member_id, theme)
        session = await self._work.writing()
        await session.execute(
            insert(WatchRow).values(member_id=member_id, theme=theme, ends_at=until)
        )

    async def stop_watching(self, member_id: int, theme: str) -> None:
        """Watch it no more."""
        session = await self._work.writing()
        await session.execute(
            delete(WatchRow).where(WatchRow.member_id == member_id, WatchRow.theme == theme)
        )

    async def watchers(self, theme: str, now: datetime) -> Sequence[int]:
        """Members who watch a theme."""
        statement = select(WatchRow.member_id).where(
            WatchRow.theme == theme, WatchRow.ends_at > now
        )
        async with self._work.reading() as session:
            return list(await session.scalars(statement.order_by(WatchRow.member_id)))

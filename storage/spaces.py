"""Social spaces in the database."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from storage.tables import SocialSpaceRow
from storage.unit_of_work import UnitOfWork
from team.spaces import SocialSpace

FIRST = {"key": "taufkirchen", "name": "Taufkirchen", "catholic_majority": True}


async def ensure_first_space(work: UnitOfWork, controller: str) -> SocialSpace:
    """The first social space, made on first use; *controller*, if given, is kept up to date."""
    session = await work.writing()
    row = (await session.scalars(select(SocialSpaceRow).order_by(SocialSpaceRow.id))).first()
    if row is None:
        await session.execute(insert(SocialSpaceRow).values(**FIRST, controller=controller))
        row = (await session.scalars(select(SocialSpaceRow))).one()
    elif controller and row.controller != controller:
        await session.execute(
            update(SocialSpaceRow).where(SocialSpaceRow.id == row.id).values(controller=controller)
        )
    named = controller or row.controller
    return SocialSpace(row.id, row.key, row.name, named, row.catholic_majority)

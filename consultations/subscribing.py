"""Subscribing to one's appointments: who opens which feed with a secret address.

Only a hash of a hash is kept. The secret of the own feed leads to that of the feed of all tables,
and this one to what is kept; never the other way. So whoever is given the tables' address cannot
read anybody's own appointments, and the database opens nothing.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum

from consultations.booking import Diary
from consultations.calendars import Entry, moderation_entry, seat_entry, table_entry
from consultations.slots import Slot
from team.invitations import CODE_BYTES, code_of, hash_of, new_nonce
from team.members import Member, Members, Role

MOST_ENTRIES = 200


class Feed(StrEnum):
    """What an address shows."""

    OWN = "own"  # the member's seats and moderations
    TABLES = "tables"  # all tables to come, for coordinators


def secret_of(feed: Feed, key: bytes, nonce: str) -> str:
    """The secret in a feed's address: always the same, known to nobody without the key."""
    own = code_of(key, f"feed:{nonce}")  # an invitation's nonce has no colon
    return own if feed is Feed.OWN else _tables_secret(own)


async def subscribe(members: Members, member: Member, key: bytes) -> str:
    """Give the member new addresses and return their nonce; the old ones open nothing any more."""
    nonce = new_nonce()
    await members.keep_feed(member.id, hash_of(secret_of(Feed.TABLES, key, nonce)))
    return nonce


async def unsubscribe(members: Members, member: Member) -> None:
    """End the member's addresses."""
    await members.keep_feed(member.id, None)


async def opened_with(members: Members, secret: str) -> tuple[Feed, Member] | None:
    """The feed behind a secret, and whose it is; None where it opens nothing (any more).

    Nothing is compared letter by letter: hashes are looked up, always as many.
    """
    own = await members.by_feed(hash_of(_tables_secret(secret)))
    tables = await members.by_feed(hash_of(secret))
    if own is not None and own.acts_as(*Role):
        return Feed.OWN, own
    if tables is not None and tables.acts_as(Role.COORDINATOR):
        return Feed.TABLES, tables
    return None


async def entries(
    diary: Diary, feed: Feed, member: Member, about: Callable[[Slot], str], *, now: datetime
) -> Sequence[Entry]:
    """What stands in a feed, the next first; *about* puts a table's state into words."""
    if feed is Feed.TABLES:
        tables = await diary.upcoming(now, most=MOST_ENTRIES)
        return [table_entry(slot, about(slot)) for slot in tables]
    own = [seat_entry(one) for one in await diary.bookings_of(member.id, now)]
    own += [moderation_entry(slot) for slot in await diary.of_moderator(member.id, now)]
    return sorted(own, key=lambda one: (one.slot.starts_at, one.uid))[:MOST_ENTRIES]


def _tables_secret(own: str) -> str:
    digest = hashlib.sha256(f"tables:{own}".encode()).digest()[:CODE_BYTES]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")

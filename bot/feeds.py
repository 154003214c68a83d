"""Serving calendars to subscribe to: `GET /kalender/<secret>.ics`, and nothing else.

Whoever has the address sees the appointments, so an unknown or ended secret is answered like any
wrong path, guessing is slowed down, and no line of a log ever holds an address.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from aiohttp import ETag, web

from consultations.calendars import FEED_FILE_NAME, feed
from consultations.subscribing import entries, opened_with
from handlers.texts.calendars import about_table
from storage.database import Database
from storage.diary import SqlDiary
from storage.members import SqlMembers
from storage.unit_of_work import UnitOfWork
from team.invitations import hash_of

log = logging.getLogger(__name__)

PATH = "/kalender/{secret:[A-Za-z0-9_-]{22}}.ics"
PER_ADDRESS = 120  # a minute; one address of Google or of an office asks for many people
PER_SECRET = 12  # a minute; calendars ask a few times a day
PREFIX = 64  # bits of an IPv6 address that belong to one connection
SECONDS = 10  # for one answer
MOST_KEYS = 20_000  # that are counted at once


class Minute:
    """Counts calls within a minute of the clock, and forgets them with it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._minute: datetime | None = None
        self._calls: Counter[str] = Counter()

    def allows(self, key: str, now: datetime) -> bool:
        """Count a call; False where there were too many of this key, or of all."""
        minute = now.replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute = minute
            self._calls.clear()
        if key not in self._calls and len(self._calls) >= MOST_KEYS:
            return False
        self._calls[key] += 1
        return self._calls[key] <= self._most


class Feeds:
    """Reads a feed at the moment it is asked for; nothing is kept of who asks."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._open = False
        self._by_address = Minute(PER_ADDRESS)
        self._by_secret = Minute(PER_SECRET)

    def open(self) -> None:
        """Let calls in: the database is ready."""
        self._open = True

    def routes(self) -> list[web.RouteDef]:
        """Give the one route; HEAD works like GET."""
        return [web.get(PATH, self._answer)]

    async def _answer(self, request: web.Request) -> web.Response:
        secret = request.match_info["secret"]
        if refused := self._refusal(request, secret):
            return refused
        try:
            async with asyncio.timeout(SECONDS):
                content = await self._content(secret)
        except Exception as error:
            log.error("a calendar cannot be read: %s", type(error).__name__)
            return web.Response(status=503, headers={"Retry-After": "60"})
        if content is None:
            raise web.HTTPNotFound
        return _calendar(request, content)

    def _refusal(self, request: web.Request, secret: str) -> web.Response | None:
        """The answer where we do not even look."""
        now = self._now()
        late = {"Retry-After": str(60 - now.second)}
        if not self._by_address.allows(caller(request), now):
            return web.Response(status=429, headers=late)
        if not self._by_secret.allows(hash_of(secret), now):
            return web.Response(status=429, headers=late)
        if request.can_read_body:
            return web.Response(status=413, headers={"Connection": "close"})
        return None if self._open else web.Response(status=503, headers={"Retry-After": "5"})

    async def _content(self, secret: str) -> bytes | None:
        async with UnitOfWork(self._database) as work:
            found = await opened_with(SqlMembers(work), secret)
            if found is None:
                return None
            now = self._now()
            held = await entries(SqlDiary(work), *found, about_table, now=now)
        return await asyncio.to_thread(feed, held, now)  # hundreds of entries take a while


def _calendar(request: web.Request, content: bytes) -> web.Response:
    """The calendar, or word that nothing has changed; every file has another DTSTAMP."""
    lines = [one for one in content.splitlines() if not one.startswith(b"DTSTAMP")]
    tag = ETag(hashlib.sha256(b"\n".join(lines)).hexdigest()[:32], is_weak=True)
    known = request.if_none_match or ()
    if any(one.value in (tag.value, "*") for one in known):
        answer = web.Response(status=304)
    else:
        answer = web.Response(body=content, content_type="text/calendar", charset="utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="{FEED_FILE_NAME}"'
    answer.etag = tag
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def caller(request: web.Request) -> str:
    """Who asks: whom our proxy names last, else the other end of the line."""
    peer = _address(request.remote or "")
    if peer is not None and peer.is_private:  # a proxy, which knows better
        named = request.headers.getall("X-Forwarded-For", [""])[-1].rpartition(",")[2]
        peer = _address(named.strip()) or peer
    if isinstance(peer, IPv6Address):
        return str(ip_network((peer, PREFIX), strict=False))
    return str(peer)


def _address(words: str) -> IPv4Address | IPv6Address | None:
    with suppress(ValueError):
        return ip_address(words)
    return None

"""Calendars to subscribe to, asked for through a real socket."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientConnectorError, ClientResponse, ClientSession
from icalendar import Calendar

from bot import feeds as feeds_module
from bot.feeds import MOST_KEYS, PER_ADDRESS, PER_SECRET, Feeds, Minute
from bot.site import HEADERS, Site
from consultations.changing import mark_of
from consultations.subscribing import Feed, secret_of, subscribe
from handlers.texts import booking as booking_texts
from storage.database import Database
from storage.members import SqlMembers
from storage.unit_of_work import UnitOfWork
from team.members import MemberState, Role
from tests.bot.houses import house
from tests.bot.test_webhook import HEADER, SECRET, free_port
from tests.chat import Chat, Town
from tests.handlers.test_booking import book_as_presenter
from tests.handlers.test_own_data import book

UNKNOWN = "A" * 22
NOON = datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC)


@dataclass
class Served:
    """A house whose calendars can be subscribed to, and a client without a calendar's manners."""

    town: Town
    client: ClientSession
    url: str

    async def ask(
        self, secret: str, method: str = "GET", **headers: str
    ) -> tuple[ClientResponse, bytes]:
        """The answer to a request for a feed, and its body."""
        address = f"{self.url}/kalender/{secret}.ics"
        async with self.client.request(method, address, headers=headers) as answer:
            return answer, await answer.read()

    async def feed_of(self, chat: Chat, feed: Feed = Feed.OWN) -> str:
        """A secret of this member's, new."""
        member, lotse = await self.town.known(chat), self.town.lotse
        async with UnitOfWork(lotse.database) as work:
            nonce = await subscribe(SqlMembers(work), member, lotse.invitation_key)
            await work.commit()
        return secret_of(feed, lotse.invitation_key, nonce)


@asynccontextmanager
async def serving(folder: Path, **more: object) -> AsyncIterator[Served]:
    """Everything, on this machine's loopback."""
    place = f"127.0.0.1:{await free_port()}"
    settings = {"public_url": "https://lotse.example", "http_listen": place}
    async with house(folder, **settings | more) as town, ClientSession() as client:
        yield Served(town, client, f"http://{place}")


@pytest.fixture(scope="module")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """One for all tests that do not use up what an address may ask."""
    async with serving(tmp_path_factory.mktemp("feeds")) as one:
        yield one


def uids(content: bytes) -> set[str]:
    """The entries of a feed."""
    return {str(one["UID"]) for one in Calendar.from_ical(content).walk("VEVENT")}


async def test_a_feed_shows_the_seats_and_moderations_to_come(served: Served) -> None:
    """One's own, and nobody else's; what is cancelled leaves it."""
    town = served.town
    coordinator, anna = await town.member(Role.COORDINATOR), await town.member()
    own, other = await town.slot(coordinator), await town.slot(coordinator)
    await book(anna, own)
    seat = uids(anna.files[-1])
    mine, led = await served.feed_of(anna), await served.feed_of(coordinator)

    answer, content = await served.ask(mine)
    assert (answer.status, answer.content_type, answer.charset) == (200, "text/calendar", "utf-8")
    assert uids(content) == seat
    assert uids((await served.ask(led))[1]) == {
        f"moderation-{own.id}@lotse", f"moderation-{other.id}@lotse",
    }  # fmt: skip

    await anna.say("/meine")
    await anna.tap("1 Platz absagen")
    await anna.tap("Platz absagen")
    await coordinator.say("/tische")
    await coordinator.press(f"pub:no:{other.id}:one:{mark_of([other])}")

    assert uids((await served.ask(mine))[1]) == set()
    assert uids((await served.ask(led))[1]) == {f"moderation-{own.id}@lotse"}


async def test_coordinators_see_all_tables_without_names_and_themes(served: Served) -> None:
    """Time, place, state, free seats."""
    coordinator, anna = await served.town.member(Role.COORDINATOR), await served.town.member()
    slot = await served.town.slot(coordinator, place="Raum Übersicht")
    await book_as_presenter(anna, slot.id)
    await anna.tap(booking_texts.BOOK)

    _, content = await served.ask(await served.feed_of(coordinator, Feed.TABLES))

    entries = {str(one["UID"]): one for one in Calendar.from_ical(content).walk("VEVENT")}
    entry: Any = entries[f"table-{slot.id}@lotse"]
    assert str(entry["DESCRIPTION"]) == "Stand: angefragt, frei: 2 beratend"
    assert str(entry["LOCATION"]) == "Raum Übersicht"
    assert entry["DTSTART"].dt == slot.starts_at
    for word in ("Musterschule", "schul", "6-9", "ATTENDEE", "ORGANIZER"):
        assert word.encode() not in content
    assert {str(one["SUMMARY"]) for one in entries.values()} == {"Termin"}


async def test_a_wrong_secret_looks_like_any_wrong_path(served: Served) -> None:
    """Never given, ended, of a blocked member, too short: nobody can tell which."""
    anna, boris = await served.town.member(), await served.town.member()
    ended, blocked = await served.feed_of(anna), await served.feed_of(boris)
    await served.feed_of(anna)
    async with UnitOfWork(served.town.lotse.database) as work:
        known = await served.town.known(boris)
        await SqlMembers(work).set_state(
            known.id, MemberState.BLOCKED, expected=MemberState.ACTIVE
        )
        await work.commit()

    answers = [
        await served.ask(secret) for secret in (UNKNOWN, ended, blocked, "short", "../" + UNKNOWN)
    ]

    seen = {
        (one.status, body, tuple(pair for pair in one.headers.items() if pair[0] != "Date"))
        for one, body in answers
    }
    assert len(seen) == 1
    assert next(iter(seen))[0] == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_a_feed_is_only_read(served: Served, method: str) -> None:
    """The same for secrets that exist and for those that do not."""
    secret = await served.feed_of(await served.town.member())

    statuses = [(await served.ask(one, method))[0].status for one in (secret, UNKNOWN)]

    assert statuses == [405, 405]


async def test_nothing_else_is_served(served: Served) -> None:
    """No start page, no list, no webhook where none is set."""
    for path in ("", "/", "/kalender/", "/kalender", "/telegram", f"/kalender/{UNKNOWN}"):
        async with served.client.get(served.url + path) as answer:
            assert answer.status == 404, path


async def test_head_says_what_get_would_without_the_body(served: Served) -> None:
    """Some calendars look before they fetch."""
    secret = await served.feed_of(await served.town.member())

    got, content = await served.ask(secret)
    looked, nothing = await served.ask(secret, "HEAD")

    assert (looked.status, nothing) == (200, b"")
    assert looked.headers["ETag"] == got.headers["ETag"]
    assert looked.headers["Content-Length"] == str(len(content))


async def test_an_unchanged_feed_is_not_sent_again(served: Served) -> None:
    """304 until something changes; every answer asks again, and no cache on the way keeps it."""
    coordinator, anna = await served.town.member(Role.COORDINATOR), await served.town.member()
    secret = await served.feed_of(anna)
    first, _ = await served.ask(secret)
    tag = first.headers["ETag"]

    unchanged, nothing = await served.ask(secret, **{"If-None-Match": tag})
    await book(anna, await served.town.slot(coordinator))
    changed, content = await served.ask(secret, **{"If-None-Match": tag})

    assert (unchanged.status, nothing, unchanged.headers["ETag"]) == (304, b"", tag)
    assert (changed.status, len(uids(content))) == (200, 1)
    for answer in (first, unchanged, changed):
        assert answer.headers["Cache-Control"] == "private, no-cache"


async def test_every_answer_is_careful_with_browsers(served: Served) -> None:
    """And does not say which program of which version answers."""
    secret = await served.feed_of(await served.town.member())

    for one in (secret, UNKNOWN):
        answer, _ = await served.ask(one)
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        assert answer.headers.getall("Server") == ["lotse"]
    good, _ = await served.ask(secret)
    assert good.headers["Content-Disposition"] == 'attachment; filename="termine.ics"'


async def test_a_request_with_a_body_or_too_long_a_line_is_refused(served: Served) -> None:
    """Nothing is read that nobody needs."""
    secret = await served.feed_of(await served.town.member())
    address = f"{served.url}/kalender/{secret}.ics"

    async with served.client.get(address, data=b"x" * 5000) as answer:
        assert answer.status == 413
    assert (await served.ask("a" * 20_000))[0].status == 400
    assert (await served.ask(secret, **{"X-Long": "a" * 20_000}))[0].status == 400
    assert (await served.ask(secret))[0].status == 200


@dataclass
class Door:
    """The server alone, at a moment that stands still."""

    client: ClientSession
    url: str
    site: Site
    now: datetime = NOON

    async def status(self, secret: str = UNKNOWN, **headers: str) -> int:
        """What a request is answered with."""
        address = f"{self.url}/kalender/{secret}.ics"
        async with self.client.get(address, headers=headers) as answer:
            if answer.status == 429:
                assert 0 < int(answer.headers["Retry-After"]) <= 60
            return answer.status


@pytest.fixture
async def door(database: Database) -> AsyncIterator[Door]:
    """Open, with nobody subscribed."""
    place, site = f"127.0.0.1:{await free_port()}", Site()
    async with ClientSession() as client:
        opened = Door(client, f"http://{place}", site)
        feeds = Feeds(database, lambda: opened.now)
        await site.start(place, feeds.routes())
        feeds.open()
        yield opened
        await site.stop()


def numbered(number: int) -> str:
    """A secret nobody has been given."""
    return f"{number:022}"


async def test_a_secret_that_is_asked_too_often_has_to_wait(door: Door) -> None:
    """Whether it opens anything or not, and until the minute is over; others need not wait."""
    assert [await door.status() for _ in range(PER_SECRET)] == [404] * PER_SECRET

    assert await door.status() == 429
    assert await door.status(numbered(1)) == 404

    door.now += timedelta(minutes=1)
    assert await door.status() == 404


@pytest.mark.parametrize(
    ("asking", "neighbour", "other"),
    [
        ("203.0.113.7", "198.51.100.1, 203.0.113.7", "203.0.113.8"),
        ("2001:db8:1:2::3", "2001:db8:1:2:ffff::9", "2001:db8:1:3::3"),
        ("", "no address at all", "203.0.113.7"),
    ],
)
async def test_an_address_that_asks_too_often_has_to_wait(
    door: Door, asking: str, neighbour: str, other: str
) -> None:
    """The one our proxy names last; what stands before it anybody can write."""
    for number in range(PER_ADDRESS):
        assert await door.status(numbered(number), **{"X-Forwarded-For": asking}) == 404

    assert await door.status(numbered(500), **{"X-Forwarded-For": asking}) == 429
    assert await door.status(numbered(501), **{"X-Forwarded-For": neighbour}) == 429
    assert await door.status(numbered(502), **{"X-Forwarded-For": other}) == 404


def test_what_is_counted_cannot_fill_the_memory() -> None:
    """With too many callers at once new ones wait; those known are served."""
    minute = Minute(2)
    assert all(minute.allows(str(number), NOON) for number in range(MOST_KEYS))

    assert not minute.allows("new", NOON)
    assert minute.allows("0", NOON)
    assert minute.allows("new", NOON + timedelta(minutes=1))


async def test_who_asks_while_the_bot_starts_is_asked_to_come_again(database: Database) -> None:
    """The tables may not be there yet."""
    place, site = f"127.0.0.1:{await free_port()}", Site()
    await site.start(place, Feeds(database, lambda: NOON).routes())

    async with ClientSession() as client:
        answer = await client.get(f"http://{place}/kalender/{UNKNOWN}.ics")

    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    await site.stop()


async def test_stopping_finishes_what_is_under_way_and_takes_nothing_new(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody gets half a calendar."""
    reached, go_on = asyncio.Event(), asyncio.Event()

    async def slow(*_: object) -> None:
        reached.set()
        await go_on.wait()

    monkeypatch.setattr(feeds_module, "opened_with", slow)
    under_way = asyncio.create_task(door.status())
    await reached.wait()
    stopping = asyncio.create_task(door.site.stop())
    await asyncio.sleep(0)
    go_on.set()

    assert await under_way == 404
    await stopping
    with pytest.raises(ClientConnectorError):
        await door.status()


async def test_no_line_of_a_log_holds_an_address(
    served: Served, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the most talkative level, also when something goes wrong on the way."""
    secret = await served.feed_of(await served.town.member())
    caplog.set_level(logging.DEBUG)
    for name in ("aiohttp", "aiohttp.server", "aiosqlite", "sqlalchemy", "bot", "asyncio"):
        caplog.set_level(logging.DEBUG, name)
    await served.ask(secret)
    await served.ask(UNKNOWN)

    async def fail(*_: object) -> None:
        raise RuntimeError(f"cannot open {secret}")

    monkeypatch.setattr(feeds_module, "opened_with", fail)
    answer, body = await served.ask(secret)

    assert (answer.status, body) == (503, b"")
    lines = "\n".join(f"{one.getMessage()} {one.args} {one.exc_text}" for one in caplog.records)
    assert "a calendar cannot be read: RuntimeError" in lines
    for word in (secret, UNKNOWN, "kalender/"):
        assert word not in lines


async def test_webhook_and_calendars_share_a_server(tmp_path: Path) -> None:
    """Questions are answered, feeds are read, and the webhook's secret opens no feed."""
    place = f"127.0.0.1:{await free_port()}"
    settings = {
        "public_url": "https://lotse.example",
        "webhook_url": f"http://{place}",
        "webhook_secret": SECRET,
        "http_listen": place,
    }
    async with house(tmp_path, **settings) as town, ClientSession() as client:
        served = Served(town, client, f"http://{place}")
        chat = await town.member()
        await chat.say("/hilfe")
        assert len(chat.answers) == 1

        answer, _ = await served.ask(await served.feed_of(chat))
        assert answer.status == 200
        refused = await client.post(f"http://{place}/telegram", json={}, headers={HEADER: "x"})
        assert refused.status == 403

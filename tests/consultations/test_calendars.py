"""Calendar files and feeds, read by two independent parsers and, their zone, by a third."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from dateutil.tz import tzical
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from consultations.booking import Booking
from consultations.calendars import (
    BERLIN,
    LOCAL,
    calendar_file,
    feed,
    moderation_file,
    seat_entry,
    table_entry,
)
from consultations.slots import AgeBand, Seat, Slot, TableLanguage
from consultations.states import SlotState

STARTS = datetime.fromisoformat("2026-10-24T12:00:00+00:00")
SLOT = Slot(3, STARTS, STARTS + timedelta(minutes=90), "Musterraum", 1, 1, 3)
BOOKING = Booking(
    7, SLOT, 2, Seat.PRESENTER, "gewaltschutz", AgeBand.TEEN, TableLanguage.TURKISH, STARTS
)

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Read:
    """What a parser finds in one entry."""

    uid: str
    sequence: int
    span: Span
    summary: str
    status: str


def by_icalendar(content: bytes) -> tuple[str, list[Read]]:
    """Method and entries, as icalendar reads them."""
    calendar: Any = Calendar.from_ical(content)
    found = [
        Read(
            str(one["UID"]),
            int(one["SEQUENCE"]),
            (one["DTSTART"].dt.astimezone(UTC), one["DTEND"].dt.astimezone(UTC)),
            str(one["SUMMARY"]),
            str(one["STATUS"]),
        )
        for one in calendar.walk("VEVENT")
    ]
    return str(calendar["METHOD"]), found


def by_ical(content: bytes) -> tuple[str, list[Read]]:
    """Method and entries, as the calendar library of Home Assistant reads them."""
    calendar: Any = IcsCalendarStream.calendar_from_ics(content.decode())
    found = [
        Read(
            one.uid,
            one.sequence,
            (one.dtstart.astimezone(UTC), one.dtend.astimezone(UTC)),
            one.summary,
            one.status.value,
        )
        for one in calendar.events
    ]
    return calendar.method, found


Reader = Callable[[bytes], tuple[str, list[Read]]]
both_readers = pytest.mark.parametrize("read", [by_icalendar, by_ical])


@dataclass
class PersonalCalendar:
    """Somebody's calendar: takes files as RFC 5546 (2.1.4, 3.2) wants it."""

    read: Reader
    entries: dict[str, Read] = field(default_factory=dict)

    def take(self, content: bytes) -> None:
        """Open a file: older entries are replaced, cancelled ones go."""
        method, found = self.read(content)
        for one in found:
            known = self.entries.get(one.uid)
            if known is not None and known.sequence >= one.sequence:
                continue
            self.entries[one.uid] = one
            if method == "CANCEL":
                del self.entries[one.uid]


def moved(booking: Booking, *, days: int) -> Booking:
    """The booking once its table has been moved."""
    slot, by = booking.slot, timedelta(days=days)
    later = replace(
        slot, starts_at=slot.starts_at + by, ends_at=slot.ends_at + by, revision=slot.revision + 1
    )
    return replace(booking, slot=later)


def at(local: str, minutes: int = 90) -> Slot:
    """A table that starts at this Berlin time."""
    starts_at = datetime.fromisoformat(local).replace(tzinfo=LOCAL).astimezone(UTC)
    return replace(SLOT, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes))


@both_readers
def test_the_entry_says_nothing_on_a_locked_screen(read: Reader) -> None:
    """Neither theme nor age nor who else comes; other people's views of a calendar hide it."""
    content = calendar_file(BOOKING, STARTS)

    assert [one.summary for one in read(content)[1]] == ["Termin"]
    assert b"\r\nCLASS:PRIVATE\r\n" in content
    for word in (b"gewalt", b"ATTENDEE", b"ORGANIZER", b"14-17", b"DESCRIPTION", b"presenter"):
        assert word not in content


TIMES = [
    ("2027-03-27T16:00", 90),
    ("2027-03-28T01:30", 90),  # the clocks go forward in between
    ("2027-03-27T23:30", 240),  # across midnight and the change
    ("2027-03-28T16:00", 90),
    ("2027-03-29T16:00", 90),
    ("2027-10-30T16:00", 90),
    ("2027-10-31T01:30", 120),  # ends in the hour that comes twice
    ("2027-10-30T23:30", 240),  # across midnight into the hour that comes twice
    ("2027-10-31T16:00", 90),
    ("2027-12-31T23:15", 90),  # across midnight, and the year
    ("2041-07-02T16:00", 90),
]


@both_readers
@pytest.mark.parametrize(("local", "minutes"), TIMES)
def test_the_time_is_right_on_both_sides_of_a_clock_change(
    read: Reader, local: str, minutes: int
) -> None:
    """What the diary keeps in UTC is what a calendar shows, to the minute."""
    slot = at(local, minutes)

    _, (entry,) = read(calendar_file(replace(BOOKING, slot=slot), STARTS))

    assert entry.span == (slot.starts_at, slot.ends_at)


@both_readers
@pytest.mark.parametrize("starts_at", ["2027-10-31T00:30", "2027-10-31T01:30"])
def test_both_hours_from_two_to_three_in_october_are_told_apart(
    read: Reader, starts_at: str
) -> None:
    """The wall clock says half past two in either."""
    begins = datetime.fromisoformat(starts_at).replace(tzinfo=UTC)
    slot = replace(SLOT, starts_at=begins, ends_at=begins + timedelta(minutes=90))

    for content in (
        calendar_file(replace(BOOKING, slot=slot), STARTS),
        moderation_file([slot], STARTS),
        feed([table_entry(slot, "")], STARTS),
    ):
        assert [one.span for one in read(content)[1]] == [(slot.starts_at, slot.ends_at)]


@pytest.mark.parametrize("local", [local for local, _ in TIMES])
def test_a_file_names_berlin_time_and_says_what_that_is(local: str) -> None:
    """A phone shows the wall clock's time, also where it does not know Berlin."""
    content = calendar_file(replace(BOOKING, slot=at(local)), STARTS).decode()

    digits = local.replace("-", "").replace(":", "")
    assert f"DTSTART;TZID=Europe/Berlin:{digits}00\r\n" in content
    assert content.count("BEGIN:VTIMEZONE") == 1
    assert "TZID:Europe/Berlin\r\n" in content


@pytest.mark.parametrize("year", [2027, 2041])
def test_the_zone_in_the_file_is_berlins(year: int) -> None:
    """A parser that goes by the file alone has the same clock in every hour of the year."""
    zone = tzical(StringIO(BERLIN)).get("Europe/Berlin")
    assert zone is not None
    instant = datetime(year, 1, 1, tzinfo=UTC)

    while instant.year == year:
        wall = instant.astimezone(LOCAL).replace(tzinfo=None, fold=0)
        both = {wall.replace(tzinfo=LOCAL).utcoffset(), wall.replace(tzinfo=zone).utcoffset()}
        assert len(both) == 1, wall
        instant += timedelta(hours=1)


@both_readers
def test_a_moved_table_changes_the_entry_that_is_there(read: Reader) -> None:
    """One entry, at the new time; an older file that is opened later changes nothing."""
    mine, later = PersonalCalendar(read), moved(BOOKING, days=2)
    mine.take(calendar_file(BOOKING, STARTS))

    mine.take(calendar_file(later, STARTS))
    mine.take(calendar_file(BOOKING, STARTS))

    (entry,) = mine.entries.values()
    assert entry.span[0] == later.slot.starts_at


@both_readers
@pytest.mark.parametrize("times_moved", [0, 1, 3])
@pytest.mark.parametrize("what", ["seat", "table"])
def test_cancelling_takes_the_same_entry_out_again(
    read: Reader, what: str, times_moved: int
) -> None:
    """Whether the seat was given back or the table called off, and however often it was moved."""
    mine, booking = PersonalCalendar(read), BOOKING
    mine.take(calendar_file(booking, STARTS))
    for _ in range(times_moved):
        booking = moved(booking, days=1)
        mine.take(calendar_file(booking, STARTS))
    assert len(mine.entries) == 1

    if what == "seat":
        off = replace(booking, cancelled_at=STARTS)
    else:
        off = replace(booking, slot=replace(booking.slot, state=SlotState.CANCELLED))
    mine.take(calendar_file(off, STARTS))

    assert mine.entries == {}
    assert [one.status for one in read(calendar_file(off, STARTS))[1]] == ["CANCELLED"]


@both_readers
@pytest.mark.parametrize("starts", ["2027-03-27T16:00", "2027-10-30T16:00", "2027-06-01T23:15"])
def test_a_change_across_the_clocks_is_the_same_entry(read: Reader, starts: str) -> None:
    """Moved over the change, then called off: one UID, a SEQUENCE that rises each time."""
    booking = replace(BOOKING, slot=at(starts))
    slot = booking.slot
    later = replace(at(starts), starts_at=slot.starts_at + timedelta(hours=25), revision=1)
    over = replace(booking, slot=replace(later, ends_at=slot.ends_at + timedelta(hours=25)))
    off = replace(over, slot=replace(over.slot, state=SlotState.CANCELLED))

    files = [read(calendar_file(one, STARTS)) for one in (booking, over, off)]

    entries = [entry for _, (entry,) in files]
    assert len({one.uid for one in entries}) == 1
    numbers = [one.sequence for one in entries]
    assert numbers == sorted(set(numbers))
    assert [method for method, _ in files] == ["PUBLISH", "PUBLISH", "CANCEL"]
    assert [one.status for one in entries] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert [one.span for one in entries[1:]] == [(over.slot.starts_at, over.slot.ends_at)] * 2


@both_readers
def test_who_moderates_gets_entries_of_their_own(read: Reader) -> None:
    """All tables of a series in one file; calling one off takes out that one."""
    mine, other = PersonalCalendar(read), replace(SLOT, id=4)
    mine.take(moderation_file([SLOT, other], STARTS))
    mine.take(calendar_file(BOOKING, STARTS))
    assert len(mine.entries) == 3

    mine.take(moderation_file([replace(SLOT, state=SlotState.CANCELLED)], STARTS))

    assert set(mine.entries) == {"moderation-4@lotse", "booking-7@lotse"}


@both_readers
def test_a_feed_holds_what_is_to_come_and_drops_what_is_cancelled(read: Reader) -> None:
    """With the UIDs of the files, so that nothing is there twice."""
    cancelled = seat_entry(replace(BOOKING, id=8, cancelled_at=STARTS))

    method, entries = read(feed([seat_entry(BOOKING), cancelled], STARTS))

    assert method == "PUBLISH"
    assert [(one.uid, one.status) for one in entries] == [("booking-7@lotse", "CONFIRMED")]


def test_a_feed_has_a_neutral_name_and_says_how_often_to_look() -> None:
    """As Thunderbird, Outlook, Apple and Google want it (RFC 7986 and what was there before)."""
    lines = feed([], STARTS).decode().split("\r\n")

    assert {
        "X-WR-CALNAME:Termine",
        "NAME:Termine",
        "X-WR-TIMEZONE:Europe/Berlin",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "BEGIN:VTIMEZONE",
    } <= set(lines)


def test_an_entry_of_all_tables_takes_nobodys_time() -> None:
    """Who coordinates is not at the table; the state may stand there, names and themes never."""
    content = feed([table_entry(SLOT, "Stand: offen, frei: 2 beratend")], STARTS)

    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["DESCRIPTION"] == "Stand: offen, frei: 2 beratend"


def test_lines_are_short_and_end_as_they_have_to() -> None:
    """At most 75 octets and CRLF (RFC 5545, 3.1), also with umlauts in a long place."""
    slot = replace(SLOT, place="Bürgersaal, Käthe-Größe-Straße; großer Raum " * 6)

    content = calendar_file(replace(BOOKING, slot=slot), STARTS)

    assert content.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert event["LOCATION"] == slot.place

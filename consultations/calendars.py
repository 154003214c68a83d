"""Appointments as calendar files and feeds: neutral on a locked screen, no other participants.

A seat, a moderation and a published table are one entry each. Its UID never changes, and whatever
comes later (moved, cancelled) has a higher SEQUENCE, so that calendars replace what they hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event

from consultations.booking import Booking
from consultations.slots import Slot
from consultations.states import SlotState

LOCAL = ZoneInfo("Europe/Berlin")
NEUTRAL = "Termin"
FEED_NAME = "Termine"
FILE_NAME = "termin.ics"
FEED_FILE_NAME = "termine.ics"
REFRESH = timedelta(hours=1)  # how often a calendar may look for changes

# Written by hand: icalendar's own ends in 2038 and changes the clocks an hour late.
# The rule is that of directive 2000/84/EC.
BERLIN = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One appointment in a calendar; `about` says more than when and where."""

    uid: str
    slot: Slot
    cancelled: bool
    about: str = ""
    busy: bool = True


def seat_entry(booking: Booking) -> Entry:
    """A member's seat; it ends with the seat and with the table."""
    off = booking.cancelled_at is not None or booking.slot.state is SlotState.CANCELLED
    return Entry(f"booking-{booking.id}@lotse", booking.slot, off)


def moderation_entry(slot: Slot) -> Entry:
    """A table for who moderates it; its time is the table's, and the buffers stand beside."""
    off = slot.state is SlotState.CANCELLED
    return Entry(f"moderation-{slot.id}@lotse", slot, off, room_times(slot))


def room_times(slot: Slot) -> str:
    """From when to when the room is needed; empty where that is the table's own time."""
    if not slot.prepare and not slot.follow:
        return ""
    begins, ends = (one.astimezone(LOCAL) for one in slot.occupies())
    return f"Raum ab {begins:%H:%M} bis {ends:%H:%M} Uhr"


def table_entry(slot: Slot, about: str) -> Entry:
    """A table for who coordinates it; it takes none of their time."""
    off = slot.state is SlotState.CANCELLED
    return Entry(f"table-{slot.id}@lotse", slot, off, about, busy=False)


def calendar_file(booking: Booking, now: datetime) -> bytes:
    """The .ics file of *booking*; a cancelled one takes the entry out of the calendar again."""
    return _file([seat_entry(booking)], now)


def moderation_file(slots: Iterable[Slot], now: datetime) -> bytes:
    """The .ics file for who moderates these tables, which are all to come or all cancelled."""
    return _file([moderation_entry(slot) for slot in slots], now)


def moderation_over(slots: Iterable[Slot], now: datetime) -> bytes:
    """The .ics file for who moderates these tables no longer, though they take place."""
    return _file([replace(moderation_entry(slot), cancelled=True) for slot in slots], now)


def feed(entries: Iterable[Entry], now: datetime) -> bytes:
    """A calendar to subscribe to; what is cancelled is not in it."""
    calendar = _calendar()
    calendar.add("method", "PUBLISH")
    calendar.add("name", FEED_NAME)
    calendar.add("x-wr-calname", FEED_NAME)
    calendar.add("x-wr-timezone", LOCAL.key)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    return _with(calendar, [entry for entry in entries if not entry.cancelled], now)


def _file(entries: list[Entry], now: datetime) -> bytes:
    calendar = _calendar()
    cancelled = all(entry.cancelled for entry in entries)
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    return _with(calendar, entries, now)


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Lotse//Sozialraumteam//DE")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _with(calendar: Calendar, entries: Iterable[Entry], now: datetime) -> bytes:
    calendar.add_component(Component.from_ical(BERLIN))
    for entry in entries:
        calendar.add_component(_event(entry, now))
    return bytes(calendar.to_ical())


def _event(entry: Entry, now: datetime) -> Event:
    slot, event = entry.slot, Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now)
    # a cancellation comes after every change of the table
    event.add("sequence", 2 * slot.revision + entry.cancelled)
    event.add("dtstart", _shown(slot.starts_at))
    event.add("dtend", _shown(slot.ends_at))
    event.add("summary", NEUTRAL)
    event.add("location", slot.place)
    if entry.about:
        event.add("description", entry.about)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE" if entry.busy else "TRANSPARENT")
    return event


def _shown(instant: datetime) -> datetime:
    """Berlin time; in autumn's second hour from two to three only UTC is clear."""
    local = instant.astimezone(LOCAL)
    return instant.astimezone(UTC) if local.fold else local

"""A booking as a calendar file: neutral on a locked screen, without other participants."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from consultations.booking import Booking

LOCAL = ZoneInfo("Europe/Berlin")
NEUTRAL = "Termin"
FILE_NAME = "termin.ics"


def calendar_file(booking: Booking, now: datetime) -> bytes:
    """The .ics file of *booking*; a cancelled one takes the entry out of the calendar again."""
    cancelled = booking.cancelled_at is not None
    calendar = Calendar()
    calendar.add("prodid", "-//Lotse//Sozialraumteam//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(_event(booking, now, cancelled=cancelled))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(booking: Booking, now: datetime, *, cancelled: bool) -> Event:
    event = Event()
    event.add("uid", f"booking-{booking.id}@lotse")
    event.add("dtstamp", now)
    # a cancellation comes after every change of the table
    event.add("sequence", 2 * booking.slot.revision + cancelled)
    event.add("dtstart", booking.slot.starts_at.astimezone(LOCAL))
    event.add("dtend", booking.slot.ends_at.astimezone(LOCAL))
    event.add("summary", NEUTRAL)
    event.add("location", booking.slot.place)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    return event

"""Calendar files."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from consultations.booking import Booking
from consultations.calendars import calendar_file
from consultations.slots import AgeBand, Seat, Slot, TableLanguage

STARTS = datetime.fromisoformat("2026-10-24T12:00:00+00:00")
SLOT = Slot(3, STARTS, STARTS + timedelta(minutes=90), "Musterraum", 1, 1, 3)
BOOKING = Booking(
    7, SLOT, 2, Seat.PRESENTER, "gewaltschutz", AgeBand.TEEN, TableLanguage.TURKISH, STARTS
)


def event(content: bytes) -> Any:
    """The one event of a file."""
    return next(iter(Calendar.from_ical(content).walk("VEVENT")))


def test_the_entry_says_nothing_on_a_locked_screen() -> None:
    """Neither theme nor age nor who else comes."""
    content = calendar_file(BOOKING, STARTS).decode()

    assert str(event(content.encode())["SUMMARY"]) == "Termin"
    assert not any(word in content for word in ("gewalt", "ATTENDEE", "ORGANIZER", "14-17"))


@pytest.mark.parametrize("days", [0, 2])
def test_the_time_is_local_with_its_zone_on_both_sides_of_a_clock_change(days: int) -> None:
    """Berlin time, with the zone's definition inside the file."""
    moved = replace(SLOT, starts_at=STARTS + timedelta(days=days, hours=days // 2))
    content = calendar_file(replace(BOOKING, slot=moved), STARTS)

    assert b"BEGIN:VTIMEZONE" in content
    assert event(content)["DTSTART"].dt.hour == 14
    assert event(content)["DTSTART"].dt == moved.starts_at


def test_cancelling_takes_the_same_entry_out_again() -> None:
    """Same UID, higher sequence, method CANCEL."""
    booked = calendar_file(BOOKING, STARTS)
    cancelled = calendar_file(replace(BOOKING, cancelled_at=STARTS), STARTS)

    assert event(booked)["UID"] == event(cancelled)["UID"]
    assert event(booked)["SEQUENCE"] < event(cancelled)["SEQUENCE"]
    assert b"METHOD:CANCEL" in cancelled

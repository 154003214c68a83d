"""Slots, tables and bookings of the participatory-collegial consultation."""

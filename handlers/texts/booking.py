"""Texts of the journey "Beratung buchen"."""

from __future__ import annotations

from consultations.slots import AgeBand, Seat

SEATS = {Seat.PRESENTER: "einbringend", Seat.ADVISER: "beratend"}
AGE_BANDS = {
    AgeBand.TODDLER: "0 bis 2",
    AgeBand.PRESCHOOL: "3 bis 5",
    AgeBand.PRIMARY: "6 bis 9",
    AgeBand.TWEEN: "10 bis 13",
    AgeBand.TEEN: "14 bis 17",
    AgeBand.YOUNG_ADULT: "18 bis 26",
    AgeBand.MIXED: "gemischt",
}

"""Emergency detection: finds acute danger in a message, said plainly or only hinted at.

Two layers: rules for what is said (`emergency_signs`) and a trained model for how people tell it
(`emergency_model`). What the rules find clearly counts as evidence beside the model's; neither
alone sees enough.
"""

from __future__ import annotations

import math

from safety.emergency_model import shipped
from safety.emergency_signs import told_by_signs
from safety.kinds import Emergency, EmergencyKind, EmergencyLevel

__all__ = ["Emergency", "EmergencyKind", "EmergencyLevel", "detect"]

SIGNS = 2.0  # what a clear sign adds to the model's log odds
CLEAR_FROM = -2.2  # log odds from which the card comes first: a miss is worse than a false alarm
CLEAR_ALL_THE_SAME = 1.5  # where the rules saw a bare topic, a figure of speech or a denial
DOUBT_FROM = -2.7  # from which results come with a button to the card
A_SENTENCE = 4  # words; fewer tell the model too little for a doubt


def detect(text: str) -> Emergency | None:
    """The most serious emergency the text points to, or None."""
    if text.startswith("/") or not any(one.isalnum() for one in text):
        return None  # a command is no sentence
    signs = told_by_signs(text)
    kinds = shipped().kinds(text)
    clearly = signs is not None and signs.level is EmergencyLevel.CLEAR
    odds = math.log(math.fsum(math.exp(value) for value in kinds.values())) + SIGNS * clearly
    likeliest = EmergencyKind(max(kinds, key=lambda one: kinds[one]))
    kind = signs.kind if signs is not None else likeliest
    if odds >= (CLEAR_ALL_THE_SAME if signs is not None and not clearly else CLEAR_FROM):
        return Emergency(kind if clearly else likeliest, EmergencyLevel.CLEAR)
    told = len(text.split()) >= A_SENTENCE
    if signs is not None or (told and odds >= DOUBT_FROM):
        return Emergency(kind, EmergencyLevel.DOUBT)
    return None

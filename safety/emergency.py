"""Emergency detection: finds acute danger in a message, said plainly or only hinted at.

Two layers: rules for what is said (`emergency_signs`) and a trained model for how people tell it
(`emergency_model`). What the rules find clearly counts as evidence beside the model's; neither
alone sees enough.
"""

from __future__ import annotations

import math
import re

from safety.cleaning import composed
from safety.emergency_model import shipped
from safety.emergency_signs import calls_for_help, told_by_signs
from safety.kinds import Emergency, EmergencyKind, EmergencyLevel

__all__ = ["Emergency", "EmergencyKind", "EmergencyLevel", "calls_for_help", "detect"]

COMMAND = re.compile(r"\s*/+\w*(?:@\w+)?")
WITH_A_CODE = re.compile(r"\s*/start(?:@\w+)?(?:\s+\S+)?\s*")

SIGNS = 2.0  # what a clear sign adds to the model's log odds
CLEAR_FROM = -2.2  # log odds from which the card comes first: a miss is worse than a false alarm
CLEAR_ALL_THE_SAME = 1.5  # where the rules saw a bare topic, a figure of speech or a denial
DOUBT_FROM = -2.7  # from which results come with a button to the card
SHORT = 7  # words; so few tell the model little, so what is only hinted at has to be likelier
CLEAR_IF_SHORT = 0.0
DOUBT_IF_SHORT = CLEAR_FROM


def detect(text: str) -> Emergency | None:
    """The most serious emergency the text points to, or None.

    A command is judged by the words behind it, except `/start` with the one code of a link.
    """
    text = composed(text)
    if calls_for_help(text):
        return Emergency(EmergencyKind.LIFE_DANGER, EmergencyLevel.CLEAR)
    text = "" if WITH_A_CODE.fullmatch(text) else COMMAND.sub("", text)
    if not any(one.isalnum() for one in text):
        return None
    signs = told_by_signs(text)
    kinds = shipped().kinds(text)
    clearly = signs is not None and signs.level is EmergencyLevel.CLEAR
    odds = math.log(math.fsum(math.exp(value) for value in kinds.values())) + SIGNS * clearly
    likeliest = EmergencyKind(max(kinds, key=lambda one: kinds[one]))
    kind = signs.kind if signs is not None else likeliest
    clear_from, doubt_from = _needed(text, signs)
    if odds >= clear_from:
        return Emergency(kind if clearly else likeliest, EmergencyLevel.CLEAR)
    if signs is not None or odds >= doubt_from:
        return Emergency(kind, EmergencyLevel.DOUBT)
    return None


def _needed(text: str, signs: Emergency | None) -> tuple[float, float]:
    """The log odds from which the card comes first, and from which there is a doubt."""
    if signs is not None and signs.level is EmergencyLevel.DOUBT:
        return CLEAR_ALL_THE_SAME, DOUBT_FROM
    if signs is None and len(text.split()) <= SHORT:
        return CLEAR_IF_SHORT, DOUBT_IF_SHORT
    return CLEAR_FROM, DOUBT_FROM

"""Texts with which the bot asks the team to join a table; neutral on a locked screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from consultations.asking import Asked
from consultations.slots import Slot
from handlers._screen import veiled
from handlers.texts.booking import where
from handlers.texts.team import FIELDS
from team.members import FieldOfAction

NOT_THIS_TIME = "Diesmal nicht"
AFTER_ALL = "Doch mitberaten"
DECLINED = "Danke für die Rückmeldung. Einen Grund brauche ich nicht; ich frage andere."
NOT_ASKED = "Diese Anfrage hat sich erledigt. Ihre Plätze finden Sie unter „Meine Termine“."
HAS_SEAT = "An diesem Tisch haben Sie schon einen Platz. Absagen geht unter „Meine Termine“."


def asked(slot: Slot, fields: Sequence[FieldOfAction], now: datetime) -> str:
    """When and where; behind a veil which fields are sought, as some hint at what it is about."""
    sought = " · ".join(FIELDS[field] for field in fields)
    return (
        f"Ein Platz ist frei: {where(slot, now)}. Passt es Ihnen? Wer zuerst tippt, hat ihn.\n"
        f"Gesucht wird: {veiled(sought)}"
    )


def numbers(asked_so_far: Sequence[Asked]) -> str:
    """How many were asked and declined, never who; empty where nobody was asked."""
    declined = sum(one.declined_at is not None for one in asked_so_far)
    if not asked_so_far:
        return ""
    return f"Im Team angefragt: {len(asked_so_far)}, abgelehnt: {declined}."

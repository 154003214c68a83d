"""What a presenter is asked while booking, and how the answers stand in the dialogue's draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from consultations.booking import Matter, Needs
from consultations.slots import AgeBand, TableLanguage
from handlers._screen import MENU, Button, Screen, back, rows_of
from handlers.texts import booking as texts
from knowledge.offers import CATEGORIES

THEMES = tuple(CATEGORIES)
PEER = Button(texts.WITHOUT_FAMILY, "b:family:peer")


class Step(StrEnum):
    """Where a booking stands."""

    SLOT = "slot"
    SEAT = "seat"
    FAMILY = "family"
    THEME = "theme"
    AGE = "age"
    LANGUAGE = "language"
    CONFIRM = "confirm"


def _ask_family() -> Screen:
    yes = Button(texts.FAMILY_YES, "b:family:yes")
    no = Button(texts.FAMILY_NOT_ASKED, "b:family:no")
    return Screen(texts.ASK_FAMILY, ((yes, no), (PEER,), (back("b:back"), MENU)))


def _ask_theme() -> Screen:
    buttons = [Button(CATEGORIES[key], f"b:theme:{at}") for at, key in enumerate(THEMES)]
    return Screen(texts.ASK_THEME, (*rows_of(buttons), (back("b:back"), MENU)))


def _ask_age() -> Screen:
    buttons = [Button(texts.AGE_BANDS[band], f"b:age:{band}") for band in AgeBand]
    return Screen(texts.ASK_AGE, (*rows_of(buttons), (back("b:back"), MENU)))


def _ask_language() -> Screen:
    buttons = [Button(texts.LANGUAGES[one], f"b:lang:{one}") for one in TableLanguage]
    return Screen(texts.ASK_LANGUAGE, (*rows_of(buttons), (back("b:back"), MENU)))


QUESTIONS = (
    (Step.FAMILY, "family", _ask_family),
    (Step.THEME, "theme", _ask_theme),
    (Step.AGE, "age", _ask_age),
    (Step.LANGUAGE, "language", _ask_language),
)


def questions(draft: Mapping[str, Any]) -> Sequence[tuple[Step, str, Callable[[], Screen]]]:
    """What is asked, in this order; among professionals German is spoken and not asked for."""
    return QUESTIONS[:-1] if draft.get("family") is False else QUESTIONS


def matter_of(draft: Mapping[str, Any]) -> Matter:
    """What is brought, as far as it was tapped."""
    peer, age, language = draft.get("family") is False, draft.get("age"), draft.get("language")
    if peer:
        language = TableLanguage.GERMAN
    return Matter(
        family_agrees=draft.get("family") is True,
        peer=peer,
        needs=needs_of(draft),
        theme=str(draft["theme"]) if "theme" in draft else None,
        age_band=AgeBand(str(age)) if age else None,
        language=TableLanguage(str(language)) if language else None,
    )


def needs_of(draft: Mapping[str, Any]) -> Needs:
    """What the family needs, as far as it was tapped."""
    access, interpreting = draft.get("access") is True, draft.get("interpreting") is True
    return Needs(access, interpreting, draft.get("people"))

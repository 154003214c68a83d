"""Kinds of emergency, and how sure one is of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EmergencyKind(StrEnum):
    """What the danger is; decides which numbers come first."""

    LIFE_DANGER = "life_danger"
    SUICIDE = "suicide"
    VIOLENCE = "violence"
    CHILD_PROTECTION = "child_protection"
    PSYCHIATRIC = "psychiatric"
    POISONING = "poisoning"
    NO_SHELTER = "no_shelter"
    OWN_CRISIS = "own_crisis"  # the professional's own


class EmergencyLevel(StrEnum):
    """Clear: the card comes alone and first. Doubt: results come with a button to the card."""

    CLEAR = "clear"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Emergency:
    """What was detected; nothing of the text is kept."""

    kind: EmergencyKind
    level: EmergencyLevel

    @property
    def comes_first(self) -> bool:
        """Whether the card comes before everything else."""
        return self.level is EmergencyLevel.CLEAR

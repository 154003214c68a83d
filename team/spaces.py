"""The social space: lived area and planning unit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SocialSpace:
    """One social space. `controller` names who is responsible for data protection."""

    id: int
    key: str
    name: str
    controller: str
    catholic_majority: bool

"""What the guard finds: the kind of a hit and its place, never the value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from safety.privacy.known import KnownPublic


class SensitiveKind(StrEnum):
    """What was found."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    BIRTH_DATE = "birth_date"
    IBAN = "iban"
    FILE_NUMBER = "file_number"
    HANDLE = "handle"
    SCHOOL_CLASS = "school_class"


@dataclass(frozen=True, slots=True)
class SensitiveHit:
    """Kind and place (code points, end exclusive); the value is not kept."""

    kind: SensitiveKind
    start: int
    end: int


Found = Iterator[tuple[SensitiveKind, int, int]]
Finder = Callable[[str, KnownPublic], Found]

"""Themes: what families need, the words people use for it, and which offers fit.

`vocabulary/` holds one file a theme. A theme is divided into situations: what happens to people,
with the offers that fit it (3 what one would recommend first, 2 fits well, 1 worth naming) and
the phrases it is recognised by, in everyday words, dialect, and the words of the trade. One theme
holds what people ask for elsewhere: its situations have no offer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.importing import ImportRefused, Loader, Problem
from knowledge.offers import CATEGORIES

SHIPPED = Path(__file__).parent / "vocabulary"
HIGHEST_GRADE = 3

Words = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Situation:
    """What happens to people, the phrases that tell it, and the offers that fit, by grade."""

    name: str
    offers: Mapping[str, int]
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """A subject of need. `category`: the one of `CATEGORIES` its counts fold upward into."""

    id: str
    name: str
    category: str
    definition: str
    situations: tuple[Situation, ...]

    @property
    def elsewhere(self) -> bool:
        """Whether no offer fits any of its situations."""
        return not any(situation.offers for situation in self.situations)


class _SituationRecord(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Words
    offers: dict[str, Annotated[int, Field(ge=1, le=HIGHEST_GRADE)]]
    phrases: Words


class _ThemeRecord(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Words
    kategorie: Words
    definition: Words
    situations: list[_SituationRecord] = Field(min_length=1)


@cache
def shipped_themes() -> tuple[Theme, ...]:
    """The curated vocabulary that comes with the project."""
    return read_themes(SHIPPED)


def read_themes(folder: Path) -> tuple[Theme, ...]:
    """All themes of a folder, by id (the file's name).

    Raises:
        ImportRefused: names file, field and cure of what is wrong.
    """
    return tuple(_read(file) for file in sorted(folder.glob("*.yaml")))


def _read(file: Path) -> Theme:
    try:
        known = yaml.load(file.read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506
        record = _ThemeRecord.model_validate(known)
    except yaml.YAMLError:
        raise ImportRefused(file, [Problem("the file", "-", "is no YAML; mend it")]) from None
    except ValidationError as error:
        problems = [
            Problem("theme", ".".join(str(part) for part in one["loc"]), one["msg"])
            for one in error.errors(include_url=False, include_input=False)
        ]
        raise ImportRefused(file, problems) from None
    if record.kategorie not in CATEGORIES:
        cure = f"{record.kategorie!r} is none of the categories of offers"
        raise ImportRefused(file, [Problem("theme", "kategorie", cure)])
    situations = tuple(_situation(one) for one in record.situations)
    return Theme(file.stem, record.name, record.kategorie, record.definition, situations)


def _situation(record: _SituationRecord) -> Situation:
    lines = (" ".join(line.split()) for line in record.phrases.splitlines())
    phrases = tuple(dict.fromkeys(line for line in lines if line))
    return Situation(record.name, dict(sorted(record.offers.items())), phrases)


def with_phrase(theme: Theme, situation: str, phrase: str) -> Theme:
    """The theme with one more phrase for one of its situations.

    Raises:
        KeyError: the theme has no such situation.
    """
    if situation not in {one.name for one in theme.situations}:
        raise KeyError(situation)
    changed = tuple(
        replace(one, phrases=tuple(dict.fromkeys((*one.phrases, phrase))))
        if one.name == situation
        else one
        for one in theme.situations
    )
    return replace(theme, situations=changed)

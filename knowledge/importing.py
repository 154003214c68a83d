"""Reading offers from a file: everything is checked first, nothing is half-imported."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from knowledge.offers import Offer
from knowledge.records import OfferRecord, offer_from_record

SHIPPED = Path(__file__).parent / "taufkirchen" / "angebote.yaml"
LARGEST = 50 * 1024 * 1024  # bytes; beyond, it is no list of offers
MOST_SHOWN = 20

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one place of a file, and how to cure it."""

    record: str
    field: str
    cure: str

    def __str__(self) -> str:
        return f"{self.record}, field {self.field}: {self.cure}"


class ImportRefused(Exception):
    """The file was not imported; `problems` names every place."""

    def __init__(self, path: Path, problems: Sequence[Problem]) -> None:
        self.path = path
        self.problems = tuple(problems)
        shown = [f"{path}: {problem}" for problem in self.problems[:MOST_SHOWN]]
        more = len(self.problems) - len(shown)
        super().__init__("\n".join([*shown, *([f"... and {more} more"] if more > 0 else [])]))


def shipped_offers() -> list[Offer]:
    """The curated offers of Taufkirchen that come with the project."""
    return read_offers(SHIPPED)


def read_offers(path: Path) -> list[Offer]:
    """All offers of a YAML list or a JSONL file, by id.

    Raises:
        ImportRefused: names file, record, field and cure of everything that is wrong.
    """
    records = _records(path)
    offers: list[Offer] = []
    problems: list[Problem] = []
    numbers: dict[str, int] = {}
    for number, record in enumerate(records, 1):
        try:
            offer = offer_from_record(OfferRecord.model_validate(record))
        except ValidationError as error:
            problems += _problems(number, record, error)
            continue
        if offer.id in numbers:
            cure = f"used by record {numbers[offer.id]} already; give each offer its own id"
            problems.append(Problem(_named(number, record), "id", cure))
        numbers.setdefault(offer.id, number)
        offers.append(offer)
    if not records:
        problems.append(Problem("the file", "-", "holds no offer; give a list of records"))
    if problems:
        raise ImportRefused(path, problems)
    return sorted(offers, key=lambda offer: offer.id)


def _records(path: Path) -> list[Any]:
    text = _text(path)
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return list(_lines(path, text))
    try:
        records = yaml.load(text, Loader=Loader)  # noqa: S506 - a safe loader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        cure = f"line {line} is no YAML ({error.problem}); mend it"
        raise ImportRefused(path, [Problem("the file", "-", cure)]) from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise ImportRefused(path, [Problem("the file", "-", "is no YAML; mend it")]) from None
    if not isinstance(records, list):
        cure = "give a list: each offer starts with '- id:'"
        raise ImportRefused(path, [Problem("the file", "-", cure)])
    return records


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise ImportRefused(path, [Problem("the file", "-", "is over 50 MiB; split it")])
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        cure = f"cannot be read ({error.strerror}); check the path"
        raise ImportRefused(path, [Problem("the file", "-", cure)]) from None
    except UnicodeDecodeError:
        raise ImportRefused(path, [Problem("the file", "-", "is not UTF-8; save it so")]) from None


def _lines(path: Path, text: str) -> Iterator[Any]:
    # By "\n" alone: a text may hold U+2028 and others that `splitlines` takes for ends of lines.
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield json.loads(line)
            except (ValueError, RecursionError):
                cure = "is no JSON; mend the line"
                raise ImportRefused(path, [Problem(f"line {number}", "-", cure)]) from None


def _problems(number: int, record: Any, error: ValidationError) -> Iterator[Problem]:
    for one in error.errors(include_url=False):
        field = ".".join(str(part) for part in one["loc"]) or "-"
        yield Problem(_named(number, record), field, _cure(one["type"], one["msg"], one["input"]))


def _named(number: int, record: Any) -> str:
    name = record.get("id") if isinstance(record, dict) else None
    return f"record {number} ({name})" if isinstance(name, str) else f"record {number}"


def _cure(kind: str, message: str, value: object) -> str:
    if kind == "missing":
        return "is missing; add it"
    if kind == "extra_forbidden":
        return "is not known; remove it or correct its spelling"
    shown = repr(value)
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    return f"{message[0].lower()}{message[1:]}; is {shown}"

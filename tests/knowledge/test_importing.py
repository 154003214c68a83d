"""Import: everything is checked, an error names its place and its cure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from knowledge.importing import SHIPPED, ImportRefused, read_offers, shipped_offers
from knowledge.records import record_from_offer

GOOD = {"id": "a", "name": "Beispiel", "beschreibung": "Ein Beispiel."}


def write(folder: Path, content: str, name: str = "angebote.yaml") -> Path:
    """A file with this content."""
    file = folder / name
    file.write_text(content, encoding="utf-8")
    return file


def refused(file: Path) -> str:
    """What the refusal says."""
    with pytest.raises(ImportRefused) as refusal:
        read_offers(file)
    return str(refusal.value)


def test_all_shipped_offers_come_in_without_losing_a_field() -> None:
    """135 offers, each the same record again on the way out."""
    records = {one["id"]: one for one in yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))}

    offers = shipped_offers()

    assert len(offers) == len(records) == 135
    assert all(record_from_offer(offer) == records[offer.id] for offer in offers)


def test_only_three_fields_are_required(tmp_path: Path) -> None:
    """Unknown stays unknown."""
    offer = read_offers(write(tmp_path, json.dumps(GOOD), "a.jsonl"))[0]

    assert (offer.ring, offer.stand, offer.cost, offer.keywords) == (None, None, None, ())


@pytest.mark.parametrize(
    ("changed", "field", "cure"),
    [
        ({"name": None}, "name", "is None"),
        ({"ebene": "irgendwo"}, "ebene", "must be one of lebensumfeld"),
        ({"kategorie": "x"}, "kategorie", "must be one of kinderbetreuung"),
        ({"alter_von": "drei"}, "alter_von", "valid integer"),
        ({"alter_von": 9, "alter_bis": 3}, "-", "alter_von is above alter_bis"),
        ({"stand": "gestern"}, "stand", "match pattern"),
        ({"web": "javascript:alert(1)"}, "web", "match pattern"),
        ({"telefonn": "1"}, "telefonn", "is not known; remove it"),
        ({"beschreibung": "a\0b"}, "beschreibung", "match pattern"),
        ({"traeger": "x" * 301}, "traeger", "at most 300"),
        ({"sources": [{"url": 1}]}, "sources.0.url", "valid string"),
    ],
)
def test_a_wrong_field_is_named_with_its_record_and_cure(
    tmp_path: Path, changed: dict[str, object], field: str, cure: str
) -> None:
    """Coordinators can mend it without asking us."""
    file = write(tmp_path, yaml.safe_dump([GOOD, GOOD | {"id": "b"} | changed]))

    message = refused(file)

    assert f"{file}: record 2 (b), field {field}:" in message
    assert cure in message


def test_every_problem_is_named_at_once(tmp_path: Path) -> None:
    """Nobody mends a file one error at a time."""
    file = write(tmp_path, yaml.safe_dump([{"id": "a"}, {"id": "b", "name": "B"}, GOOD]))

    message = refused(file)

    assert message.count("is missing; add it") == 3
    assert "record 3 (a), field id: used by record 1 already" not in message


def test_an_id_is_used_once(tmp_path: Path) -> None:
    """The second use is named with the first."""
    message = refused(write(tmp_path, yaml.safe_dump([GOOD, GOOD])))

    assert "record 2 (a), field id: used by record 1 already" in message


@pytest.mark.parametrize(
    ("content", "cure"),
    [
        ("- id: [", "is no YAML"),
        ("just words", "give a list"),
        ("[]", "holds no offer"),
        ("", "give a list"),
        ("- 1\n- x", "record 1, field -"),
        ("&a [*a]", "record 1"),
    ],
)
def test_a_broken_file_is_refused_in_words(tmp_path: Path, content: str, cure: str) -> None:
    """Also one that is no YAML at all."""
    assert cure in refused(write(tmp_path, content))


def test_a_broken_line_of_jsonl_is_named(tmp_path: Path) -> None:
    """By its number."""
    file = write(tmp_path, json.dumps(GOOD) + "\n{", "a.jsonl")

    assert "line 2, field -: is no JSON" in refused(file)


def test_a_line_of_jsonl_ends_with_a_line_feed_alone(tmp_path: Path) -> None:
    """A separator of paragraphs in a description does not tear the record apart."""
    words = "Ein\u2028Beispiel\u0085mit\x1cZeichen"
    lines = [
        json.dumps(GOOD | {"id": key, "beschreibung": words}, ensure_ascii=False) for key in "ab"
    ]

    offers = read_offers(write(tmp_path, "\ufeff" + "\r\n".join(lines) + "\r\n", "a.jsonl"))

    assert [offer.description for offer in offers] == [words, words]


def test_files_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    """Missing, or not UTF-8."""
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("- id: ä".encode("latin-1"))

    assert "cannot be read" in refused(tmp_path / "missing.yaml")
    assert "is not UTF-8" in refused(latin)

"""Precision and recall of the two guards over judged messages."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from bot.knowledge import public_words
from knowledge.importing import shipped_offers
from safety.emergency import EmergencyLevel, detect
from safety.privacy import find
from tests.benchmarks.evaluation_data import evaluation_file

pytestmark = pytest.mark.benchmark


def refuses(text: str) -> bool:
    """Whether the privacy guard refuses the message."""
    return bool(find(text, known=KNOWN))


def alarms(text: str) -> bool:
    """Whether the emergency card comes first."""
    found = detect(text)
    return found is not None and found.level is EmergencyLevel.CLEAR


KNOWN = public_words(shipped_offers())


@pytest.mark.parametrize(
    ("name", "guard"), [("privacy_dev.jsonl", refuses), ("crisis_dev.jsonl", alarms)]
)
def test_guard(name: str, guard: Callable[[str], bool]) -> None:
    """Print the figures and the kinds of what was missed or wrongly stopped."""
    lines = evaluation_file(name).read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    fired = {record["id"] for record in records if guard(record["text"])}
    meant = {record["id"] for record in records if record["label"]}
    wrong = [record["kind"] for record in records if record["id"] in fired - meant]
    missed = [record["kind"] for record in records if record["id"] in meant - fired]

    precision = len(fired & meant) / max(1, len(fired))
    share = len(fired & meant) / len(meant)
    print(f"\n{name}: precision {precision:.3f}, recall {share:.3f}")
    print(f"missed: {missed}\nwrongly stopped: {wrong}")
    assert precision >= 0.9

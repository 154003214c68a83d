"""How well `lotse search --batch` answers judged messages over the shipped offers."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from statistics import mean

import pytest

from knowledge.evaluation import Judged, ndcg, read_judged, recall, success
from tests.benchmarks.evaluation_data import evaluation_file

pytestmark = pytest.mark.benchmark

GOAL = 0.50  # nDCG@5 over the messages that something fits


def rankings(file: Path, folder: Path) -> dict[str, list[str]]:
    """Offer ids in order of relevance, by message id, from the command as users call it."""
    output = subprocess.run(
        [sys.executable, "-m", "bot", "search", "--batch", str(file), "--limit", "10"],
        capture_output=True, check=True, cwd=folder, text=True,
    ).stdout  # fmt: skip
    answers = [json.loads(line) for line in output.splitlines()]
    return {answer["id"]: [one["id"] for one in answer["results"]] for answer in answers}


def figures(messages: list[Judged], found: dict[str, list[str]]) -> tuple[float, float, float]:
    """NDCG@5, Recall@5 and success@3, as means over the messages."""
    return (
        mean(ndcg(found[one.id], one.relevant) for one in messages),
        mean(recall(found[one.id], one.relevant) for one in messages),
        mean(success(found[one.id], one.relevant) for one in messages),
    )


def test_needs(tmp_path: Path) -> None:
    """Over all answerable messages, and by kind."""
    file = evaluation_file("needs_dev.jsonl")
    answerable = [one for one in read_judged(file) if one.relevant]
    found = rankings(file, tmp_path)
    by_kind: dict[str, list[Judged]] = defaultdict(list)
    for one in answerable:
        by_kind[one.kind].append(one)

    print("\nkind         messages  nDCG@5  Recall@5  success@3")
    for kind, messages in [("all", answerable), *sorted(by_kind.items())]:
        numbers = figures(messages, found)
        print(f"{kind:12} {len(messages):8}  " + "  ".join(f"{one:.3f}" for one in numbers))
    assert figures(answerable, found)[0] >= GOAL

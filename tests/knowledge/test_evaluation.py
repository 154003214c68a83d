"""The measures, against values computed by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.evaluation import ndcg, read_judged, recall, success

GRADES = {"a": 3, "b": 2, "c": 1}


def test_the_ideal_order_gains_everything() -> None:
    """Best first, then the next best."""
    assert ndcg(["a", "b", "c"], GRADES) == pytest.approx(1)


def test_ndcg_of_a_known_order() -> None:
    """Gain 3 at rank 1 and 7 at rank 2, against 7 + 3 / log2(3) + 1 / 2."""
    assert ndcg(["b", "a"], GRADES) == pytest.approx((3 + 7 / 1.58496) / (7 + 3 / 1.58496 + 0.5))


def test_what_stands_too_low_gains_nothing() -> None:
    """Only the first five count."""
    assert ndcg(["v", "w", "x", "y", "z", "a"], GRADES) == 0


def test_recall_counts_what_fits_well() -> None:
    """Grade 1 is not missed."""
    assert recall(["x", "a"], GRADES) == 0.5
    assert recall(["a", "b"], GRADES) == 1


def test_success_needs_a_first_choice_among_three() -> None:
    """Grade 2 is not enough, and rank 4 is too low."""
    assert success(["b", "c", "a"], GRADES)
    assert not success(["b", "c", "x", "a"], GRADES)


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    """Which line, of which file."""
    file = tmp_path / "judged.jsonl"
    good = json.dumps({"id": "1", "text": "x", "kind": "need", "relevant": {"a": 3}})
    file.write_text(f"{good}\n{{}}\n", encoding="utf-8")

    with pytest.raises(ValueError, match="line 2 of"):
        read_judged(file)

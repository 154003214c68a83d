"""Questions in English and Turkish find the German offers."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import mean

import pytest

from bot.knowledge import index_of
from knowledge.evaluation import ndcg, read_judged, success
from knowledge.findings import Confidence
from knowledge.importing import shipped_offers
from tests.benchmarks.evaluation_data import evaluation_file

pytestmark = pytest.mark.benchmark

TRANSLATED = Path(__file__).with_name("translated.jsonl")


def test_languages() -> None:
    """NDCG@5, success@3, and how many are told that nothing fits, beside the German originals."""
    judged = {one.id: one for one in read_judged(evaluation_file("needs_dev.jsonl"))}
    lines = TRANSLATED.read_text(encoding="utf-8").splitlines()
    translated = [json.loads(line) for line in lines]
    index = index_of(shipped_offers())
    asked = {
        "German": {one["id"]: judged[one["id"]].text for one in translated},
        "English": {one["id"]: one["en"] for one in translated},
        "Turkish": {one["id"]: one["tr"] for one in translated},
    }

    print(f"\n{len(translated)} messages   nDCG@5  success@3  none")
    reached = {}
    for language, texts in asked.items():
        gains, first, none = [], [], []
        for number, text in texts.items():
            findings = index.search(text)
            ranking = [one.offer.id for one in findings.results]
            gains.append(ndcg(ranking, judged[number].relevant))
            first.append(success(ranking, judged[number].relevant))
            none.append(findings.confidence is Confidence.NONE)
        reached[language] = mean(gains)
        print(f"{language:12} {mean(gains):8.3f}  {mean(first):9.3f}  {mean(none):4.2f}")
    assert min(reached["English"], reached["Turkish"]) >= 0.25

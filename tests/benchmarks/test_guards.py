"""Precision and recall of the two guards over labelled messages, and how long they take."""

from __future__ import annotations

import time

import numpy as np
import pytest

from bot.guard_evaluation import Guard, figures, guard_of, read_labelled
from bot.knowledge import public_words
from bot.memory import settle_down
from knowledge.evaluation import read_judged
from knowledge.importing import shipped_offers
from safety.emergency import detect
from safety.privacy import find
from tests.benchmarks.evaluation_data import evaluation_file

pytestmark = pytest.mark.benchmark

GOALS = {
    Guard.PRIVACY: ("privacy_dev.jsonl", 0.95, 0.95),
    Guard.EMERGENCY: ("crisis_dev.jsonl", 0.98, 0.90),
}
SHORT_GOAL, LONG_GOAL = 5.0, 50.0  # milliseconds for both guards, p99
SLACK = 3  # times a goal, beyond which the benchmark fails: other work may share the machine


@pytest.mark.parametrize("guard", GOALS)
def test_guard(guard: Guard) -> None:
    """Print the figures and the kinds of what was missed or wrongly stopped."""
    name, recall, precision = GOALS[guard]
    found = figures(guard_of(guard), read_labelled(evaluation_file(name)))

    print(f"\n{name}: precision {found.precision:.3f}, recall {found.recall:.3f}")
    print(f"missed: {found.missed}\nwrongly stopped: {found.wrongly_stopped}")
    assert found.recall >= recall
    assert found.precision >= precision


def test_harmless_texts() -> None:
    """Offers' own texts and ordinary needs are hardly ever taken for personal data."""
    offers = shipped_offers()
    known = public_words(offers)
    texts = [text for offer in offers for text in (offer.name, offer.description)]
    texts += [one.text for one in read_judged(evaluation_file("needs_dev.jsonl"))]
    stopped = [text for text in texts if find(text, known=known)]

    print(f"\n{len(stopped)} of {len(texts)} harmless texts refused")
    assert len(stopped) <= 0.02 * len(texts)


def test_spans() -> None:
    """What is found is the value itself."""
    import json

    lines = evaluation_file("privacy_dev.jsonl").read_text(encoding="utf-8").splitlines()
    known = public_words(shipped_offers())
    hits = overlapping = 0
    for record in map(json.loads, lines):
        found = find(record["text"], known=known) if record["label"] else ()
        hits += bool(found)
        overlapping += any(
            hit.start < end and start < hit.end for hit in found for start, end in record["spans"]
        )

    print(f"\n{overlapping} of {hits} hits overlap the marked value")
    assert overlapping >= 0.95 * hits


_NAMES = " ".join(f"K{a}vin M{b}stermann" for a in "aeiouy" for b in "abcdefghijklmnopqrstuvw")
BAD = {
    "homoglyphs": "F\u0430milie Must\u0435rmann ",
    "zero-width": "Fam\u200bilie Muster\u200bmann ",
    "combining": "e\u0301",
    "expanding": "\ufdfa",
    "full width": "Ｋｅｖｉｎ ",
    "spaced digits": "0 1 7 1 ",
    "spaced letters": "k e v i n ",
    "letters for digits": "O0",
    "leet": "k3v1n 5t31n ",
    "rot13": "Xriva Zhfgreznaa ",
    "one name": "Kevin Mustermann, ",
    "names": _NAMES,
    "dates": "3.4.2014 ",
    "dictated": "null eins sieben ",
    "ordinals": "dritten vierten ",
    "mixed scripts": "Оксана Mустерман محمد 王小明 ",
}


@pytest.mark.parametrize("bad", BAD)
def test_speed_of_what_tries_to_hide(bad: str) -> None:
    """The longest message of each kind, in time of the processor."""
    known = public_words(shipped_offers())
    text = (BAD[bad] * 4096)[:4096]

    def read() -> float:
        started = time.process_time()
        detect(text)
        find(text, known=known)
        return (time.process_time() - started) * 1000

    read()
    settle_down()  # as the bot does
    usual, longest = np.percentile([read() for _ in range(30)], [50, 99])

    print(
        f"\n{bad}: both guards, {usual:.1f} ms for 4,096, p99 {longest:.1f} (goal {LONG_GOAL:.0f})"
    )
    assert usual <= SLACK * LONG_GOAL


def test_speed() -> None:
    """Both guards read every message."""
    texts = [one.text[:200] for one in read_judged(evaluation_file("needs_dev.jsonl"))]
    known = public_words(shipped_offers())
    long = " ".join(texts)[:4096]

    def read(text: str) -> float:
        started = time.perf_counter()
        detect(text)
        find(text, known=known)
        return (time.perf_counter() - started) * 1000

    read(long)
    short = float(np.percentile([read(text) for text in texts for _ in range(3)], 99))
    longest = float(np.percentile([read(long) for _ in range(50)], 99))

    print(f"\nboth guards, p99: {short:.1f} ms up to 200 characters (goal {SHORT_GOAL:.0f}), ")
    print(f"{longest:.1f} ms for 4,096 (goal {LONG_GOAL:.0f})")
    assert short <= SLACK * SHORT_GOAL
    assert longest <= SLACK * LONG_GOAL

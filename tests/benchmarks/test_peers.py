"""Our search beside others, over judged needs and over municipal pages, in one run."""

from __future__ import annotations

import json
from collections.abc import Callable
from statistics import mean

import pytest

from bot.knowledge import index_of
from knowledge.evaluation import Judged, ndcg, read_judged, with_typos
from knowledge.importing import shipped_offers
from knowledge.offers import Offer
from knowledge.search import SearchIndex
from knowledge.texts import full_text
from tests.benchmarks.evaluation_data import evaluation_file
from tests.benchmarks.peers import PEERS, Documents, Rank

pytestmark = pytest.mark.benchmark

PAGES_GOAL, PAGES_TYPOS_GOAL, TIMES_TRIGRAM = 0.87, 0.85, 1.08  # nDCG@10

Figures = dict[str, tuple[float, float]]  # as typed, with typos


def ours(index: SearchIndex) -> Rank:
    """Our search as a ranking of ids."""
    return lambda question, most: [one.offer.id for one in index.search(question, most).results]


def figures(rank: Callable[[Judged], Rank], messages: list[Judged], depth: int) -> list[float]:
    """Mean nDCG over the messages, as typed and with typos."""
    return [
        mean(
            ndcg(
                rank(one)(with_typos(one.text) if typos else one.text, depth), one.relevant, depth
            )
            for one in messages
        )
        for typos in (False, True)
    ]


def show(title: str, found: dict[str, list[float]]) -> None:
    """Print one table."""
    print(f"\n{title:28} as typed  with typos")
    for name, (typed, typos) in found.items():
        print(f"{name:28} {typed:8.3f}  {typos:10.3f}")


def test_needs() -> None:
    """NDCG@5 over the messages that an offer fits."""
    file = evaluation_file("needs_dev.jsonl")
    messages = [one for one in read_judged(file) if one.relevant]
    offers = shipped_offers()
    documents = {offer.id: full_text(offer) for offer in offers}

    found = {}
    for name, make in PEERS:
        peer = make(documents)
        found[name] = figures(lambda _, peer=peer: peer, messages, 5)  # type: ignore[misc]
    index = ours(index_of(offers))
    found["Lotse"] = figures(lambda _: index, messages, 5)

    show("needs, nDCG@5", found)
    assert found["Lotse"][0] > max(typed for name, (typed, _) in found.items() if name != "Lotse")


def test_municipal_pages() -> None:
    """NDCG@10 inside each question's city; no vocabulary of ours helps there."""
    pages: dict[str, Documents] = {}
    offers: dict[str, list[Offer]] = {}
    for line in evaluation_file("omosqa/docs.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        path = tuple(page["path"])
        text = " ".join([page["title"], *path, page["text"]])
        pages[page["city"]] = {**pages.get(page["city"], {}), page["id"]: text}
        offer = Offer(page["id"], page["title"], page["text"], keywords=path)
        offers.setdefault(page["city"], []).append(offer)
    messages = questions()

    found = {}
    for name, make in PEERS:
        peers = {city: make(documents) for city, documents in pages.items()}
        found[name] = figures(lambda one, peers=peers: peers[one.kind], messages, 10)  # type: ignore[misc]
    indexes = {city: ours(SearchIndex(some)) for city, some in offers.items()}
    found["Lotse"] = figures(lambda one: indexes[one.kind], messages, 10)

    show("municipal pages, nDCG@10", found)
    typed, typos = found["Lotse"]
    assert typed >= PAGES_GOAL
    assert typos >= PAGES_TYPOS_GOAL
    assert typed >= TIMES_TRIGRAM * found["SQLite FTS5 trigram"][0]


def questions() -> list[Judged]:
    """The answerable questions; their kind is the city."""
    relevant: dict[str, dict[str, int]] = {}
    for line in evaluation_file("omosqa/qrels_dev.jsonl").read_text(encoding="utf-8").splitlines():
        judgment = json.loads(line)
        relevant.setdefault(judgment["query"], {})[judgment["doc"]] = judgment["relevance"]
    asked = evaluation_file("omosqa/queries_dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [
        Judged(one["id"], one["text"], one["city"], relevant[one["id"]])
        for one in map(json.loads, asked)
        if one["answerable"]
    ]

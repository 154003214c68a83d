"""`lotse evaluate`: how good the search is, on messages that people have judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Annotated

import typer
import yaml
from rich.console import Console
from rich.table import Table

from bot.guard_evaluation import Guard, evaluate_guard
from bot.knowledge import index_of
from bot.refusal import StartRefused
from bot.search_command import load_offers
from knowledge.bands import FITTED, fit
from knowledge.evaluation import Judged, ndcg, read_judged, recall, success, with_typos
from knowledge.findings import Confidence, Findings

DEPTH = 10
MISSED_BELOW = 0.5  # nDCG@5 under which a message is listed as missed


@dataclass(frozen=True, slots=True)
class Answered:
    """A judged message with what the search found for it."""

    judged: Judged
    ranking: list[str]
    findings: Findings

    @property
    def gain(self) -> float:
        """NDCG@5."""
        return ndcg(self.ranking, self.judged.relevant)


def evaluate(
    queries: Annotated[
        Path | None,
        typer.Option(help='JSONL of {"id", "text", "kind", "relevant": {offer: grade}}.'),
    ] = None,
    guard: Annotated[
        Guard | None, typer.Option(help="Measure a guard instead of the search.")
    ] = None,
    batch: Annotated[
        Path | None,
        typer.Option(help='With --guard: JSONL of {"id", "text", "label", "kind"}.'),
    ] = None,
    knowledge: Annotated[
        Path | None, typer.Option(help="YAML or JSONL of offers instead of the database.")
    ] = None,
    typos: Annotated[bool, typer.Option(help="Mistype every message, always alike.")] = False,
    fit_bands: Annotated[
        bool, typer.Option("--fit", help="Fit and keep the limits of sure, perhaps and none.")
    ] = False,
) -> None:
    """Measure the search (nDCG@5, Recall@5, success@3, bands) or a guard, with the misses."""
    if (queries is None) == (guard is None) or (guard is None) != (batch is None):
        raise StartRefused(
            "--queries, --guard", "none or both given", "give --queries, or --guard and --batch"
        )
    if guard is not None and batch is not None:
        evaluate_guard(guard, batch)
        return
    assert queries is not None  # noqa: S101 - one of the two is given; narrows the type
    try:
        messages = read_judged(queries)
    except (OSError, ValueError) as error:
        raise StartRefused("--queries", str(queries), f"give judged JSONL ({error})") from None
    if not any(one.relevant for one in messages):
        raise StartRefused("--queries", str(queries), "give a message that an offer fits")
    index = index_of(load_offers(knowledge))
    answered = []
    for one in messages:
        text = with_typos(one.text) if typos else one.text
        findings = index.search(text, DEPTH)
        ranking = [found.offer.id for found in findings.results]
        answered.append(Answered(one, ranking, findings))
    answerable = [one for one in answered if one.judged.relevant]
    if fit_bands:
        bands = fit([one.findings.grounds for one in answerable])
        kept = {"none_below": bands.none_below, "sure_from": bands.sure_from}
        head = "# Fitted by `lotse evaluate --fit`; see knowledge/bands.py.\n"
        FITTED.write_text(head + yaml.safe_dump(kept, sort_keys=False), encoding="utf-8")
    _print(answered)


def _print(answered: Sequence[Answered]) -> None:
    console = Console(width=110)
    answerable = [one for one in answered if one.judged.relevant]
    by_kind: dict[str, list[Answered]] = defaultdict(list)
    for one in answerable:
        by_kind[one.judged.kind].append(one)
    table = Table(title="Messages that an offer fits")
    for column in ("kind", "messages", "nDCG@5", "Recall@5", "success@3"):
        table.add_column(column)
    for kind, some in [("all", answerable), *sorted(by_kind.items())]:
        table.add_row(
            kind,
            str(len(some)),
            f"{mean(one.gain for one in some):.3f}",
            f"{mean(recall(one.ranking, one.judged.relevant) for one in some):.3f}",
            f"{mean(success(one.ranking, one.judged.relevant) for one in some):.3f}",
        )
    console.print(table)
    console.print(_bands(answered))
    for one in answerable:
        if one.gain < MISSED_BELOW:
            wanted = [offer for offer, grade in one.judged.relevant.items() if grade > 1]
            console.print(
                f"missed ({one.judged.kind}, {one.gain:.2f}) {one.judged.id}: "
                f"wanted {', '.join(wanted)}; found {', '.join(one.ranking[:3])}"
            )


def _bands(answered: Sequence[Answered]) -> Table:
    table = Table(title="Bands of trust, shares")
    for column in ("messages", *Confidence):
        table.add_column(column)
    for name, some in (
        ("an offer fits", [one for one in answered if one.judged.relevant]),
        ("nothing fits", [one for one in answered if not one.judged.relevant]),
    ):
        if some:
            shares = (mean(one.findings.confidence is band for one in some) for band in Confidence)
            table.add_row(f"{name} ({len(some)})", *(f"{share:.2f}" for share in shares))
    return table

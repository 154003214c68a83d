"""`lotse search`: the search of the chat on the command line, one question or a file of them.

Both guards come first, as in the chat: a message that makes somebody identifiable finds nothing,
and no message is ever printed back.
"""

from __future__ import annotations

import asyncio
import json
import math
import re
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import DBAPIError

from bot.knowledge import index_of, public_words
from bot.opening import check_database, make_database
from bot.refusal import StartRefused
from bot.settings import read_settings
from handlers.texts.finding import RING_UNKNOWN, RINGS
from handlers.texts.reasons import against_in_words, in_words
from knowledge.findings import WEAK, Confidence, Finding
from knowledge.importing import ImportRefused, read_offers, shipped_offers
from knowledge.offers import Offer
from knowledge.ringorder import nearest_first
from safety.emergency import detect
from safety.privacy import KnownPublic, find
from storage.offers import SqlOffers
from storage.unit_of_work import UnitOfWork

SHOWN = 10
HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")  # JSON lets a lone surrogate through

Key = str | int | float


def search(
    text: Annotated[str | None, typer.Argument(help="What is needed.", show_default=False)] = None,
    knowledge: Annotated[
        Path | None, typer.Option(help="YAML or JSONL of offers instead of the database.")
    ] = None,
    batch: Annotated[
        str | None, typer.Option(help='JSONL of {"id", "text"}; - reads standard input.')
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Results a question.")] = SHOWN,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line.")] = False,
) -> None:
    """Find the local offers that fit a need."""
    if (text is None) == (batch is None):
        raise StartRefused("TEXT, --batch", "none or both given", "give one of the two")
    if text is not None and not text.strip():
        raise StartRefused("TEXT", "empty", "say in a few words what is needed")
    questions: list[tuple[Key, str]] = [("1", text or "")]
    if batch is not None:
        questions = list(_questions(batch))
    desk = Desk(load_offers(knowledge))
    for number, question in questions:
        answer = desk.answer(number, question, limit)
        if batch is not None or as_json:
            print(_as_json(answer), flush=batch is None)
        else:
            _print(answer, desk)


class Desk:
    """The guards and the search over one collection of offers."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        self._index = index_of(offers)
        self._known: KnownPublic = public_words(offers)
        self.offers = {offer.id: offer for offer in offers}

    def answer(self, number: Key, question: str, limit: int) -> dict[str, Any]:
        """One answer, as documented for `--batch`."""
        started = time.perf_counter()
        question = HALF_A_CHARACTER.sub("\ufffd", question)
        emergency = detect(question)
        blocked = bool(find(question, known=self._known))
        found = self._index.search(question, limit) if not blocked else None
        spent = (time.perf_counter() - started) * 1000
        return {
            "id": number,
            "blocked": blocked,
            "emergency": emergency is not None and emergency.comes_first,
            "confidence": str(found.confidence if found is not None else Confidence.NONE),
            "ms": round(spent, 2),
            "results": [_result(one, found.ages) for one in found.results]
            if found is not None
            else [],
        }


def _result(finding: Finding, ages: frozenset[int]) -> dict[str, Any]:
    against = (f"aber: {word}" for word in against_in_words(finding, ages))
    return {
        "id": finding.offer.id,
        "name": finding.offer.name,
        "ring": str(finding.offer.ring) if finding.offer.ring else None,
        "score": finding.score,
        "why": [*in_words(finding, ages), *against],
    }


def load_offers(knowledge: Path | None) -> list[Offer]:
    """Offers of a file; else of the database; where there is none yet, the shipped ones.

    Raises:
        StartRefused: the file is wrong.
    """
    if knowledge is None:
        return asyncio.run(_stored_offers()) or shipped_offers()
    try:
        return read_offers(knowledge)
    except ImportRefused as refusal:
        first, more = refusal.problems[0], len(refusal.problems) - 1
        others = f" (and {more} more problems)" if more else ""
        raise StartRefused("--knowledge", str(knowledge), f"{first}{others}") from None


async def _stored_offers() -> list[Offer]:
    settings = read_settings()
    file = settings.data_dir / "lotse.db"
    if settings.database_url is None and not file.exists():
        return []
    database = make_database(settings)
    try:
        await check_database(database, settings)
        async with UnitOfWork(database) as work:
            return list(await SqlOffers(work).all())
    except (DBAPIError, OSError):
        raise StartRefused(
            "LOTSE_DATABASE_URL",
            f"{settings.shown_database} cannot be read",
            "run `lotse migrate`, or name another database",
        ) from None
    finally:
        await database.close()


def _questions(batch: str) -> Iterator[tuple[Key, str]]:
    # By "\n" alone: a text may hold U+2028 and others that `splitlines` takes for ends of lines.
    for number, line in enumerate(_text(batch).split("\n"), 1):
        if line.strip():
            yield _question(line, f"line {number} of {batch}")


def _question(line: str, place: str) -> tuple[Key, str]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        raise _wrong(place, "is no JSON") from None
    if not isinstance(record, dict):
        raise _wrong(place, "is no JSON object")
    key, text = record.get("id"), record.get("text")
    if not isinstance(key, Key) or isinstance(key, bool):
        raise _wrong(place, "has no id that is a string or a number")
    if isinstance(key, float) and not math.isfinite(key):
        raise _wrong(place, "has an id that is no number of JSON")
    if not isinstance(text, str):
        raise _wrong(place, "has no text that is a string")
    return key, text


def _wrong(place: str, what: str) -> StartRefused:
    return StartRefused("--batch", f"{place} {what}", 'give {"id": …, "text": "…"} in each line')


def _text(batch: str) -> str:
    try:
        content = sys.stdin.buffer.read() if batch == "-" else Path(batch).read_bytes()
        return content.decode("utf-8-sig", errors="surrogatepass")
    except (OSError, UnicodeDecodeError) as error:
        raise StartRefused(
            "--batch",
            f"{batch} cannot be read ({type(error).__name__})",
            "give a UTF-8 JSONL file",
        ) from None


def _as_json(answer: dict[str, Any]) -> str:
    """One line that the output can show; an id may hold what has no UTF-8."""
    line = json.dumps(answer, ensure_ascii=False)
    try:
        line.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return json.dumps(answer)
    return line


HEADINGS = {
    Confidence.SURE: "Das passt",
    Confidence.PERHAPS: "Vielleicht passt",
    Confidence.NONE: "Dazu kenne ich nichts Passendes. Am nächsten kommt",
}


def _print(answer: dict[str, Any], desk: Desk) -> None:
    console = Console()
    if answer["emergency"]:
        console.print("[bold]Notfall möglich: 112, bei Gewalt 110, Krise 0800 655 3000[/bold]")
    if answer["blocked"]:
        console.print("Darin steckt etwas, das jemanden erkennbar macht. Bitte ohne.")
        return
    table = Table(title=HEADINGS[Confidence(answer["confidence"])], show_lines=False)
    for column in ("Angebot", "Ebene", "Passt"):
        table.add_column(column)
    found = answer["results"]
    whys = {one["id"]: one["why"] for one in found}
    weak = {one["id"] for one in found if one["score"] < WEAK * found[0]["score"]}
    best = [desk.offers[one["id"]] for one in found]
    for offer in [*nearest_first(best[:3], weak), *best[3:]]:
        ring = RINGS[offer.ring] if offer.ring else RING_UNKNOWN
        table.add_row(offer.name, ring, ", ".join(whys[offer.id]))
    console.print(table)

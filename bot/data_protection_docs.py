"""Makes `docs/datenschutz/datenfluss.md` from what tables and retention declare of themselves.

    uv run python -m bot.data_protection_docs

A test fails while the file is not what this would write.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.retention import RETENTION, Retention
from storage.purposes import ENDS, OCCUPANCY, PUBLIC, PURPOSES, Purpose
from storage.tables import Table

FILE = Path(__file__).parents[1] / "docs" / "datenschutz" / "datenfluss.md"
ROWS = {row.name: row for row in RETENTION}
LEADING = ("telegram_id", "chat_id")

HEAD = """# Datenfluss, Zwecke und Aufbewahrung

Diese Seite wird aus den Angaben im Programm erzeugt (`uv run python -m bot.data_protection_docs`).
Ein Test prüft, dass jede Spalte Zweck und Frist nennt und diese Seite dazu passt. „Regel“ meint
die 22 Regeln des Fachpapiers (Abschnitt 6), „Vorgabe“ die des Entwurfspapiers (Abschnitt 8).
"""
FLOW = """
## Bild

```mermaid
flowchart LR
    P(["Fachkraft"]) -->|"schreibt, tippt"| T["Telegram<br/>nicht Ende-zu-Ende-verschlüsselt"]
    T --> G{{"Notfall, dann Datenschutz<br/>vor allem anderen"}}
    G -->|"erkennbare Person: nichts gespeichert,<br/>Nachricht gelöscht"| T
    G -->|"Notfall: Karte"| T
    G --> M[("Arbeitsspeicher<br/>MEMORY_KEPT")]
    M --> S["Suche auf diesem Rechner"]
    S --> outbox[("outbox<br/>Nachrichten")]
    G -->|"Auswahl in Codes"| D
    outbox -->|"Antwort, im Chat CHAT_KEPT"| T
"""


def main() -> None:
    """Write the file."""
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(page(), encoding="utf-8")


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD.rstrip(), _picture(), _retention(), _tables()]) + "\n"


def in_words(kept: timedelta) -> str:
    """A length of time in the largest unit that fits."""
    minutes = int(kept.total_seconds()) // 60
    for size, one, many in ((1440, "Tag", "Tage"), (60, "Stunde", "Stunden")):
        if minutes >= 2 * size and minutes % size == 0:
            return f"{minutes // size} {many if minutes // size > 1 else one}"
    return f"{minutes} Minuten" if minutes else "sofort"


def is_personal(name: str) -> bool:
    """Whether rows of this table lead to a member or a chat."""
    return any(
        column.name in LEADING
        or any(key.column.table.name == "member" for key in column.foreign_keys)
        for column in Table.metadata.tables[name].columns
    )


def _picture() -> str:
    flow = FLOW.replace("MEMORY_KEPT", f"höchstens {in_words(ROWS['memory'].kept)}")
    flow = flow.replace("CHAT_KEPT", in_words(ROWS["chat"].kept))
    groups = [_group("D", "führt zu einer Fachkraft"), _group("N", "führt zu keiner Person")]
    ends = [
        f'    {name} -.-> weg_{end}[/"{_when_gone(end)}"/]'
        for name, purpose in sorted(PURPOSES.items())
        for end in sorted({purpose.end_of(one) for one in purpose.columns} - {PUBLIC, OCCUPANCY})
    ]
    return "\n".join(
        [flow.rstrip(), *groups, *ends, '    G -->|"Als Bedarf zählen"| need_signal', "```", ""]
    )


def _group(key: str, title: str) -> str:
    tables = [one for one in sorted(PURPOSES) if is_personal(one) is (key == "D")]
    nodes = [f'        {one}[("{one}<br/>{PURPOSES[one].what}")]' for one in tables]
    drawn = [node for node in nodes if not node.strip().startswith("outbox[")]
    return "\n".join([f'    subgraph {key} ["{title}"]', *drawn, "    end"])


def _when_gone(end: str) -> str:
    if end in ROWS:
        return _length(ROWS[end])
    kept = {name: in_words(ROWS[name].kept) for name in ("paused", "unseen", "warned")}
    return (
        f"/loeschen: sofort<br/>blockiert: nach {kept['paused']}n<br/>"
        f"ungenutzt: nach {kept['unseen']}n Hinweis, {kept['warned']} später"
    )


def _length(row: Retention) -> str:
    return f"{in_words(row.kept)} {row.since}"


def _retention() -> str:
    lines = [
        "## Aufbewahrung",
        "",
        "Je Zeile läuft eine Aufgabe von selbst; scheitert sie, erfährt es die Koordination.",
        "",
        "| Zeile | Was | Wie lange | Warum | Aufgabe läuft |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.name} | {row.what} | {_length(row)} | {row.why} | {_every(row.every)} |"
        for row in RETENTION
    ]
    lines += ["", *(f"- **{name}**: {words}" for name, words in ENDS.items()), ""]
    return "\n".join(lines)


def _every(length: timedelta) -> str:
    minutes = int(length.total_seconds()) // 60
    if minutes == 60:
        return "stündlich"
    return "jede Minute" if minutes == 1 else f"alle {minutes} Minuten"


def _tables() -> str:
    parts = ["## Tabellen und Spalten", ""]
    for name in sorted(PURPOSES, key=lambda one: (not is_personal(one), one)):
        parts += _table(name, PURPOSES[name])
    return "\n".join(parts).rstrip()


def _table(name: str, purpose: Purpose) -> list[str]:
    leads = "führt zu einer Fachkraft" if is_personal(name) else "führt zu keiner Person"
    return [
        f"### `{name}`: {purpose.what}",
        "",
        f"Wer es sieht: {purpose.seen_by}. Personenbezug: {leads}.",
        "",
        "| Spalte | Zweck | Ende |",
        "|---|---|---|",
        *(
            f"| `{column}` | {words} | {purpose.end_of(column)} |"
            for column, words in purpose.columns.items()
        ),
        "",
    ]


if __name__ == "__main__":
    main()

"""Rules 15 and 16: the papers that come with the bot, and what they are made from."""

from __future__ import annotations

import re

import pytest

from bot import data_protection_docs
from bot.retention import RETENTION
from handlers.texts import privacy
from storage.purposes import ENDS, PURPOSES
from storage.tables import Table
from tests.data_protection.sources import ROOT

FOLDER = ROOT / "docs" / "datenschutz"
BLANK = "[AUSFÜLLEN"


def test_every_column_declares_its_purpose() -> None:
    """A new column fails here until `storage.purposes` says what it is for."""
    declared = {name: set(purpose.columns) for name, purpose in PURPOSES.items()}
    stored = {
        table.name: {column.name for column in table.columns}
        for table in Table.metadata.tables.values()
    }

    assert declared == stored
    assert all(words for one in PURPOSES.values() for words in one.columns.values())


def test_every_column_declares_what_ends_it() -> None:
    """A row of the retention table, or a reason why none is needed."""
    known = {row.name for row in RETENTION} | set(ENDS)
    ends = {one.end_of(column) for one in PURPOSES.values() for column in one.columns}

    assert ends <= known
    assert all(set(one.otherwise) <= set(one.columns) for one in PURPOSES.values())


def test_what_leads_to_a_person_has_an_end() -> None:
    """No column that points to a member or a chat stays for ever."""
    endless = [
        f"{name}.{column.name}"
        for name, purpose in PURPOSES.items()
        for column in Table.metadata.tables[name].columns
        if column.name in ("telegram_id", "chat_id")
        or any(key.column.table.name == "member" for key in column.foreign_keys)
        if purpose.end_of(column.name) in ("public", "occupancy")
    ]

    assert endless == []


def test_the_data_flow_page_is_up_to_date() -> None:
    """Made by `uv run python -m bot.data_protection_docs`."""
    assert data_protection_docs.FILE.read_text(encoding="utf-8") == data_protection_docs.page()


def test_the_papers_notice_is_the_one_people_read() -> None:
    """Word for word, with a blank where the controller stands."""
    paper = (FOLDER / "hinweis.md").read_text(encoding="utf-8")
    shown = re.sub(r"</?b>", "**", privacy.notice(f"{BLANK}: verantwortliche Stelle]"))

    assert shown in paper


PAPERS = {
    "verzeichnis.md": "Art. 30",
    "massnahmen.md": "Art. 32",
    "folgenabschaetzung.md": "Art. 35",
    "vor-dem-einsatz.md": "Telegram",
    "hinweis.md": "Datenschutz",
    "datenfluss.md": "Aufbewahrung",
}


@pytest.mark.parametrize("name", PAPERS)
def test_rule_15_the_papers_are_shipped(name: str) -> None:
    """With their article, and blanks to fill in where they are templates."""
    paper = (FOLDER / name).read_text(encoding="utf-8")

    assert PAPERS[name] in paper
    assert name not in ("verzeichnis.md", "massnahmen.md", "folgenabschaetzung.md") or (
        BLANK in paper
    )


def test_rule_16_hosting_and_backups_have_a_check_list() -> None:
    """A page, not a switch: place, encryption and a tested restore are the operator's."""
    page = (FOLDER / "vor-dem-einsatz.md").read_text(encoding="utf-8")

    for word in ("EU", "verschlüsselt", "Sicherung", "Wiederherstellung", "- [ ]"):
        assert word in page, word

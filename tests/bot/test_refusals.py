"""Bad input of operators: one line that names setting, value and cure; nothing is written."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import cli
from tests.conftest import TOKEN
from webchat.people import BotAccount
from webchat.server import Server


@pytest.fixture(scope="module")
async def api() -> AsyncIterator[str]:
    """Address of a Bot API server that knows one bot."""
    server = Server([BotAccount(TOKEN)], [])
    yield await server.start()
    await server.stop()


async def as_process(folder: Path, *words: str, **settings: str) -> tuple[int, str, str]:
    """Run the command in an empty folder; gives exit code, output and errors."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LOTSE_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words,
        env=clean | settings, cwd=folder,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    output, errors = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode or 0, output.decode(), errors.decode()


async def lotse(folder: Path, *words: str, **settings: str) -> tuple[int, str, str]:
    """Do the same in this process, in a thread of its own: two seconds faster."""
    output, errors, code = io.StringIO(), io.StringIO(), 0
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(cli, "set_up_logs", lambda: None)
        for name, value in settings.items():
            patch.setenv(name, value)
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            try:
                await asyncio.to_thread(cli.main, list(words))
            except SystemExit as end:
                code = int(end.code or 0)
    return code, output.getvalue(), errors.getvalue()


def one_line(errors: str) -> str:
    """The only line; more of them would be a traceback."""
    lines = errors.strip().splitlines()
    assert len(lines) == 1, errors
    return lines[0]


async def test_a_missing_token_is_named_with_its_cure(tmp_path: Path) -> None:
    """And nothing is written."""
    code, _, errors = await as_process(tmp_path, "run")

    assert code != 0
    assert one_line(errors).startswith("LOTSE_TELEGRAM_TOKEN: not set. Cure:")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("token", ["999:wrong-token-of-no-worth", "no token at all"])
async def test_a_wrong_token_is_named_but_never_shown(
    tmp_path: Path, api: str, token: str
) -> None:
    """Logs are read by more people than may know a token."""
    code, output, errors = await as_process(
        tmp_path, "run", LOTSE_TELEGRAM_TOKEN=token, LOTSE_TELEGRAM_API=api
    )

    assert code != 0
    assert one_line(errors).startswith("LOTSE_TELEGRAM_TOKEN: ")
    assert token not in output + errors
    assert list(tmp_path.iterdir()) == []


async def test_an_api_out_of_reach_is_named(tmp_path: Path) -> None:
    """With the address that was tried."""
    code, _, errors = await as_process(
        tmp_path, "run", LOTSE_TELEGRAM_TOKEN=TOKEN, LOTSE_TELEGRAM_API="http://127.0.0.1:9"
    )

    assert code != 0
    assert one_line(errors).startswith("LOTSE_TELEGRAM_API: http://127.0.0.1:9 cannot be reached")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("LOTSE_TELEGRAM_API", "not an address"),
        ("LOTSE_SEND_PER_SECOND", "many"),
        ("LOTSE_HTTP_LISTEN", "somewhere"),
        ("LOTSE_HTTP_BACKEND", "carrier-pigeon"),
        ("LOTSE_DATABASE_URL", "oracle://x"),
    ],
)
async def test_a_wrong_setting_is_named(
    tmp_path: Path, api: str, setting: str, value: str
) -> None:
    """One line, before anything is written."""
    known = {"LOTSE_TELEGRAM_TOKEN": TOKEN, "LOTSE_TELEGRAM_API": api}
    code, _, errors = await lotse(tmp_path, "run", **known | {setting: value})

    assert code != 0
    assert one_line(errors).startswith(f"{setting}: ")
    assert list(tmp_path.iterdir()) == []


async def test_a_data_folder_that_cannot_be_is_named(tmp_path: Path, api: str) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "data").write_text("a file")

    code, _, errors = await lotse(
        tmp_path, "run", LOTSE_TELEGRAM_TOKEN=TOKEN, LOTSE_TELEGRAM_API=api
    )

    assert code != 0
    assert one_line(errors).startswith("LOTSE_DATA_DIR: data cannot be written")
    assert (tmp_path / "data").read_text() == "a file"


async def test_a_webhook_without_a_secret_is_refused(tmp_path: Path, api: str) -> None:
    """Anybody could send updates otherwise."""
    code, _, errors = await lotse(
        tmp_path, "run", LOTSE_TELEGRAM_TOKEN=TOKEN, LOTSE_TELEGRAM_API=api,
        LOTSE_WEBHOOK_URL="http://127.0.0.1:1",
    )  # fmt: skip

    assert code != 0
    assert one_line(errors).startswith("LOTSE_WEBHOOK_SECRET: not set")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("revision", "says"),
    [(None, "holds tables of another program"), ("9999", "was last used by a newer release")],
)
async def test_an_old_or_foreign_database_is_left_alone(
    tmp_path: Path, api: str, revision: str | None, says: str
) -> None:
    """Refused in one line, byte for byte as before."""
    (tmp_path / "data").mkdir()
    file = tmp_path / "data" / "lotse.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        if revision:
            connection.execute("INSERT INTO alembic_version VALUES (?)", (revision,))
        else:
            connection.execute("CREATE TABLE theirs (id INTEGER)")
    connection.close()

    code, _, errors = await lotse(
        tmp_path, "run", LOTSE_TELEGRAM_TOKEN=TOKEN, LOTSE_TELEGRAM_API=api
    )

    assert code != 0
    assert says in one_line(errors)
    with sqlite3.connect(file) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master")]
    connection.close()
    assert names == ["alembic_version"] + ([] if revision else ["theirs"])


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path, api: str) -> None:
    """And not overwritten."""
    (tmp_path / "data").mkdir()
    file = tmp_path / "data" / "lotse.db"
    file.write_bytes(b"this is no database, whatever its name says" * 30)

    code, _, errors = await lotse(
        tmp_path, "run", LOTSE_TELEGRAM_TOKEN=TOKEN, LOTSE_TELEGRAM_API=api
    )

    assert code != 0
    assert one_line(errors).startswith("LOTSE_DATABASE_URL: ")
    assert file.read_bytes().startswith(b"this is no database")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("search",), "TEXT, --batch: none or both given"),
        (("search", "  "), "TEXT: empty"),
        (("search", "--batch", "missing.jsonl"), "--batch: missing.jsonl cannot be read"),
        (("search", "x", "--knowledge", "missing.yaml"), "--knowledge: missing.yaml"),
        (("search", "x", "--knowledge", "broken.yaml"), "record 1 (a), field name: is missing"),
        (("search", "--batch", "broken.jsonl"), "--batch: line 2 of broken.jsonl"),
    ],
)
async def test_a_wrong_call_of_search_is_answered(
    tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    """What was wrong and what to do."""
    (tmp_path / "broken.yaml").write_text("- id: a\n  beschreibung: b\n")
    (tmp_path / "broken.jsonl").write_text('{"id": 1, "text": "schulden"}\nnonsense\n')

    code, _, errors = await lotse(tmp_path, *words)

    assert code != 0
    assert says in one_line(errors)


async def test_an_invitation_is_made_on_the_command_line(tmp_path: Path, api: str) -> None:
    """The way the first coordinator comes in: code and deep link as JSON."""
    code, output, _ = await lotse(
        tmp_path, "invite", "--role", "coordinator", "--json",
        LOTSE_TELEGRAM_TOKEN=TOKEN, LOTSE_TELEGRAM_API=api,
    )  # fmt: skip

    invitation = json.loads(output)
    assert code == 0
    assert invitation["role"] == "coordinator"
    assert invitation["link"].endswith(f"?start={invitation['code']}")


async def test_search_speaks_the_documented_json(tmp_path: Path) -> None:
    """Others script against it; the text is never printed back."""
    (tmp_path / "q.jsonl").write_text(
        '{"id": "a", "text": "flexible trainingsklasse"}\n'
        '{"id": "b", "text": "Familie Mustermann hat Schulden"}\n'
        '{"id": "c", "text": "sie will nicht mehr leben"}\n'
    )

    code, output, _ = await lotse(tmp_path, "search", "--batch", "q.jsonl", "--limit", "2")

    first, second, third = (json.loads(line) for line in output.splitlines())
    assert code == 0
    assert first["results"][0]["id"] == "flexible-trainingsklasse"
    assert set(first) == {"id", "blocked", "emergency", "confidence", "ms", "results"}
    assert set(first["results"][0]) == {"id", "name", "ring", "score", "why"}
    assert (second["blocked"], second["results"]) == (True, [])
    assert (third["blocked"], third["emergency"]) == (False, True)
    assert "Mustermann" not in output

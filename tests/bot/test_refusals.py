"""Bad input of operators: one line that names setting, value and cure; nothing is written."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import signal
import sqlite3
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot import cli
from bot.refusal import StartRefused
from bot.settings import Settings
from tests.bot.houses import failing
from tests.bot.processes import ending
from tests.bot.test_webhook import SECRET, free_port
from tests.conftest import TOKEN
from tests.shipped import search_over
from webchat.errors import ApiError, bad_request
from webchat.methods import METHODS
from webchat.people import BotAccount
from webchat.server import Server


@pytest.fixture(scope="module")
async def api() -> AsyncIterator[str]:
    """Address of a Bot API server that knows one bot."""
    server = Server([BotAccount(TOKEN)], [])
    yield await server.start()
    await server.stop()


NAMED = {"LOTSE_CONTROLLER": "Beispielstelle"}


@asynccontextmanager
async def process(folder: Path, *words: str, **settings: str) -> AsyncIterator[Process]:
    """The command in a folder, as a process that does not outlive the block."""
    settings = NAMED | settings
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LOTSE_")}
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words,
        env=clean | settings, cwd=folder,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    async with ending(started):
        yield started


async def as_process(folder: Path, *words: str, **settings: str) -> tuple[int, str, str]:
    """Run the command in an empty folder; gives exit code, output and errors."""
    async with process(folder, *words, **settings) as started:
        output, errors = await asyncio.wait_for(started.communicate(), 60)
        return started.returncode or 0, output.decode(), errors.decode()


async def lotse(folder: Path, *words: str, **settings: str) -> tuple[int, str, str]:
    """Do the same in this process, in a thread of its own: two seconds faster."""
    output, errors, code = io.StringIO(), io.StringIO(), 0
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(cli, "set_up_logs", lambda: None)
        patch.setattr("bot.search_command.index_of", search_over)
        for name, value in (NAMED | settings).items():
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
    code, _, errors = await lotse(
        tmp_path, "run", LOTSE_TELEGRAM_TOKEN=TOKEN, LOTSE_TELEGRAM_API="http://127.0.0.1:9"
    )

    assert code != 0
    assert one_line(errors).startswith("LOTSE_TELEGRAM_API: http://127.0.0.1:9 cannot be reached")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("setting", "value", "shown", "cure"),
    [
        ("TELEGRAM_API", "not an address", "not an address", "such as https://api.telegram.org"),
        ("TELEGRAM_API", f"see {TOKEN}", "see <token>", "such as https://api.telegram.org"),
        ("WEBHOOK_URL", "ftp://a:b@x", "ftp://a:***@x", "starting with https://"),
        ("SEND_PER_SECOND", "many", "many", "0 for no limit"),
        ("HANDLER_SECONDS", "90", "90", "at most 60"),
        ("HTTP_LISTEN", "some\nwhere", "some where", "such as 127.0.0.1:8090"),
        ("HTTP_LISTEN", "127.0.0.1:99999", "127.0.0.1:99999", "from 1 to 65535"),
        ("PUBLIC_URL", "http://bot.example", "http://bot.example", "starting with https://"),
        ("PUBLIC_URL", "https://bot.example/?a=b", "https://bot.example/?a=b", "https://"),
        ("HTTP_BACKEND", "carrier-pigeon", "carrier-pigeon", "give aiohttp or httpx"),
        ("CONTROLLER", "x" * 301, "x" * 100 + "…", "1 to 300 characters"),
        ("DATABASE_URL", "oracle://x", "oracle://x", "or postgresql://USER"),
        ("DATABASE_URL", "sqlite:///x.db", "sqlite:///x.db", "sqlite+aiosqlite:///PATH"),
        ("DATABASE_URL", "sqlite+aiosqlite://", "sqlite+aiosqlite://", "sqlite+aiosqlite:///PATH"),
        ("DATABASE_URL", "postgresql+psycopg2://a:secret@b/c?password=secret",
         "postgresql+psycopg2://a:***@b/c", "or postgresql://USER"),
        ("DATABASE_URL", "postgresql://a:b@secret@localhost/c", "what is set (not shown",
         "with @ in a password as %40"),
        ("DATABASE_URL", "postgresql://a:secret@127.0.0.1:9/c?sslmode=disable",
         "postgresql://a:***@127.0.0.1:9/c cannot be reached (ConnectionRefusedError)",
         "check that the server runs, and its address, user, password and name"),
        ("DATABASE_URL", "postgresql://a:secret@/c?host=/nowhere",
         "postgresql://a:***@/c cannot be reached (FileNotFoundError)",
         "check that the server runs, and its address, user, password and name"),
        ("DATABASE_URL", "a:secret@b", "what is set (not shown", "or postgresql://USER"),
    ],
)  # fmt: skip
async def test_a_wrong_setting_is_named_with_its_value_and_cure(
    tmp_path: Path, api: str, setting: str, value: str, shown: str, cure: str
) -> None:
    """One line, before anything is written; of a secret only that it is wrong."""
    known = {"LOTSE_TELEGRAM_TOKEN": TOKEN, "LOTSE_TELEGRAM_API": api}
    code, _, errors = await lotse(tmp_path, "run", **known | {f"LOTSE_{setting}": value})

    assert code != 0
    assert one_line(errors).startswith(f"LOTSE_{setting}: {shown}")
    assert cure in errors.partition("Cure: ")[2]
    assert TOKEN not in errors
    assert "secret" not in errors
    assert list(tmp_path.iterdir()) == []


async def test_a_database_whose_driver_is_missing_is_named(
    tmp_path: Path, api: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who uses SQLite need not have it."""
    monkeypatch.setitem(sys.modules, "asyncpg", None)

    code, _, errors = await lotse(
        tmp_path, "run", LOTSE_TELEGRAM_TOKEN=TOKEN, LOTSE_TELEGRAM_API=api,
        LOTSE_DATABASE_URL="postgresql://a:secret@b/c",
    )  # fmt: skip

    assert code != 0
    assert "a:***@b/c needs asyncpg. Cure: install it" in one_line(errors)


async def test_a_settings_file_that_is_no_text_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as one that an editor saved in another encoding."""
    monkeypatch.setitem(Settings.model_config, "env_file", ".env")
    (tmp_path / ".env").write_bytes("LOTSE_CONTROLLER=Jugendbüro".encode("latin-1"))

    code, _, errors = await lotse(tmp_path, "run")

    assert code != 0
    assert one_line(errors).startswith(".env: cannot be read (UnicodeDecodeError). Cure: save it")


def test_a_refusal_never_shows_a_token_or_a_password() -> None:
    """Whatever setting they were put into."""
    refusal = str(StartRefused("X", f"http://a:b@c@host/bot{TOKEN}/ and\nmore", "y"))

    assert refusal == "X: http://a:***@host/bot<token>/ and more. Cure: y."


async def test_listening_without_a_public_address_is_refused(tmp_path: Path, api: str) -> None:
    """Nobody could tell a calendar where to look."""
    code, _, errors = await lotse(
        tmp_path, "run", LOTSE_TELEGRAM_TOKEN=TOKEN, LOTSE_TELEGRAM_API=api,
        LOTSE_HTTP_LISTEN="127.0.0.1:8090",
    )  # fmt: skip

    assert code != 0
    assert one_line(errors).startswith("LOTSE_PUBLIC_URL: not set. Cure: give the address, start")
    assert list(tmp_path.iterdir()) == []


async def run_with_webhook(folder: Path, api: str, listen: str) -> tuple[int, str, str]:
    """`lotse run` with a webhook that Telegram would have to reach."""
    return await lotse(
        folder, "run", LOTSE_TELEGRAM_TOKEN=TOKEN, LOTSE_TELEGRAM_API=api,
        LOTSE_WEBHOOK_URL="http://bot.example", LOTSE_WEBHOOK_SECRET=SECRET,
        LOTSE_HTTP_LISTEN=listen,
    )  # fmt: skip


async def test_a_webhook_that_telegram_refuses_is_named(
    tmp_path: Path, api: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With Telegram's reason; nothing has been written by then."""
    refused = bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    monkeypatch.setitem(METHODS, "setwebhook", failing(refused))

    code, _, errors = await run_with_webhook(tmp_path, api, f"127.0.0.1:{await free_port()}")

    assert code != 0
    assert one_line(errors).startswith("LOTSE_WEBHOOK_URL: http://bot.example refused by Telegram")
    assert "https url must be provided" in errors.lower()
    assert list(tmp_path.iterdir()) == []


async def test_a_place_to_listen_that_is_taken_is_named(tmp_path: Path, api: str) -> None:
    """Before Telegram is told of the webhook, and before anything is written."""
    taken = api.removeprefix("http://")

    code, _, errors = await run_with_webhook(tmp_path, api, taken)

    assert code != 0
    assert one_line(errors).startswith(f"LOTSE_HTTP_LISTEN: {taken} cannot be listened on")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "error",
    [
        ApiError(500, "Internal Server Error"),
        ApiError(429, "Too Many Requests: retry after 1", retry_after=1),
        ApiError(404, "Not Found"),
    ],
    ids=str,
)
async def test_an_api_that_fails_after_the_check_is_named(
    tmp_path: Path, api: str, error: ApiError, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Telegram may be away a moment later; the next start begins from nothing."""
    monkeypatch.setitem(METHODS, "deletewebhook", failing(error))

    code, _, errors = await lotse(
        tmp_path, "run", LOTSE_TELEGRAM_TOKEN=TOKEN, LOTSE_TELEGRAM_API=api
    )

    assert code != 0
    assert one_line(errors).startswith(f"LOTSE_TELEGRAM_API: {api} cannot be reached (")
    assert list(tmp_path.iterdir()) == []


async def demo(folder: Path, *words: str) -> tuple[int, str, str]:
    """`lotse demo` as far as it comes before it is refused."""
    return await lotse(folder, "demo", "--no-browser", *words)


@pytest.mark.parametrize("port", ["99999", "-1"])
async def test_a_port_that_is_none_is_named(tmp_path: Path, port: str) -> None:
    """Before the demo writes anything."""
    code, _, errors = await demo(tmp_path, "--port", port)

    assert code != 0
    assert one_line(errors).startswith(f"--port: {port} is no port. Cure:")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["chats.json", "counters.json"])
@pytest.mark.parametrize("content", ["", "{", "[]", '{"4200:1": {}}', "\udcff"])
async def test_a_damaged_file_of_the_demo_is_named_and_kept(
    tmp_path: Path, name: str, content: str
) -> None:
    """It may still be mended; so it is neither replaced nor renamed."""
    (tmp_path / "webchat").mkdir()
    file = tmp_path / "webchat" / name
    file.write_bytes(content.encode(errors="surrogateescape"))

    code, _, errors = await demo(tmp_path, "--port", "0", "--data", str(tmp_path))

    assert code != 0
    assert one_line(errors).startswith(f"--data: {file} is damaged. Cure: give another folder")
    assert file.read_bytes() == content.encode(errors="surrogateescape")
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "webchat", file]


async def test_a_folder_the_demo_cannot_use_is_named_as_it_was_typed(tmp_path: Path) -> None:
    """A file in its place, or in the place of its parts; or a database of another program."""
    (tmp_path / "file").write_text("a file")
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "webchat").write_text("a file")
    (tmp_path / "other").mkdir()
    with sqlite3.connect(tmp_path / "other" / "lotse.db") as connection:
        connection.execute("CREATE TABLE theirs (id INTEGER)")
    connection.close()

    for folder, says in (
        ("file", "file cannot be written"),
        ("part", "part/webchat cannot be written"),
        ("other", "holds tables of another program"),
    ):
        code, _, errors = await demo(tmp_path, "--port", "0", "--data", folder)

        assert code != 0
        assert one_line(errors).startswith("--data: ")
        assert says in errors


async def test_a_data_folder_that_cannot_be_is_named(tmp_path: Path, api: str) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "data").write_text("a file")

    code, _, errors = await lotse(
        tmp_path, "run", LOTSE_TELEGRAM_TOKEN=TOKEN, LOTSE_TELEGRAM_API=api
    )

    assert code != 0
    assert one_line(errors).startswith("LOTSE_DATA_DIR: data cannot be written")
    assert (tmp_path / "data").read_text() == "a file"


@pytest.mark.parametrize("given", [{"LOTSE_CONTROLLER": " "}, {"LOTSE_CONTROLLER": ""}, {}])
async def test_a_bot_that_names_nobody_responsible_does_not_start(
    tmp_path: Path, api: str, given: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """People have to know who that is before they agree to anything."""
    monkeypatch.setattr("tests.bot.test_refusals.NAMED", given)

    code, _, errors = await lotse(
        tmp_path, "run", LOTSE_TELEGRAM_TOKEN=TOKEN, LOTSE_TELEGRAM_API=api
    )

    assert code != 0
    assert one_line(errors).startswith("LOTSE_CONTROLLER: not set. Cure: name who is responsible")
    assert list(tmp_path.iterdir()) == []


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
    """Refused in one line, byte for byte as before; also by a search, which only reads."""
    (tmp_path / "data").mkdir()
    file = tmp_path / "data" / "lotse.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        if revision:
            connection.execute("INSERT INTO alembic_version VALUES (?)", (revision,))
        else:
            connection.execute("CREATE TABLE theirs (id INTEGER)")
    connection.close()
    before = file.read_bytes()

    for words in (("run",), ("migrate",), ("search", "schulden")):
        code, _, errors = await lotse(
            tmp_path, *words, LOTSE_TELEGRAM_TOKEN=TOKEN, LOTSE_TELEGRAM_API=api
        )

        assert code != 0
        assert one_line(errors).startswith("LOTSE_DATABASE_URL: ")
        assert says in errors
        assert file.read_bytes() == before
        assert list(file.parent.iterdir()) == [file]


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


async def test_search_says_what_speaks_against_an_offer(tmp_path: Path) -> None:
    """A house for eight to seventeen does not simply fit a three-year-old."""
    _, output, _ = await lotse(tmp_path, "search", "ferien kind 3 jahre", "--json")

    why = {one["id"]: one["why"] for one in json.loads(output)["results"]}
    assert "aber: nicht für Alter 3" in why["burg-schwaneck"]


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


async def batch(folder: Path, content: bytes) -> tuple[int, list[dict[str, Any]], str]:
    """Search for every question of a file; gives exit code, answers and errors."""
    (folder / "q.jsonl").write_bytes(content)
    code, output, errors = await lotse(folder, "search", "--batch", "q.jsonl", "--limit", "1")
    return code, [json.loads(line) for line in output.split("\n") if line], errors


@pytest.mark.parametrize(
    ("sign", "presses"),
    [(".", 1), ("webchat", 1), ("lotse.db", 1), ("lotse.db", 3)],
    ids=["while modules are read", "at the first file", "at the database", "impatiently"],
)
async def test_ctrl_c_while_the_bot_starts_ends_it_quietly(
    tmp_path: Path, sign: str, presses: int
) -> None:
    """No traceback, and the exit code that shells expect; the next start works as ever."""
    async with process(tmp_path, "demo", "--port", "0", "--no-browser", "--data", ".") as started:
        await asyncio.sleep(0.3)
        async with asyncio.timeout(60):
            while not (tmp_path / sign).exists():  # noqa: ASYNC110 - another process makes it
                await asyncio.sleep(0.01)
        for _ in range(presses):
            with contextlib.suppress(ProcessLookupError):
                started.send_signal(signal.SIGINT)
            await asyncio.sleep(0.2)
        output, errors = await asyncio.wait_for(started.communicate(), 60)

        assert (started.returncode, output, errors) == (130, b"", b"")


async def test_any_json_text_is_searched(tmp_path: Path) -> None:
    """A mark in front, separators of paragraphs, half a character, lines ended as on Windows."""
    lines = [
        '{"id": "a", "text": "schulden\u2028und\u0085miete"}',
        "",
        '{"id": "b", "text": "schulden \\ud83d"}',
        '{"id": "c", "text": "schulden \ud83d"}',
        '{"id": "d", "text": ""}',
    ]
    content = "\ufeff" + "\r\n".join(lines)

    code, answers, _ = await batch(tmp_path, content.encode(errors="surrogatepass"))

    assert code == 0
    assert [one["id"] for one in answers] == ["a", "b", "c", "d"]
    assert all(one["results"] for one in answers[:3])
    assert answers[3]["results"] == []


async def test_an_id_comes_back_as_it_was_given(tmp_path: Path) -> None:
    """Scripts match answers to questions by it."""
    keys = ["7", 7, -7.5, 10**30, "", "ä \u2028", "\ud83d"]
    content = "\n".join(json.dumps({"id": key, "text": "schulden"}) for key in keys)

    _, answers, _ = await batch(tmp_path, content.encode())

    assert [one["id"] for one in answers] == keys


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("nonsense", "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ('["a", "b"]', "is no JSON object"),
        ('{"text": "schulden"}', "has no id that is a string or a number"),
        ('{"id": null, "text": "schulden"}', "has no id that is a string or a number"),
        ('{"id": true, "text": "schulden"}', "has no id that is a string or a number"),
        ('{"id": NaN, "text": "schulden"}', "has an id that is no number of JSON"),
        ('{"id": 1e999, "text": "schulden"}', "has an id that is no number of JSON"),
        ('{"id": 1}', "has no text that is a string"),
        ('{"id": 1, "text": 5}', "has no text that is a string"),
        ('{"id": 1, "text": ["schulden"]}', "has no text that is a string"),
    ],
    ids=range(11),
)
async def test_a_line_that_is_no_question_is_named(tmp_path: Path, line: str, says: str) -> None:
    """By its number, before any answer is given."""
    content = '{"id": "a", "text": "\u2028"}\n\n' + line

    code, answers, errors = await batch(tmp_path, content.encode())

    assert (code, answers) == (2, [])
    assert one_line(errors).startswith(f"--batch: line 3 of q.jsonl {says}. Cure: give")


async def test_questions_come_from_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when they are not UTF-8, which is said."""
    for content, begins in (
        (b'{"id": 1, "text": "schulden"}', ""),
        (b"\xe4", "--batch: - cannot"),
    ):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))

        _, output, errors = await lotse(tmp_path, "search", "--batch", "-")

        assert errors.startswith(begins)
        assert bool(output) == (not errors)

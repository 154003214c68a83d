"""The command `lotse`: what operators and developers type."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.application import Lotse, until_stopped
from bot.demo import run_demo
from bot.evaluate_command import evaluate
from bot.inviting import make_invitation
from bot.logs import NoTexts, masked, set_up_logs
from bot.opening import make_database, open_database
from bot.refusal import StartRefused
from bot.search_command import search
from bot.settings import Settings, read_settings
from bot.train_command import train
from team.members import Role

app = typer.Typer(
    name="lotse",
    help="Chat bot of the Sozialraumteam: finds local offers, books consultation seats.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(search)
app.command()(evaluate)
app.add_typer(train, name="train")


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Port of the web chat.")] = 8080,
    data: Annotated[Path, typer.Option(help="Folder that keeps the demo's data.")] = Path(
        "data/demo"
    ),
    browser: Annotated[bool, typer.Option(help="Open a browser.")] = True,
) -> None:
    """Try everything on this machine, without a token."""
    set_up_logs()
    _run(run_demo(port, data, open_browser=browser))


@app.command()
def run() -> None:
    """Run the bot against Telegram: polling, or webhook when LOTSE_WEBHOOK_URL is set."""
    set_up_logs()
    _run(_serve(read_settings()))


async def _serve(settings: Settings) -> None:
    async with Lotse(settings).running():
        print(f"lotse is running, database {settings.shown_database}", flush=True)
        await until_stopped()


@app.command()
def invite(
    role: Annotated[Role, typer.Option(help="What the invited person may do.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Make a single-use, expiring invitation: code and deep link."""
    invitation = _run(make_invitation(read_settings(), role))
    if as_json:
        print(json.dumps(invitation))
        return
    print(f"{invitation['link']}\nvalid once, until {invitation['expires_at']}")


@app.command("guide")
def write_guide(
    out: Annotated[Path, typer.Option(help="The PDF file to write.")],
) -> None:
    """Write the moderator's guide to a table as a PDF: one page of A4, to print."""
    from handlers._guide import guide  # takes a while to load, and no other command needs it

    try:
        out.write_bytes(guide())
    except OSError as error:
        cure = "name a file in a folder you may write to"
        raise StartRefused("--out", f"{out} ({error.strerror})", cure) from None
    print(f"the guide is in {out}")


@app.command()
def migrate() -> None:
    """Bring the database to the shape this release knows."""
    settings = read_settings()
    _run(_migrate(settings))
    print("the database is up to date")


async def _migrate(settings: Settings) -> None:
    database = make_database(settings)
    try:
        await open_database(database, settings)
    finally:
        await database.close()


def _run(work: Awaitable[Any]) -> Any:
    async def awaited() -> Any:
        return await work

    return asyncio.run(awaited())


def main(words: list[str] | None = None) -> None:
    """Entry point; refusals are one line and exit code 2, Ctrl-C is exit code 130.

    Anything else ends with its type and the places it passed: its message may hold a secret.
    """
    try:
        app(words)
    except StartRefused as refusal:
        print(masked(str(refusal)), file=sys.stderr)
        sys.exit(2)
    except Exception:
        print(NoTexts().formatException(sys.exc_info()), file=sys.stderr)
        sys.exit(1)

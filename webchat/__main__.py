"""`python -m webchat`: the local Bot API server as a process of its own."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
from pathlib import Path

from webchat.keeping import DamagedFile
from webchat.people import BotAccount, Person
from webchat.server import Server


def main() -> None:
    """Serve until interrupted; the first line printed is the address."""
    parser = argparse.ArgumentParser(prog="python -m webchat", description=main.__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default="4200:local-demo-token")
    parser.add_argument("--person", action="append", default=[], metavar="ID:NAME")
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    people = [Person(int(one.partition(":")[0]), one.partition(":")[2]) for one in given.person]
    with contextlib.suppress(KeyboardInterrupt):
        try:
            asyncio.run(_serve(given.port, given.token, people, given.data))
        except DamagedFile as damaged:
            parser.exit(2, f"{damaged}\n")


async def _serve(port: int, token: str, people: list[Person], folder: Path | None) -> None:
    server = Server([BotAccount(token)], people, folder=folder)
    print(await server.start(port), flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        await server.stop()


if __name__ == "__main__":
    main()

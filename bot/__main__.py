"""The command `lotse`, also `python -m bot`. Ctrl-C ends it quietly at any moment.

Reading all the other modules takes a second or two, so that moment may come before they are there.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys

INTERRUPTED = 130  # what shells expect of a process ended by Ctrl-C: 128 + SIGINT


def main() -> None:
    """Read the other modules and run the command."""
    asked_for = signal.getsignal(signal.SIGINT)
    if asked_for is signal.default_int_handler:  # and not ignored, as in the background
        signal.signal(signal.SIGINT, _leave)
    from bot.cli import main as command

    signal.signal(signal.SIGINT, asked_for)
    try:
        command()
    except SystemExit as end:
        if end.code != INTERRUPTED:
            raise
        _leave()


def _leave(*_: object) -> None:
    """End at once: Python would wait for threads, and show where a second Ctrl-C met it."""
    with contextlib.suppress(OSError):
        sys.stdout.flush()
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    main()

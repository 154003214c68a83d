"""What building the search leaves behind: given back, or not looked through again."""

from __future__ import annotations

import contextlib
import ctypes
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """No garbage is collected meanwhile: what is being built stays, however often one looks."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def give_back() -> None:
    """Return what is free; only glibc keeps it, elsewhere nothing needs to be done.

    Building the index leaves some 30 MB that would never be used again.
    """
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def settle_down() -> None:
    """Spare the garbage collector what was built at start and stays.

    Looking through it again and again would stop everybody for a tenth of a second each time.
    Once a process: what is frozen is never collected.
    """
    gc.collect()
    gc.freeze()

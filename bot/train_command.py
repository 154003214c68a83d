"""`lotse train`: make the project's trained files anew; the same sources give the same files."""

from __future__ import annotations

import typer

from knowledge import phrases as phrase_vectors
from knowledge.matching import phrases_of
from knowledge.themes import shipped_themes

train = typer.Typer(help="Make trained files anew, for developers.", no_args_is_help=True)


@train.callback()
def about() -> None:
    """Make trained files anew, for developers."""


@train.command()
def phrases() -> None:
    """Vectors of the vocabulary's phrases, after the vocabulary has changed."""
    known = phrases_of(shipped_themes())
    phrase_vectors.write(known)
    print(f"{len(set(known))} phrases in {phrase_vectors.FILE.name}")

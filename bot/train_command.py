"""`lotse train`: make the project's trained files anew; the same sources give the same files."""

from __future__ import annotations

import typer

from bot.refusal import StartRefused
from knowledge import phrases as phrase_vectors
from knowledge.importing import shipped_offers
from knowledge.matching import phrases_of
from knowledge.themes import shipped_themes
from safety.privacy import model as name_model
from safety.privacy import training as name_training

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


# Themes and situations whose phrases may be an emergency themselves.
_GRAVE = """
drogen gesundheit gewalt kinderschutz messie seele-erwachsene seele-kind sexuelle-gewalt
sorgentelefon wohnung-verlieren
"""
GRAVE_THEMES = frozenset(_GRAVE.split())
GRAVE_SITUATIONS = frozenset(
    {
        "Baby schreit, Eltern am Ende",
        "Belastete junge Eltern, längere Geschichten",
        "Niedergeschlagen nach der Geburt",
        "Elternteil psychisch krank",
        "Jugendliche werden gewalttätig gegen Eltern",
        "Mobbing und Übergriffe im Netz",
        "Übergriffe und Erpressung im Netz",
    }
)


@train.command()
def emergency() -> None:
    """Weights of the emergency detection, after its sentences or the vocabulary have changed."""
    from safety import emergency_training

    needs = {
        phrase
        for theme in shipped_themes()
        if theme.id not in GRAVE_THEMES
        for situation in theme.situations
        if situation.name not in GRAVE_SITUATIONS
        for phrase in situation.phrases
    }
    needs |= {offer.name for offer in shipped_offers()}
    try:
        learnt = emergency_training.train(sorted(needs))
    except ImportError:
        raise StartRefused(
            "lotse train emergency", "scikit-learn is missing", "run `uv sync` with the dev group"
        ) from None
    print(f"learnt from {learnt} sentences")


@train.command()
def privacy() -> None:
    """The privacy guard's name model, after lists, frames, vocabulary or offers have changed."""
    offers = [
        text
        for offer in shipped_offers()
        for text in (offer.name, offer.description, offer.provider, *offer.keywords)
        if text
    ]
    themes = sorted(set(phrases_of(shipped_themes())))
    weights, words = name_training.train([*offers, *themes])
    name_model.write(weights, words)
    print(f"{len(words)} words in {name_model.FILE.name}, {name_model.FILE.stat().st_size} bytes")

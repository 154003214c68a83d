"""Measuring the guards."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import main
from bot.guard_evaluation import GuardFigures, Labelled, figures, read_labelled

MESSAGES = [
    Labelled("Familie Mustermann", True, "familie"),
    Labelled("Herr Mustermann", True, "herr"),
    Labelled("kita platz", False, "kita"),
]


def test_figures_count_what_was_stopped_missed_and_wrongly_stopped() -> None:
    """Precision 1 of 2, recall 1 of 2."""
    found = figures(lambda text: text != "Herr Mustermann", MESSAGES)

    assert found == GuardFigures(1, ("herr",), ("kita",))
    assert (found.precision, found.recall, found.f1) == (0.5, 0.5, 0.5)


def test_a_guard_that_never_fires_has_no_recall() -> None:
    """And nothing was wrongly stopped."""
    found = figures(lambda _: False, MESSAGES)

    assert (found.precision, found.recall) == (1.0, 0.0)


def test_a_line_of_another_shape_is_named(tmp_path: Path) -> None:
    """By its number."""
    file = tmp_path / "some.jsonl"
    file.write_text('{"text": "a", "label": true}\n{"text": "b"}\n', encoding="utf-8")

    with pytest.raises(ValueError, match="line 2"):
        read_labelled(file)


def test_the_command_prints_figures_and_kinds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Never the messages."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "some.jsonl"
    file.write_text(
        '{"id": "1", "text": "bitte 030 23125 002 anrufen", "label": true, "kind": "telefon"}\n'
        '{"id": "2", "text": "krippenplatz gesucht", "label": true, "kind": "seltsam"}\n',
        encoding="utf-8",
    )

    with pytest.raises(SystemExit) as ended:
        main(["evaluate", "--guard", "privacy", "--batch", str(file)])

    printed = capsys.readouterr().out
    assert ended.value.code == 0
    assert "precision 1.000, recall 0.500" in printed
    assert "seltsam" in printed
    assert "krippenplatz" not in printed


@pytest.mark.parametrize("words", [[], ["--guard", "privacy"], ["--batch", "x"]])
def test_half_a_command_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """One line says what to give."""
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", *words])

    assert ended.value.code == 2
    assert "--guard" in capsys.readouterr().err

"""No message text and no secret reaches a line of the log."""

from __future__ import annotations

import asyncio
import io
import logging

from telegram import Update

from bot.logs import NoTexts
from handlers._context import BotContext
from tests.bot.houses import on_words
from tests.chat import Town
from tests.conftest import TOKEN


def written(record: logging.LogRecord) -> str:
    """The record as it would stand in the log."""
    return NoTexts("%(levelname)s %(name)s %(message)s").format(record)


def record_of(name: str, message: str, *args: object) -> logging.LogRecord:
    """A record of a logger."""
    return logging.LogRecord(name, logging.WARNING, __file__, 1, message, args, None)


def test_a_token_is_masked() -> None:
    """In whatever address it stands."""
    line = written(record_of("bot.polling", "GET https://api.example/bot%s/getMe", TOKEN))

    assert line == "WARNING bot.polling GET https://api.example/bot<token>/getMe"


def test_arguments_of_libraries_are_left_out() -> None:
    """PTB prints whole updates."""
    line = written(record_of("telegram.ext", "no error handlers for %s", "Quaxolotl"))

    assert "Quaxolotl" not in line
    assert "no error handlers" in line


async def test_a_forgotten_task_shows_no_text() -> None:
    """Asyncio writes its exception into the second line of the message."""

    async def fail() -> None:
        raise RuntimeError("Quaxolotl".swapcase())

    task = asyncio.create_task(fail())
    await asyncio.wait([task])
    line = written(record_of("asyncio", f"Task exception was never retrieved\nfuture: {task!r}"))

    assert isinstance(task.exception(), RuntimeError)
    assert line == "WARNING asyncio Task exception was never retrieved"


def test_an_exception_is_written_as_type_and_place() -> None:
    """Its message may hold what somebody typed."""
    try:
        raise ValueError("Quaxolotl")
    except ValueError as error:
        record = record_of("bot.processing", "update 7, try 1")
        record.exc_info = (ValueError, error, error.__traceback__)
    line = written(record)

    assert line.endswith("ValueError")
    assert "test_logs.py" in line
    assert "Quaxolotl" not in line.replace('raise ValueError("Quaxolotl")', "")


async def test_the_whole_house_logs_no_text_and_no_token(town: Town) -> None:
    """Also when a handler fails with the message in hand."""

    async def fail(update: Update, context: BotContext) -> None:
        raise RuntimeError(update.message and update.message.text)

    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(NoTexts("%(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        chat = await town.member()
        with on_words(town, "kaputt", fail):
            await chat.say("kaputt Quaxolotl")
            await chat.say("Quaxolotl Schulden")
    finally:
        root.removeHandler(handler)

    assert "set aside" in lines.getvalue()
    assert "Quaxolotl" not in lines.getvalue()
    assert TOKEN not in lines.getvalue()

"""What happens without an update: forgetting, sweeping, purging."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from telegram import Update

from handlers._context import BotContext
from tests.bot.houses import house, on_words


async def test_what_is_kept_for_each_chat_is_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Send limits, and chats that hung: a process may run for a year."""
    monkeypatch.setattr("bot.processing.SUSPICION", timedelta(0))

    async def hang(update: Update, context: BotContext) -> None:
        await asyncio.sleep(3600)

    async with house(tmp_path, handler_seconds=0.3, send_per_chat=1000) as town:
        sender, processing = town.lotse.sender, town.lotse.processing
        chat = await town.member()
        with on_words(town, "haengen", hang):
            await chat.say("haengen")
            swept = sender.sweep(), processing.sweep()
            await chat.say("haengen")
        await town.lotse.jobs.sweep()

        assert swept == (1, 1)
        assert (sender.sweep(), processing.sweep()) == (0, 0)

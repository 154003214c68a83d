"""Refusing to start: one line for the operator that names the setting, its value and the cure."""

from __future__ import annotations

import re

from bot.logs import TOKEN

PASSWORD = re.compile(r"(?<=//)([^/\s:@]*):[^/\s]*@")  # between user and host of an address


class StartRefused(Exception):
    """The process cannot start as configured; `str` is the one line to print."""

    def __init__(self, setting: str, value: str, cure: str) -> None:
        super().__init__(f"{setting}: {masked(value)}. Cure: {cure}.")
        self.setting = setting
        self.value = value


def masked(text: str) -> str:
    """*text* on one line, without what looks like a bot token or the password of an address."""
    line = " ".join(text.split())
    return PASSWORD.sub(r"\1:***@", TOKEN.sub("<token>", line))

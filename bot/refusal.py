"""Refusing to start: one line for the operator that names the setting, its value and the cure."""

from __future__ import annotations


class StartRefused(Exception):
    """The process cannot start as configured; `str` is the one line to print."""

    def __init__(self, setting: str, value: str, cure: str) -> None:
        super().__init__(f"{setting}: {value}. Cure: {cure}.")
        self.setting = setting

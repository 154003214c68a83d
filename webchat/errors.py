"""Refusals of the Bot API, worded as Telegram words them: bots react to these very texts."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A call that is answered with `ok: false`."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(description: str) -> ApiError:
    """The 400 every wrong parameter gets."""
    return ApiError(400, f"Bad Request: {description}")

"""Keyboards, checked as strictly as Telegram checks them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from webchat.errors import bad_request

LONGEST_DATA = 64  # bytes
ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text",
    "callback_game", "pay",
)  # fmt: skip
SCHEMES = ("http", "https", "tg", "ton", "")


def check_markup(markup: Any) -> dict[str, Any] | None:
    """The reply markup, or None where there is none.

    Raises:
        ApiError: a button without exactly one action, with too much data, or a wrong address.
    """
    if markup in (None, "", {}):
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    rows = markup.get("inline_keyboard", [])
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse inline keyboard: expected an Array of Array")
    for row in rows:
        for button in row:
            _check_button(button)
    if "inline_keyboard" in markup and not any(markup["inline_keyboard"]):
        return None
    return markup


def _check_button(button: Any) -> None:
    if not isinstance(button, dict) or not button.get("text"):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be non-empty')
    actions = [action for action in ACTIONS if action in button]
    if len(actions) != 1:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed")
    size = len(str(button.get("callback_data", "-")).encode())
    if not 1 <= size <= LONGEST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not _is_address(str(button["url"])):
        raise bad_request(
            f"inline keyboard button URL '{button['url']}' is invalid: Unsupported URL protocol"
        )


def _is_address(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in SCHEMES and bool(parts.netloc or "." in parts.path)

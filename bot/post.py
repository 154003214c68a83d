"""The handlers' post: every screen becomes a parcel in the open unit of work."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from typing import Any

from handlers._dialogues import SCREEN, Dialogues
from handlers._screen import MENU, Screen, plain
from storage import outbox
from storage.unit_of_work import UnitOfWork


class UnitPost:
    """Post of one unit of work; `touched` names the chats to wake after the commit."""

    def __init__(
        self, unit: UnitOfWork, now: datetime, chat_id: int | None, dialogues: Dialogues
    ) -> None:
        self._unit = unit
        self._now = now
        self._chat_id = chat_id
        self._dialogues = dialogues
        self.touched: set[int] = set()

    async def send(self, chat_id: int, screen: Screen) -> int:
        """Send a new message; returns the parcel's number."""
        self._remember(chat_id, screen)
        return await self._put(chat_id, "send", _message(screen))

    async def say(self, chat_id: int, text: str) -> None:
        """Send a line of its own; the buttons of the screen above still answer to typed words."""
        await self._put(chat_id, "send", _message(Screen(plain(text), ((MENU,),))))

    async def edit(
        self, chat_id: int, message_id: int, screen: Screen, *, or_send: bool = True
    ) -> None:
        """Change a message in place."""
        self._remember(chat_id, screen)
        self._dialogues.overwritten(message_id)
        payload = _message(screen) | {"message_id": message_id, "or_send": or_send}
        await self._put(chat_id, "edit", payload)

    async def delete(self, chat_id: int, message_id: int) -> None:
        """Take a message out of the chat."""
        await self._put(chat_id, "delete", {"message_id": message_id})

    async def send_file(
        self, chat_id: int, name: str, content: bytes, caption: str, *, kept: bool = True
    ) -> None:
        """Send a small file."""
        encoded = b64encode(content).decode()
        payload = {"name": name, "content": encoded, "caption": caption, "kept": kept}
        await self._put(chat_id, "file", payload)

    async def show_picture(
        self, chat_id: int, content: bytes, screen: Screen, message_id: int | None = None
    ) -> None:
        """Show a picture with text and buttons, anew or in place of one."""
        self._remember(chat_id, screen)
        picture = {"content": b64encode(content).decode(), "message_id": message_id}
        await self._put(chat_id, "picture", _message(screen) | picture)

    async def show_commands(self, chat_id: int, commands: tuple[tuple[str, str], ...]) -> None:
        """Set the command menu of one chat."""
        await self._put(chat_id, "commands", {"commands": [list(pair) for pair in commands]})

    async def leave(self, chat_id: int) -> None:
        """Leave a group."""
        await self._put(chat_id, "leave", {})

    async def _put(self, chat_id: int, kind: str, payload: dict[str, Any]) -> int:
        self.touched.add(chat_id)
        return await outbox.put(self._unit, chat_id, kind, payload, self._now)

    def _remember(self, chat_id: int, screen: Screen) -> None:
        """Keep the buttons, so that typing a number or a button's words does the same."""
        if chat_id != self._chat_id:
            return
        shown = [screen] if screen.forgotten is None else [screen, screen.forgotten]
        buttons = [[b.label, b.data] for one in shown for row in one.rows for b in row]
        if buttons:
            self._dialogues.draft(SCREEN)["buttons"] = buttons
        else:  # nothing is kept of whoever was shown no button, such as a stranger
            self._dialogues.leave(SCREEN)


def _message(screen: Screen) -> dict[str, Any]:
    rows = [[[button.label, button.data] for button in row] for row in screen.rows]
    message: dict[str, Any] = {"text": screen.text, "rows": rows, "kept": screen.kept}
    if screen.forgotten is not None:
        message["forgotten"] = _message(screen.forgotten)
    return message

"""The context every handler receives, and where Telegram's optional fields are narrowed, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any, Self

from telegram import CallbackQuery, Update
from telegram.ext import Application, CallbackContext, ExtBot

from handlers._memory import Notes
from handlers._screen import Screen
from handlers._work import House, Work, current_work
from safety.kinds import EmergencyKind
from team.members import Member

TYPED_PRESS = "typed"  # id of a press that was typed (a number, a button's words)

App = Application[ExtBot[None], "BotContext", dict[Any, Any], dict[Any, Any], dict[Any, Any], None]

NO_ROW = 10**9  # a number that no row has


class BotContext(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """One update: who asks, what is at hand, and where the answer goes."""

    incoming: Update
    in_doubt: EmergencyKind | None = None  # what the words may point to; its card is offered
    preface: str = ""  # what the next screen says first
    taken_away: bool = False  # the message is being deleted from the chat

    @classmethod
    def from_update(cls, update: object, application: Any) -> Self:
        """Keep the update, so that `show` knows what it answers."""
        context = super().from_update(update, application)
        if isinstance(update, Update):
            context.incoming = update
        return context

    @property
    def work(self) -> Work:
        """The open unit of work."""
        return current_work.get()

    @property
    def house(self) -> House:
        """What lives as long as the process."""
        return self.work.house

    @property
    def now(self) -> datetime:
        """The present moment, in UTC."""
        return self.house.now()

    @property
    def member(self) -> Member:
        """The member who acts. Only behind a gate that has checked there is one."""
        if self.work.member is None:
            raise LookupError("no member behind this update; the handler lacks its gate")
        return self.work.member

    @property
    def chat_id(self) -> int:
        """The private chat this update came from."""
        chat = self.incoming.effective_chat
        if chat is None:
            raise LookupError("this update has no chat")
        return chat.id

    @cached_property
    def notes(self) -> Notes:
        """What this chat has in memory; changes count once the update is committed."""
        work = self.work
        return Notes(self.house.memory, self.chat_id, work.on_commit, work.before_commit)

    @property
    def text(self) -> str:
        """What was typed; empty for anything else. PostgreSQL keeps no NUL in a text."""
        message = self.incoming.effective_message
        return (message.text or "").replace("\0", "") if message is not None else ""

    @property
    def press(self) -> CallbackQuery:
        """The button press."""
        if self.incoming.callback_query is None:
            raise LookupError("this update is no press")
        return self.incoming.callback_query

    @property
    def codes(self) -> list[str]:
        """The parts of the pressed button's data, without the journey's prefix."""
        return (self.press.data or "").split(":")[1:]

    def number(self, at: int = -1) -> int:
        """A number in the pressed button; one that no row has, where it is none."""
        codes = self.codes if self.incoming.callback_query is not None else []
        code = codes[at] if -len(codes) <= at < len(codes) else ""
        return int(code) if code.isdecimal() and len(code) < 10 else NO_ROW

    async def show(self, screen: Screen) -> None:
        """Show *screen*: in place after a tap, as a new message after typing."""
        if self.preface:
            screen = replace(screen, text=f"{self.preface}\n\n{screen.text}")
            self.preface = ""
        message_id = self.pressed_message()
        if message_id is None:
            await self.work.post.send(self.chat_id, screen)
        else:
            await self.work.post.edit(self.chat_id, message_id, screen)

    async def take_away(self) -> None:
        """Delete the person's message from the chat, once."""
        message = self.incoming.effective_message
        if message is not None and not self.taken_away:
            await self.work.post.delete(self.chat_id, message.message_id)
            self.taken_away = True

    def toast(self, text: str, *, alert: bool = False) -> None:
        """Answer the press with a short line over the chat; *alert* asks for a tap."""
        self.work.answer.toast, self.work.answer.alert = text, alert

    def pressed_message(self) -> int | None:
        """The message whose button was tapped; None where words were typed."""
        press = self.incoming.callback_query
        if press is None or press.id == TYPED_PRESS or press.message is None:
            return None
        return press.message.message_id

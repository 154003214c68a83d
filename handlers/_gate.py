"""Who may do what: every handler names its audience, and the gate checks it on every update.

A button's data can be forged and a role can be taken away while a screen is still open, so the
check runs with the update, never with the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, TypeVar

from telegram import Update
from telegram.ext import ConversationHandler

from handlers._context import BotContext
from handlers._screen import MENU, Screen
from handlers.texts import general
from team.members import MemberState, Role

R = TypeVar("R")
Callback = Callable[[Update, BotContext], Coroutine[Any, Any, R]]

EVERY_ROLE = frozenset(Role)
MODERATION = frozenset({Role.MODERATOR, Role.COORDINATOR})
COORDINATION = frozenset({Role.COORDINATOR})

AUDIENCE = "audience"  # attribute of a wrapped callback: the roles it lets through, None for all


def members_only(
    roles: frozenset[Role] = EVERY_ROLE,
) -> Callable[[Callback[R]], Callback[R | int]]:
    """Let only arrived, active members with one of *roles* reach the callback."""

    def wrap(callback: Callback[R]) -> Callback[R | int]:
        @wraps(callback)
        async def checked(update: Update, context: BotContext) -> R | int:
            member = context.work.member
            let_in = member is not None and member.state is MemberState.ACTIVE and member.arrived
            if member is None or not let_in or member.role not in roles:
                await _refuse(context)
                return ConversationHandler.END
            return await callback(update, context)

        setattr(checked, AUDIENCE, roles)
        return checked

    return wrap


def open_to_all(callback: Callback[R]) -> Callback[R]:
    """Mark a callback that strangers may reach, and that knows it."""
    setattr(callback, AUDIENCE, None)
    return callback


async def _refuse(context: BotContext) -> None:
    if context.incoming.callback_query is not None:
        context.toast(general.NOT_YOURS, alert=True)
    else:
        await context.show(Screen(general.NOT_YOURS, ((MENU,),)))

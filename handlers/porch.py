"""Who stands at the door: groups are left, strangers get one answer a day."""

from __future__ import annotations

from telegram import ChatMember, Update
from telegram.ext import ApplicationHandlerStop

from handlers import arrival
from handlers._context import BotContext
from handlers._gate import open_to_all
from team.members import MemberState

GREETED = "stranger"  # in memory, by chat: the day of the last answer


@open_to_all
async def leave_groups(update: Update, context: BotContext) -> None:
    """Private chats only: leave every group and channel, unread."""
    chat = update.effective_chat
    if chat is None or chat.type == chat.PRIVATE:
        return
    change = update.my_chat_member
    gone = (ChatMember.LEFT, ChatMember.BANNED)
    if change is None or change.new_chat_member.status not in gone:
        await context.work.post.leave(chat.id)
    raise ApplicationHandlerStop


@open_to_all
async def let_in(update: Update, context: BotContext) -> None:
    """Let members pass; others only on their way in, else one answer a day."""
    member = context.work.member
    if update.effective_chat is None or update.my_chat_member is not None:
        return
    if member is not None and member.state is not MemberState.BLOCKED and member.arrived:
        await _note_visit(context)
        return
    if arrival.is_arriving(update, context):
        return
    await _answer_stranger(update, context)
    raise ApplicationHandlerStop


async def _note_visit(context: BotContext) -> None:
    """Keep the day of the last visit, and wake a paused member who writes again."""
    today = context.now.date()
    member = context.member
    if member.last_seen_on != today or member.state is MemberState.PAUSED:
        await context.work.members.seen(member.id, today)

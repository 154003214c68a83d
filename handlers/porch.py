"""Who stands at the door: groups are left, strangers get one answer a day."""

from __future__ import annotations

from datetime import datetime

from telegram import ChatMember, Update
from telegram.ext import ApplicationHandlerStop

from handlers import arrival, strangers
from handlers._context import BotContext
from handlers._gate import open_to_all
from handlers._screen import MENU, Screen
from handlers._work import Post
from handlers.texts import general
from handlers.texts import team as team_texts
from team.members import Member, Members, MemberState, coordinators


@open_to_all
async def leave_groups(update: Update, context: BotContext) -> None:
    """Private chats with the bot itself only: leave every group and channel, unread."""
    chat = update.effective_chat
    if _for_others(update):
        raise ApplicationHandlerStop
    if chat is None and update.callback_query is not None:  # a message sent through inline mode
        context.toast(general.ONLY_IN_CHAT)
        raise ApplicationHandlerStop
    if chat is None or chat.type == chat.PRIVATE:
        return
    change = update.my_chat_member
    gone = (ChatMember.LEFT, ChatMember.BANNED)
    if change is None or change.new_chat_member.status not in gone:
        await context.work.post.leave(chat.id)
    raise ApplicationHandlerStop


def _for_others(update: Update) -> bool:
    """Whether people wrote to each other: a business account or a guest's chat passes it on."""
    return any(
        (
            update.business_message,
            update.edited_business_message,
            update.deleted_business_messages,
            update.guest_message,
        )
    )


@open_to_all
async def wake(update: Update, context: BotContext) -> None:
    """Wake a paused member who uses the bot again, before anything asks for their state."""
    if update.my_chat_member is None:
        await _wake(context)


@open_to_all
async def let_in(update: Update, context: BotContext) -> None:
    """Let members pass; others only on their way in, else one answer a day."""
    if update.effective_chat is None or update.my_chat_member is not None:
        return
    member = context.work.member
    if member is None or member.state is MemberState.BLOCKED:
        if member is None and arrival.is_arriving(update, context):
            return
        if update.callback_query is not None:
            context.toast(general.STRANGER_TOAST)
        else:
            await strangers.answer_once(context)
        raise ApplicationHandlerStop
    if not member.arrived:
        arrival.resume(context)


async def _wake(context: BotContext) -> None:
    """Wake a paused member who writes again; who was blocked meanwhile stays blocked."""
    work, member = context.work, context.work.member
    if member is not None and member.state is MemberState.PAUSED:
        await work.members.set_state(member.id, MemberState.ACTIVE, expected=MemberState.PAUSED)
        work.member = await work.members.member(member.id)


@open_to_all
async def note_blocking(update: Update, context: BotContext) -> None:
    """Pause a member who blocks the bot, wake one who comes back, and tell the coordinators."""
    change, work = update.my_chat_member, context.work
    if change is None or work.member is None:
        return
    if change.new_chat_member.status == ChatMember.BANNED:
        await pause(work.members, work.post, work.member, context.now)
    else:
        await _wake(context)


async def pause(members: Members, post: Post, member: Member, now: datetime) -> None:
    """Pause an active member who has blocked the bot, and tell the coordinators."""
    if not await members.pause(member.id, now):
        return
    for coordinator in coordinators(await members.all()):
        screen = Screen(team_texts.paused(member), ((MENU,),))
        await post.send(coordinator.telegram_id, screen)

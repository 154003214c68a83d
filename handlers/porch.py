"""Who stands at the door: groups are left, strangers get one answer a day."""

from __future__ import annotations

from telegram import ChatMember, Update
from telegram.ext import ApplicationHandlerStop

from handlers import arrival, strangers
from handlers._context import BotContext
from handlers._gate import open_to_all
from handlers._screen import MENU, Screen
from handlers._work import Work
from handlers.texts import general
from handlers.texts import team as team_texts
from team.members import Member, MemberState, coordinators


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
async def let_in(update: Update, context: BotContext) -> None:
    """Let members pass; others only on their way in, else one answer a day."""
    member = context.work.member
    if update.effective_chat is None or update.my_chat_member is not None:
        return
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
        return
    await _note_visit(context)


async def _note_visit(context: BotContext) -> None:
    """Keep the day of the last visit, and wake a paused member who writes again."""
    today = context.now.date()
    member = context.member
    if member.last_seen_on != today:
        await context.work.members.seen(member.id, today)
    if member.state is MemberState.PAUSED:
        await context.work.members.set_state(member.id, MemberState.ACTIVE)
        context.work.member = await context.work.members.member(member.id)


@open_to_all
async def note_blocking(update: Update, context: BotContext) -> None:
    """Pause a member who blocks the bot, wake one who comes back, and tell the coordinators."""
    change, member = update.my_chat_member, context.work.member
    if change is None or member is None or member.state is MemberState.BLOCKED:
        return
    if change.new_chat_member.status == ChatMember.BANNED:
        await pause(context.work, member)
    elif member.state is MemberState.PAUSED:
        await context.work.members.set_state(member.id, MemberState.ACTIVE)


async def pause(work: Work, member: Member) -> None:
    """Pause a member and tell the coordinators."""
    if member.state is not MemberState.ACTIVE:
        return
    await work.members.set_state(member.id, MemberState.PAUSED)
    for coordinator in coordinators(await work.members.all()):
        if coordinator.id != member.id:
            screen = Screen(team_texts.paused(member), ((MENU,),))
            await work.post.send(coordinator.telegram_id, screen)

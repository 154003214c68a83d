"""Journey "Team": coordinators invite, list, change roles and block, all behind `team:` buttons.

`team:home`, `team:invite`, `team:invite:<role>`, `team:list:<page>`, `team:m:<id>`,
`team:role:<id>:<role>` and `team:role!:…`, `team:block:<id>` and `team:block!:…`,
`team:unblock:<id>`.
"""

from __future__ import annotations

from telegram import Update

from consultations.cancelling import booked_ahead, release_all
from handlers._context import BotContext
from handlers._gate import COORDINATION, members_only
from handlers._screen import MENU, Button, Row, Screen, back, rows_of
from handlers._tables import offer_on, stop_waiting_of
from handlers._unwritten import invitation_code
from handlers.menus import COMMANDS
from handlers.texts import team as texts
from team.invitations import LIFETIME, code_of, invite, new_nonce
from team.members import (
    Member,
    MemberState,
    MemberUnknown,
    Role,
    TeamRefused,
    block,
    change_role,
    unblock,
)

PAGE = 5  # numbered buttons in one row


@members_only(COORDINATION)
async def home(update: Update, context: BotContext) -> None:
    """Offer what can be done with the team."""
    buttons = (Button("Einladen", "team:invite"), Button("Alle ansehen", "team:list:0"))
    await context.show(Screen(texts.HOME, (buttons, (MENU,))))


@members_only(COORDINATION)
async def ask_invited_role(update: Update, context: BotContext) -> None:
    """Ask which role the invitation is for."""
    buttons = [Button(texts.ROLES[role], f"team:invite:{role}") for role in Role]
    await context.show(Screen(texts.ASK_INVITED_ROLE, (*rows_of(buttons), _back_home())))


@members_only(COORDINATION)
async def make_invitation(update: Update, context: BotContext) -> None:
    """Make an invitation and show its link once; its code is put in when it is sent."""
    role = _role(context.codes[-1])
    if role is None:
        await context.show(Screen(texts.HOME, (_back_home(),)))
        return
    work, house, nonce = context.work, context.house, new_nonce()
    code = code_of(house.invitation_key, nonce)
    await invite(work.invitations, work.audit, role, context.member, now=context.now, code=code)
    link = f"https://t.me/{house.bot_username}?start={invitation_code(nonce)}"
    until = (context.now + LIFETIME).date()
    await context.show(Screen(texts.invitation(link, role, until), (_back_home(),)))


@members_only(COORDINATION)
async def show_members(update: Update, context: BotContext) -> None:
    """Show a page of the team."""
    members = await context.work.members.all()
    page = _number(context)
    page = page if page * PAGE < len(members) else 0
    shown = members[page * PAGE : (page + 1) * PAGE]
    lines = [texts.line(number, one) for number, one in enumerate(shown, 1)]
    cards = tuple(Button(str(at), f"team:m:{one.id}") for at, one in enumerate(shown, 1))
    more: list[Button] = [Button("Frühere", f"team:list:{page - 1}")] if page else []
    if (page + 1) * PAGE < len(members):
        more.append(Button("Weitere", f"team:list:{page + 1}"))
    rows = (cards, tuple(more), _back_home())
    await context.show(
        Screen(texts.members(lines, len(members)), tuple(row for row in rows if row))
    )


@members_only(COORDINATION)
async def show_member(update: Update, context: BotContext) -> None:
    """Show one member and what can be changed."""
    await _show_member(context, await context.work.members.member(_number(context)))


async def _show_member(context: BotContext, member: Member | None, before: str = "") -> None:
    if member is None:
        text = texts.REFUSALS[MemberUnknown]
        await context.show(Screen(text, ((back("team:list:0"), MENU),)))
        return
    card = texts.member_card(member, context.now.date())
    buttons = [
        Button(f"Rolle {texts.ROLES[role]}", f"team:role:{member.id}:{role}")
        for role in Role
        if role is not member.role
    ]
    if member.state is MemberState.BLOCKED:
        buttons.append(Button("Entsperren", f"team:unblock:{member.id}"))
    else:
        buttons.append(Button("Sperren", f"team:block:{member.id}"))
    text = f"{before}\n\n{card}" if before else card
    await context.show(Screen(text, (*rows_of(buttons), (back("team:list:0"), MENU))))


@members_only(COORDINATION)
async def propose_role(update: Update, context: BotContext) -> None:
    """Show what a change of role will do."""
    member = await context.work.members.member(_number(context, 2))
    role = _role(context.codes[-1])
    if member is None or role is None:
        await _show_member(context, member)
        return
    yes = Button("Rolle ändern", f"team:role!:{member.id}:{role}")
    row = (yes, back(f"team:m:{member.id}"))
    await context.show(Screen(texts.confirm_role(member, role), (row, (MENU,))))


@members_only(COORDINATION)
async def set_role(update: Update, context: BotContext) -> None:
    """Change a role and tell the member."""
    role, number = _role(context.codes[-1]), _number(context, 2)
    if role is None:
        await _show_member(context, None)
        return
    work = context.work
    try:
        member = await change_role(
            work.members, work.audit, context.member, number, role, now=context.now
        )
    except TeamRefused as refusal:
        await _refused(context, refusal, number)
        return
    await work.post.send(member.telegram_id, Screen(texts.role_changed(role), ((MENU,),)))
    await work.post.show_commands(member.telegram_id, COMMANDS[role])
    await _show_member(context, await work.members.member(number))


@members_only(COORDINATION)
async def propose_block(update: Update, context: BotContext) -> None:
    """Show what blocking will do."""
    member = await context.work.members.member(_number(context))
    if member is None:
        await _show_member(context, None)
        return
    diary, now = context.work.diary, context.now
    seats = len(await booked_ahead(diary, member.id, now=now))
    tables = len(await diary.of_moderator(member.id, now))
    yes = Button("Sperren", f"team:block!:{member.id}")
    row = (yes, back(f"team:m:{member.id}"))
    await context.show(Screen(texts.confirm_block(member, seats, tables), (row, (MENU,))))


@members_only(COORDINATION)
async def block_member(update: Update, context: BotContext) -> None:
    """Shut a member out at once, and give their seats back."""
    work, number = context.work, _number(context)
    try:
        await block(work.members, work.audit, context.member, number, now=context.now)
    except TeamRefused as refusal:
        await _refused(context, refusal, number)
        return
    freed = await release_all(work.diary, work.audit, number, now=context.now)
    await offer_on(work, freed, now=context.now)
    await stop_waiting_of(work, number, now=context.now)
    await _show_member(context, await work.members.member(number), texts.blocked(len(freed)))


@members_only(COORDINATION)
async def unblock_member(update: Update, context: BotContext) -> None:
    """Let a blocked member in again."""
    work, number = context.work, _number(context)
    try:
        await unblock(work.members, work.audit, context.member, number, now=context.now)
    except TeamRefused as refusal:
        await _refused(context, refusal, number)
        return
    await _show_member(context, await work.members.member(number))


async def _refused(context: BotContext, refusal: TeamRefused, number: int) -> None:
    member = await context.work.members.member(number)
    await _show_member(context, member, texts.REFUSALS[type(refusal)])


def _back_home() -> Row:
    return (back("team:home"), MENU)


def _number(context: BotContext, place: int = -1) -> int:
    """The id or page in a button; 0, which nobody has, where it is none."""
    codes = context.codes
    code = codes[1] if place == 2 and len(codes) > 1 else codes[-1]
    return int(code) if code.isdecimal() and len(code) < 10 else 0


def _role(code: str) -> Role | None:
    return Role(code) if code in list(Role) else None

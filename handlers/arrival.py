"""Journey "Ankommen": notice first, then institution, field of action and function in three taps.

Nothing typed is processed before the notice is agreed to; until then only the invitation's hash
is kept. A typed institution waits in memory until it is confirmed. Buttons: `arr:yes`, `arr:no`,
`arr:notice`, `arr:inst:<key>`, `arr:ok`, `arr:change`, `arr:field:<code>`, `arr:func:<code>`,
`arr:back`.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import Any

from telegram import Update
from telegram.ext import (
    CallbackQueryHandler,
    CommandHandler,
    ConversationHandler,
    MessageHandler,
    filters,
)

from handlers import inline, proxies, strangers
from handlers._context import BotContext
from handlers._conversation import conversation
from handlers._gate import Callback, open_to_all
from handlers._memory import Draft
from handlers._screen import Button, Screen, back, rows_of
from handlers._unwritten import draft
from handlers.general import menu_screen
from handlers.menus import show_own_commands
from handlers.texts import privacy
from handlers.texts import team as texts
from handlers.texts.general import EXAMPLES
from team.invitations import AlreadyMember, InvitationRefused, check, hash_of, redeem
from team.members import LONGEST_INSTITUTION, Detail, FieldOfAction, Function, MemberState

NAME = "arrival"
MOST_INSTITUTIONS = 8


class Step(StrEnum):
    """Where somebody stands on the way in."""

    NOTICE = "notice"
    INSTITUTION = "institution"
    FIELD = "field"
    FUNCTION = "function"
    RESUMED = "resumed"  # back after a break: whatever comes, the open question is asked first


def is_arriving(update: Update, context: BotContext) -> bool:
    """Whether this update belongs to somebody on the way in (or trying to come in)."""
    return under_way(context) or bool(OPENING.check_update(update))


def under_way(context: BotContext) -> bool:
    """Whether the notice is open in this chat, or an answer is still missing."""
    member = context.work.member
    if member is None:
        return context.work.dialogues.get(NAME) is not None
    return not member.arrived and member.state is not MemberState.BLOCKED


def resume(context: BotContext) -> None:
    """Put a member who has not answered all three questions back on the way in."""
    if context.work.dialogues.get(NAME) is None:
        context.work.dialogues.enter(NAME, Step.RESUMED)


@open_to_all
async def open_invitation(update: Update, context: BotContext) -> str | int:
    """Show the privacy notice to whoever opens a valid invitation."""
    if context.work.member is not None:
        if context.work.member.arrived:
            await context.show(
                menu_screen(context.member.role, texts.REFUSED_INVITATIONS[AlreadyMember])
            )
            return ConversationHandler.END
        return await ask_open(context)
    code_hash = hash_of((context.args or [""])[0])
    try:
        await check(context.work.invitations, code_hash, now=context.now)
    except InvitationRefused as refusal:
        return await _not_with_this(context, code_hash, refusal)
    context.work.dialogues.draft(NAME)["invitation"] = code_hash
    return await ask_open(context)


async def _not_with_this(
    context: BotContext, code_hash: str, refusal: InvitationRefused
) -> str | int:
    """Refuse an invitation; one that was opened before and still stands is left as it is."""
    reason = texts.REFUSED_INVITATIONS[type(refusal)]
    dialogue = context.work.dialogues.get(NAME)
    if dialogue is None or dialogue.draft.get("invitation") == code_hash:
        await strangers.answer_once(context, reason)
        return ConversationHandler.END
    context.preface = reason
    return await ask_open(context)


@open_to_all
async def decline(update: Update, context: BotContext) -> int:
    """End without the agreement; nothing is kept."""
    await context.show(Screen(texts.NOTHING_KEPT))
    return ConversationHandler.END


@open_to_all
async def agree(update: Update, context: BotContext) -> str | int:
    """Let the person in and ask the first question."""
    code_hash = str(context.work.dialogues.draft(NAME).get("invitation", ""))
    try:
        member = await redeem(
            context.work.invitations,
            context.work.members,
            code_hash,
            context.press.from_user.id,
            now=context.now,
        )
    except InvitationRefused as refusal:
        await strangers.answer(context, texts.REFUSED_INVITATIONS[type(refusal)])
        return ConversationHandler.END
    context.work.member = member
    return await ask_open(context)


@open_to_all
async def choose_institution(update: Update, context: BotContext) -> str:
    """Take an institution from the list."""
    known = await context.work.members.institutions()
    chosen = [name for name in known if _key(name) == context.codes[-1]]
    if chosen:
        await _describe(context, institution=chosen[0])
    return await ask_open(context)


@open_to_all
async def type_institution(update: Update, context: BotContext) -> str:
    """Keep an institution that is not in the list yet in memory, and show it for a look."""
    name = " ".join(context.text.split())
    if 2 <= len(name) <= LONGEST_INSTITUTION:
        context.notes.keep(Draft.INSTITUTION, name)
    else:
        context.notes.forget(Draft.INSTITUTION)
        context.preface = texts.INSTITUTION_LENGTH
    return await ask_open(context)


@open_to_all
async def confirm_institution(update: Update, context: BotContext) -> str:
    """Write the typed institution; where it is forgotten meanwhile, ask for it again."""
    name = context.notes.recall(Draft.INSTITUTION, str)
    if name is None:
        context.preface = texts.INSTITUTION_AGAIN
    else:
        await _describe(context, institution=name)
    return await ask_open(context)


@open_to_all
async def change_institution(update: Update, context: BotContext) -> str:
    """Drop the typed institution and ask for another."""
    context.notes.forget(Draft.INSTITUTION)
    return await ask_open(context)


@open_to_all
async def go_back(update: Update, context: BotContext) -> str:
    """Forget the last answer and ask for it again."""
    member = context.member
    last = Detail.INSTITUTION if member.field is None else Detail.FIELD
    await context.work.members.forget(member.id, last)
    context.work.member = await context.work.members.member(member.id)
    return await ask_open(context)


@open_to_all
async def choose_field(update: Update, context: BotContext) -> str:
    """Take the field of action."""
    if context.codes[-1] in list(FieldOfAction):
        await _describe(context, field=FieldOfAction(context.codes[-1]))
    return await ask_open(context)


@open_to_all
async def choose_function(update: Update, context: BotContext) -> str | int:
    """Take the function; that was the last question."""
    if context.codes[-1] not in list(Function):
        return await ask_open(context)
    await _describe(context, function=Function(context.codes[-1]))
    if not context.member.arrived:
        return await ask_open(context)
    examples = [Button(words, f"ex:{at}") for at, words in enumerate(EXAMPLES)]
    menu = menu_screen(context.member.role)
    await context.show(Screen(texts.arrived(), (*rows_of(examples, 1), *menu.rows)))
    await show_own_commands(context)
    return ConversationHandler.END


async def _describe(
    context: BotContext,
    *,
    institution: str | None = None,
    field: FieldOfAction | None = None,
    function: Function | None = None,
) -> None:
    members = context.work.members
    if institution is not None:
        context.notes.forget(Draft.INSTITUTION)
    await members.describe(
        context.member.id, institution=institution, field=field, function=function
    )
    context.work.member = await members.member(context.member.id)


@open_to_all
async def ask_again(update: Update, context: BotContext) -> str:
    """Ask again after anything that is no answer; before the agreement nobody looks at it."""
    if context.work.member is None:
        context.preface = texts.FIRST_AGREE
    return await ask_open(context)


@open_to_all
async def show_help(update: Update, context: BotContext) -> str:
    """Say what the bot is, and ask on."""
    context.preface = texts.WHAT_THIS_IS
    return await ask_open(context)


@open_to_all
async def show_privacy(update: Update, context: BotContext) -> str:
    """Show the whole notice, with the open question below."""
    text = privacy.notice(context.house.space.controller)
    if context.work.member is None:
        await context.show(Screen(text, ((AGREE, DECLINE),)))
        return Step.NOTICE
    context.preface = text
    return await ask_open(context)


@open_to_all
async def cancel(update: Update, context: BotContext) -> int:
    """End with what was saved until here: before the agreement nothing."""
    member = context.work.member
    if member is None:
        await context.show(Screen(texts.NOTHING_KEPT))
        return ConversationHandler.END
    context.notes.forget(Draft.INSTITUTION)
    row = (Button(texts.GO_ON, "arr:go"),)
    await context.show(Screen(texts.arrival_cancelled(member), (row,)))
    return ConversationHandler.END


async def ask_open(context: BotContext) -> str:
    """Ask for what is still missing."""
    member = context.work.member
    if member is None:
        rows = ((AGREE, Button(texts.WHOLE_NOTICE, "arr:notice")), (DECLINE,))
        notice = privacy.short_notice(context.house.space.controller)
        await context.show(Screen(notice, rows))
        return Step.NOTICE
    if member.institution is None:
        await context.show(await _institution_screen(context))
        return Step.INSTITUTION
    if member.field is None:
        buttons = [Button(texts.FIELDS[one], f"arr:field:{one}") for one in FieldOfAction]
        await context.show(Screen(texts.ASK_FIELD, (*rows_of(buttons), (BACK,))))
        return Step.FIELD
    buttons = [Button(texts.FUNCTIONS[one], f"arr:func:{one}") for one in Function]
    await context.show(Screen(texts.ASK_FUNCTION, (*rows_of(buttons), (BACK,))))
    return Step.FUNCTION


async def _institution_screen(context: BotContext) -> Screen:
    """The typed institution for a look, or the question with those known already."""
    known = (await context.work.members.institutions())[:MOST_INSTITUTIONS]
    rows = rows_of((Button(_short(name), f"arr:inst:{_key(name)}") for name in known), 1)
    if context.notes.recall(Draft.INSTITUTION, str) is None:
        return Screen(texts.ASK_INSTITUTION, rows)
    again = Screen(f"{texts.INSTITUTION_AGAIN}\n\n{texts.ASK_INSTITUTION}", rows)
    row = (Button(texts.RIGHT, "arr:ok"), Button(texts.CHANGE, "arr:change"))
    return Screen(texts.confirm_institution(draft(Draft.INSTITUTION)), (row,), forgotten=again)


def _short(name: str) -> str:
    return name if len(name) <= 40 else f"{name[:39]}…"


def _key(name: str) -> str:
    """A button's code for an institution: short, and the same after a restart."""
    return hashlib.sha256(name.encode()).hexdigest()[:12]


AGREE = Button(texts.AGREE, "arr:yes")
DECLINE = Button(texts.DECLINE, "arr:no")
BACK = back("arr:back")

TYPED = filters.UpdateType.MESSAGE & filters.TEXT & ~filters.COMMAND
FROM_INLINE = filters.Regex(rf"^/start\S*\s+{inline.START}\s*$")
OPENING: CommandHandler[BotContext, Any] = CommandHandler(
    "start",
    open_invitation,
    filters.UpdateType.MESSAGE & ~FROM_INLINE & ~proxies.OPENS,
    has_args=1,
)


def _command(name: str, callback: Callback[Any]) -> CommandHandler[BotContext, Any]:
    return CommandHandler(name, callback, filters.UpdateType.MESSAGE)


def _press(callback: Callback[Any], pattern: str) -> CallbackQueryHandler[BotContext, Any]:
    return CallbackQueryHandler(callback, pattern=pattern)


arriving = conversation(
    NAME,
    entry_points=[OPENING],
    states={
        Step.NOTICE: [
            _press(agree, r"^arr:yes$"),
            _press(decline, r"^arr:no$"),
            _press(show_privacy, r"^arr:notice$"),
        ],
        Step.INSTITUTION: [
            _press(choose_institution, r"^arr:inst:\w+$"),
            _press(confirm_institution, r"^arr:ok$"),
            _press(change_institution, r"^arr:change$"),
            MessageHandler(TYPED, type_institution),
        ],
        Step.FIELD: [
            _press(choose_field, r"^arr:field:\w+$"),
            _press(go_back, r"^arr:back$"),
        ],
        Step.FUNCTION: [
            _press(choose_function, r"^arr:func:\w+$"),
            _press(go_back, r"^arr:back$"),
        ],
        Step.RESUMED: [],
    },
    fallbacks=[
        _command("abbrechen", cancel),
        _command("datenschutz", show_privacy),
        _command("hilfe", show_help),
        _command("help", show_help),
        CallbackQueryHandler(ask_again),
        MessageHandler(filters.UpdateType.MESSAGES, ask_again),
    ],
)

"""Journey "Ankommen": notice first, then institution, field of action and function in three taps.

Nothing typed is processed before the notice is agreed to; until then only the invitation's hash
is kept. Buttons: `arr:notice`, `arr:yes`, `arr:inst:<n>`, `arr:field:<code>`, `arr:func:<code>`.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler
from telegram.ext import filters as message_filters

from handlers._context import BotContext
from handlers._conversation import conversation
from handlers._gate import open_to_all
from handlers._screen import Button, Screen, rows_of
from handlers.general import menu_screen
from handlers.menus import show_own_commands
from handlers.texts import privacy
from handlers.texts import team as texts
from handlers.texts.general import EXAMPLES
from team.invitations import AlreadyMember, InvitationRefused, check, hash_of, redeem
from team.members import LONGEST_INSTITUTION, FieldOfAction, Function

NAME = "arrival"
MOST_INSTITUTIONS = 8


class Step(StrEnum):
    """Where somebody stands on the way in."""

    NOTICE = "notice"
    INSTITUTION = "institution"
    FIELD = "field"
    FUNCTION = "function"


def is_arriving(update: Update, context: BotContext) -> bool:
    """Whether this update belongs to somebody on the way in (or trying to come in)."""
    if context.work.dialogues.get(NAME) is not None:
        return True
    message = update.message
    return message is not None and (message.text or "").startswith("/start ")


def resume(context: BotContext) -> None:
    """Put a member who has not answered all three questions back on the way in."""
    if context.work.dialogues.get(NAME) is None:
        context.work.dialogues.enter(NAME, Step.INSTITUTION)


@open_to_all
async def open_invitation(update: Update, context: BotContext) -> str | int:
    """Show the privacy notice to whoever opens a valid invitation."""
    if context.work.member is not None:
        if context.work.member.arrived:
            await context.show(
                menu_screen(context.member.role, texts.REFUSED_INVITATIONS[AlreadyMember])
            )
            return ConversationHandler.END
        return await _ask_next(context)
    code_hash = hash_of((context.args or [""])[0])
    try:
        await check(context.work.invitations, code_hash, now=context.now)
    except InvitationRefused as refusal:
        await context.show(Screen(texts.REFUSED_INVITATIONS[type(refusal)]))
        return ConversationHandler.END
    context.work.dialogues.draft(NAME)["invitation"] = code_hash
    await context.show(_notice(context))
    return Step.NOTICE


def _notice(context: BotContext, before: str = "") -> Screen:
    text = privacy.short_notice(context.house.space.controller)
    buttons = (Button(texts.AGREE, "arr:yes"), Button(texts.WHOLE_NOTICE, "arr:notice"))
    return Screen(f"{before}\n\n{text}" if before else text, (buttons,))


@open_to_all
async def whole_notice(update: Update, context: BotContext) -> str:
    """Show the whole notice, with the same question below."""
    text = privacy.notice(context.house.space.controller)
    await context.show(Screen(text, ((Button(texts.AGREE, "arr:yes"),),)))
    return Step.NOTICE


@open_to_all
async def agree_first(update: Update, context: BotContext) -> str:
    """Answer anything typed before the agreement without looking at it."""
    await context.show(_notice(context, texts.FIRST_AGREE))
    return Step.NOTICE


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
        await context.show(Screen(texts.REFUSED_INVITATIONS[type(refusal)]))
        return ConversationHandler.END
    context.work.member = member
    return await _ask_next(context)


@open_to_all
async def choose_institution(update: Update, context: BotContext) -> str:
    """Take an institution from the list."""
    known = await context.work.members.institutions()
    chosen = [name for name in known if _key(name) == context.codes[-1]]
    if chosen:
        await _describe(context, institution=chosen[0])
    return await _ask_next(context)


@open_to_all
async def type_institution(update: Update, context: BotContext) -> str:
    """Take an institution that is not in the list yet."""
    name = " ".join(context.text.split())
    if not 2 <= len(name) <= LONGEST_INSTITUTION:
        await context.show(Screen(texts.INSTITUTION_LENGTH))
        return Step.INSTITUTION
    await _describe(context, institution=name)
    return await _ask_next(context)


@open_to_all
async def choose_field(update: Update, context: BotContext) -> str:
    """Take the field of action."""
    if context.codes[-1] in list(FieldOfAction):
        await _describe(context, field=FieldOfAction(context.codes[-1]))
    return await _ask_next(context)


@open_to_all
async def choose_function(update: Update, context: BotContext) -> str | int:
    """Take the function; that was the last question."""
    if context.codes[-1] not in list(Function):
        return await _ask_next(context)
    await _describe(context, function=Function(context.codes[-1]))
    if not context.member.arrived:
        return await _ask_next(context)
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
    await members.describe(
        context.member.id, institution=institution, field=field, function=function
    )
    context.work.member = await members.member(context.member.id)


@open_to_all
async def ask_again(update: Update, context: BotContext) -> str:
    """Answer anything that is no answer to the current question by asking it again."""
    return await _ask_next(context)


async def _ask_next(context: BotContext) -> str:
    """Ask for what is still missing."""
    member = context.work.member
    if member is None:
        await context.show(_notice(context, texts.FIRST_AGREE))
        return Step.NOTICE
    if member.institution is None:
        known = (await context.work.members.institutions())[:MOST_INSTITUTIONS]
        buttons = [Button(_short(name), f"arr:inst:{_key(name)}") for name in known]
        await context.show(Screen(texts.ASK_INSTITUTION, rows_of(buttons, 1)))
        return Step.INSTITUTION
    if member.field is None:
        buttons = [Button(texts.FIELDS[one], f"arr:field:{one}") for one in FieldOfAction]
        await context.show(Screen(texts.ASK_FIELD, rows_of(buttons)))
        return Step.FIELD
    buttons = [Button(texts.FUNCTIONS[one], f"arr:func:{one}") for one in Function]
    await context.show(Screen(texts.ASK_FUNCTION, rows_of(buttons)))
    return Step.FUNCTION


def _short(name: str) -> str:
    return name if len(name) <= 40 else f"{name[:39]}…"


def _key(name: str) -> str:
    """A button's code for an institution: short, and the same after a restart."""
    return hashlib.sha256(name.encode()).hexdigest()[:12]


ANY_TEXT = MessageHandler(message_filters.ALL, ask_again)
ANY_PRESS = CallbackQueryHandler(ask_again)

arriving = conversation(
    NAME,
    entry_points=[CommandHandler("start", open_invitation, has_args=1)],
    states={
        Step.NOTICE: [
            CallbackQueryHandler(agree, pattern=r"^arr:yes$"),
            CallbackQueryHandler(whole_notice, pattern=r"^arr:notice$"),
            MessageHandler(message_filters.ALL, agree_first),
        ],
        Step.INSTITUTION: [
            CallbackQueryHandler(choose_institution, pattern=r"^arr:inst:\w+$"),
            MessageHandler(message_filters.TEXT & ~message_filters.COMMAND, type_institution),
        ],
        Step.FIELD: [CallbackQueryHandler(choose_field, pattern=r"^arr:field:\w+$")],
        Step.FUNCTION: [CallbackQueryHandler(choose_function, pattern=r"^arr:func:\w+$")],
    },
    fallbacks=[ANY_TEXT, ANY_PRESS],
)

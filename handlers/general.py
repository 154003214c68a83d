"""What belongs to no single journey: menu, help, the way out of anything, and what is not text."""

from __future__ import annotations

from telegram import Message, Update

from handlers._card import card_button, card_row
from handlers._context import BotContext
from handlers._gate import members_only
from handlers._screen import MENU, Button, Row, Screen, rows_of
from handlers.texts import general as texts
from handlers.texts import privacy
from team.members import Role

FIND = Button("Angebot finden", "f:new")
BOOK = Button("Beratung", "b:list")
MINE = Button("Meine Termine", "b:mine")
KEPT = Button("Gemerkt", "s:list")
HELP = Button("Hilfe", "help")
PRIVACY = Button("Datenschutz", "privacy")
DATA = Button("Meine Daten", "me:data")
CARD = card_button()
ERASE = Button("Löschen", "me:erase")
LEAD = Button("Tisch leiten", "lead:home")
PUBLISH = Button("Tische anbieten", "pub:home")
TEAM = Button("Team", "team:home")

MENUS: dict[Role, tuple[Row, ...]] = {
    Role.PROFESSIONAL: ((FIND, BOOK), (MINE, KEPT), (CARD, HELP), (PRIVACY,)),
    Role.MODERATOR: ((FIND, BOOK), (MINE, KEPT), (LEAD, CARD), (HELP, PRIVACY)),
    Role.COORDINATOR: (
        (FIND, BOOK), (MINE, KEPT), (LEAD, PUBLISH), (TEAM, CARD), (HELP, PRIVACY),
    ),
}  # fmt: skip


def menu_screen(role: Role, text: str = texts.MENU) -> Screen:
    """The menu of a role below *text*."""
    return Screen(text, MENUS[role])


@members_only()
async def show_menu(update: Update, context: BotContext) -> None:
    """Show the menu."""
    await context.show(menu_screen(context.member.role))


@members_only()
async def start(update: Update, context: BotContext) -> None:
    """Greet a member who starts the chat again."""
    greeting = texts.greeting(context.house.space.name)
    await context.show(menu_screen(context.member.role, f"{greeting}\n\n{texts.MENU}"))


@members_only()
async def show_help(update: Update, context: BotContext) -> None:
    """Say what the bot does, with two questions that really search."""
    examples = [Button(words, f"ex:{at}") for at, words in enumerate(texts.EXAMPLES)]
    await context.show(Screen(texts.HELP, (*rows_of(examples, 1), (MENU,))))


@members_only()
async def show_privacy(update: Update, context: BotContext) -> None:
    """Show the whole privacy notice."""
    rows = ((DATA, ERASE), (MENU,))
    await context.show(Screen(privacy.notice(context.house.space.controller), rows))


@members_only()
async def cancel(update: Update, context: BotContext) -> None:
    """Say in one sentence what was saved of the dialogue that ends here, as with every command."""
    text = texts.CANCELLED if context.work.dialogues.open() else texts.NOTHING_TO_CANCEL
    await context.show(menu_screen(context.member.role, text))


@members_only()
async def old_button(update: Update, context: BotContext) -> None:
    """Answer a button nobody knows any more (an old release, or forged data)."""
    context.toast(texts.OLD_BUTTON)
    await context.show(menu_screen(context.member.role, f"{texts.OLD_BUTTON}\n\n{texts.MENU}"))


@members_only()
async def unknown_command(update: Update, context: BotContext) -> None:
    """Answer a command that does not exist."""
    await context.show(menu_screen(context.member.role, texts.UNKNOWN_COMMAND))


@members_only()
async def not_text(update: Update, context: BotContext) -> None:
    """Answer what is not text. Nothing is downloaded."""
    message = update.effective_message
    text = _answer_to(message) if message is not None else texts.OTHER_KIND
    await context.show(Screen(text, (*card_row(context.in_doubt), (MENU,))))


def _answer_to(message: Message) -> str:
    if message.voice or message.audio or message.video_note:
        return texts.VOICE
    if message.photo or message.video or message.animation:
        return texts.PHOTO
    if message.document:
        return texts.FILE
    if message.contact or message.location or message.venue:
        return texts.CONTACT
    if message.sticker or message.dice:
        return texts.STICKER
    return texts.OTHER_KIND


@members_only()
async def edited(update: Update, context: BotContext) -> None:
    """Answer an edited message: it is checked by the guards, but not searched again."""
    await context.show(Screen(texts.EDITED, (*card_row(context.in_doubt), (MENU,))))

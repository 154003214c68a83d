"""A month of tables for coordinators: in words, as a picture and as a spreadsheet.

Buttons: `ov:m` and `ov:m:<month>:<page>` in words, `ov:p:<month>` the picture, `ov:x:<month>` the
spreadsheet; a month is `202611`. The picture's own buttons turn it in place.
"""

from __future__ import annotations

import asyncio
from datetime import date, datetime

from telegram import Message, Update

from consultations.leading import day_of
from consultations.overview import Month, later, month, near
from handlers._context import BotContext
from handlers._gate import COORDINATION, members_only
from handlers._screen import MENU, Button, Row, Screen, back
from handlers.texts import overview as texts

PAGE = 3  # tables a screen
TALLEST = 2560  # dots; Telegram shrinks a taller photo, so it goes as a file


@members_only(COORDINATION)
async def show_month(update: Update, context: BotContext) -> None:
    """Show a page of the month in words."""
    found = await _month(context)
    page = int(context.codes[2]) if len(context.codes) > 2 else 0
    page = page if page * PAGE < len(found.tables) else 0
    shown, rest = found.tables[page * PAGE : (page + 1) * PAGE], found.tables[(page + 1) * PAGE :]
    turn = [Button("Frühere", _code("m", found.first, page - 1))] if page else []
    turn += [Button("Weitere", _code("m", found.first, page + 1))] if rest else []
    forms = (
        Button(texts.PICTURE, _code("p", found.first)),
        Button(texts.SHEET, _code("x", found.first)),
    )
    rows = (tuple(turn), forms, _neighbours(found, context.now, "m"), (back("pub:home"), MENU))
    text = texts.screen(found, shown, len(rest))
    await context.show(Screen(text, tuple(row for row in rows if row)))


@members_only(COORDINATION)
async def show_picture(update: Update, context: BotContext) -> None:
    """Show the month as a picture; in place, where the press was below one."""
    found = await _month(context)
    content = await asyncio.to_thread(_picture, found, context.now)
    forms = (
        Button(texts.TEXT, _code("m", found.first)),
        Button(texts.SHEET, _code("x", found.first)),
    )
    rows = (_neighbours(found, context.now, "p"), forms, (MENU,))
    screen = Screen(texts.caption(found), tuple(row for row in rows if row))
    post = context.work.post
    if _too_tall(content):
        name = texts.file_name(found.first, "png")
        await post.send_file(context.chat_id, name, content, screen.text, kept=False)
        return
    place = context.pressed_message() if _is_below_picture(context) else None
    await post.show_picture(context.chat_id, content, screen, place)


@members_only(COORDINATION)
async def send_sheet(update: Update, context: BotContext) -> None:
    """Send the month as a spreadsheet."""
    found = await _month(context)
    content = await asyncio.to_thread(_sheet, found)
    name = texts.file_name(found.first, "xlsx")
    await context.work.post.send_file(context.chat_id, name, content, texts.SHEET_CAPTION)


async def _month(context: BotContext) -> Month:
    """The month of the press; this one where it names none that is near."""
    first = _first(context.codes[1]) if len(context.codes) > 1 else None
    if first is None or not near(first, context.now):
        first = day_of(context.now).replace(day=1)
    return await month(context.work.diary, first, now=context.now)


def _first(code: str) -> date | None:
    year, number = int(code[:4]), int(code[4:])
    return date(year, number, 1) if 1 <= number <= 12 and year > 0 else None


def _neighbours(found: Month, now: datetime, form: str) -> Row:
    """To the month before and the one after."""
    before, after = later(found.first, -1), later(found.first, 1)
    buttons = (
        Button(texts.before(before), _code(form, before)),
        Button(texts.following(after), _code(form, after)),
    )
    return tuple(
        button for button, first in zip(buttons, (before, after), strict=True) if near(first, now)
    )


def _code(form: str, first: date, page: int = 0) -> str:
    page_code = f":{page}" if form == "m" else ""
    return f"ov:{form}:{first:%Y%m}{page_code}"


def _is_below_picture(context: BotContext) -> bool:
    message = context.press.message
    return isinstance(message, Message) and bool(message.photo)


def _too_tall(png: bytes) -> bool:
    return int.from_bytes(png[20:24], "big") > TALLEST


def _picture(found: Month, now: datetime) -> bytes:
    """What draws takes a while to load, and few need it."""
    from handlers._month_picture import month_picture

    return month_picture(found, now)


def _sheet(found: Month) -> bytes:
    from handlers._month_sheet import month_sheet

    return month_sheet(found)

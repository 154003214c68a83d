"""Pictures, sent and put in place of others, as Telegram takes them."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from telegram import InputMediaPhoto
from telegram.error import BadRequest

from tests.webchat.talking import ANNA, bot_of, serving
from tests.webchat.test_methods import KEYBOARD, OTHER


def png(width: int, height: int) -> bytes:
    """A blank picture."""
    written = BytesIO()
    Image.new("L", (width, height)).save(written, "PNG")
    return written.getvalue()


async def test_a_picture_gives_way_to_another_in_the_same_message() -> None:
    """With caption and buttons of its own; the page gets the new one."""
    async with serving() as server, bot_of(server) as bot:
        message = await bot.send_photo(ANNA, png(30, 20), "Eins", reply_markup=KEYBOARD)
        media = InputMediaPhoto(png(40, 20), "Zwei")
        await bot.edit_message_media(media, ANNA, message.message_id, reply_markup=OTHER)

        chat = server.world.chat(server.bot, ANNA)
        shown = chat.messages[message.message_id]
        assert (shown["caption"], shown["photo"][0]["width"]) == ("Zwei", 40)
        assert shown["reply_markup"]["inline_keyboard"][0][0]["text"] == "Nein"
        assert chat.files[message.message_id] == ("bild.png", png(40, 20))


@pytest.mark.parametrize("content", [b"no picture", png(21, 1), png(9999, 9000)])
async def test_what_is_no_picture_is_refused(content: bytes) -> None:
    """Neither other files nor what is too long or too large."""
    async with serving() as server, bot_of(server) as bot:
        with pytest.raises(BadRequest):
            await bot.send_photo(ANNA, content)


async def test_texts_and_pictures_do_not_take_each_others_place() -> None:
    """A text has no picture to change, a picture no text."""
    async with serving() as server, bot_of(server) as bot:
        text = await bot.send_message(ANNA, "Guten Tag")
        picture = await bot.send_photo(ANNA, png(30, 20))

        with pytest.raises(BadRequest):
            await bot.edit_message_media(InputMediaPhoto(png(9, 9)), ANNA, text.message_id)
        with pytest.raises(BadRequest):
            await bot.edit_message_text("Guten Tag", ANNA, picture.message_id)

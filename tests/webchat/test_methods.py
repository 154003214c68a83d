"""What bots do, and what they are refused, as by Telegram."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from aiohttp import ClientSession
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputFile, ReplyKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter

from tests.conftest import TOKEN
from tests.webchat.talking import ANNA, bot_of, serving
from webchat.server import FloodLimits, Server

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Ja", callback_data="yes")]])


async def post(server: Server, method: str, **sent: Any) -> tuple[int, dict[str, Any]]:
    """Call a method with what PTB would not let through."""
    async with (
        ClientSession() as session,
        session.post(f"{server.url}/bot{TOKEN}/{method}", **sent) as answer,
    ):
        return answer.status, await answer.json()


async def test_the_bot_is_a_bot() -> None:
    """Its own account, and messages dated in whole seconds of today."""
    async with serving() as server, bot_of(server) as bot:
        me = await bot.get_me()
        message = await bot.send_message(ANNA, "Guten Tag")

        assert me.is_bot
        assert me.id == int(TOKEN.partition(":")[0])
        assert message.from_user == me
        assert abs(message.date.timestamp() - time.time()) < 60
        stored = server.world.chat(server.bot, ANNA).messages[message.message_id]
        assert isinstance(stored["date"], int)


@pytest.mark.parametrize("way", ["data", "json", "params"])
async def test_parameters_come_as_form_json_or_query(way: str) -> None:
    """Clients differ; Telegram takes all three."""
    async with serving() as server:
        status, body = await post(server, "sendMessage", **{way: {"chat_id": ANNA, "text": "x"}})

    assert (status, body["result"]["text"]) == (200, "x")


async def test_a_document_arrives_whole() -> None:
    """Sent as multipart with attach://, fetched by the page."""
    async with serving() as server, bot_of(server) as bot:
        message = await bot.send_document(ANNA, InputFile(b"\x00BEGIN", filename="termin.ics"))
        async with (
            ClientSession() as session,
            session.get(f"{server.url}/chat/{ANNA}/file/{message.message_id}") as answer,
        ):
            content = await answer.read()

    assert message.document is not None
    assert message.document.file_name == "termin.ics"
    assert content == b"\x00BEGIN"


@pytest.mark.parametrize(
    ("text", "mode", "refused"),
    [
        ("a" * 4096, None, False),
        ("a" * 4097, None, True),
        ("<b>" + "a" * 4096 + "</b>", ParseMode.HTML, False),
        ("🙂" * 2048, None, False),
        ("🙂" * 2048 + "a", None, True),
        ("<b> </b>", ParseMode.HTML, True),
        ("<b>offen", ParseMode.HTML, True),
        ("<blink>x</blink>", ParseMode.HTML, True),
        ("1 < 2", ParseMode.HTML, True),
        ("1 &lt; 2 &amp; 3", ParseMode.HTML, False),
    ],
)
async def test_texts_are_measured_after_parsing_in_utf16(
    text: str, mode: str | None, refused: bool
) -> None:
    """1 to 4,096 units; broken HTML is refused, never guessed."""
    async with serving() as server, bot_of(server) as bot:
        if refused:
            with pytest.raises(BadRequest):
                await bot.send_message(ANNA, text, parse_mode=mode)
        else:
            await bot.send_message(ANNA, text, parse_mode=mode)


async def test_captions_are_shorter() -> None:
    """1,024 units."""
    async with serving() as server, bot_of(server) as bot:
        await bot.send_document(ANNA, InputFile(b"x", filename="x"), caption="a" * 1024)
        with pytest.raises(BadRequest, match=r"(?i)caption is too long"):
            await bot.send_document(ANNA, InputFile(b"x", filename="x"), caption="a" * 1025)


async def test_entities_count_utf16_units() -> None:
    """An emoji is two of them."""
    async with serving() as server, bot_of(server) as bot:
        message = await bot.send_message(ANNA, "🙂 <b>ja</b>", parse_mode=ParseMode.HTML)

    assert message.text == "🙂 ja"
    assert [(one.type, one.offset, one.length) for one in message.entities] == [("bold", 3, 2)]
    assert message.parse_entities() == {message.entities[0]: "ja"}


async def test_buttons_carry_64_bytes_at_most() -> None:
    """Bytes, not characters."""
    async with serving() as server, bot_of(server) as bot:
        for data, refused in (("ü" * 32, False), ("ü" * 32 + "x", True)):
            keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data=data)]])
            if refused:
                with pytest.raises(BadRequest, match=r"(?i)BUTTON_DATA_INVALID"):
                    await bot.send_message(ANNA, "x", reply_markup=keyboard)
            else:
                await bot.send_message(ANNA, "x", reply_markup=keyboard)


async def test_only_inline_keyboards_are_echoed() -> None:
    """A reply keyboard belongs to the chat, not to the message."""
    async with serving() as server, bot_of(server) as bot:
        inline = await bot.send_message(ANNA, "x", reply_markup=KEYBOARD)
        other: Any = await bot.send_message(ANNA, "x", reply_markup=ReplyKeyboardMarkup([["Ja"]]))

    assert inline.reply_markup == KEYBOARD
    assert other.reply_markup is None


async def test_an_edit_without_a_keyboard_drops_it() -> None:
    """And an edit that changes nothing is refused."""
    async with serving() as server, bot_of(server) as bot:
        sent = await bot.send_message(ANNA, "x", reply_markup=KEYBOARD)
        edited: Any = await bot.edit_message_text("y", ANNA, sent.message_id)

        assert edited.reply_markup is None
        with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
            await bot.edit_message_text("y", ANNA, sent.message_id)


async def test_what_is_not_there_is_refused() -> None:
    """Messages, chats and methods."""
    async with serving() as server, bot_of(server) as bot:
        with pytest.raises(BadRequest, match=r"(?i)message to delete not found"):
            await bot.delete_message(ANNA, 999)
        with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
            await bot.edit_message_text("x", ANNA, 999)
        with pytest.raises(BadRequest, match=r"(?i)chat not found"):
            await bot.send_message(999, "x")
        assert (await post(server, "sendNonsense"))[0] == 404


async def test_a_wrong_token_is_refused() -> None:
    """401, as PTB expects it."""
    async with serving() as server, bot_of(server, "1:wrong-token-of-no-worth") as bot:
        with pytest.raises(InvalidToken):
            await bot.get_me()


async def test_who_has_blocked_the_bot_gets_nothing() -> None:
    """403, until the person lets it in again."""
    async with serving() as server, bot_of(server) as bot:
        await server.world.block(server.bot, ANNA, blocked=True)
        with pytest.raises(Forbidden, match="blocked by the user"):
            await bot.send_message(ANNA, "x")

        await server.world.block(server.bot, ANNA, blocked=False)
        await bot.send_message(ANNA, "x")


async def test_a_press_is_answered_once() -> None:
    """Then its id is too old."""
    async with serving() as server, bot_of(server) as bot:
        sent = await bot.send_message(ANNA, "x", reply_markup=KEYBOARD)
        press = await server.world.press(server.bot, ANNA, sent.message_id, "yes")

        assert await bot.answer_callback_query(press, "Danke")
        with pytest.raises(BadRequest, match=r"(?i)query is too old"):
            await bot.answer_callback_query(press)


async def test_too_many_messages_are_told_to_wait() -> None:
    """429 with `retry_after`, for a chat and over all."""
    async with serving(limits=FloodLimits(overall=5, per_chat=2)) as server, bot_of(server) as bot:
        results = await asyncio.gather(
            *(bot.send_message(ANNA, str(number)) for number in range(4)), return_exceptions=True
        )

    refused = [one for one in results if isinstance(one, RetryAfter)]
    assert len(refused) == 2
    assert refused[0].retry_after == 1

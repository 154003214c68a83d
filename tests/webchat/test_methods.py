"""What bots do, and what they are refused, as by Telegram."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from aiohttp import ClientSession
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    MessageEntity,
    ReplyKeyboardMarkup,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter

from tests.conftest import TOKEN
from tests.webchat.talking import ANNA, BORIS, bot_of, serving
from webchat.server import FloodLimits, Server

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Ja", callback_data="yes")]])
OTHER = InlineKeyboardMarkup([[InlineKeyboardButton("Nein", callback_data="no")]])
REPLIES: Any = ReplyKeyboardMarkup([["Ja"]])  # PTB knows that edits take inline keyboards only


class Clock:
    """A clock of the server's own that stands still."""

    def __init__(self, moment: float) -> None:
        self.monotonic = lambda: moment
        self.time = time.time


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


@pytest.mark.parametrize("text", ["true", "false", "null", "0", "[]"])
async def test_a_text_is_never_taken_for_a_value(text: str) -> None:
    """Words that mean something in JSON stay words."""
    async with serving() as server, bot_of(server) as bot:
        assert (await bot.send_message(ANNA, text)).text == text


@pytest.mark.parametrize(
    ("method", "sent"),
    [
        ("sendMessage", {"text": "x"}),
        ("sendMessage", {"chat_id": "@anna", "text": "x"}),
        ("sendMessage", {"chat_id": ANNA, "text": "x", "reply_markup": "{"}),
        ("sendMessage", {"chat_id": ANNA, "text": "x", "reply_markup": {"inline_keyboard": 5}}),
        ("sendMessage", {"chat_id": ANNA, "text": "x", "reply_markup": {"inline_keyboard": [5]}}),
        (
            "sendMessage",
            {"chat_id": ANNA, "text": "x", "reply_markup": {"inline_keyboard": [[5]]}},
        ),
        ("sendMessage", {"chat_id": ANNA, "text": "x", "parse_mode": "Nonsense"}),
        ("sendDocument", {"chat_id": ANNA}),
        ("deleteMessage", {"chat_id": ANNA}),
        ("editMessageText", {"chat_id": ANNA, "message_id": "x", "text": "x"}),
        ("getUpdates", {"offset": "x"}),
    ],
)
async def test_wrong_parameters_are_refused(method: str, sent: dict[str, Any]) -> None:
    """Always with 400 and a reason, never with a crash; also where limits are counted."""
    async with serving(limits=FloodLimits(overall=9, per_chat=9)) as server:
        status, body = await post(server, method, json=sent)

    assert (status, body["ok"], body["error_code"]) == (400, False, 400)
    assert body["description"].startswith("Bad Request: ")


@pytest.mark.parametrize("attach", [False, True])
async def test_a_document_arrives_whole(attach: bool) -> None:
    """Sent as multipart, also with attach://, and fetched by the page."""
    async with serving() as server, bot_of(server) as bot:
        file = InputFile(b"\x00BEGIN", filename="termin.ics", attach=attach)
        message = await bot.send_document(ANNA, file)
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
        ("zu</b>", ParseMode.HTML, True),
        ("<b><i>x</b></i>", ParseMode.HTML, True),
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
    """1,024 units, also after parsing."""
    async with serving() as server, bot_of(server) as bot:
        file = InputFile(b"x", filename="x")
        bold = f"<b>{'🙂' * 512}</b>"
        message = await bot.send_document(ANNA, file, caption=bold, parse_mode=ParseMode.HTML)
        with pytest.raises(BadRequest, match=r"(?i)caption is too long"):
            await bot.send_document(ANNA, file, caption="🙂" * 512 + "a")

    assert [one.length for one in message.caption_entities] == [1024]


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


@pytest.mark.parametrize(
    "button",
    [
        {"text": "x"},
        {"text": "", "callback_data": "x"},
        {"text": "x", "callback_data": ""},
        {"text": "x", "callback_data": "x", "url": "https://example.org"},
        {"text": "x", "url": "tel:+4989000000"},
    ],
)
async def test_a_button_does_exactly_one_thing(button: dict[str, str]) -> None:
    """And opens only what Telegram opens; telephone numbers are not among it."""
    keyboard = {"inline_keyboard": [[button]]}
    async with serving() as server:
        sent = {"chat_id": ANNA, "text": "x", "reply_markup": keyboard}
        status, _ = await post(server, "sendMessage", json=sent)

    assert status == 400


async def test_only_inline_keyboards_are_echoed() -> None:
    """A reply keyboard belongs to the chat, not to the message; nor does a press carry it."""
    async with serving() as server, bot_of(server) as bot:
        inline = await bot.send_message(ANNA, "x", reply_markup=KEYBOARD)
        other = await bot.send_message(ANNA, "x", reply_markup=REPLIES)
        document = await bot.send_document(
            ANNA, InputFile(b"x", filename="x"), reply_markup=REPLIES
        )
        for message in (inline, other):
            await server.world.press(server.bot, ANNA, message.message_id, "yes")
        presses = [one.callback_query for one in await bot.get_updates(timeout=0)]

    assert inline.reply_markup == KEYBOARD
    assert (other.reply_markup, document.reply_markup) == (None, None)
    assert [one.message for one in presses if one] == [inline, other]
    assert presses[1] is not None
    assert presses[1].to_dict()["message"].get("reply_markup") is None


async def test_an_edit_without_a_keyboard_drops_it() -> None:
    """To keep the keyboard, it is sent again."""
    async with serving() as server, bot_of(server) as bot:
        sent = await bot.send_message(ANNA, "x", reply_markup=KEYBOARD)
        kept: Any = await bot.edit_message_text("y", ANNA, sent.message_id, reply_markup=KEYBOARD)
        dropped: Any = await bot.edit_message_text("z", ANNA, sent.message_id)

    assert (kept.text, kept.reply_markup) == ("y", KEYBOARD)
    assert (dropped.text, dropped.reply_markup) == ("z", None)


async def test_a_keyboard_is_changed_alone() -> None:
    """The text above it stays as it is, with what is bold in it."""
    async with serving() as server, bot_of(server) as bot:
        sent = await bot.send_message(
            ANNA, "<b>x</b>", parse_mode=ParseMode.HTML, reply_markup=KEYBOARD
        )
        place = (ANNA, sent.message_id)
        changed: Any = await bot.edit_message_reply_markup(*place, reply_markup=OTHER)
        dropped: Any = await bot.edit_message_reply_markup(*place)

    assert (changed.text, changed.entities, changed.reply_markup) == ("x", sent.entities, OTHER)
    assert (dropped.text, dropped.entities, dropped.reply_markup) == ("x", sent.entities, None)


async def test_an_edit_that_changes_nothing_is_refused() -> None:
    """Text, what is bold in it, or the keyboard: one of them has to differ."""
    bold = [MessageEntity(MessageEntity.BOLD, 0, 1)]
    async with serving() as server, bot_of(server) as bot:
        sent = await bot.send_message(ANNA, "x", reply_markup=KEYBOARD)
        place = (ANNA, sent.message_id)
        with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
            await bot.edit_message_text("x", *place, reply_markup=KEYBOARD)
        with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
            await bot.edit_message_reply_markup(*place, reply_markup=KEYBOARD)

        await bot.edit_message_text("x", *place, reply_markup=OTHER)
        await bot.edit_message_text("x", *place, reply_markup=OTHER, entities=bold)


async def test_what_cannot_be_edited() -> None:
    """People's messages, those with a reply keyboard, and no message into an empty one."""
    async with serving() as server, bot_of(server) as bot:
        typed = await server.world.say(server.bot, ANNA, {"text": "x"})
        replies = await bot.send_message(ANNA, "x", reply_markup=REPLIES)
        plain = await bot.send_message(ANNA, "x")

        for number in (typed, replies.message_id):
            with pytest.raises(BadRequest, match=r"(?i)message can't be edited"):
                await bot.edit_message_text("y", ANNA, number)
        with pytest.raises(BadRequest, match=r"(?i)inline keyboard expected"):
            await bot.edit_message_text("y", ANNA, plain.message_id, reply_markup=REPLIES)
        with pytest.raises(BadRequest, match=r"(?i)message text is empty"):
            await bot.edit_message_text(" ", ANNA, plain.message_id)


async def test_a_message_is_deleted_once() -> None:
    """Then it is not there."""
    async with serving() as server, bot_of(server) as bot:
        sent = await bot.send_message(ANNA, "x")

        assert await bot.delete_message(ANNA, sent.message_id)
        assert server.world.chat(server.bot, ANNA).messages == {}
        with pytest.raises(BadRequest, match=r"(?i)message to delete not found"):
            await bot.delete_message(ANNA, sent.message_id)


async def test_an_old_message_cannot_be_deleted() -> None:
    """Telegram lets bots delete for 48 hours."""
    async with serving() as server, bot_of(server) as bot:
        sent = await bot.send_message(ANNA, "x")
        stored = server.world.chat(server.bot, ANNA).messages[sent.message_id]
        stored["date"] = int(time.time()) - 49 * 3600

        with pytest.raises(BadRequest, match="can't be deleted"):
            await bot.delete_message(ANNA, sent.message_id)


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


async def test_an_old_press_is_not_answered() -> None:
    """After a quarter of an hour."""
    async with serving() as server, bot_of(server) as bot:
        sent = await bot.send_message(ANNA, "x", reply_markup=KEYBOARD)
        press = await server.world.press(server.bot, ANNA, sent.message_id, "yes")
        owner, person, moment = server.world.presses[press]
        server.world.presses[press] = (owner, person, moment - 16 * 60)

        with pytest.raises(BadRequest, match=r"(?i)query is too old"):
            await bot.answer_callback_query(press)


@pytest.mark.parametrize(
    ("limits", "passed"),
    [
        (FloodLimits(overall=3), 3),
        (FloodLimits(per_chat=2), 4),
        (FloodLimits(overall=9, per_chat=1), 2),
        (FloodLimits(), 8),
    ],
)
async def test_too_many_messages_are_told_to_wait(
    limits: FloodLimits, passed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """429 with `retry_after`, for a chat and over all; a second later there is room again."""
    moment = time.monotonic()
    async with serving(limits=limits) as server, bot_of(server) as bot:

        async def send() -> list[Any]:
            sending = (bot.send_message(one, "x") for one in (ANNA, BORIS) * 4)
            return await asyncio.gather(*sending, return_exceptions=True)

        monkeypatch.setattr("webchat.server.time", Clock(moment))
        results = await send()
        monkeypatch.setattr("webchat.server.time", Clock(moment + 2))
        later = await send()

    refused = [one for one in results if isinstance(one, RetryAfter)]
    assert len(refused) == len(results) - passed
    assert {one.retry_after for one in refused} <= {1}
    assert len([one for one in later if isinstance(one, RetryAfter)]) == len(refused)

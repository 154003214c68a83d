"""The methods of the Bot API, one function each, as strict as Telegram."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

from webchat.errors import bad_request
from webchat.keyboard import check_markup
from webchat.markup import parse_html, units
from webchat.people import BotAccount, Message, as_bots_see
from webchat.updates import Webhook
from webchat.world import PRESS_LIVES, World

Values = dict[str, Any]
Method = Callable[[World, BotAccount, Values], Awaitable[Any]]

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024
LONGEST_HOLD = 50  # seconds
LARGEST_PHOTO = 10 * 2**20  # bytes
PNG = b"\x89PNG"  # the only kind of picture taken here


async def get_me(world: World, bot: BotAccount, values: Values) -> Any:
    """Who the bot is."""
    return bot.as_user() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
    }


async def get_updates(world: World, bot: BotAccount, values: Values) -> Any:
    """Unconfirmed updates."""
    hold = min(_number(values, "timeout"), LONGEST_HOLD)
    limit = max(1, min(_number(values, "limit", 100), 100))
    kinds = values.get("allowed_updates") or []
    inbox = world.inboxes[bot.id]
    return await inbox.get(_number(values, "offset"), limit, hold, kinds)


async def set_webhook(world: World, bot: BotAccount, values: Values) -> Any:
    """Deliver updates to an address."""
    await delete_webhook(world, bot, {})
    inbox = world.inboxes[bot.id]
    if values.get("drop_pending_updates"):
        inbox.waiting.clear()
    if values.get("url"):
        connections = max(1, min(_number(values, "max_connections", 40), 100))
        secret = str(values.get("secret_token", ""))
        inbox.webhook = Webhook(inbox, str(values["url"]), secret, connections)
        await inbox.end_polls()
    return True


async def delete_webhook(world: World, bot: BotAccount, values: Values) -> Any:
    """Go back to getUpdates."""
    inbox = world.inboxes[bot.id]
    if inbox.webhook is not None:
        hook, inbox.webhook = inbox.webhook, None
        await hook.stop()
    return True


async def get_webhook_info(world: World, bot: BotAccount, values: Values) -> Any:
    """Where updates go."""
    inbox = world.inboxes[bot.id]
    return {
        "url": inbox.webhook.url if inbox.webhook is not None else "",
        "has_custom_certificate": False,
        "pending_update_count": len(inbox.waiting),
    }


async def send_message(world: World, bot: BotAccount, values: Values) -> Any:
    """A text."""
    world.open_chat(bot, _chat_id(values))
    content = _text(values, "text", LONGEST_TEXT)
    if not content["text"].strip():
        raise bad_request("message text is empty")
    message = await world.post(bot, _chat_id(values), content | _markup(values))
    return as_bots_see(message)


async def send_document(world: World, bot: BotAccount, values: Values) -> Any:
    """A file with an optional caption."""
    chat = world.open_chat(bot, _chat_id(values))
    file = values.get("document")
    if not isinstance(file, tuple):
        raise bad_request("there is no document in the request")
    name, content = file
    caption = _text(values, "caption", LONGEST_CAPTION) if values.get("caption") else {}
    number = world.counters.next("file")
    document = {
        "file_id": f"file-{number}",
        "file_unique_id": f"unique-{number}",
        "file_name": name,
        "file_size": len(content),
    }
    message = await world.post(
        bot, _chat_id(values), {"document": document} | caption | _markup(values)
    )
    chat.files[message["message_id"]] = (name, content)
    return as_bots_see(message)


async def send_photo(world: World, bot: BotAccount, values: Values) -> Any:
    """A picture with an optional caption."""
    chat = world.open_chat(bot, _chat_id(values))
    picture = _picture(values.get("photo"))
    message = await world.post(bot, _chat_id(values), _photo(world, values, picture))
    chat.files[message["message_id"]] = picture
    return as_bots_see(message)


async def edit_message_media(world: World, bot: BotAccount, values: Values) -> Any:
    """Another picture in the same message."""
    message = _own_message(world, bot, values, "photo")
    media = values.get("media")
    if not isinstance(media, dict) or media.get("type") != "photo":
        raise bad_request("only photos can be put here")
    picture = _picture(values.get(str(media.get("media")).removeprefix("attach://")))
    changed = _photo(world, {**media, "reply_markup": values.get("reply_markup")}, picture)
    chat_id = _chat_id(values)
    kept = {name: message[name] for name in ("message_id", "from", "chat", "date")}
    await world.replace(bot, chat_id, kept | changed)
    world.open_chat(bot, chat_id).files[message["message_id"]] = picture
    return kept | changed


def _picture(file: Any) -> tuple[str, bytes]:
    if not isinstance(file, tuple):
        raise bad_request("there is no photo in the request")
    _, content = file
    if not content.startswith(PNG) or len(content) > LARGEST_PHOTO:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = _sides(content)
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return "bild.png", content


def _sides(png: bytes) -> tuple[int, int]:
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def _photo(world: World, values: Values, picture: tuple[str, bytes]) -> Values:
    number, (width, height) = world.counters.next("file"), _sides(picture[1])
    size = {"width": width, "height": height, "file_size": len(picture[1])}
    names = {"file_id": f"file-{number}", "file_unique_id": f"unique-{number}"}
    caption = _text(values, "caption", LONGEST_CAPTION) if values.get("caption") else {}
    return {"photo": [names | size]} | caption | _markup(values)


async def edit_message_text(world: World, bot: BotAccount, values: Values) -> Any:
    """Change a message in place; without reply_markup its keyboard goes."""
    message = _own_message(world, bot, values)
    changed = _text(values, "text", LONGEST_TEXT)
    if not changed["text"].strip():
        raise bad_request("message text is empty")
    return await _replace(world, bot, message, changed | _markup(values))


async def edit_message_reply_markup(world: World, bot: BotAccount, values: Values) -> Any:
    """Change or drop the keyboard."""
    message = _own_message(world, bot, values)
    kept = {key: message[key] for key in ("text", "entities") if key in message}
    return await _replace(world, bot, message, kept | _markup(values))


async def delete_message(world: World, bot: BotAccount, values: Values) -> Any:
    """Take a message away."""
    await world.remove(bot, _chat_id(values), _number(values, "message_id"))
    return True


async def answer_callback_query(world: World, bot: BotAccount, values: Values) -> Any:
    """Stop a button's spinner, perhaps with a toast."""
    press = world.presses.pop(str(values.get("callback_query_id")), None)
    if press is None or press[0] != bot.id or time.monotonic() - press[2] > PRESS_LIVES:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = str(values.get("text") or "")
    if units(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    event = {"kind": "answered", "text": text, "alert": bool(values.get("show_alert"))}
    await world.tell(press[1], event)
    return True


async def answer_inline_query(world: World, bot: BotAccount, values: Values) -> Any:
    """Results of an inline query."""
    world.inline[str(values.get("inline_query_id"))] = values
    return True


async def send_chat_action(world: World, bot: BotAccount, values: Values) -> Any:
    """Show that the bot is typing."""
    world.open_chat(bot, _chat_id(values))
    await world.tell(_chat_id(values), {"kind": "typing"})
    return True


async def set_my_commands(world: World, bot: BotAccount, values: Values) -> Any:
    """The command menu, for everybody or for one chat."""
    commands = values.get("commands") or []
    scope = values.get("scope") or {"type": "default"}
    if scope.get("type") == "chat":
        world.chat(bot, int(scope["chat_id"])).commands = commands
        await world.tell(int(scope["chat_id"]), {"kind": "changed"})
    else:
        world.commands["default"] = commands
    return True


async def get_my_commands(world: World, bot: BotAccount, values: Values) -> Any:
    """The command menu."""
    scope = values.get("scope") or {"type": "default"}
    if scope.get("type") == "chat":
        return world.chat(bot, int(scope["chat_id"])).commands or []
    return world.commands.get("default", [])


async def get_chat(world: World, bot: BotAccount, values: Values) -> Any:
    """A private chat."""
    world.open_chat(bot, _chat_id(values))
    chat = world.people[_chat_id(values)].as_chat()
    return chat | {"accent_color_id": 0, "max_reaction_count": 0, "accepted_gift_types": GIFTS}


async def yes(world: World, bot: BotAccount, values: Values) -> Any:
    """Methods whose effect nobody sees here."""
    return True


GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription"), False
)

METHODS: dict[str, Method] = {
    "getme": get_me,
    "getupdates": get_updates,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
    "sendmessage": send_message,
    "senddocument": send_document,
    "sendphoto": send_photo,
    "editmessagemedia": edit_message_media,
    "editmessagetext": edit_message_text,
    "editmessagereplymarkup": edit_message_reply_markup,
    "deletemessage": delete_message,
    "answercallbackquery": answer_callback_query,
    "answerinlinequery": answer_inline_query,
    "sendchataction": send_chat_action,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "getchat": get_chat,
    "leavechat": yes,
    "setchatmenubutton": yes,
    "setmyname": yes,
    "setmydescription": yes,
    "setmyshortdescription": yes,
    "close": yes,
    "logout": yes,
}


def _chat_id(values: Values) -> int:
    try:
        return int(values["chat_id"])
    except KeyError:
        raise bad_request("chat_id is empty") from None
    except (TypeError, ValueError):
        raise bad_request("chat not found") from None


def _number(values: Values, field: str, otherwise: int = 0) -> int:
    try:
        return int(values.get(field) or otherwise)
    except (TypeError, ValueError):
        raise bad_request(f"{field} is not a number") from None


def _text(values: Values, field: str, longest: int) -> Values:
    source = str(values.get(field) or "")
    mode = str(values.get("parse_mode") or "").lower()
    if mode == "html":
        text, entities = parse_html(source)
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        text, entities = source, values.get("entities") or []
    if units(text) > longest:
        too_long = "message is too long" if field == "text" else "message caption is too long"
        raise bad_request(too_long)
    found = {field: text}
    name = "entities" if field == "text" else "caption_entities"
    return found | ({name: entities} if entities else {})


def _markup(values: Values) -> Values:
    markup = check_markup(values.get("reply_markup"))
    return {"reply_markup": markup} if markup else {}


def _own_message(world: World, bot: BotAccount, values: Values, content: str = "text") -> Message:
    chat = world.open_chat(bot, _chat_id(values))
    message = chat.messages.get(_number(values, "message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    own = message["from"]["id"] == bot.id and content in message
    if not own or as_bots_see(message) is not message:  # nor one sent with a reply keyboard
        raise bad_request("message can't be edited")
    return message


async def _replace(world: World, bot: BotAccount, message: Message, changed: Values) -> Any:
    if as_bots_see(changed) is not changed:
        raise bad_request("inline keyboard expected")
    same = ("text", "entities", "reply_markup")
    if {key: message.get(key) for key in same} == {key: changed.get(key) for key in same}:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are "
            "exactly the same as a current content and reply markup of the message"
        )
    kept = {key: value for key, value in message.items() if key not in same}
    edited = kept | changed
    await world.replace(bot, message["chat"]["id"], edited)
    return edited


def decode(values: dict[str, Any]) -> Values:
    """Form values as JSON values where they are such."""
    decoded: Values = {}
    for name, value in values.items():
        if isinstance(value, str) and name in JSON_FIELDS:
            try:
                decoded[name] = json.loads(value)
            except ValueError:
                raise bad_request(f"can't parse {name} JSON object") from None
        elif name in FLAGS and value in ("true", "false"):
            decoded[name] = value == "true"
        else:
            decoded[name] = value
    return decoded


FLAGS = ("drop_pending_updates", "show_alert")  # a text may well be "true"
JSON_FIELDS = (
    "reply_markup", "entities", "caption_entities", "commands", "scope", "allowed_updates",
    "results", "button", "link_preview_options", "message_ids", "menu_button", "media",
)  # fmt: skip

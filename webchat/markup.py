"""Telegram's HTML: tags become entities, counted in UTF-16 units; anything else is refused."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from webchat.errors import bad_request

Entity = dict[str, Any]

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "tg-spoiler": "spoiler",
    "blockquote": "blockquote",
}
PIECE = re.compile(
    r"<(?P<close>/)?(?P<tag>[a-zA-Z-]+)(?P<rest>[^<>]*)>|(?P<entity>&[#\w]+;)|(?P<bad>[<>])"
)
HREF = re.compile(r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))""")
NAMED = ("&lt;", "&gt;", "&amp;", "&quot;")


def units(text: str) -> int:
    """Length in UTF-16 code units, which is how Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Text and entities of *source*.

    Raises:
        ApiError: an unknown, unclosed or misplaced tag, as Telegram words it.
    """
    text: list[str] = []
    entities: list[Entity] = []
    open_tags: list[tuple[str, int, Entity]] = []
    length = at = 0
    for piece in PIECE.finditer(source):
        plain = source[at : piece.start()]
        text.append(plain)
        length += units(plain)
        at = piece.end()
        if piece["bad"]:
            raise _refused(f'Unsupported start tag "" at byte offset {piece.start()}')
        if piece["entity"]:
            character = _character(piece["entity"])
            text.append(character)
            length += units(character)
        elif piece["close"]:
            entities += _close(open_tags, piece["tag"].lower(), length, piece.start())
        else:
            open_tags.append(_open(piece, length))
    if open_tags:
        raise _refused(f"Can't find end tag corresponding to start tag {open_tags[-1][0]}")
    text.append(source[at:])
    return "".join(text), sorted(entities, key=lambda one: (one["offset"], -one["length"]))


def _open(piece: re.Match[str], length: int) -> tuple[str, int, Entity]:
    tag = piece["tag"].lower()
    if tag not in TAGS:
        raise _refused(f'Unsupported start tag "{tag}" at byte offset {piece.start()}')
    entity: Entity = {"type": TAGS[tag], "offset": length}
    if tag == "a":
        href = HREF.search(piece["rest"])
        entity["url"] = unescape(next((one for one in href.groups() if one), "")) if href else ""
    return tag, length, entity


def _close(
    open_tags: list[tuple[str, int, Entity]], tag: str, length: int, place: int
) -> list[Entity]:
    if not open_tags:
        raise _refused(f"Unexpected end tag at byte offset {place}")
    opened, start, entity = open_tags.pop()
    if opened != tag:
        raise _refused(
            f'Unmatched end tag at byte offset {place}, expected "</{opened}>", found "</{tag}>"'
        )
    entity["length"] = length - start
    if entity["length"] == 0 or (tag == "a" and not entity["url"]):
        return []
    return [entity]


def _character(entity: str) -> str:
    return unescape(entity) if entity in NAMED or entity.startswith("&#") else entity


def _refused(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")


COMMAND = re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,32}(?:@\w+)?")
URL = re.compile(r"https?://[^\s]+")
MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
FOUND = (("bot_command", COMMAND), ("url", URL), ("email", MAIL))


def entities_of(text: str) -> list[Entity]:
    """What Telegram itself marks in a typed text."""
    entities = [
        {"type": kind, "offset": units(text[: one.start()]), "length": units(one[0])}
        for kind, pattern in FOUND
        for one in pattern.finditer(text)
    ]
    return sorted(entities, key=lambda one: one["offset"])

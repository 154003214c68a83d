"""Random updates: no unhandled error, and each member's message is answered.

Three hundred in the normal run, two thousand under the marker `long`. Every update type PTB
knows, garbage behind buttons, wrong roles. They go through the same door as Telegram's: raw, into
the processing.
"""

from __future__ import annotations

import asyncio
import itertools
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import func, select
from telegram import Update

from storage.tables import SetAsideRow
from team.members import Role
from tests.chat import Chat, Town

RUNS = [300, pytest.param(2_000, marks=pytest.mark.long)]
ids = itertools.count(10_000_000)

DATE = 1_780_000_000
WORDS = some.one_of(
    some.text(min_size=1, max_size=60),
    some.sampled_from(
        ["/start", "/start x", "/meine", "/beratung", "/tische", "/team", "/abbrechen", "/hilfe",
         "/meinedaten", "/loeschen",
         "/x@y", "schulden", "morgen 9 Uhr", "31.02. 10 Uhr", "1", "Menü", "‹ Zurück", "Ja",
         "sie will nicht mehr leben", "Familie Mustermann", "\u200b", "🙂", "a" * 4096],
    ),
)  # fmt: skip
CODES = some.one_of(
    some.text(max_size=64),
    some.from_regex(
        r"(?:f:(?:p|o|a|t|k|kk|new|c|fl)|s:(?:list|keep|drop|unwatch)|n:(?:count|lack|watch)"
        r"|g:(?:begin|age|cat|theme|will|there|go|back)|pass!?|b:(?:list|slots|slot|seat|family|theme|age|lang|book|back|mine"
        r"|cancel|cancel!|what)|pub:(?:home|new|when|repeat|place|mod|seats|go|step|back|list|t|no)"
        r"|team:(?:home|invite|list|m|role|role!|block|block!|unblock)"
        r"|arr:(?:yes|no|notice|inst|ok|change|field|func|back)|em:(?:card|after)|me:(?:data|erase)|ex|menu|help|privacy)(?::[\w.!-]{0,12}){0,3}",
        fullmatch=True,
    ),
)
FILE = {"file_id": "a", "file_unique_id": "b"}
CONTENTS = some.one_of(
    WORDS.map(lambda words: {"text": words}),
    WORDS.map(lambda words: {"photo": [{**FILE, "width": 1, "height": 1}], "caption": words}),
    some.sampled_from(
        [
            {"voice": {**FILE, "duration": 1}},
            {"audio": {**FILE, "duration": 1}},
            {"video": {**FILE, "duration": 1, "width": 1, "height": 1}},
            {"video_note": {**FILE, "duration": 1, "length": 1}},
            {"document": FILE},
            {"contact": {"phone_number": "+4930230000000", "first_name": "x"}},
            {"location": {"longitude": 1.0, "latitude": 1.0}},
            {"dice": {"emoji": "🎲", "value": 2}},
            {"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0,
                      "is_closed": False, "is_anonymous": True, "type": "regular",
                      "allows_multiple_answers": False, "allows_revoting": False,
                      "members_only": False}},
            {"new_chat_title": "x"},
            {"delete_chat_photo": True},
            {"pinned_message": {"message_id": 1, "date": 0,
                                "chat": {"id": 1, "type": "private"}}},
        ]
    ),
)  # fmt: skip


def private(chat: Chat) -> dict[str, Any]:
    """The private chat of a person."""
    return {"id": chat.person, "type": "private", "first_name": "Beispiel"}


def user(chat: Chat) -> dict[str, Any]:
    """The person."""
    return {"id": chat.person, "is_bot": False, "first_name": "Beispiel"}


def message(chat: Chat, content: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A message in a private chat."""
    return {
        "message_id": 3,
        "date": DATE,
        "chat": private(chat),
        "from": user(chat),
        **content,
        **more,
    }


def other_update(kind: str, chat: Chat, words: str) -> dict[str, Any]:
    """An update that is neither a private message nor a press."""
    group = {"id": -100, "type": "supergroup", "title": "Gruppe"}
    standing = {"user": user(chat), "status": "member"}
    bodies: dict[str, dict[str, Any]] = {
        "edited_message": message(chat, {"text": words}, edit_date=DATE),
        "channel_post": {"message_id": 1, "date": DATE, "chat": group | {"type": "channel"}},
        "edited_channel_post": {"message_id": 1, "date": DATE, "chat": group},
        "inline_query": {"id": "1", "from": user(chat), "query": words, "offset": ""},
        "chosen_inline_result": {"result_id": "1", "from": user(chat), "query": words},
        "shipping_query": {"id": "1", "from": user(chat), "invoice_payload": "x",
                           "shipping_address": dict.fromkeys(
                               ("country_code", "state", "city", "street_line1", "street_line2",
                                "post_code"), "x")},
        "pre_checkout_query": {"id": "1", "from": user(chat), "currency": "EUR",
                               "total_amount": 1, "invoice_payload": "x"},
        "poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0,
                 "is_closed": True, "is_anonymous": True, "type": "quiz",
                 "allows_multiple_answers": False, "allows_revoting": False,
                 "members_only": False},
        "poll_answer": {"poll_id": "1", "user": user(chat), "option_ids": [0],
                        "option_persistent_ids": ["a"]},
        "my_chat_member": {"chat": private(chat), "from": user(chat), "date": DATE,
                           "old_chat_member": standing, "new_chat_member": standing},
        "chat_member": {"chat": group, "from": user(chat), "date": DATE,
                        "old_chat_member": standing, "new_chat_member": standing},
        "chat_join_request": {"chat": group, "from": user(chat), "date": DATE,
                              "user_chat_id": chat.person},
        "message_reaction": {"chat": private(chat), "message_id": 1, "date": DATE,
                             "user": user(chat), "old_reaction": [], "new_reaction": []},
        "message_reaction_count": {"chat": group, "message_id": 1, "date": DATE, "reactions": []},
        "chat_boost": {"chat": group, "boost": {"boost_id": "1", "add_date": DATE,
                       "expiration_date": DATE,
                       "source": {"source": "premium", "user": user(chat)}}},
        "removed_chat_boost": {"chat": group, "boost_id": "1", "remove_date": DATE,
                               "source": {"source": "premium", "user": user(chat)}},
        "business_message": message(chat, {"text": words}),
        "edited_business_message": message(chat, {"text": words}),
        "deleted_business_messages": {"business_connection_id": "1", "chat": private(chat),
                                      "message_ids": [1]},
        "purchased_paid_media": {"from": user(chat), "paid_media_payload": "x"},
        "business_connection": {"id": "1", "user": user(chat), "user_chat_id": chat.person,
                                "date": DATE, "is_enabled": True},
    }  # fmt: skip
    return {kind: bodies.get(kind, {"unreadable": words})}


KINDS = [kind for kind in Update.ALL_TYPES if kind not in ("message", "callback_query")]


@pytest.mark.parametrize("runs", RUNS)
async def test_random_updates_are_all_handled(town: Town, runs: int) -> None:
    """Nothing is set aside, whatever arrives; members are answered."""
    people = [await town.member(role) for role in Role]
    people.append(await town.stranger())
    aside = await set_aside(town)

    @settings(
        max_examples=runs,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        who=some.integers(0, 3),
        content=CONTENTS,
        codes=CODES,
        kind=some.sampled_from(KINDS),
        way=some.sampled_from(
            ["message", "message", "press", "press", "pressed elsewhere", "other"]
        ),
        where=some.integers(0, 10**6),
    )
    def one(
        who: int, content: dict[str, Any], codes: str, kind: str, way: str, where: int
    ) -> None:
        updates.append((who, content, codes, kind, way, where))

    updates: list[tuple[int, dict[str, Any], str, str, str, int]] = []
    one()

    async def live(who: int) -> None:
        for sender, content, codes, kind, way, where in updates:
            if sender != who:
                continue
            chat, before = people[who], newest(town, people[who])
            await town.lotse.processing.handle(raw(chat, content, codes, kind, way, where))
            await town.lotse.sender.settle()
            if way == "message" and who < 3:
                assert newest(town, chat) > before, content

    await asyncio.gather(*(live(who) for who in range(len(people))))

    assert len(updates) >= runs
    assert await set_aside(town) == aside


def raw(
    chat: Chat, content: dict[str, Any], codes: str, kind: str, way: str, where: int
) -> dict[str, Any]:
    """One update as Telegram would send it."""
    number = next(ids)
    if way == "message":
        return {"update_id": number, "message": message(chat, content)}
    press = {"id": str(number), "from": user(chat), "chat_instance": "x", "data": codes or "x"}
    if way == "press":
        press["message"] = message(chat, {"text": "x"}, message_id=where)
        return {"update_id": number, "callback_query": press}
    if way == "pressed elsewhere":
        press["inline_message_id"] = str(where)
        return {"update_id": number, "callback_query": press}
    words = str(content.get("text", "x"))
    return {"update_id": number, **other_update(kind, chat, words)}


def newest(town: Town, chat: Chat) -> int:
    """Id of the newest message in this chat; it rises with each message the bot sends."""
    return max(town.server.world.chat(town.server.bot, chat.person).messages, default=0)


async def set_aside(town: Town) -> int:
    """Updates that failed, except those that PTB itself cannot read."""
    statement = (
        select(func.count())
        .select_from(SetAsideRow)
        .where(SetAsideRow.update_type != "unreadable")
    )
    async with town.lotse.database.read() as session:
        return int(await session.scalar(statement) or 0)

"""Words that stand in no file: a screen holds a mark for them, and the sender puts them in.

The outbox is on disk. Words their author has not confirmed wait in memory only; the codes of
invitations and of seats that are passed on, and a calendar's secret, are worked out from a key
outside the database. None may be read in a parcel.
A mark looks like a tag, so no escaped words can hold one, and Telegram refuses one that is left.
"""

from __future__ import annotations

import re

from consultations import proxies
from consultations.subscribing import Feed, secret_of
from handlers._memory import Draft, Memory
from handlers._screen import plain
from team.invitations import code_of

MARK = re.compile(r"<(draft|code|proxy|own|tables):([\w-]+)>")


class Forgotten(Exception):
    """The words are no longer in memory: a quarter of an hour or a restart has passed."""


def draft(kind: Draft) -> str:
    """A mark for the words of this kind that wait in the reader's memory."""
    return f"<draft:{kind}>"


def invitation_code(nonce: str) -> str:
    """A mark for the code of the invitation made with this nonce."""
    return f"<code:{nonce}>"


def proxy_code(nonce: str) -> str:
    """A mark for the code that passes a seat on, made with this nonce."""
    return f"<proxy:{nonce}>"


def feed_secret(feed: Feed, nonce: str) -> str:
    """A mark for the secret in a calendar's address made with this nonce."""
    return f"<{feed}:{nonce}>"


class Unwritten:
    """Puts the words in at the last moment."""

    def __init__(self, memory: Memory, invitation_key: bytes) -> None:
        self._memory = memory
        self._key = invitation_key

    def put_into(self, text: str, chat_id: int) -> str:
        """The text as the person in this chat reads it.

        Raises:
            Forgotten: words it needs are gone.
        """
        return MARK.sub(lambda mark: self._words(mark[1], mark[2], chat_id), text)

    def _words(self, what: str, which: str, chat_id: int) -> str:
        if what == "code":
            return code_of(self._key, which)
        if what == "proxy":
            return proxies.proxy_code(self._key, which)
        if what in list(Feed):
            return secret_of(Feed(what), self._key, which)
        words = self._memory.recall(chat_id, which, str)
        if words is None:
            raise Forgotten
        return plain(words)

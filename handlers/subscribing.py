"""Journey "Kalender abonnieren": a secret address that a calendar looks at by itself.

The address is shown once; its secret is put in when it is sent, and only a hash is kept. Buttons:
`cal:home`, `cal:new`, `cal:end`.
"""

from __future__ import annotations

from telegram import Update

from consultations.subscribing import Feed, subscribe, unsubscribe
from handlers._context import BotContext
from handlers._gate import members_only
from handlers._screen import MENU, Button, Screen, back
from handlers._unwritten import feed_secret
from handlers.texts import calendars as texts
from team.members import Role

LAST_ROW = (back("b:mine"), MENU)


@members_only()
async def home(update: Update, context: BotContext) -> None:
    """Say what a subscription is, and offer what can be done with it."""
    if not context.house.public_url:
        await context.show(Screen(texts.NOT_OFFERED, (LAST_ROW,)))
        return
    has_feed = context.member.has_feed
    buttons = [Button(texts.ANOTHER if has_feed else texts.NEW, "cal:new")]
    if has_feed:
        buttons.append(Button(texts.END, "cal:end"))
    await context.show(Screen(texts.about(has_feed=has_feed), (tuple(buttons), LAST_ROW)))


@members_only()
async def renew(update: Update, context: BotContext) -> None:
    """Give a new address and show it; the one before ends."""
    public_url, member = context.house.public_url, context.member
    if not public_url:
        await home(update, context)
        return
    nonce = await subscribe(context.work.members, member, context.house.invitation_key)
    own, tables = (
        texts.address(public_url, feed_secret(feed, nonce)) for feed in (Feed.OWN, Feed.TABLES)
    )
    text = texts.addresses(own, tables if member.role is Role.COORDINATOR else None)
    row = (Button(texts.ANOTHER, "cal:new"), Button(texts.END, "cal:end"))
    await context.show(Screen(text, (row, LAST_ROW)))


@members_only()
async def end(update: Update, context: BotContext) -> None:
    """End the address."""
    await unsubscribe(context.work.members, context.member)
    await context.show(Screen(texts.ENDED, (LAST_ROW,)))

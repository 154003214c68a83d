"""Joins the parts: database, search, handlers, sender, and the way updates come in."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import warnings
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

from telegram import Bot, BotCommand
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ContextTypes
from telegram.request import BaseRequest, HTTPXRequest
from telegram.warnings import PTBUserWarning

from bot.delivery import Delivery
from bot.feeds import Feeds
from bot.incoming import Incoming, unreachable
from bot.jobs import Jobs
from bot.keeper import Keeper
from bot.keys import invitation_key
from bot.knowledge import load_knowledge
from bot.memory import settle_down
from bot.opening import check_database, make_database, open_database
from bot.outbox import Limits, Outbox
from bot.post import UnitPost
from bot.processing import Processing
from bot.refusal import StartRefused
from bot.request import AiohttpRequest
from bot.settings import Settings
from handlers._context import App, BotContext
from handlers._dialogues import Dialogues
from handlers._memory import Memory
from handlers._unwritten import Unwritten
from handlers._work import House
from handlers.menus import BEFORE_ARRIVAL
from handlers.porch import pause
from handlers.registry import register
from storage.members import SqlMembers
from storage.outbox import OutboxStore
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


async def until_stopped() -> None:
    """Return on Ctrl-C or a termination signal."""
    stopped = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: KeyboardInterrupt does it
            asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    settle_down()
    await stopped.wait()


class Lotse:
    """The running bot; `running` starts it and takes it down in order."""

    def __init__(self, settings: Settings, now: Callable[[], datetime] = utc_now) -> None:
        self.settings = settings
        self.now = now
        self.database = make_database(settings)
        self.app = build(settings)
        self.memory = Memory(now)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run from the first update to the last reply.

        Raises:
            StartRefused: a setting does not let us start; nothing has been written by then.
        """
        async with contextlib.AsyncExitStack() as stack:
            self.settings.check()
            stack.push_async_callback(self.app.bot.shutdown)
            await check_api(self.app.bot, self.settings)
            stack.push_async_callback(self.database.close)
            await check_database(self.database, self.settings)
            feeds = Feeds(self.database, self.now)
            routes = feeds.routes() if self.settings.public_url else []
            incoming = Incoming(self.app.bot, self.settings, routes)
            stack.push_async_callback(incoming.stop)
            await incoming.announce()
            await open_database(self.database, self.settings)
            self.invitation_key = invitation_key(self.settings.data_dir)
            await self.app.initialize()
            stack.push_async_callback(self.app.shutdown)
            await self._serve(stack, incoming)
            feeds.open()
            yield

    async def _serve(self, stack: contextlib.AsyncExitStack, incoming: Incoming) -> None:
        house = await self._house()
        sender = self._sender()
        self.sender = sender
        processing = Processing(
            self.app, self.database, house, sender, self.settings.handler_seconds
        )
        self.processing = processing
        await sender.start()
        stack.push_async_callback(sender.stop)
        sweeps = (sender.sweep, processing.sweep)
        keeper = Keeper(
            self.database, self.app.bot, self.memory, self.now, sender.wake, house.index.offer
        )
        jobs = Jobs(keeper, sweeps)
        self.jobs = jobs
        stack.push_async_callback(jobs.stop)
        jobs.start()
        with contextlib.suppress(TelegramError):
            await self.app.bot.set_my_commands([BotCommand(*pair) for pair in BEFORE_ARRIVAL])
        incoming.start(processing.handle)
        stack.push_async_callback(incoming.stop)

    async def _house(self) -> House:
        knowledge = await load_knowledge(self.database, self.settings.controller)
        return House(
            space=knowledge.space,
            bot_username=self.app.bot.username,
            invitation_key=self.invitation_key,
            index=knowledge.index,
            known_public=knowledge.known_public,
            memory=self.memory,
            now=self.now,
            public_url=self.settings.public_url,
        )

    def _sender(self) -> Outbox:
        store = OutboxStore(self.database)
        limits = Limits(self.settings.send_per_second, self.settings.send_per_chat)
        delivery = Delivery(self.app.bot, Unwritten(self.memory, self.invitation_key))
        return Outbox(store, delivery, limits, self.now, self._blocked_by)

    async def _blocked_by(self, chat_id: int) -> None:
        """Pause a member who has blocked the bot, found out while sending; tell coordinators."""
        async with UnitOfWork(self.database) as unit:
            members, post = SqlMembers(unit), UnitPost(unit, self.now(), None, Dialogues())
            member = await members.by_telegram(chat_id)
            if member is not None:
                await pause(members, post, member, self.now())
            await unit.commit()
        for told in post.touched:
            self.sender.wake(told)


def build(settings: Settings) -> App:
    """Make the python-telegram-bot application with all our handlers."""
    # A press on a message over 48 hours old: we use its id only, which PTB cannot know.
    warnings.filterwarnings("ignore", ".*InaccessibleMessage", PTBUserWarning)
    # We read both of its types, seconds and timedelta.
    warnings.filterwarnings("ignore", ".*attribute `retry_after`", PTBUserWarning)
    app: App = (
        Application.builder()
        .token(settings.token)
        .base_url(f"{settings.api_root}/bot")
        .base_file_url(f"{settings.api_root}/file/bot")
        .request(request_for(settings))
        .get_updates_request(request_for(settings))
        .context_types(ContextTypes(context=BotContext))
        .updater(None)
        .job_queue(None)
        .build()
    )
    register(app)
    return app


def request_for(settings: Settings) -> BaseRequest:
    """The way to the Bot API that the settings ask for."""
    if settings.http_backend == "httpx":
        return HTTPXRequest(connection_pool_size=64)
    return AiohttpRequest()


async def check_api(bot: Bot, settings: Settings) -> None:
    """Ask Telegram who we are, before anything is written.

    Raises:
        StartRefused: the token is refused, or the Bot API cannot be reached.
    """
    try:
        await bot.initialize()
    except InvalidToken:
        raise StartRefused(
            "LOTSE_TELEGRAM_TOKEN",
            f"refused by {settings.api_root}",
            "copy the token from BotFather again",
        ) from None
    except TelegramError as error:
        raise unreachable(settings, error) from None

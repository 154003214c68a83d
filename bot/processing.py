"""One update, one unit of work.

Its effects, the dialogue's step, the replies and the mark "handled" are committed together, or
not at all.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.delivery import NO_PREVIEW
from bot.lanes import Lanes
from bot.outbox import Outbox
from bot.post import UnitPost
from consultations.asking import AskedMembers
from consultations.booking import Diary
from consultations.reminders import Reminders
from consultations.series import SeriesKept
from consultations.waiting import WaitingList
from handlers import typed
from handlers._context import TYPED_PRESS, App
from handlers._dialogues import Dialogue, Dialogues
from handlers._work import Answer, House, current_work
from handlers.errors import answer_set_aside
from knowledge.offers import Offers
from needs.shelf import Shelf
from needs.signals import NeedSignals
from storage import dialogues, inbox, outbox
from storage.asked import SqlAskedMembers
from storage.audit import SqlAudit
from storage.database import Database, is_away
from storage.diary import SqlDiary
from storage.invitations import SqlInvitations
from storage.members import SqlMembers
from storage.needs import SqlNeedSignals, SqlShelf
from storage.offers import SqlOffers
from storage.records import SqlRecords
from storage.reminders import SqlReminders
from storage.series import SqlSeries
from storage.unit_of_work import UnitOfWork
from storage.waiting import SqlWaitingList
from team.audit import Audit
from team.invitations import Invitations
from team.members import Member, Members, MemberState
from team.records import Records

log = logging.getLogger(__name__)

TRIES = 3
SUSPICION = timedelta(minutes=1)  # how long a chat that hung gets less time
SUSPECT_SHARE = 0.1  # of the usual time, so that one chat cannot hold up the fetching for all


@dataclass(slots=True)
class UnitWork:
    """What handlers see of one unit of work (`handlers._work.Work`)."""

    unit: UnitOfWork
    house: House
    member: Member | None
    dialogues: Dialogues
    post: UnitPost
    members: Members
    invitations: Invitations
    audit: Audit
    diary: Diary
    waiting: WaitingList
    asked: AskedMembers
    reminders: Reminders
    series: SeriesKept
    offers: Offers
    signals: NeedSignals
    shelf: Shelf
    records: Records
    erased: bool = False
    answer: Answer = field(default_factory=Answer)
    on_commit: list[Callable[[], None]] = field(default_factory=list)
    before_commit: list[Callable[[], None]] = field(default_factory=list)
    failure: BaseException | None = None


class Overtaken(Exception):
    """The member who acts was blocked or got another role meanwhile; the update is tried anew."""


class Processing:
    """Takes raw updates and sees each of them through."""

    def __init__(
        self, app: App, database: Database, house: House, sender: Outbox, seconds: float
    ) -> None:
        self._app = app
        self._database = database
        self._house = house
        self._sender = sender
        self._seconds = seconds
        self._lanes = Lanes()
        self._suspects: dict[int, datetime] = {}
        self._answers: set[asyncio.Task[None]] = set()

    async def handle(self, raw: dict[str, Any]) -> None:
        """Return once the update's effects are committed, now or earlier."""
        try:
            update = Update.de_json(raw, self._app.bot)
        except Exception as error:  # what Telegram sends and PTB cannot read must not stop us
            log.error("update %d cannot be read: %s", raw["update_id"], type(error).__name__)
            await self._pass_over(raw, error)
            return
        lane = _lane(update)
        await self._lanes.run(lane, lambda: self._see_through(update, lane))

    async def _pass_over(self, raw: dict[str, Any], error: Exception) -> None:
        """Set aside what cannot even be read; who wrote it in private still gets an answer."""
        now, update_id, chat_id = self._house.now(), raw["update_id"], _writer_of(raw)
        async with UnitOfWork(self._database) as unit:
            if await inbox.was_handled(unit, self._app.bot.id, update_id):
                return
            work = await self._work(unit, chat_id, chat_id, now)
            await self._note_set_aside(work, update_id, "unreadable", error, chat_id)
            message_id = raw["message"].get("message_id") if chat_id is not None else None
            if chat_id is not None and isinstance(message_id, int):
                await outbox.note_received(unit, chat_id, message_id, now, now)
            await inbox.mark_handled(unit, self._app.bot.id, update_id, now)
            await unit.commit()
        self._after_commit(work)

    async def _see_through(self, update: Update, lane: int) -> None:
        """Try; what fails three times, or hangs once, is set aside with an answer.

        That the database is away is no fault of the update: whoever brought it tries again.
        """
        failure: Exception
        for attempt in range(1, TRIES + 1):
            try:
                await self._once(update, self._patience(lane))
                return
            except Overtaken as error:
                failure = error
            except Exception as error:
                if is_away(error):
                    raise
                failure = error
                log.error("update %d, try %d", update.update_id, attempt, exc_info=error)
            if isinstance(failure, TimeoutError):
                self._suspects[lane] = self._house.now() + SUSPICION
                break
        await self._set_aside(update, failure)

    def _patience(self, lane: int) -> float:
        until = self._suspects.get(lane)
        if until is None or until <= self._house.now():
            return self._seconds
        return self._seconds * SUSPECT_SHARE

    def sweep(self) -> int:
        """Forget the chats that hung some time ago; returns how many."""
        now = self._house.now()
        past = [lane for lane, until in self._suspects.items() if until <= now]
        for lane in past:
            del self._suspects[lane]
        return len(past)

    async def _once(self, update: Update, seconds: float) -> None:
        async with self._open(update) as work:
            if work is None:
                # The connection may have failed after a commit that went through.
                await self._sender.start()
                return
            acting = typed.as_press(update, work.dialogues) or update
            async with asyncio.timeout(seconds) as clock:
                work.unit.clock = clock
                await self._dispatch(acting, work)
                work.unit.clock = None
            await _check_standing(work)
            await self._close(update, work)
        self._sent_off(acting, work)

    @contextlib.asynccontextmanager
    async def _open(self, update: Update) -> Any:
        now = self._house.now()
        async with UnitOfWork(self._database) as unit:
            if await inbox.was_handled(unit, self._app.bot.id, update.update_id):
                yield None
                return
            user = update.effective_user
            user_id = user.id if user is not None else None
            work = await self._work(unit, _private_chat(update), user_id, now)
            token = current_work.set(work)
            try:
                yield work
            finally:
                current_work.reset(token)

    async def _work(
        self, unit: UnitOfWork, chat_id: int | None, user_id: int | None, now: datetime
    ) -> UnitWork:
        known = await dialogues.dialogues_of(unit, chat_id) if chat_id is not None else {}
        steps = Dialogues({name: Dialogue(*state) for name, state in known.items()})
        members = SqlMembers(unit)
        return UnitWork(
            unit=unit,
            house=self._house,
            member=await members.by_telegram(user_id) if user_id is not None else None,
            dialogues=steps,
            post=UnitPost(unit, now, chat_id, steps),
            members=members,
            invitations=SqlInvitations(unit),
            audit=SqlAudit(unit),
            diary=SqlDiary(unit),
            waiting=SqlWaitingList(unit),
            asked=SqlAskedMembers(unit),
            reminders=SqlReminders(unit),
            series=SqlSeries(unit),
            offers=SqlOffers(unit),
            signals=SqlNeedSignals(unit),
            shelf=SqlShelf(unit),
            records=SqlRecords(unit),
        )

    async def _dispatch(self, update: Update, work: UnitWork) -> None:
        await self._app.process_update(update)
        if work.failure is not None:
            raise work.failure
        press, chat_id = update.callback_query, _lane(update)
        typed_press = press is not None and press.id == TYPED_PRESS
        if typed_press and work.answer.toast and chat_id not in work.post.touched:
            await work.post.say(chat_id, work.answer.toast)

    async def _close(self, update: Update, work: UnitWork) -> None:
        now, chat_id = self._house.now(), _private_chat(update)
        if chat_id is not None:
            for name in sorted(work.dialogues.changed):
                await self._save_dialogue(work, chat_id, name, now)
            message = update.message
            if message is not None:
                purge_at = now if work.erased else now + outbox.PURGE_AFTER
                await outbox.note_received(work.unit, chat_id, message.message_id, now, purge_at)
        await _note_visit(update, work, now)
        await inbox.mark_handled(work.unit, self._app.bot.id, update.update_id, now)
        for act in work.before_commit:
            act()
        await work.unit.commit()

    async def _save_dialogue(self, work: UnitWork, chat_id: int, name: str, now: datetime) -> None:
        dialogue = work.dialogues.get(name)
        if dialogue is None:
            await dialogues.end_dialogue(work.unit, chat_id, name)
            return
        await dialogues.save_dialogue(work.unit, chat_id, name, dialogue.step, dialogue.draft, now)

    def _after_commit(self, work: UnitWork) -> None:
        for chat_id in work.post.touched:
            self._sender.wake(chat_id)
        for act in work.on_commit:
            act()

    def _sent_off(self, update: Update, work: UnitWork) -> None:
        self._after_commit(work)
        task = asyncio.create_task(self._answer(update, work.answer))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _answer(self, update: Update, answer: Answer) -> None:
        """Answer a press or an inline query; best effort, Telegram forgets them in seconds."""
        press, query = update.callback_query, update.inline_query
        with contextlib.suppress(TelegramError):
            if press is not None and press.id != TYPED_PRESS:
                await self._app.bot.answer_callback_query(
                    press.id, answer.toast, show_alert=answer.alert
                )
            if query is not None:
                button = InlineQueryResultsButton(answer.way_in, start_parameter=answer.start)
                await self._app.bot.answer_inline_query(
                    query.id, _articles(answer), cache_time=0, is_personal=True, button=button
                )

    async def _set_aside(self, update: Update, failure: Exception) -> None:
        async with self._open(update) as work:
            if work is None:
                return
            kind = next(iter(update.to_dict().keys() - {"update_id"}), "unknown")
            await self._note_set_aside(
                work, update.update_id, kind, failure, _private_chat(update)
            )
            await self._close(update, work)
        self._sent_off(update, work)

    async def _note_set_aside(
        self, work: UnitWork, update_id: int, kind: str, failure: Exception, chat_id: int | None
    ) -> None:
        reference = secrets.token_hex(3).upper()  # six characters that a person can read out
        log.error("update %d set aside, reference %s", update_id, reference)
        await inbox.set_aside(
            work.unit, reference, update_id, kind, type(failure).__name__, self._house.now()
        )
        await answer_set_aside(work, chat_id, reference)


async def _note_visit(update: Update, work: UnitWork, now: datetime) -> None:
    """Keep the day a member last used the bot, in whatever way; blocking it is none."""
    member = work.member
    if member is None or member.state is MemberState.BLOCKED or update.my_chat_member is not None:
        return
    if member.last_seen_on != now.date():
        await work.members.seen(member.id, now.date())


async def _check_standing(work: UnitWork) -> None:
    """Commit only for a member who still is what the handlers took them for.

    They read it before anything was written, so that reading holds nobody up; here the writer is
    taken, and nobody changes it any more.

    Raises:
        Overtaken: blocked, or given another role, between that and now.
    """
    member = work.member
    if member is not None and await _standing(work, member) != member.standing:
        raise Overtaken


async def _standing(work: UnitWork, member: Member) -> object:
    now = (await work.members.hold(member.id)).get(member.id)
    return now.standing if now is not None else None


def _articles(answer: Answer) -> list[InlineQueryResultArticle]:
    return [
        InlineQueryResultArticle(
            one.id,
            one.title,
            InputTextMessageContent(
                one.text, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW
            ),
            description=one.about,
        )
        for one in answer.results
    ]


def _writer_of(raw: dict[str, Any]) -> int | None:
    """The person behind a private message that PTB could not read, as far as it can be told."""
    message = raw.get("message")
    chat = message.get("chat") if isinstance(message, dict) else None
    if not isinstance(chat, dict) or chat.get("type") != "private":
        return None
    return chat["id"] if isinstance(chat.get("id"), int) else None


def _lane(update: Update) -> int:
    """What must stay in order: the chat; where there is none (inline), the user."""
    chat, user = update.effective_chat, update.effective_user
    return chat.id if chat is not None else user.id if user is not None else 0


def _private_chat(update: Update) -> int | None:
    chat = update.effective_chat
    return chat.id if chat is not None and chat.type == chat.PRIVATE else None

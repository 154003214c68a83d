"""What happens when a handler fails: the person gets a reference, the log no message text."""

from __future__ import annotations

from handlers._context import BotContext
from handlers._screen import MENU, Screen
from handlers._work import Work, current_work
from handlers.texts import general
from team.members import coordinators

ALARM_KIND = "alarm"  # kept in memory for its fifteen minutes: one alarm in that time is enough


async def pass_on(update: object, context: BotContext) -> None:
    """Hand the failure to the unit of work, which rolls back; PTB alone would swallow it."""
    current_work.get().failure = context.error


async def answer_set_aside(work: Work, chat_id: int | None, reference: str) -> None:
    """Tell the person, and the coordinators, that an update failed for good."""
    if chat_id is None:
        return
    work.answer.toast = None
    await work.post.send(chat_id, Screen(general.failed(reference), ((MENU,),)))
    if work.house.memory.recall(0, ALARM_KIND, str) is not None:
        return
    work.on_commit.append(lambda: work.house.memory.keep(0, ALARM_KIND, reference))
    for coordinator in coordinators(await work.members.all()):
        await work.post.send(coordinator.telegram_id, Screen(general.alarm(reference), ((MENU,),)))

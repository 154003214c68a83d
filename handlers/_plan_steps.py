"""What a plan asks next, and its summary; `handlers.publishing` takes the answers."""

from __future__ import annotations

from consultations.publishing import ADVISERS, NoModerator
from consultations.series import SeriesRefused
from handlers import _days
from handlers._context import BotContext
from handlers._memory import Draft
from handlers._plan import Step, draft_of, key_of, known_places, moderators, place_of, plan_of
from handlers._screen import MENU, Button, Screen, back, rows_of
from handlers._unwritten import draft as mark_for
from handlers.texts import publishing as texts
from handlers.texts.team import who


async def show_step(context: BotContext) -> str:
    """Ask for the first answer that is missing, or show the summary."""
    draft = draft_of(context)
    if not _days.are_named(draft):
        return await ask_days(context, texts.ask_when(_days.today(context)))
    if not _days.are_complete(draft):
        text, buttons = _days.ask_length(context, draft)
        return await _ask(context, text, buttons, Step.REPEAT)
    if place_of(context) is None:
        return await _ask_place(context)
    if "moderator" not in draft:
        return await ask_moderator(context)
    if "advisers" not in draft:
        buttons = [Button(str(number), f"pub:seats:{number}") for number in ADVISERS]
        return await _ask(context, texts.ASK_SEATS, buttons, Step.SEATS, width=4)
    return await _show_summary(context)


async def go_on(context: BotContext, question: Screen | None) -> str:
    """Show the question, or the next step where there is none."""
    if question is None:
        return await show_step(context)
    await context.show(question)
    return Step.REPEAT if _days.are_named(draft_of(context)) else Step.WHEN


async def ask_days(context: BotContext, text: str) -> str:
    """Ask for the days, with a word on why."""
    return await go_on(context, _days.say(text))


async def _ask(
    context: BotContext, text: str, buttons: list[Button], step: Step, *, width: int = 2
) -> str:
    await context.show(Screen(text, (*rows_of(buttons, width), (back("pub:back"), MENU))))
    return step


async def _ask_place(context: BotContext) -> str:
    lost = draft_of(context).pop("place", None) is not None
    text = f"{texts.PLACE_AGAIN}\n\n{texts.ASK_PLACE}" if lost else texts.ASK_PLACE
    places = await known_places(context)
    buttons = [Button(place[:40], f"pub:place:{key_of(place)}") for place in places]
    return await _ask(context, text, buttons, Step.PLACE, width=1)


async def ask_moderator(context: BotContext, before: str = "") -> str:
    """Ask who moderates; *before* says why again."""
    draft_of(context).pop("moderator", None)
    found = await moderators(context)
    text = texts.ASK_MODERATOR if found else texts.NO_MODERATORS
    text = f"{before}\n\n{text}" if before else text
    buttons = [Button(who(one)[:60], f"pub:mod:{one.id}") for one in found]
    return await _ask(context, text, buttons, Step.MODERATOR, width=1)


async def _show_summary(context: BotContext) -> str:
    plan = plan_of(context)
    try:
        days = _days.wanted(context, plan.series)
    except SeriesRefused as refusal:
        _days.forget(draft_of(context))
        return await ask_days(context, texts.refused(refusal, context.now))
    people = {one.id: one for one in await moderators(context)}
    if plan.moderator_id not in people:
        return await ask_moderator(context, texts.REFUSALS[NoModerator])
    name = who(people[plan.moderator_id])
    place, last_row = mark_for(Draft.PLACE), (back("pub:back"), MENU)
    text = texts.summary(plan, days, place, name, _days.today(context))
    lost = Screen(texts.PLACE_LOST, ((Button(texts.NAME_PLACE, "pub:step"),), last_row))
    rows = ((Button(texts.PUBLISH, "pub:go"),), last_row)
    await context.show(Screen(text, rows, forgotten=lost))
    return Step.CONFIRM

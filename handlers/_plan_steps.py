"""What a plan asks next, and its summary; `handlers.publishing` takes the answers."""

from __future__ import annotations

from consultations.moving import Busy
from consultations.publishing import ADVISERS, NoModerator, Plan
from consultations.series import Days, SeriesRefused
from consultations.terms import BUFFERS, LEADS
from handlers import _days
from handlers._context import BotContext
from handlers._memory import Draft
from handlers._plan import (
    HOUR,
    MINUTE,
    TYPED,
    Step,
    draft_of,
    free_days,
    known_places,
    mark_of,
    moderators,
    place_of,
    plan_of,
    terms_in,
)
from handlers._screen import MENU, Button, Row, Screen, back, plain, rows_of
from handlers._unwritten import draft as mark_for
from handlers.texts import publishing as texts
from handlers.texts import terms as terms_texts
from handlers.texts.team import who

TO_SUMMARY = back("pub:step")


async def show_step(context: BotContext) -> str:
    """Ask for the first answer that is missing, or show the summary."""
    draft = draft_of(context)
    if not _days.are_named(draft):
        return await ask_days(context, texts.ask_when(_days.today(context)))
    if not _days.are_complete(draft):
        text, buttons = _days.ask_length(context, draft)
        return await _ask(context, text, buttons, Step.REPEAT)
    if await place_of(context) is None:
        return await ask_place(context)
    if "moderator" not in draft:
        return await ask_moderator(context)
    return await show_summary(context)


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
    context: BotContext,
    text: str,
    buttons: list[Button],
    step: Step,
    *,
    width: int = 2,
    to: Button | None = None,
) -> str:
    last_row = (to or back("pub:back"), MENU)
    await context.show(Screen(text, (*rows_of(buttons, width), last_row)))
    return step


async def ask_place(context: BotContext, to: Button | None = None) -> str:
    """Ask for the place; *to* leads back to where the question comes from."""
    lost = to is None and draft_of(context).pop("place", None) == TYPED
    text = f"{texts.PLACE_AGAIN}\n\n{texts.ASK_PLACE}" if lost else texts.ASK_PLACE
    places = (await known_places(context)).items()
    buttons = [Button(slot.place[:40], f"pub:place:{key}") for key, slot in places]
    return await _ask(context, text, buttons, Step.PLACE, width=1, to=to)


async def ask_moderator(context: BotContext, before: str = "", to: Button | None = None) -> str:
    """Ask who moderates; *before* says why again."""
    if to is None:
        draft_of(context).pop("moderator", None)
    found = await moderators(context)
    text = texts.ASK_MODERATOR if found else texts.NO_MODERATORS
    text = f"{before}\n\n{text}" if before else text
    buttons = [Button(who(one)[:60], f"pub:mod:{one.id}") for one in found]
    return await _ask(context, text, buttons, Step.MODERATOR, width=1, to=to)


async def ask_seats(context: BotContext) -> str:
    """Ask how many advisers."""
    buttons = [Button(str(number), f"pub:seats:{number}") for number in ADVISERS]
    return await _ask(context, texts.ASK_SEATS, buttons, Step.CONFIRM, width=3, to=TO_SUMMARY)


async def ask_lead(context: BotContext) -> str:
    """Ask until when a seat can be taken."""
    buttons = [Button(terms_texts.lead_label(one * HOUR), f"pub:lead:{one}") for one in LEADS]
    return await _ask(context, terms_texts.ASK_LEAD, buttons, Step.CONFIRM, to=TO_SUMMARY)


async def ask_buffers(context: BotContext) -> str:
    """Ask for the time before and after; the screen stays until both are right."""
    terms = terms_in(draft_of(context))
    rows: list[Row] = []
    for code, word, now in (
        ("pre", terms_texts.BEFORE, terms.prepare), ("post", terms_texts.AFTER, terms.follow)
    ):  # fmt: skip
        labels = {one: f"{'• ' if one * MINUTE == now else ''}{one} {word}" for one in BUFFERS}
        buttons = [Button(label, f"pub:{code}:{one}") for one, label in labels.items()]
        rows += rows_of(buttons, 3)
    await context.show(Screen(terms_texts.ASK_BUFFER, (*rows, (TO_SUMMARY, MENU))))
    return Step.CONFIRM


async def show_summary(context: BotContext, before: str = "") -> str:
    """Everything that will be published, and a button for each part of it."""
    plan = await plan_of(context)
    try:
        days = await free_days(context, plan)
    except SeriesRefused as refusal:
        _days.forget(draft_of(context))
        return await ask_days(context, texts.refused(refusal, context.now))
    except Busy as refusal:
        text = texts.busy(refusal, context.now)
        other_time = Button(texts.OTHER_TIME, "pub:ask:when")
        await context.show(Screen(text, ((other_time,), _others(plan), (MENU,))))
        return Step.CONFIRM
    people = {one.id: one for one in await moderators(context)}
    if plan.moderator_id not in people:
        return await ask_moderator(context, texts.REFUSALS[NoModerator])
    typed = draft_of(context)["place"] == TYPED
    place = mark_for(Draft.PLACE) if typed else plain(plan.place)
    name = who(people[plan.moderator_id])
    text = texts.summary(plan, days, place, name, _days.today(context))
    await context.show(_summary(f"{before}\n\n{text}" if before else text, plan, days))
    return Step.CONFIRM


def _summary(text: str, plan: Plan, days: Days) -> Screen:
    last_row = (back("pub:back"), MENU)
    lost = Screen(texts.PLACE_LOST, ((Button(texts.NAME_PLACE, "pub:step"),), last_row))
    rows = ((Button(texts.PUBLISH, f"pub:go:{mark_of(plan, days)}"),), *_parts(plan), last_row)
    return Screen(text, rows, forgotten=lost)


def _parts(plan: Plan) -> tuple[Row, ...]:
    """A button for each part of a plan; a room note changes with the tap."""
    terms = plan.terms
    corner = terms_texts.note_label(terms_texts.CHILDREN, terms.childrens_corner)
    return (
        (
            Button(terms_texts.note_label(terms_texts.STEP_FREE, terms.step_free), "pub:free"),
            Button(corner, "pub:corner"),
        ),
        (
            Button(terms_texts.buffer_label(terms), "pub:ask:buffer"),
            Button(terms_texts.lead_label(terms.lead), "pub:ask:lead"),
        ),
        (Button(texts.advisers(plan.advisers), "pub:ask:seats"), *_others(plan)[:2]),
    )


def _others(plan: Plan) -> Row:
    """The parts that may be in the way of another table."""
    return (
        Button(texts.OTHER_PLACE, "pub:ask:place"),
        Button(texts.OTHER_MODERATOR, "pub:ask:mod"),
        Button(terms_texts.buffer_label(plan.terms), "pub:ask:buffer"),
    )

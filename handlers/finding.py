"""Journey "Angebot finden": any free text is a question; taps turn the pages of its answer.

The question itself is dropped as soon as the index has answered; ids of the offers found stay in
memory for a quarter of an hour. Buttons carry numbers and codes only (prefix `f`), and those below
an answer its number: `f:p:<answer>:<page>` a page of it, `f:c:<answer>:<choice>` what the question
is about or which word was meant, `f:fl:<answer>` and `f:fl:<answer>:<filter>` narrow it; `f:a`
search differently, `f:new` a new search.
"""

from __future__ import annotations

from dataclasses import replace

from telegram import Update

from handlers._card import card_row
from handlers._context import BotContext
from handlers._gate import members_only
from handlers._screen import MENU, Button, Row, Screen, back, rows_of
from handlers.answers import (
    CHOICES_KEPT,
    FOUND,
    POOL,
    UNCLEAR,
    Choices,
    Found,
    filtered,
    found_of,
    known_offers,
    number_of,
)
from handlers.browsing import PAGE, card_buttons, theme_screen
from handlers.texts import finding as texts
from handlers.texts import general
from handlers.texts.themes import theme_label
from knowledge.constraints import Demand, demands_of
from knowledge.findings import Confidence, Findings, ReasonKind
from knowledge.ringorder import nearest_first
from knowledge.themes import Theme
from language.words import content_words
from safety.kinds import EmergencyKind

CHOICES = 4
FEW = 3  # words of a question that is rather a heading
CLEAR_OF_FEW = 0.6  # share from which the best theme of such a question is taken
A_CHOICE = 0.12  # share from which a theme is worth choosing


@members_only()
async def ask(update: Update, context: BotContext) -> None:
    """Search for what was typed and show the answer."""
    if not any(one.isalnum() for one in context.text):
        await context.show(Screen(general.NO_WORDS, ((MENU,),)))
        return
    await answer_question(context, context.text, in_doubt=context.in_doubt)


async def answer_question(
    context: BotContext, question: str, *, in_doubt: EmergencyKind | None
) -> None:
    """Show the first page; *in_doubt* puts the emergency card first among the buttons."""
    words = content_words(question)
    if not words:  # small words alone are no need, to be found or counted
        themes_shown = theme_screen(texts.NO_TOPIC)
        rows = (*_emergency_row(in_doubt=in_doubt), *themes_shown.rows)
        await context.show(replace(themes_shown, rows=rows))
        return
    index, number, asked = context.house.index, number_of(context), demands_of(question)
    findings = index.search(question, limit=POOL)
    found = found_of(findings, asked, number, in_doubt=in_doubt)
    themes = [] if found.meant else _readings(findings, len(words))
    readings = {theme_label(one): index.search(question, POOL, one.id) for one in themes}
    if found.meant:
        readings = {one.word: index.search(one.question, POOL) for one in findings.meant}
    answers = tuple(found_of(one, asked, number, in_doubt=in_doubt) for one in readings.values())
    choices = Choices(number, tuple(readings), answers)
    context.notes.keep(CHOICES_KEPT, choices)
    if themes:
        context.notes.keep(FOUND, found)
        await context.show(_choices(choices, in_doubt=in_doubt))
        return
    await show_found(context, found)


async def show_found(context: BotContext, found: Found) -> None:
    """Keep an answer for a quarter of an hour and show its first page."""
    context.notes.keep(FOUND, found)
    await context.show(_page(context, found, 0))


async def pressed_answer(context: BotContext) -> Found | None:
    """The answer a button belongs to.

    None where it is forgotten, or not the last one any more; then the screen says so, and shows
    the last one.
    """
    found = context.notes.recall(FOUND, Found)
    if found is None:
        await context.show(theme_screen(texts.FORGOTTEN))
        return None
    if context.codes[1:2] != [str(found.number)]:
        context.preface = texts.OLD_LIST
        await context.show(_page(context, found, 0))
        return None
    return found


def _readings(findings: Findings, words: int) -> list[Theme]:
    """Two to four themes to choose from, where the best one would be a guess.

    Of a few words ("Hilfe für Familie") the best one is more often a guess, also where each of
    them is known; unless they stand in the name of what was found first.
    """
    clear_from = UNCLEAR
    if findings.confidence is Confidence.SURE:
        reasons = findings.results[0].reasons if findings.results else ()
        named = any(reason.kind is ReasonKind.NAME for reason in reasons)
        clear_from = CLEAR_OF_FEW if words <= FEW and not named else 0
    if findings.confidence is Confidence.NONE or not findings.themes:
        return []
    if findings.themes[0][1] >= clear_from:
        return []
    worth = [theme for theme, share in findings.themes if share >= A_CHOICE][:CHOICES]
    return worth if len(worth) > 1 else []


def _choices(choices: Choices, *, in_doubt: EmergencyKind | None) -> Screen:
    number = choices.number
    buttons = [Button(name, f"f:c:{number}:{at}") for at, name in enumerate(choices.names)]
    rows = (
        *_emergency_row(in_doubt=in_doubt),
        *rows_of(buttons, 1),
        (Button("Nichts davon", f"f:p:{number}:0"), MENU),
    )
    return Screen(texts.ABOUT_WHAT, rows)


@members_only()
async def choose_reading(update: Update, context: BotContext) -> None:
    """Answer the question as it was meant."""
    choices = context.notes.recall(CHOICES_KEPT, Choices)
    at = context.number(2)
    if choices is None or context.codes[1:2] != [str(choices.number)]:
        await pressed_answer(context)
    elif at >= len(choices.answers):
        await context.show(theme_screen(texts.FORGOTTEN))
    else:
        present = context.notes.recall(FOUND, Found)
        same = present is not None and present.number == choices.number
        filters = present.filters if present is not None and same else frozenset[Demand]()
        await show_found(context, replace(choices.answers[at], filters=filters))


@members_only()
async def show_filters(update: Update, context: BotContext) -> None:
    """Offer to narrow the answer; a filter that is on shows a tick."""
    found = await pressed_answer(context)
    if found is None:
        return
    code = "".join(context.codes[2:3])
    if code in texts.FILTERS:
        found = replace(found, filters=found.filters ^ {Demand(code)})
        context.notes.keep(FOUND, found)
    buttons = [
        Button(f"✓ {label}" if one in found.filters else label, f"f:fl:{found.number}:{one}")
        for one, label in texts.filters(context.house.space.name).items()
    ]
    rows = (*rows_of(buttons), (Button("Anzeigen", f"f:p:{found.number}:0"), MENU))
    left, shown = len(filtered(context, found)), len(known_offers(context, found))
    said = texts.narrow(left, shown, context.house.space.name)
    await context.show(Screen(said, rows))


@members_only()
async def ask_example(update: Update, context: BotContext) -> None:
    """Search for one of the examples in the help."""
    number = context.number(0)
    await answer_question(context, general.EXAMPLES[number % len(general.EXAMPLES)], in_doubt=None)


@members_only()
async def turn_page(update: Update, context: BotContext) -> None:
    """Show another page of the answer, or say that it is forgotten."""
    found = await pressed_answer(context)
    if found is not None:
        await context.show(_page(context, found, context.number(2)))


def _page(context: BotContext, found: Found, page: int) -> Screen:
    offers, number = known_offers(context, found), found.number
    page = page if page * PAGE < len(offers) else 0
    shown = offers[page * PAGE : (page + 1) * PAGE]
    rest = offers[(page + 1) * PAGE :]
    if not shown:
        return _nothing(found)
    today = context.now.date()
    lines = [texts.heading(len(shown), found.confidence, page)]
    if found.filters:
        lines[0] += "\n" + texts.only(found.filters, context.house.space.name)
    if found.searched_as and not page:
        lines.append(texts.searched_as(found.searched_as))
    weak = {offer.id for offer, one in shown if one.weak}
    ordered = nearest_first([offer for offer, _ in shown], weak)
    ordered.sort(key=lambda offer: offer.ring in found.last)
    why = {offer.id: one for offer, one in shown}
    first = page * PAGE + 1
    cost_asked = found.cost_asked or Demand.FREE in found.filters
    lines += [
        texts.line(
            at,
            offer,
            why[offer.id].reasons,
            why[offer.id].against,
            today,
            cost_asked=cost_asked,
        )
        for at, offer in enumerate(ordered, first)
    ]
    lines += [found.remark, texts.behind([offer for offer, _ in rest])]
    rows = [*_emergency_row(in_doubt=found.in_doubt), *_meant_rows(found)]
    rows += [card_buttons(ordered, first, f"p{page}.{number}")]
    more = [Button("Weitere", f"f:p:{number}:{page + 1}")] if rest else []
    rows += [(*more, Button("Eingrenzen", f"f:fl:{number}"))]
    rows += [(Button("Anders suchen", "f:a"), Button("Passt nichts", f"n:lack:{number}"))]
    rows += [(back(f"f:p:{number}:{page - 1}"), MENU) if page else (MENU,)]
    return Screen("\n\n".join(line for line in lines if line), tuple(rows))


def _nothing(found: Found) -> Screen:
    if found.filters:
        return Screen(texts.ALL_FILTERED, ((Button("Eingrenzen", f"f:fl:{found.number}"), MENU),))
    rows = (
        *_emergency_row(in_doubt=found.in_doubt),
        *_meant_rows(found),
        (Button("Als Bedarf zählen", f"n:count:{found.number}"), Button("Anders suchen", "f:a")),
        (Button("Bescheid geben", f"n:watch:{found.number}"), Button("Beratungstisch", "b:list")),
        (MENU,),
    )
    return Screen(texts.NOTHING, rows)


def _meant_rows(found: Found) -> tuple[Row, ...]:
    """Words to choose from where one is unknown; `answer_question` has kept their answers."""
    return rows_of(
        (
            Button(texts.meant(word), f"f:c:{found.number}:{at}")
            for at, word in enumerate(found.meant)
        ),
        1,
    )


def _emergency_row(*, in_doubt: EmergencyKind | None) -> tuple[Row, ...]:
    return card_row(in_doubt)


@members_only()
async def begin(update: Update, context: BotContext) -> None:
    """Invite to type; themes as taps for those who prefer them."""
    await context.show(theme_screen(texts.ASK))


@members_only()
async def search_differently(update: Update, context: BotContext) -> None:
    """Offer themes as taps beside typing again."""
    await context.show(theme_screen(texts.ASK_AGAIN))

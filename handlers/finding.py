"""Journey "Angebot finden": any free text is a question; taps turn the pages of its answer.

The question itself is dropped as soon as the index has answered; ids of the offers found stay in
memory for a quarter of an hour. Buttons carry ids and page numbers only (prefix `f`):
`f:p:<page>` a page of the answer, `f:o:<offer>:<origin>` a card, `f:a` search differently,
`f:new` a new search, `f:t:<theme>:<page>` a theme, `f:c:<choice>` what the question is about or
which word was meant, `f:fl` and `f:fl:<filter>` narrow the answer, `f:k:<offer>:<origin>` and
`f:kk:…` ask the coordination.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from telegram import Update

from handlers._context import BotContext
from handlers._gate import members_only
from handlers._screen import MENU, Button, Row, Screen, back, rows_of
from handlers.texts import finding as texts
from handlers.texts import general
from handlers.texts.reasons import against_in_words, in_words
from handlers.texts.team import who
from knowledge.constraints import Demand, Demands, judge
from knowledge.findings import Confidence, Findings, ReasonKind
from knowledge.offers import CATEGORIES, Offer, Ring
from knowledge.ringorder import nearest_first
from knowledge.themes import Theme
from team.members import coordinators

PAGE = 3  # offers a screen
MOST = 12  # offers an answer leads to; what is less relevant helps nobody, but see `first_of`
POOL = 40  # offers that filters choose from
CHOICES = 4
UNCLEAR = 0.4  # share under which the best theme is a guess; then people choose
A_CHOICE = 0.12  # share from which a theme is worth choosing
GROUNDS = frozenset({ReasonKind.THEME, ReasonKind.WORD})
FOUND = "found"  # kinds of the notes in memory
CHOICES_KEPT = "choices"
THEMES = tuple(CATEGORIES)  # buttons carry the position
ORIGIN = re.compile(r"p\d{1,2}|t\d{1,2}\.\d{1,2}")  # the list a card was opened from


@dataclass(frozen=True, slots=True)
class FoundOffer:
    """One offer of an answer: why it fits and what speaks against it, in words."""

    id: str
    reasons: tuple[str, ...]
    against: tuple[str, ...]
    grounded: bool  # whether its theme or a word of it carries it, not likeness alone
    weak: bool = False  # whether it is far behind the best


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to the last question of a chat: ids and reasons, not the question."""

    offers: tuple[FoundOffer, ...]
    confidence: Confidence
    searched_as: tuple[str, ...]
    in_doubt: bool
    theme: str | None = None
    ages: frozenset[int] = frozenset()
    filters: frozenset[Demand] = frozenset()
    remark: str = ""  # what people are told about the order
    meant: tuple[str, ...] = ()  # known words an unknown one may have meant


@dataclass(frozen=True, slots=True)
class Choices:
    """Readings of an unclear question (its themes, or its unknown word), each with its answer."""

    names: tuple[str, ...]
    answers: tuple[Found, ...]


@members_only()
async def ask(update: Update, context: BotContext) -> None:
    """Search for what was typed and show the answer."""
    if not any(one.isalnum() for one in context.text):
        await context.show(Screen(general.NO_WORDS, ((MENU,),)))
        return
    await answer_question(context, context.text, in_doubt=context.in_doubt)


async def answer_question(context: BotContext, question: str, *, in_doubt: bool) -> None:
    """Show the first page; *in_doubt* puts the emergency card first among the buttons."""
    index = context.house.index
    findings = index.search(question, limit=POOL)
    found = found_of(findings, in_doubt=in_doubt)
    themes = [] if found.meant else _readings(findings)
    readings = {one.name: index.search(question, POOL, one.id) for one in themes}
    if found.meant:
        readings = {one.word: index.search(one.question, POOL) for one in findings.meant}
    answers = tuple(found_of(one, in_doubt=in_doubt) for one in readings.values())
    choices = Choices(tuple(readings), answers)
    context.notes.keep(CHOICES_KEPT, choices)
    if themes:
        context.notes.keep(FOUND, found)
        await context.show(_choices(choices, in_doubt=in_doubt))
        return
    await show_found(context, found)


async def show_found(context: BotContext, found: Found) -> None:
    """Keep an answer for a quarter of an hour and show its first page."""
    context.notes.keep(FOUND, found)
    await context.show(await _page(context, found, 0))


def _readings(findings: Findings) -> list[Theme]:
    """Two to four themes to choose from, where the best one would be a guess."""
    if findings.confidence is not Confidence.PERHAPS or not findings.themes:
        return []
    if findings.themes[0][1] >= UNCLEAR:
        return []
    worth = [theme for theme, share in findings.themes if share >= A_CHOICE][:CHOICES]
    return worth if len(worth) > 1 else []


def _choices(choices: Choices, *, in_doubt: bool) -> Screen:
    buttons = [Button(name[:40], f"f:c:{at}") for at, name in enumerate(choices.names)]
    rows = (
        *_emergency_row(in_doubt=in_doubt),
        *rows_of(buttons, 1),
        (Button("Nichts davon", "f:p:0"), MENU),
    )
    return Screen(texts.ABOUT_WHAT, rows)


@members_only()
async def choose_reading(update: Update, context: BotContext) -> None:
    """Answer the question as it was meant."""
    choices = context.notes.recall(CHOICES_KEPT, Choices)
    at = _number(context.codes[1:2])
    if choices is None or at is None or at >= len(choices.answers):
        await context.show(_themes(texts.FORGOTTEN))
        return
    await show_found(context, choices.answers[at])


@members_only()
async def show_filters(update: Update, context: BotContext) -> None:
    """Offer to narrow the answer; a filter that is on shows a tick."""
    found = context.notes.recall(FOUND, Found)
    if found is None:
        await context.show(_themes(texts.FORGOTTEN))
        return
    code = "".join(context.codes[1:2])
    if code in texts.FILTERS:
        found = replace(found, filters=found.filters ^ {Demand(code)})
        context.notes.keep(FOUND, found)
    buttons = [
        Button(f"✓ {label}" if one in found.filters else label, f"f:fl:{one}")
        for one, label in texts.FILTERS.items()
    ]
    rows = (*rows_of(buttons), (Button("Anzeigen", "f:p:0"), MENU))
    left = len(await _known(context, found))
    await context.show(Screen(texts.narrow(left), rows))


def found_of(findings: Findings, *, in_doubt: bool) -> Found:
    """What stays of an answer: ids and reasons, not the question."""
    offers = tuple(
        FoundOffer(
            finding.offer.id,
            in_words(finding, findings.ages),
            against_in_words(finding, findings.ages),
            any(reason.kind in GROUNDS for reason in finding.reasons),
            finding.weak,
        )
        for finding in findings.results
    )
    return Found(
        offers=offers if findings.confidence is not Confidence.NONE else (),
        confidence=findings.confidence,
        searched_as=findings.searched_as,
        in_doubt=in_doubt,
        theme=next((theme.id for theme, share in findings.themes if share >= UNCLEAR), None),
        ages=findings.ages,
        meant=tuple(one.word for one in findings.meant)
        if findings.confidence is not Confidence.SURE
        else (),
    )


@members_only()
async def ask_example(update: Update, context: BotContext) -> None:
    """Search for one of the examples in the help."""
    number = _number(context.codes[:1]) or 0
    await answer_question(
        context, general.EXAMPLES[number % len(general.EXAMPLES)], in_doubt=False
    )


@members_only()
async def turn_page(update: Update, context: BotContext) -> None:
    """Show another page of the answer, or say that it is forgotten."""
    found = context.notes.recall(FOUND, Found)
    page = _number(context.codes[1:2])
    if found is None or page is None:
        await context.show(_themes(texts.FORGOTTEN))
        return
    await context.show(await _page(context, found, page))


async def _page(context: BotContext, found: Found, page: int) -> Screen:
    offers = await _known(context, found)
    page = page if page * PAGE < len(offers) else 0
    shown = offers[page * PAGE : (page + 1) * PAGE]
    rest = offers[(page + 1) * PAGE :]
    if not shown:
        return _nothing(found)
    today = context.now.date()
    lines = [texts.heading(len(shown), found.confidence, page)]
    if found.searched_as and not page:
        lines.append(texts.searched_as(found.searched_as))
    weak = {offer.id for offer, one in shown if one.weak}
    ordered = nearest_first([offer for offer, _ in shown], weak)
    why = {offer.id: one for offer, one in shown}
    first = page * PAGE + 1
    lines += [
        texts.line(number, offer, why[offer.id].reasons, why[offer.id].against, today)
        for number, offer in enumerate(ordered, first)
    ]
    lines += [found.remark, texts.behind([offer for offer, _ in rest])]
    rows = [*_emergency_row(in_doubt=found.in_doubt), *_meant_rows(found)]
    rows += [_cards(ordered, first, f"p{page}")]
    more = [Button("Weitere", f"f:p:{page + 1}")] if rest else []
    rows += [(*more, Button("Eingrenzen", "f:fl"))]
    rows += [(Button("Anders suchen", "f:a"), Button("Passt nichts", "n:lack"))]
    rows += [(back(f"f:p:{page - 1}"), MENU) if page else (MENU,)]
    return Screen("\n\n".join(line for line in lines if line), tuple(rows))


async def _known(context: BotContext, found: Found) -> list[tuple[Offer, FoundOffer]]:
    """The offers found that still exist, most relevant first."""
    stored = [(context.house.index.offer(one.id), one) for one in found.offers]
    demands = Demands(plain=found.filters)
    known = [
        (offer, one) for offer, one in stored if offer is not None and _passes(offer, demands)
    ]
    return first_of(known, sure=found.confidence is Confidence.SURE)


def first_of(
    known: Sequence[tuple[Offer, FoundOffer]], *, sure: bool
) -> list[tuple[Offer, FoundOffer]]:
    """The most relevant ones; statutory help that fits is never hidden, however late it comes.

    Of a sure answer the best statutory offer behind the others, if its theme or a word carries
    it, stands last.
    """
    late = [
        (offer, one)
        for offer, one in known[MOST:]
        if sure and offer.ring is Ring.STATUTORY and one.grounded
    ]
    return [*known[:MOST], *late[:1]]


def _passes(offer: Offer, demands: Demands) -> bool:
    """Whether an offer contradicts no filter; where it must say so, unknown is not enough."""
    verdict = judge(offer, demands)
    local = Demand.IN_TOWN not in demands.plain or Demand.IN_TOWN in verdict.met
    return local and not verdict.contradicted


def _cards(offers: Sequence[Offer], first: int, origin: str) -> Row:
    return tuple(
        Button(str(number), f"f:o:{offer.id}:{origin}")
        for number, offer in enumerate(offers, first)
    )


def _nothing(found: Found) -> Screen:
    if found.filters:
        return Screen(texts.ALL_FILTERED, ((Button("Eingrenzen", "f:fl"), MENU),))
    rows = (
        *_emergency_row(in_doubt=found.in_doubt),
        *_meant_rows(found),
        (Button("Als Bedarf zählen", "n:count"), Button("Anders suchen", "f:a")),
        (Button("Bescheid geben", "n:watch"), Button("Beratungstisch", "b:list")),
        (MENU,),
    )
    return Screen(texts.NOTHING, rows)


def _meant_rows(found: Found) -> tuple[Row, ...]:
    """Words to choose from where one is unknown; `answer_question` has kept their answers."""
    return rows_of(
        (Button(texts.meant(word), f"f:c:{at}") for at, word in enumerate(found.meant)), 1
    )


def _emergency_row(*, in_doubt: bool) -> tuple[Row, ...]:
    return ((Button("Notfallkarte", "em:card"),),) if in_doubt else ()


@members_only()
async def begin(update: Update, context: BotContext) -> None:
    """Invite to type; themes as taps for those who prefer them."""
    await context.show(_themes(texts.ASK))


@members_only()
async def search_differently(update: Update, context: BotContext) -> None:
    """Offer themes as taps beside typing again."""
    await context.show(_themes(texts.ASK_AGAIN))


def _themes(text: str) -> Screen:
    buttons = [Button(CATEGORIES[key], f"f:t:{THEMES.index(key)}:0") for key in THEMES]
    return Screen(text, (*rows_of(buttons), (Button("Schritt für Schritt", "g:begin"), MENU)))


def theme_screen(text: str) -> Screen:
    """Themes as taps below *text*, for whoever cannot or should not type."""
    return _themes(text)


@members_only()
async def show_theme(update: Update, context: BotContext) -> None:
    """List a theme's offers, the near surroundings first."""
    theme, page = _number(context.codes[1:2]), _number(context.codes[2:3])
    if theme is None or page is None or theme >= len(THEMES):
        await context.show(_themes(texts.ASK_AGAIN))
        return
    offers = nearest_first(
        [offer for offer in await context.work.offers.all() if offer.category == THEMES[theme]]
    )
    page = page if page * PAGE < len(offers) else 0
    shown, rest = offers[page * PAGE : (page + 1) * PAGE], offers[(page + 1) * PAGE :]
    first, today = page * PAGE + 1, context.now.date()
    lines = [texts.theme_heading(CATEGORIES[THEMES[theme]], len(offers))]
    lines += [texts.line(at, offer, (), (), today) for at, offer in enumerate(shown, first)]
    more = (Button("Weitere", f"f:t:{theme}:{page + 1}"),) if rest else ()
    before = back(f"f:t:{theme}:{page - 1}") if page else back("f:a")
    rows = (_cards(shown, first, f"t{theme}.{page}"), more, (before, MENU))
    await context.show(Screen("\n\n".join(lines), tuple(row for row in rows if row)))


@members_only()
async def show_card(update: Update, context: BotContext) -> None:
    """Show everything about one offer."""
    offer, origin = await pressed_offer(context)
    if offer is None:
        await context.show(_themes(texts.GONE))
        return
    ask_row: Row = ()
    if not texts.has_contact(offer):
        ask_row = (Button("Koordination fragen", f"f:k:{offer.id}:{origin}"),)
    keep_row = (
        Button("Weitergeben", f"pass:{offer.id}:{origin}"),
        Button("Merken", f"s:keep:{offer.id}:{origin}"),
    )
    rows = (keep_row, ask_row, (back(_origin_data(origin)), MENU))
    await context.show(
        Screen(texts.card(offer, context.now.date()), tuple(row for row in rows if row))
    )


@members_only()
async def propose_asking(update: Update, context: BotContext) -> None:
    """Show what the coordination would read, before it is sent."""
    offer, origin = await pressed_offer(context)
    if offer is None:
        await context.show(_themes(texts.GONE))
        return
    send = Button("Fragen", f"f:kk:{offer.id}:{origin}")
    row = (send, back(f"f:o:{offer.id}:{origin}"))
    await context.show(Screen(texts.ask_coordination(offer, who(context.member)), (row, (MENU,))))


@members_only()
async def ask_coordination(update: Update, context: BotContext) -> None:
    """Ask all coordinators for a contact."""
    offer, origin = await pressed_offer(context)
    if offer is None:
        await context.show(_themes(texts.GONE))
        return
    asked = coordinators(await context.work.members.all())
    for coordinator in asked:
        screen = Screen(texts.coordination_asked(offer, who(context.member)), ((MENU,),))
        await context.work.post.send(coordinator.telegram_id, screen)
    done = texts.ASK_COORDINATION_SENT if asked else texts.NO_COORDINATION
    await context.show(Screen(done, ((back(f"f:o:{offer.id}:{origin}"), MENU),)))


async def pressed_offer(context: BotContext, at: int = 1) -> tuple[Offer | None, str]:
    """The offer a button names at that place of its codes, and the list it was opened from."""
    codes = [*context.codes, "", "", ""]
    origin = codes[at + 1] if ORIGIN.fullmatch(codes[at + 1]) else ""
    return await context.work.offers.offer(codes[at]), origin


def _origin_data(origin: str) -> str:
    """The button that leads back to the list a card was opened from."""
    if origin.startswith("p"):
        return f"f:p:{origin[1:]}"
    return f"f:t:{origin[1:].replace('.', ':')}" if origin else "f:a"


def _number(codes: Sequence[str]) -> int | None:
    return int(codes[0]) if codes and codes[0].isdecimal() and len(codes[0]) < 5 else None

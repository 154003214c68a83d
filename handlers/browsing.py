"""A theme's offers by taps, for whoever cannot or should not type.

Buttons (prefix `f`): `f:t:<theme>:<page>` a theme's list, `f:t:<theme>:<page>:<age>` what
fits an age band of it, `f:ta:<theme>` asks for that band.
"""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Update

from handlers._context import BotContext
from handlers._gate import members_only
from handlers._screen import MENU, Button, Row, Screen, back, rows_of
from handlers.texts import finding as texts
from handlers.texts.booking import AGE_BANDS
from knowledge.constraints import Demands, judge
from knowledge.offers import CATEGORIES, Offer
from knowledge.ringorder import nearest_first
from needs.signals import BANDS

PAGE = 3  # offers a screen
THEMES, AGES = tuple(CATEGORIES), tuple(BANDS)  # buttons carry the position


def theme_screen(text: str) -> Screen:
    """Themes as taps below *text*."""
    buttons = [Button(CATEGORIES[key], f"f:t:{THEMES.index(key)}:0") for key in THEMES]
    return Screen(text, (*rows_of(buttons), (Button("Schritt für Schritt", "g:begin"), MENU)))


def card_buttons(offers: Sequence[Offer], first: int, origin: str) -> Row:
    """The numbers under a list, each opening the card of the offer with that number."""
    return tuple(
        Button(str(number), f"f:o:{offer.id}:{origin}")
        for number, offer in enumerate(offers, first)
    )


@members_only()
async def show_theme(update: Update, context: BotContext) -> None:
    """List a theme's offers, the near surroundings first."""
    theme, page = context.number(1), context.number(2)
    age = context.number(3) if len(context.codes) > 3 else None
    if theme >= len(THEMES) or (age or 0) >= len(AGES):
        await context.show(theme_screen(texts.ASK_AGAIN))
        return
    offers = nearest_first(
        [
            offer
            for offer in await context.work.offers.all()
            if offer.category == THEMES[theme] and _fits(offer, age)
        ]
    )
    page = page if page * PAGE < len(offers) else 0
    shown, rest = offers[page * PAGE : (page + 1) * PAGE], offers[(page + 1) * PAGE :]
    first, today = page * PAGE + 1, context.now.date()
    band = AGE_BANDS[AGES[age]] if age is not None else ""
    lines = [texts.theme_heading(CATEGORIES[THEMES[theme]], len(offers), band)]
    lines += [texts.line(at, offer, (), (), today) for at, offer in enumerate(shown, first)]
    only = f":{age}" if age is not None else ""
    more = (Button("Weitere", f"f:t:{theme}:{page + 1}{only}"),) if rest else ()
    choose_age = Button(texts.OTHER_AGE if only else texts.WHICH_AGE, f"f:ta:{theme}")
    before = back(f"f:t:{theme}:{page - 1}{only}") if page else back("f:a")
    cards = card_buttons(shown, first, f"t{theme}.{page}{only.replace(':', '.')}")
    rows = (cards, (*more, choose_age), (before, MENU))
    await context.show(Screen("\n\n".join(lines), tuple(row for row in rows if row)))


@members_only()
async def ask_age(update: Update, context: BotContext) -> None:
    """Ask whom the offers of a theme are to fit."""
    theme = context.number(1)
    if theme >= len(THEMES):
        await context.show(theme_screen(texts.ASK_AGAIN))
        return
    bands = [Button(AGE_BANDS[band], f"f:t:{theme}:0:{at}") for at, band in enumerate(AGES)]
    everyone = (Button(texts.EVERY_AGE, f"f:t:{theme}:0"),)
    rows = (*rows_of(bands), everyone, (back(f"f:t:{theme}:0"), MENU))
    await context.show(Screen(texts.FOR_WHICH_AGE, rows))


def _fits(offer: Offer, age: int | None) -> bool:
    """Whether an offer says nothing against an age band; unknown is no contradiction."""
    if age is None:
        return True
    return not judge(offer, Demands(ages=frozenset(BANDS[AGES[age]]))).contradicted

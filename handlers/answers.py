"""Answers to questions as a chat remembers them: ids and reasons, never the question.

Every answer has a number, which the buttons below it carry: a button of an older list neither
turns the pages of a newer one nor counts for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers._context import BotContext
from handlers.texts.reasons import against_in_words, in_a_list
from knowledge.constraints import Demand, Demands, judge
from knowledge.findings import Confidence, Findings, ReasonKind
from knowledge.offers import Offer, Ring
from safety.kinds import EmergencyKind
from team.spaces import SocialSpace

MOST = 12  # offers an answer leads to; what is less relevant helps nobody, but see `first_of`
POOL = 40  # offers that filters choose from
UNCLEAR = 0.4  # share under which the best theme is a guess; then people choose
GROUNDS = frozenset({ReasonKind.THEME, ReasonKind.WORD})
FOUND = "found"  # kinds of the notes in memory
CHOICES_KEPT = "choices"
NUMBERS = 10_000  # answers of a chat that are told apart


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

    number: int
    offers: tuple[FoundOffer, ...]
    confidence: Confidence
    searched_as: tuple[str, ...]
    in_doubt: EmergencyKind | None
    cost_asked: bool = False
    theme: str | None = None
    ages: frozenset[int] = frozenset()
    filters: frozenset[Demand] = frozenset()
    last: frozenset[Ring] = frozenset()  # rings the family has already
    remark: str = ""  # what people are told about the order
    meant: tuple[str, ...] = ()  # known words an unknown one may have meant
    counted: bool = False  # whether it was counted that something is missing


@dataclass(frozen=True, slots=True)
class Choices:
    """Readings of an unclear question (its themes, or its unknown word), each with its answer."""

    number: int
    names: tuple[str, ...]
    answers: tuple[Found, ...]


def number_of(context: BotContext) -> int:
    """The number of an answer that this update makes; a second try makes the same."""
    return context.incoming.update_id % NUMBERS


def found_of(
    findings: Findings, asked: Demands, number: int, *, in_doubt: EmergencyKind | None
) -> Found:
    """What stays of an answer: ids and reasons, not the question, which *asked* for something."""
    offers = tuple(
        FoundOffer(
            finding.offer.id,
            in_a_list(finding, findings.ages),
            against_in_words(finding, findings.ages),
            any(reason.kind in GROUNDS for reason in finding.reasons),
            finding.weak,
        )
        for finding in findings.results
    )
    return Found(
        number=number,
        offers=offers if findings.confidence is not Confidence.NONE else (),
        confidence=findings.confidence,
        searched_as=findings.searched_as,
        in_doubt=in_doubt,
        cost_asked=Demand.FREE in asked.plain,
        theme=next((theme.id for theme, share in findings.themes if share >= UNCLEAR), None),
        ages=findings.ages,
        meant=tuple(one.word for one in findings.meant)
        if findings.confidence is not Confidence.SURE
        else (),
    )


def known_offers(context: BotContext, found: Found) -> list[tuple[Offer, FoundOffer]]:
    """The offers an answer leads to, most relevant first; of these, `last` stands last."""
    first = first_of(filtered(context, found), sure=found.confidence is Confidence.SURE)
    return sorted(first, key=lambda one: one[0].ring in found.last)


def filtered(context: BotContext, found: Found) -> list[tuple[Offer, FoundOffer]]:
    """All offers found that still exist and that no filter contradicts, most relevant first."""
    stored = [(context.house.index.offer(one.id), one) for one in found.offers]
    demands = Demands(plain=found.filters)
    return [
        (offer, one)
        for offer, one in stored
        if offer is not None and _passes(offer, demands, context.house.space)
    ]


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


def _passes(offer: Offer, demands: Demands, space: SocialSpace) -> bool:
    """Whether an offer contradicts no filter; that it is in town it must say."""
    local = offer.reach == space.key or offer.town == space.name
    if Demand.IN_TOWN in demands.plain and not local:
        return False
    return not judge(offer, demands).contradicted

"""Texts of the journey "Angebot finden"."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from handlers._screen import length, link, plain
from handlers.texts.counts import counted
from handlers.texts.cutting import cut, label
from handlers.texts.reasons import CONTRADICTED, MET
from knowledge.constraints import Demand
from knowledge.contacts import dialable
from knowledge.findings import Confidence
from knowledge.freshness import Freshness, as_of
from knowledge.offers import Offer, Ring, Source

RINGS = {
    Ring.LIFEWORLD: "im Umfeld",
    Ring.MAINSTREAM: "Regelangebot",
    Ring.COUNSELLING: "Beratung, ohne Antrag",
    Ring.STATUTORY: "über das Jugendamt",
}
ONE_BEHIND = {
    Ring.LIFEWORLD: "aus dem Umfeld",
    Ring.MAINSTREAM: "Regelangebot",
    Ring.COUNSELLING: "Beratung",
    Ring.STATUTORY: "Jugendamt",
}
BEHIND = ONE_BEHIND | {
    Ring.LIFEWORLD: "Angebote aus dem Umfeld",
    Ring.MAINSTREAM: "Regelangebote",
}
RING_UNKNOWN = "Ebene nicht bekannt"
SHORT_RINGS = RINGS | {Ring.COUNSELLING: "Beratung"}  # in a list
COUNTED = {1: "Eine Idee", 2: "Zwei Ideen", 3: "Drei Ideen"}
LONGEST_REASONS = 45  # characters in a list
LONGEST_NAME = 50  # characters in a list, where the card is one tap away
LONGEST_COST = 20  # characters in a list; what takes longer to say stands on the card
LONGEST_CARD = 900  # characters a person reads; three offers in a list take about 550
LONGEST_CONTACT = 120  # characters of a number or an address
CUTS = ((350, 400), (250, 400), (150, 400), (150, 150), (100, 80), (60, 40), (40, 20))
"""Characters left of a card's description, and of each other field, until the card fits."""

NOTHING = (
    "<b>Dazu kenne ich nichts Passendes.</b>\nBeschreiben Sie es gern mit anderen Worten, "
    "oder sehen Sie nach Themen. Ein Beratungstisch bringt Fachkräfte mehrerer Felder zusammen."
)
ABOUT_WHAT = (
    "<b>Worum geht es am ehesten?</b>\nIhre Frage passt zu mehreren Themen. Wählen Sie, "
    "oder schreiben Sie etwas genauer."
)
FILTERS = {
    Demand.FREE: "Kostenlos",
    Demand.NO_APPLICATION: "Ohne Antrag",
    Demand.IN_TOWN: "In {}",
    Demand.ANONYMOUS: "Anonym",
}
ALL_FILTERED = "<b>Mit diesen Filtern bleibt nichts übrig.</b>\nNehmen Sie einen davon wieder weg."
ASK = (
    "<b>Angebot finden</b>\nSchreiben Sie in eigenen Worten, was gebraucht wird: wer, was, wann. "
    "Oder wählen Sie ein Thema:"
)
ASK_AGAIN = "<b>Anders suchen</b>\nSchreiben Sie es mit anderen Worten. Oder wählen Sie ein Thema:"
NO_TOPIC = (
    "<b>Worum geht es?</b>\nDarin habe ich noch kein Thema gefunden. Bitte schreiben Sie "
    "kurz, was gebraucht wird, oder wählen Sie ein Thema:"
)
FORGOTTEN = (
    "Ihre Frage merke ich mir nur eine Viertelstunde. Bitte schreiben Sie sie noch einmal, oder "
    "wählen Sie ein Thema:"
)
OLD_LIST = "Diese Taste gehörte zu einer früheren Frage. Das ist die Antwort auf Ihre letzte:"
GONE = "Dieses Angebot gibt es in meiner Sammlung nicht mehr."
CAVEAT = "Mit Hinweis."  # it stands on the card: half of it in a list would mislead
NO_CONTACT = "Kein Kontakt hinterlegt"
ASK_COORDINATION_SENT = (
    "Gefragt. Die Koordination meldet sich bei Ihrer Einrichtung, sobald ein Kontakt bekannt ist."
)
NO_COORDINATION = "Zurzeit ist keine Koordination eingetragen, die ich fragen könnte."


def filters(space: str) -> dict[Demand, str]:
    """Labels of the filters."""
    return {one: said.format(space) for one, said in FILTERS.items()}


def only(chosen: Collection[Demand], space: str) -> str:
    """Which filters are on."""
    named = [said for one, said in filters(space).items() if one in chosen]
    return plain("Nur: " + ", ".join(said[0].lower() + said[1:] for said in named))


def narrow(left: int, shown: int, space: str) -> str:
    """How many offers the filters leave, and how many of these are shown."""
    what = f"Es bleiben {left} Angebote."
    if left < 2:
        what = "Es bleibt 1 Angebot." if left else "Es bleibt keines."
    if left > shown:
        what += f" Ich zeige die {shown}, die am besten passen."
    return (
        "<b>Eingrenzen</b>\nAngebote, die dem widersprechen, fallen weg; was unbekannt ist, "
        f"bleibt. „In {plain(space)}“ heißt: sicher vor Ort. {what}"
    )


def heading(shown: int, confidence: Confidence, page: int) -> str:
    """First line of a list."""
    if page:
        return "<b>Weitere Angebote</b>"
    if confidence is Confidence.PERHAPS:
        return "<b>Vielleicht passt etwas davon</b>"
    return f"<b>{COUNTED.get(shown, 'Ideen')}, das nähere Umfeld zuerst</b>"


def meant(word: str) -> str:
    """A button: a known word that an unknown one may have meant."""
    return label(f"Eher: {word}")


def searched_as(words: Sequence[str]) -> str:
    """Which known words stood in for misspelt ones; never the typed ones."""
    return "Gesucht als: " + ", ".join(plain(word) for word in words)


def line(
    number: int,
    offer: Offer,
    reasons: Sequence[str],
    against: Sequence[str],
    today: date,
    *,
    cost_asked: bool = False,
) -> str:
    """One offer in a list: name, ring, why it fits or not, short cost, age, whether a caveat.

    Where it was asked what it costs, and the reasons do not tell, that is said, also if unknown.
    """
    name = plain(cut(offer.name, LONGEST_NAME))
    parts = [f"<b>{number} {name}</b> – {ring(offer, SHORT_RINGS)}."]
    if reasons:
        parts.append(f"Passt: {plain(', '.join(_telling(reasons)))}.")
    if against:
        parts.append(f"Aber: {plain(cut(', '.join(against), LONGEST_REASONS))}.")
    told = MET[Demand.FREE] in reasons or CONTRADICTED[Demand.FREE] in against
    if cost_asked and not told:
        parts.append(f"Kosten: {plain(cut(offer.cost or 'nicht bekannt', LONGEST_REASONS))}.")
    elif offer.cost and len(offer.cost) <= LONGEST_COST and not told:
        parts.append(f"Kosten: {plain(offer.cost)}.")
    parts.append(f"{age_of_entry(offer, today)}.")
    if offer.note:
        parts.append(CAVEAT)
    return " ".join(parts)


def _telling(reasons: Sequence[str]) -> list[str]:
    """The reasons that fit into a list, the first at least; none that says another again."""
    told: list[str] = []
    for reason in reasons:
        known = any(reason.casefold() in one.casefold() for one in told)
        if not told or (not known and len(", ".join([*told, reason])) <= LONGEST_REASONS):
            told.append(cut(reason, LONGEST_REASONS))
    return told


def behind(rest: Sequence[Offer]) -> str:
    """What is behind "Weitere": how many, and the rings that are not shown yet."""
    if not rest:
        return ""
    rings = sorted({offer.ring for offer in rest if offer.ring is not None}, key=list(Ring).index)
    if len(rest) == 1:
        return ": ".join(["1 weiteres Angebot", *(ONE_BEHIND[ring] for ring in rings)])
    named = ", ".join(BEHIND[ring] for ring in rings)
    return f"{len(rest)} weitere, darunter {named}" if named else f"{len(rest)} weitere Angebote"


def ring(offer: Offer, words: Mapping[Ring, str] = RINGS) -> str:
    """How near to the family's surroundings the offer is, in words."""
    return words[offer.ring] if offer.ring is not None else RING_UNKNOWN


def age_of_entry(offer: Offer, today: date) -> str:
    """How old the entry is; unknown stays unknown, and nothing is called up to date."""
    freshness = as_of(offer, today)
    if offer.verified_on is not None:
        checked = f"Geprüft am {offer.verified_on:%d.%m.%Y}"
        return checked if freshness is Freshness.VERIFIED_GREEN else f"{checked}, bitte anrufen"
    if offer.stand is None:
        return "Stand unbekannt"
    return f"Quelle von {partial_date(offer.stand)}, noch nicht geprüft"


def partial_date(stand: str) -> str:
    """'2018-11' becomes '11/2018', '2018' stays, '2023-05-04' becomes '04.05.2023'."""
    parts = stand.split("-")
    if len(parts) == 3:
        return ".".join(reversed(parts))
    return "/".join(reversed(parts))


def card(offer: Offer, today: date) -> str:
    """Everything a professional needs to know about one offer, in at most `LONGEST_CARD`.

    What is too long is cut: the description first; never the name or a contact.
    """
    for description, others in CUTS:
        text = _card(offer, today, description, others)
        if length(text) <= LONGEST_CARD:
            break
    return text


def _card(offer: Offer, today: date, description: int, others: int) -> str:
    lines = [f"<b>{plain(offer.name)}</b>", plain(cut(offer.description, description))]
    facts = {label: plain(cut(value, others)) for label, value in _facts(offer) if value}
    facts["Kontakt"] = _contact(offer)
    lines += [f"{label}: {value}" for label, value in facts.items()]
    if offer.note:
        lines.append(f"Hinweis: {plain(cut(offer.note, others))}")
    lines.append(f"{age_of_entry(offer, today)}. {_sources(offer.sources)}".strip())
    return "\n".join(lines)


def _facts(offer: Offer) -> list[tuple[str, str]]:
    return [
        ("Art", ring(offer)),
        ("Träger", offer.provider or ""),
        ("Für", _for_whom(offer)),
        ("Weg", offer.access or "nicht bekannt"),
        ("Wo", _where(offer)),
        ("Wann", offer.opening_hours or ""),
        ("Kosten", offer.cost or "nicht bekannt"),
        ("Sprachen", ", ".join(offer.languages)),
    ]


def _for_whom(offer: Offer) -> str:
    return "; ".join(part for part in (", ".join(offer.target_groups), ages(offer)) if part)


def ages(offer: Offer) -> str:
    """'6 bis 10 Jahre'; empty where no age is known."""
    low, high = offer.age_from, offer.age_to
    if low is None and high is None:
        return ""
    if high is None:
        return f"ab {low} Jahren"
    if low is None:
        return f"bis {high} Jahre"
    return f"{low} bis {high} Jahre"


def _where(offer: Offer) -> str:
    town = " ".join(part for part in (offer.postcode, offer.town) if part)
    return ", ".join(part for part in (offer.address, town) if part)


def has_contact(offer: Offer) -> bool:
    """Whether the offer can be reached by telephone, mail or web."""
    return bool(offer.phone or offer.email or offer.web)


def _contact(offer: Offer) -> str:
    if not has_contact(offer):
        return f"{NO_CONTACT}; bitte beim Träger, an der Quelle oder bei der Koordination fragen"
    phone = plain(cut(dialable(offer.phone), LONGEST_CONTACT)) if offer.phone else ""
    mail = plain(cut(offer.email or "", LONGEST_CONTACT))
    web = link(offer.web, "Webseite") if offer.web else ""
    return " · ".join(part for part in (phone, mail, web) if part)


def _sources(sources: Sequence[Source]) -> str:
    """The newest source one may link to."""
    linked = [(one.source_date or "", one.url) for one in sources if one.link and one.url]
    if not linked:
        return ""
    _, newest = max(linked, key=lambda source: source[0])
    return link(newest, "Quelle")


WHICH_AGE = "Für welches Alter?"
OTHER_AGE = "Anderes Alter"
EVERY_AGE = "Alle Altersstufen"
FOR_WHICH_AGE = "Für welches Alter suchen Sie?"


def theme_heading(label: str, total: int, ages: str = "") -> str:
    """First line of a theme's list; *ages*: the only ages it is for."""
    offers = counted(total, "Angebot", "Angebote")
    only = f", {ages}" if ages else ""
    nearest = ", das nähere Umfeld zuerst" if total > 1 else ""
    return f"<b>{plain(label)}</b>{only} – {offers}{nearest}"


def ask_coordination(offer: Offer, who: str) -> str:
    """What will be sent before it is sent."""
    return (
        f"Ich frage die Koordination nach einem Kontakt für <b>{plain(offer.name)}</b>. "
        f"Genannt wird: {plain(who)}. Sonst nichts."
    )


def coordination_asked(offer: Offer, who: str) -> str:
    """For coordinators: somebody needs a contact."""
    return (
        f"<b>Kontakt gesucht</b>\n{plain(who)} fragt, wie man <b>{plain(offer.name)}</b> "
        "erreicht. "
        "Im Eintrag stehen weder Telefon noch E-Mail noch Webseite."
    )

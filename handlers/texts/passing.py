"""The card a professional passes on to a family: plain words, labels in five languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers._screen import plain
from handlers.texts.cutting import cut
from knowledge.contacts import dialable
from knowledge.offers import Offer
from knowledge.plain import apart, jargon

TO_RIGHT, TO_LEFT = "", "\u200f"  # an Arabic line starts with the mark that turns it
APART, TOGETHER = "\u2066", "\u2069"  # around what runs from left to right in such a line
LONGEST = {"name": 150, "description": 900, "value": 200, "web": 500}
"""Characters of each field, so that a card stays far below what Telegram takes."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The fixed words of a card in one language."""

    language: str  # its own name, for the button
    what: str
    where: str
    phone: str
    mail: str
    web: str
    access: str
    cost: str
    unknown: str
    call_first: str
    mark: str = TO_RIGHT


LABELS = {
    "de": Labels(
        "Deutsch", "Was ist das?", "Wo?", "Telefon", "E-Mail", "Internet",
        "Wie meldet man sich an?", "Was kostet es?", "nicht bekannt",
        "Bitte vorher fragen, ob das noch stimmt.",
    ),
    "en": Labels(
        "English", "What is it?", "Where?", "Phone", "E-mail", "Website", "How do I sign up?",
        "What does it cost?", "not known", "Please ask first whether this is still correct.",
    ),
    "tr": Labels(
        "Türkçe", "Bu nedir?", "Nerede?", "Telefon", "E-posta", "İnternet", "Nasıl kayıt olunur?",
        "Ücreti nedir?", "bilinmiyor", "Lütfen önce bunun hâlâ geçerli olup olmadığını sorun.",
    ),
    "uk": Labels(
        "Українська", "Що це?", "Де?", "Телефон", "Ел. пошта", "Сайт", "Як записатися?",
        "Скільки це коштує?", "невідомо", "Будь ласка, спершу уточніть, чи це ще актуально.",
    ),
    "ar": Labels(
        "العربية", "ما هذا؟", "أين؟", "الهاتف", "البريد الإلكتروني", "الموقع",
        "كيف يتم التسجيل؟", "كم التكلفة؟", "غير معروف",
        "يرجى السؤال أولاً عمّا إذا كان هذا لا يزال صحيحاً.", TO_LEFT,
    ),
}  # fmt: skip

FOR_PROFESSIONALS = (
    "Dieses Angebot ist für Fachkräfte. Eine Karte für Familien schreibe ich dazu nicht."
)


def ask_language(words: Sequence[str]) -> str:
    """What kind of card it will be; *words* of the trade that stand in it are named."""
    told = "ohne Fachwörter, ohne Hinweis auf diesen Bot."
    if words:
        named = ", ".join(f"„{plain(word)}“" for word in words[:3])
        told = f"ohne Hinweis auf diesen Bot. Bitte erklären Sie der Familie: {named}."
    return (
        f"<b>Weitergeben</b>\nIch schreibe eine schlichte Karte zum Weiterleiten: {told} "
        "In welcher Sprache sollen die festen Wörter stehen?"
    )


def hard_words(offer: Offer) -> list[str]:
    """Words of the trade that its card would hold."""
    return jargon(" ".join(_words(offer)))


def _words(offer: Offer) -> tuple[str, str, str, str]:
    """Name, description, way in and cost, as far as a card holds them."""
    value = LONGEST["value"]
    return (
        cut(apart(offer.name), LONGEST["name"]),
        cut(apart(offer.description), LONGEST["description"]),
        cut(apart(offer.access or ""), value),
        cut(offer.cost or "", value),
    )


def card(offer: Offer, code: str) -> str:
    """The card as Telegram's HTML without any markup; names and addresses stay German."""
    labels = LABELS[code]
    name, description, access, cost = _words(offer)
    lines = [
        _value(name, labels),
        "",
        f"{labels.what} {_value(description, labels)}",
        f"{labels.where} {_value(_where(offer), labels)}",
        f"{labels.access} {_value(access, labels)}",
        f"{labels.cost} {_value(cost, labels)}",
        *_contact(offer, labels),
        "",
        labels.call_first,
    ]
    return "\n".join(f"{labels.mark}{line}" if line else "" for line in lines)


def _value(value: str, labels: Labels) -> str:
    """A value of the offer; in a line from right to left it is kept together, or digits turn."""
    if not value:
        return labels.unknown
    return f"{APART}{plain(value)}{TOGETHER}" if labels.mark == TO_LEFT else plain(value)


def _contact(offer: Offer, labels: Labels) -> list[str]:
    value = LONGEST["value"]
    found = (
        (labels.phone, cut(dialable(offer.phone), value) if offer.phone else ""),
        (labels.mail, cut(offer.email or "", value)),
        (labels.web, cut(offer.web or "", LONGEST["web"])),
    )
    lines = [f"{label}: {_value(one, labels)}" for label, one in found if one]
    return lines or [f"{labels.phone}: {labels.unknown}"]


def _where(offer: Offer) -> str:
    town = " ".join(part for part in (offer.postcode, offer.town) if part)
    return cut(", ".join(part for part in (offer.address, town) if part), LONGEST["value"])

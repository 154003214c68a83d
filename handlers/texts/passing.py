"""The card a professional passes on to a family: plain words, labels in five languages."""

from __future__ import annotations

from dataclasses import dataclass

from handlers._screen import plain
from knowledge.contacts import dialable
from knowledge.offers import Offer
from knowledge.plain import Split, apart

TO_RIGHT, TO_LEFT = "", "\u200f"  # an Arabic line starts with the mark that turns it


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
        "Deutsch", "Was ist das?", "Wo?", "Telefon", "E-Mail", "Internet", "Wie kommt man hin?",
        "Was kostet es?", "nicht bekannt", "Bitte vorher fragen, ob das noch stimmt.",
    ),
    "en": Labels(
        "English", "What is it?", "Where?", "Phone", "E-mail", "Website", "How do I get in?",
        "What does it cost?", "not known", "Please ask first whether this is still correct.",
    ),
    "tr": Labels(
        "Türkçe", "Bu nedir?", "Nerede?", "Telefon", "E-posta", "İnternet", "Nasıl başvurulur?",
        "Ücreti nedir?", "bilinmiyor", "Lütfen önce bunun hâlâ geçerli olup olmadığını sorun.",
    ),
    "uk": Labels(
        "Українська", "Що це?", "Де?", "Телефон", "Ел. пошта", "Сайт", "Як звернутися?",
        "Скільки це коштує?", "невідомо", "Будь ласка, спершу уточніть, чи це ще актуально.",
    ),
    "ar": Labels(
        "العربية", "ما هذا؟", "أين؟", "الهاتف", "البريد الإلكتروني", "الموقع",
        "كيف أصل إلى الخدمة؟", "كم التكلفة؟", "غير معروف",
        "يرجى السؤال أولاً عمّا إذا كان هذا لا يزال صحيحاً.", TO_LEFT,
    ),
}  # fmt: skip

ASK_LANGUAGE = (
    "<b>Weitergeben</b>\nIch schreibe eine schlichte Karte zum Weiterleiten: ohne Fachwörter, "
    "ohne Hinweis auf diesen Bot. In welcher Sprache sollen die festen Wörter stehen?"
)


def card(offer: Offer, code: str, split: Split) -> str:
    """The card as Telegram's HTML without any markup; names and addresses stay German."""
    labels = LABELS[code]
    lines = [
        plain(apart(offer.name, split)),
        "",
        f"{labels.what} {plain(apart(offer.description, split))}",
        f"{labels.where} {plain(_where(offer) or labels.unknown)}",
        f"{labels.access} {plain(apart(offer.access or labels.unknown, split))}",
        f"{labels.cost} {plain(offer.cost or labels.unknown)}",
        *_contact(offer, labels),
        "",
        labels.call_first,
    ]
    return "\n".join(f"{labels.mark}{line}" if line else "" for line in lines)


def _contact(offer: Offer, labels: Labels) -> list[str]:
    found = (
        (labels.phone, dialable(offer.phone) if offer.phone else ""),
        (labels.mail, offer.email or ""),
        (labels.web, offer.web or ""),
    )
    lines = [f"{label}: {plain(value)}" for label, value in found if value]
    return lines or [f"{labels.phone}: {labels.unknown}"]


def _where(offer: Offer) -> str:
    town = " ".join(part for part in (offer.postcode, offer.town) if part)
    return ", ".join(part for part in (offer.address, town) if part)

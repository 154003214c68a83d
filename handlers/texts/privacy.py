"""Texts of the privacy notice and of the two guards."""

from __future__ import annotations

from collections.abc import Iterable

from handlers._screen import plain
from safety.privacy import SensitiveKind

TELEGRAM_ID = "Telegram-Kennung (eine Zahl, nicht Ihre Telefonnummer)"


def short_notice(controller: str) -> str:
    """First contact: what the bot does, who is responsible, what it never stores."""
    return (
        "<b>Guten Tag!</b> Ich kenne Angebote im Sozialraum und buche Beratungstische. "
        "Bitte nennen Sie mir nie Namen oder Adressen.\n\n"
        f"Verantwortlich: {plain(controller)}.\n"
        f"Ihre Fragen speichere ich nicht. Von Ihnen speichere ich: {TELEGRAM_ID}, Einrichtung, "
        "Handlungsfeld, Funktion, Rolle, Ihre Buchungen, gemerkte Angebote und Themen, zu denen "
        "ich Bescheid geben soll."
    )


def notice(controller: str) -> str:
    """The whole notice."""
    return (
        "<b>Datenschutz</b>\n"
        f"Verantwortlich: {plain(controller)}.\n\n"
        f"<b>Gespeichert wird von Ihnen</b>: {TELEGRAM_ID}, Einrichtung, Handlungsfeld, "
        "Funktion, Rolle, Zeitpunkt Ihrer Zustimmung, Tag der letzten Nutzung, eine Prüfsumme "
        "Ihrer Kalenderadresse, wenn Sie eine haben, Ihre Buchungen "
        "(Thema, Altersgruppe, Sprache, Zugang und Dolmetschen als Auswahl, die Funktion, für die "
        "Sie vertreten) mit Warteliste, Anfragen, Erinnerungen und dem Protokoll der Tische, "
        "Angebote unter „Gemerkt“ und Themen unter „Bescheid geben“ (höchstens "
        "sechs Monate; beides sehen nur Sie).\n"
        "<b>Bei Moderation und Koordination auch</b>: Tische, die Sie leiten, und ein Protokoll, "
        "wer wann eingeladen, eine Rolle geändert, jemanden gesperrt oder entsperrt, Tische "
        "veröffentlicht, verlegt oder abgesagt hat.\n"
        "<b>Nie gespeichert wird</b>, was Sie fragen, und nichts über eine Familie. Fragen "
        "bleiben höchstens 15 Minuten im Arbeitsspeicher.\n"
        "<b>Im Chat</b> lösche ich Fragen und Antworten nach 40 Stunden. Telegram-Chats sind "
        "nicht Ende-zu-Ende-verschlüsselt; die Nachrichten liegen bei Telegram. Deshalb: keine "
        "Namen, Adressen, Geburtstage.\n"
        "<b>Ihre Rechte</b>: Die Nutzung ist freiwillig. /meinedaten gibt Ihnen alles als Datei, "
        "/loeschen löscht Ihr Konto sofort. Nach zwölf Monaten ohne Nutzung frage ich nach und "
        "lösche 30 Tage später. Alles Weitere bei der verantwortlichen Stelle."
    )


KINDS = {
    SensitiveKind.NAME: "ein Name",
    SensitiveKind.PHONE: "eine Telefonnummer",
    SensitiveKind.EMAIL: "eine E-Mail-Adresse",
    SensitiveKind.ADDRESS: "eine Adresse",
    SensitiveKind.BIRTH_DATE: "ein Geburtsdatum",
    SensitiveKind.IBAN: "eine Kontonummer",
    SensitiveKind.FILE_NUMBER: "ein Aktenzeichen oder eine Nummer",
    SensitiveKind.HANDLE: "ein Konto im Netz",
    SensitiveKind.SCHOOL_CLASS: "Kind mit Klasse und Schule",
}

SHORT_REFUSAL = "Darin steckt etwas, das jemanden erkennbar macht"


OR_A_THEME = "Oder wählen Sie ein Thema:"


def refused(kinds: Iterable[SensitiveKind]) -> str:
    """A message was refused: the kind of what was found, never its value."""
    named = ", ".join(sorted({KINDS[kind] for kind in kinds}))
    return (
        f"{SHORT_REFUSAL} ({named}). Ich habe nichts gespeichert. Bitte noch einmal ohne Namen, "
        "Ort, Geburtstag – und löschen Sie die Nachricht auch bei sich."
    )


INLINE = "Bitte schreiben Sie mir direkt im Chat."

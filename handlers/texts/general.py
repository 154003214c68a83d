"""Texts that belong to no single journey."""

from __future__ import annotations

from handlers._screen import plain

EXAMPLES = ("Hausaufgaben 3. Klasse", "Ferien mit wenig Geld")

MENU = "<b>Was brauchen Sie?</b>\nSchreiben Sie einfach, was gesucht wird, oder wählen Sie."

HELP = (
    "<b>So helfe ich Ihnen</b>\n"
    "Schreiben Sie in eigenen Worten, was gebraucht wird, zum Beispiel: "
    "„Hausaufgaben klappen nicht, Kind 8, darf nichts kosten“. "
    "Ich zeige höchstens drei Angebote, das nähere Umfeld zuerst.\n\n"
    "Bitte nie Namen, Adressen oder Geburtstage. "
    "Statt zu tippen können Sie auch eine Zahl oder die Worte einer Taste schreiben.\n\n"
    "/menue Übersicht · /beratung Beratungstische · /meine Ihre Termine · "
    "/abbrechen beendet jeden Schritt · /notfall Notfallkarte · /datenschutz"
)

NOTHING_TO_CANCEL = "Es läuft gerade nichts, das ich abbrechen könnte."
CANCELLED = "Abgebrochen. Von diesem Schritt ist nichts gespeichert."

EXPIRED = "Diese Nachricht ist abgelaufen. /menue zeigt, was ich für Sie tun kann."
OLD_BUTTON = "Diese Taste gehört zu einem früheren Stand. Hier geht es weiter:"
UNKNOWN_COMMAND = "Diesen Befehl kenne ich nicht. Das kann ich für Sie tun:"
NOT_YOURS = "Dafür ist Ihre Rolle nicht vorgesehen. Die Koordination hilft Ihnen weiter."

IN_NEED = (
    "In einer Notlage: 112 (Lebensgefahr), 110 (Gewalt), "
    "0800 655 3000 (seelische Krise, rund um die Uhr)."
)
STRANGER = (
    "Guten Tag! Diesen Bot nutzen nur eingeladene Fachkräfte. "
    f"Eine Einladung gibt Ihnen das Sozialraummanagement.\n\n{IN_NEED}"
)
ONLY_IN_CHAT = "Das geht nur im Chat mit mir."
STRANGER_TOAST = "Nur für eingeladene Fachkräfte."

# Telegram may refuse to delete a message, and nobody tells us in time: so no more is promised.
TAKEN_AWAY = (
    "Ich nehme die Nachricht gleich aus dem Chat. Steht sie noch da, löschen Sie sie bitte selbst."
)
VOICE = (
    "Sprachnachrichten höre ich nicht ab – zum Schutz der Familien. Bitte tippen Sie kurz, "
    f"was gebraucht wird. {TAKEN_AWAY}"
)
PHOTO = (
    "Bilder öffne ich nicht – zum Schutz der Familien. Bitte schreiben Sie in Worten, "
    f"was gebraucht wird. {TAKEN_AWAY}"
)
FILE = f"Dateien öffne ich nicht. Bitte schreiben Sie, was gebraucht wird. {TAKEN_AWAY}"
CONTACT = (
    "Kontakte und Standorte nehme ich nicht an. Bitte schreiben Sie, was gebraucht wird, ohne "
    f"Namen und Adressen. {TAKEN_AWAY}"
)
STICKER = "Danke! Mit Worten kann ich mehr anfangen: Was wird gebraucht?"
OTHER_KIND = "Damit kann ich nichts anfangen. Schreiben Sie mir bitte, was gebraucht wird."
NO_WORDS = "Darin habe ich keine Worte gefunden. Bitte schreiben Sie kurz, was gebraucht wird."
EDITED = (
    "Geänderte Nachrichten werte ich nicht neu aus. Bitte schreiben Sie die Frage noch einmal."
)


def failed(reference: str) -> str:
    """Something went wrong on our side."""
    return (
        "Da ist bei mir etwas schiefgegangen. Es wurde nichts geändert. Bitte versuchen Sie es "
        f"noch einmal. Hilft das nicht, nennen Sie der Koordination die Nummer <b>{reference}</b>."
    )


def alarm(reference: str) -> str:
    """For coordinators: an update was set aside."""
    return (
        f"<b>Störung {reference}</b>\nEine Nachricht konnte nicht verarbeitet werden. "
        "Bitte geben Sie die Nummer an die Betreuung des Bots weiter."
    )


def job_failed(what: str) -> str:
    """For coordinators: something that has to happen by itself did not."""
    return (
        f"<b>Störung</b>\nEine Aufgabe ist gescheitert: {plain(what)}. Ich versuche es weiter. "
        "Kommt die Meldung morgen wieder, wenden Sie sich bitte an die Betreuung des Bots."
    )


def not_let_in(refusal: str) -> str:
    """For strangers: why their invitation does not let them in."""
    return f"{refusal} Diesen Bot nutzen nur eingeladene Fachkräfte.\n\n{IN_NEED}"


def greeting(name: str) -> str:
    """First words of the menu after a start."""
    return f"Guten Tag! Ich kenne Angebote in {plain(name)} und buche Beratungstische."

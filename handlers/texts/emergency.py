"""Texts of the emergency card: numbers first, then what to do now; no word of the message."""

from __future__ import annotations

from collections.abc import Sequence

from handlers._screen import plain
from handlers.texts.finding import partial_date
from knowledge.contacts import dialable
from safety.card import EmergencyCard, EmergencyNumber
from safety.emergency import EmergencyKind

HEADINGS = {
    EmergencyKind.LIFE_DANGER: "Bei Lebensgefahr jetzt anrufen",
    EmergencyKind.SUICIDE: "Jemand will nicht mehr leben",
    EmergencyKind.VIOLENCE: "Jemand ist von Gewalt bedroht",
    EmergencyKind.CHILD_PROTECTION: "Ein Kind ist vielleicht in Gefahr",
    EmergencyKind.PSYCHIATRIC: "Seelischer Notfall",
    EmergencyKind.POISONING: "Vergiftung",
    EmergencyKind.NO_SHELTER: "Kein sicherer Ort für heute Nacht",
    EmergencyKind.OWN_CRISIS: "Das klingt schwer – Hilfe ist auch für Sie da",
}
WHERE = (
    "Bitte anrufen oder nachschlagen. Das Datum kommt zum Angebot mit dieser Nummer in der "
    "Wissensbasis (Feld geprueft_am) oder in safety/numbers.yaml (Feld checked_on)."
)
OUTDATED = (
    "<b>Notfallnummern prüfen</b>\nMindestens eine Nummer der Notfallkarte wurde seit über einem "
    "Jahr nicht geprüft. Bis zur neuen Prüfung zeigt die Karte nur 112, 110 und den Krisendienst "
    f"0800 655 3000. {WHERE}"
)
STAY = "Lassen Sie die Person nicht allein."
STEPS = {
    EmergencyKind.LIFE_DANGER: (
        "Rufen Sie an, bevor Sie weiterlesen.",
        STAY,
        "Bleiben Sie am Telefon, bis die Leitstelle auflegt.",
    ),
    EmergencyKind.SUICIDE: (
        STAY,
        "Fragen Sie ruhig und direkt nach. Das schadet nicht.",
        "Ist etwas vorbereitet oder die Gefahr nah: 112.",
    ),
    EmergencyKind.VIOLENCE: (
        "Sorgen Sie zuerst für einen sicheren Ort.",
        "Sprechen Sie die Person allein an, nie vor anderen Beteiligten.",
        "Droht jetzt Gewalt: 110.",
    ),
    EmergencyKind.CHILD_PROTECTION: (
        "Bleiben Sie beim Kind. Fragen Sie es nicht aus.",
        "Ziehen Sie Leitung und insoweit erfahrene Fachkraft hinzu (§ 8a SGB VIII), wie Ihre "
        "Einrichtung es regelt.",
        "Reicht die Zeit nicht: Jugendamt, sonst 110.",
    ),
    EmergencyKind.PSYCHIATRIC: (
        STAY,
        "Ruhig sprechen, Abstand lassen, Reize verringern.",
        "Gefahr für sich oder andere: 112.",
    ),
    EmergencyKind.POISONING: (
        STAY,
        "Nicht zum Erbrechen bringen. Packung oder Rest bereithalten.",
        "Bewusstlos oder Atemnot: sofort 112.",
    ),
    EmergencyKind.NO_SHELTER: (
        "Zu Bürozeiten: Sozialstelle im Rathaus anrufen.",
        "Sonst: Die Polizei hilft bei Obdachlosigkeit weiter.",
        "Sind Kinder dabei, sagen Sie das am Telefon zuerst.",
    ),
    EmergencyKind.OWN_CRISIS: (
        "Sie müssen das nicht allein tragen.",
        "Sprechen Sie heute mit jemandem, dem Sie vertrauen.",
        "Wollen Sie nicht mehr leben: Rufen Sie jetzt an.",
    ),
}
INLINE = "Notfall? 112, 110, Notfallkarte"  # a button; Telegram allows 64 characters
FALLEN_BACK = (
    "Die weiteren Nummern dieser Karte wurden lange nicht geprüft und stehen deshalb nicht hier."
)
NO_JUDGEMENT = "Ich ersetze keine Einschätzung."
ASK_AGAIN = "Bitte schreiben Sie noch einmal, was gebraucht wird, oder wählen Sie ein Thema:"


def not_yet_checked(numbers: Sequence[EmergencyNumber]) -> str:
    """For coordinators: these numbers were found in sources, but nobody has checked them."""
    names = ", ".join(plain(one.label) for one in numbers)
    return f"<b>Notfallnummern prüfen</b>\nNoch nie geprüft: {names}. {WHERE}"


def card(found: EmergencyCard) -> str:
    """The emergency card."""
    lines = [f"<b>{HEADINGS[found.kind]}</b>"]
    lines += [_number(number) for number in found.numbers]
    lines += [f"– {step}" for step in STEPS[found.kind]]
    if found.expired:
        lines.append(FALLEN_BACK)
    lines.append(NO_JUDGEMENT)
    return "\n".join(lines)


def _number(number: EmergencyNumber) -> str:
    hours = f", {number.hours}" if number.hours else ""
    age = "" if number.by_law else f" ({_age(number)})"
    return f"<b>{plain(dialable(number.number))}</b> {plain(number.label + hours)}{age}"


def _age(number: EmergencyNumber) -> str:
    if number.checked_on is not None:
        return f"geprüft {number.checked_on:%d.%m.%Y}"
    if number.source_date:
        return f"Quelle {partial_date(number.source_date)}, ungeprüft"
    return "Stand unbekannt, ungeprüft"

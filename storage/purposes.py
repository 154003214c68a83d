"""Why every column is there and what ends it, in German: the data protection officer reads it.

A test compares these declarations with the tables, so that no column goes without. They make
`docs/datenschutz/datenfluss.md` together with `bot.retention`, whose rows `ends` names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PUBLIC, ACCOUNT, OCCUPANCY = "public", "account", "occupancy"
ENDS = {  # what no single row of `bot.retention` ends
    PUBLIC: "führt zu keiner Person: bleibt, bis es geändert wird",
    ACCOUNT: "mit dem Konto: sofort mit /loeschen, sonst nach den Zeilen paused, unseen, warned",
    OCCUPANCY: "führt zu keiner Person mehr: bleibt als Auslastung",
}


@dataclass(frozen=True, slots=True)
class Purpose:
    """One table: what it is, who sees it, what each column is for, and what ends it.

    *ends* holds for the whole table but for the columns of *otherwise*.
    """

    what: str
    seen_by: str
    ends: str
    columns: Mapping[str, str]
    otherwise: Mapping[str, str] = field(default_factory=dict)

    def end_of(self, column: str) -> str:
        """What ends this column: a row of `bot.retention`, or one of `ENDS`."""
        return self.otherwise.get(column, self.ends)


NUMBER = "Nummer der Zeile"
SPACE = "zu welchem Sozialraum es gehört"
NOBODY = "niemand; nur der Bot selbst"

PURPOSES: Mapping[str, Purpose] = {
    "member": Purpose(
        "Konto einer Fachkraft", "Koordination (ohne Telegram-Kennung); die Person selbst",
        ACCOUNT,
        {
            "id": "Nummer des Kontos; wird nie neu vergeben",
            "telegram_id": "erkennt die Person wieder und adressiert ihren Chat",
            "social_space_id": SPACE,
            "role": "was die Person darf",
            "state": "ob sie handeln darf (aktiv, pausiert, gesperrt)",
            "institution": "wer am Tisch sitzt; Mischung der Einrichtungen",
            "field": "Mischung der Handlungsfelder an einem Tisch",
            "function": "so werden Fachkräfte einander genannt, statt mit Namen",
            "agreed_at": "Nachweis der Zustimmung zum Hinweis",
            "joined_at": "Reihenfolge und Überblick der Koordination",
            "last_seen_on": "erkennt ungenutzte Konten (nur der Tag)",
            "paused_at": "Beginn der 14 Tage nach dem Blockieren",
            "notice_sent_on": "Beginn der 30 Tage nach dem Hinweis",
            "feed_hash": "Prüfsumme der geheimen Kalenderadresse",
            "erase_by": "bis wann ein gewünschtes Löschen geschehen ist",
        },
    ),
    "booking": Purpose(
        "Platz an einem Beratungstisch", "wer am selben Tisch sitzt; die Person selbst", OCCUPANCY,
        {
            "id": NUMBER,
            "slot_id": "an welchem Tisch",
            "member_id": "wer den Platz hat",
            "seat": "einbringend oder beratend",
            "family_agreed_at": "Bestätigung, dass die Familie den Tisch will; ohne Namen",
            "theme": "worum es geht (Auswahl, kein Text)",
            "age_band": "Altersgruppe (sieben Stufen)",
            "language": "Sprache am Tisch",
            "access": "ob der Raum stufenfrei sein muss",
            "interpreting": "ob gedolmetscht werden soll",
            "stands_for": "für welche Funktion jemand vertritt",
            "proxy_hash": "Prüfsumme des Codes, mit dem eine Vertretung den Platz übernimmt",
            "refused": "der Platz wurde anders vergeben; ohne Grund",
            "to_confirm": "nach dem Verlegen: ob der neue Termin noch passt",
            "booked_at": "Reihenfolge der Buchungen",
            "cancelled_at": "der Platz ist wieder frei",
        },
        dict.fromkeys(
            (
                "member_id", "family_agreed_at", "theme", "age_band", "language", "access",
                "interpreting", "stands_for", "proxy_hash",
            ),
            "seats",
        ),
    ),
    "slot": Purpose(
        "Beratungstisch", "alle Fachkräfte: Zeit, Ort, freie Plätze", PUBLIC,
        {
            "id": NUMBER,
            "social_space_id": SPACE,
            "series": "welche Tische zusammen angeboten wurden",
            "starts_at": "Beginn",
            "ends_at": "Ende",
            "place": "Raum; von der Koordination bestätigter Text",
            "moderator_id": "wer den Tisch leitet",
            "presenter_seats": "Plätze einbringend",
            "adviser_seats": "Plätze beratend",
            "presenters_taken": "belegt; verhindert Überbuchung",
            "advisers_taken": "belegt; verhindert Überbuchung",
            "state": "offen, angefragt, bestätigt, durchgeführt, abgesagt, rückgeblickt",
            "published_by": "wer den Tisch angeboten hat",
            "published_at": "seit wann er angeboten ist",
            "kind": "mit Familie, oder kollegial ohne sie",
            "revision": "wie oft der Tisch geändert wurde; für Kalender und ältere Tasten",
            "step_free": "ob der Raum stufenfrei ist",
            "childrens_corner": "ob es eine Spielecke gibt",
            "prepare_minutes": "so lange vorher ist der Raum belegt",
            "follow_minutes": "so lange nachher ist der Raum belegt",
            "lead_hours": "so lange vorher endet das Buchen",
            "family_people": "wie viele aus Familie und Unterstützung kommen; nur die Zahl",
            "refused_fields": "Handlungsfelder, die die Familie nicht am Tisch will",
            "agreed_at": "die Familie will diesen Tisch so; ohne Namen",
            "outcome": "wie der Tisch ausging (Auswahl, kein Text)",
            "follow_up_on": "Tag des Rückblicks",
        },
        dict.fromkeys(
            (
                "moderator_id", "published_by", "family_people", "refused_fields", "agreed_at",
            ),
            "seats",
        ),
    ),
    "waiting": Purpose(
        "Platz auf der Warteliste eines Tisches", "die Person selbst; ihr Rang", OCCUPANCY,
        {
            "id": NUMBER,
            "slot_id": "an welchem Tisch",
            "member_id": "wer wartet",
            "seat": "auf welchen Platz",
            "since": "Reihenfolge",
            "offered_at": "seit wann ein Platz angeboten ist",
            "held_until": "bis wann er gehalten wird",
            "ended_at": "das Warten ist vorbei",
            "ending": "wie es endete (Auswahl)",
        },
        {"member_id": "seats"},
    ),
    "asked": Purpose(
        "Wen der Bot um das Mitberaten gebeten hat",
        "die Person selbst; Moderation und Koordination nur die Anzahl", "asked",
        {
            "slot_id": "an welchem Tisch",
            "member_id": "wer gefragt wurde",
            "asked_at": "wer selten gefragt wurde, kommt zuerst",
            "declined_at": "wer abgelehnt hat, wird nicht noch einmal gefragt",
        },
        {"declined_at": "seats"},
    ),
    "reminder": Purpose(
        "Geschriebene Erinnerung", "niemand", "seats",
        {
            "slot_id": "an welchen Tisch",
            "member_id": "wen",
            "kind": "welche",
            "starts_at": "für welchen Beginn; ein verlegter Tisch erinnert neu",
            "sent_at": "nichts wird zweimal erinnert",
        },
    ),
    "series": Purpose(
        "Regel einer Reihe von Beratungstischen", NOBODY, "series",
        {
            "id": "steht an den Tischen der Reihe",
            "rrule": "an welchen Tagen (Regel, kein Text)",
            "starts_on": "erster Tag",
            "at": "Uhrzeit",
            "minutes": "Dauer",
            "skips_holidays": "ob Feiertage ausfallen",
            "skips_school_holidays": "ob Ferientage ausfallen",
            "created_at": "seit wann es sie gibt",
        },
    ),
    "kept_offer": Purpose(
        "Gemerktes Angebot", "nur die Person selbst", ACCOUNT,
        {
            "member_id": "wer es sich gemerkt hat",
            "offer_id": "welches Angebot",
            "kept_at": "das Neueste zuerst",
        },
    ),
    "watch": Purpose(
        "Thema unter „Bescheid geben“", "nur die Person selbst", "watches",
        {
            "member_id": "wer Bescheid haben möchte",
            "theme": "welches Thema (Auswahl)",
            "ends_at": "Ende nach sechs Monaten",
        },
    ),
    "need_signal": Purpose(
        "Gezählter Bedarf, ohne Person", "niemand; Berichte gibt es noch nicht", "signals",
        {
            "id": NUMBER,
            "social_space_id": SPACE,
            "theme": "was fehlt (Auswahl)",
            "age_band": "Altersgruppe (sieben Stufen)",
            "reason": "warum es nicht passt (Auswahl)",
            "month": "Monat; kein Tag",
        },
    ),
    "invitation": Purpose(
        "Einladung", "wer eingeladen hat, einmal beim Ausstellen", "invitations",
        {
            "id": NUMBER,
            "code_hash": "prüft den Code, ohne ihn zu kennen",
            "social_space_id": SPACE,
            "role": "welche Rolle sie gibt",
            "invited_by": "wer dafür einsteht",
            "created_at": "Beginn der Gültigkeit",
            "expires_at": "Ende der Gültigkeit",
            "used_at": "gilt nur einmal",
        },
    ),
    "audit": Purpose(
        "Protokoll der Koordination", "Betreuung des Bots auf begründete Nachfrage", "trail",
        {
            "id": NUMBER,
            "at": "wann",
            "member_id": "wer; nach /loeschen leer",
            "action": "was (Code)",
            "subject": "woran (Nummer und Code, kein Text)",
        },
    ),
    "dialogue": Purpose(
        "Offener Schritt eines Chats", NOBODY, "dialogues",
        {
            "chat_id": "in welchem Chat",
            "name": "welcher Dialog",
            "step": "welcher Schritt",
            "draft": "bisherige Auswahl in Codes, nie Getipptes",
            "updated_at": "lässt den Schritt verfallen",
        },
    ),
    "outbox": Purpose(
        "Zu sendende und gesendete Nachrichten", NOBODY, "sent",
        {
            "id": "Reihenfolge im Chat",
            "chat_id": "an wen",
            "kind": "Art des Aufrufs",
            "payload": "Inhalt bis zum Senden, dann leer; nie Fragen oder Unbestätigtes",
            "created_at": "wann es entstand",
            "done_at": "wann es erledigt war",
            "failure": "Art des Fehlers",
            "message_id": "Nummer der Nachricht bei Telegram, um sie zu löschen",
            "purge_at": "wann sie aus dem Chat gelöscht wird",
        },
        dict.fromkeys(("message_id", "purge_at"), "chat"),
    ),
    "handled_update": Purpose(
        "Marke „Nachricht verarbeitet“", NOBODY, "marks",
        {
            "bot_id": "welcher Bot",
            "update_id": "Nummer der Nachricht; führt zu keinem Chat",
            "handled_at": "lässt die Marke verfallen",
        },
    ),
    "set_aside": Purpose(
        "Gescheiterte Nachricht, ohne Inhalt", "Betreuung des Bots", "set_aside",
        {
            "reference": "Kennung, die die Person nennen kann",
            "update_id": "Nummer der Nachricht; führt zu keinem Chat",
            "update_type": "Art der Nachricht",
            "error": "Art des Fehlers",
            "at": "wann",
        },
    ),
    "social_space": Purpose(
        "Sozialraum", "alle", PUBLIC,
        {
            "id": NUMBER,
            "key": "Kurzname",
            "name": "Name",
            "controller": "verantwortliche Stelle im Hinweis",
            "catholic_majority": "Feiertage",
        },
    ),
    "provider": Purpose(
        "Träger von Angeboten", "alle", PUBLIC, {"id": NUMBER, "name": "Name der Organisation"}
    ),
    "offer": Purpose(
        "Angebot (veröffentlichte Angaben)", "alle Fachkräfte", PUBLIC,
        {
            "id": "Kurzname",
            "social_space_id": SPACE,
            "provider_id": "Träger",
            "name": "Name des Angebots",
            "category": "Bereich",
            "ring": "Nähe zum Umfeld der Familie",
            "description": "was es ist",
            "target_groups": "für wen",
            "age_from": "Alter ab",
            "age_to": "Alter bis",
            "cost": "Kosten",
            "access": "Weg dorthin",
            "languages": "Sprachen",
            "address": "öffentliche Anschrift",
            "town": "Ort",
            "postcode": "Postleitzahl",
            "phone": "öffentliche Rufnummer der Stelle",
            "email": "öffentliche E-Mail-Adresse der Stelle",
            "web": "Internetseite",
            "opening_hours": "Öffnungszeiten",
            "reach": "Einzugsgebiet",
            "keywords": "Suchworte",
            "sources": "Herkunft der Angaben",
            "stand": "Stand der Quelle",
            "note": "Hinweis zum Eintrag",
            "verified_on": "wann ein Mensch ihn geprüft hat",
        },
    ),
    "derived": Purpose(
        "Rechenwert eines öffentlichen Textes", NOBODY, PUBLIC,
        {
            "content_hash": "erkennt den Text wieder",
            "content": "Bedeutung als Zahlen, Wörter und Wortteile, für die Suche",
        },
    ),
}  # fmt: skip

"""How long everything is kept, and why: one row a kind, one job a row.

"Regel" is a rule of data protection in section 6 of the domain paper, "Vorgabe" a ruling of the
design paper; `docs/datenschutz/datenfluss.md` is made from these rows and `storage.purposes`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import leavers, purging
from bot.keeper import Keeper
from consultations import asking
from handlers import _memory
from storage import outbox, retention
from storage.database import Database

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Retention:
    """One kind of data: what, how long and since when, why, and what ends it."""

    name: str
    what: str
    kept: timedelta
    since: str
    why: str
    work: Callable[[Keeper, datetime], Awaitable[None]]
    every: timedelta = HOUR

    async def run(self, keeper: Keeper) -> None:
        """End what is past its time now."""
        await self.work(keeper, keeper.now() - self.kept)


def _sql(
    function: Callable[[Database, datetime], Awaitable[None]],
) -> Callable[[Keeper, datetime], Awaitable[None]]:
    """A function of `storage.retention` as the work of a row."""

    async def work(keeper: Keeper, before: datetime) -> None:
        await function(keeper.database, before)

    return work


async def _forget(keeper: Keeper, before: datetime) -> None:
    """Each note knows its own end."""
    keeper.memory.sweep()


async def _purge(keeper: Keeper, before: datetime) -> None:
    """Each message got its end when it was sent."""
    await purging.purge(keeper.database, keeper.bot, keeper.now())


RETENTION = (
    Retention(
        "memory", "Was getippt wurde, und die Antwort darauf (nur im Arbeitsspeicher)",
        _memory.KEPT, "nach der Nachricht", "Regel 7", _forget, MINUTE,
    ),
    Retention(
        "chat", "Fragen und Antworten im Chat (Nummer der Nachricht, ohne Inhalt)",
        outbox.PURGE_AFTER, "nach dem Senden",
        "Regel 4, Vorgabe 9: Telegram lässt Bots nur 48 Stunden lang löschen",
        _purge, 10 * MINUTE,
    ),
    Retention(
        "dialogues", "Offene Schritte eines Chats, auch von Eingeladenen",
        outbox.PURGE_AFTER, "nach dem letzten Schritt",
        "Regel 7: Die Nachricht mit den Tasten ist dann auch gelöscht",
        _sql(retention.end_dialogues),
    ),
    Retention(
        "marks", "Nummern verarbeiteter Nachrichten",
        timedelta(hours=48), "nach der Verarbeitung",
        "Nichts geschieht zweimal: Telegram wiederholt bis zu 24 Stunden lang",
        _sql(retention.forget_marks),
    ),
    Retention(
        "set_aside", "Kennungen gescheiterter Nachrichten, ohne Inhalt",
        timedelta(days=30), "nach dem Fehler",
        "Regel 8: Zeit, den Fehler mit der Kennung zu finden",
        _sql(retention.forget_set_aside),
    ),
    Retention(
        "sent", "Nummern der Nachrichten, die im Chat bleiben (Buchung, Einladung)",
        timedelta(days=14), "nach dem Senden",
        "Spätere Änderungen an der Nachricht; danach ändert sie niemand mehr",
        _sql(retention.forget_sent),
    ),
    Retention(
        "nobodys", "Dasselbe bei Menschen ohne Konto, auch nach /loeschen",
        timedelta(hours=12), "nach dem Senden", "Regel 10: in 24 Stunden weg",
        _sql(retention.forget_nobodys),
    ),
    Retention(
        "watches", "Themen unter „Bescheid geben“",
        timedelta(0), "nach ihrem Ende (sechs Monate)", "Vorgabe 10",
        _sql(retention.end_watches),
    ),
    Retention(
        "signals", "Gezählte Bedarfe (Codes ohne Person)",
        timedelta(days=90), "nach dem Monatsersten", "Bedarfszahlen: roh höchstens 90 Tage",
        _sql(retention.drop_signals),
    ),
    Retention(
        "seats", "Wer an einem Tisch saß, ihn leitete oder anbot, und worum es ging",
        timedelta(days=30), "nach dem Ende des Tisches",
        "Regel 12; bis es Rückblicke gibt, zählt das Ende des Tisches",
        _sql(retention.unlink_seats),
    ),
    Retention(
        "asked", "Wer um das Mitberaten gebeten wurde (nicht, ob es dazu kam)",
        asking.REMEMBERED, "nach der Anfrage",
        "So wird über ein Jahr gerecht gefragt, wer selten gefragt wurde, zuerst",
        _sql(retention.forget_asked),
    ),
    Retention(
        "series", "Regeln von Reihen, von denen kein Tisch mehr da ist (ohne Person)",
        HOUR, "nach dem Anlegen", "Ohne Tische sagt die Regel nichts mehr",
        _sql(retention.drop_series),
    ),
    Retention(
        "paused", "Konten, deren Besitzer den Bot blockiert haben",
        timedelta(days=14), "nach dem Blockieren", "Vorgabe 9",
        leavers.erase_paused,
    ),
    Retention(
        "unseen", "Ungenutzte Konten: Hinweis auf die Löschung",
        timedelta(days=365), "nach der letzten Nutzung", "Regel 11",
        leavers.warn_unseen,
    ),
    Retention(
        "warned", "Ungenutzte Konten: Löschung",
        timedelta(days=30), "nach dem Hinweis, wenn niemand zurückkommt", "Regel 11",
        leavers.erase_warned,
    ),
    Retention(
        "wished", "Konten, deren Löschung gewünscht ist, aber noch gebraucht werden",
        timedelta(0), "nach Ablauf der Frist zur Übergabe (22 Stunden)",
        "Regel 10: in 24 Stunden weg", leavers.erase_wished,
    ),
    Retention(
        "invitations", "Einladungen (nur Prüfsumme des Codes)",
        timedelta(days=30), "nach ihrem Ablauf",
        "Regel 9: Bis dahin erfährt man, warum der Link nicht mehr gilt",
        _sql(retention.drop_invitations),
    ),
    Retention(
        "trail", "Protokoll der Koordination (wer, wann, was)",
        timedelta(days=730), "nach der Handlung",
        "Regel 14: Rollen und Sperren werden jährlich geprüft, dazu das Jahr davor",
        _sql(retention.drop_trail),
    ),
)  # fmt: skip

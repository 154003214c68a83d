"""The command menu of each role."""

from __future__ import annotations

from handlers._context import BotContext
from team.members import Role

NOTFALL = ("notfall", "Notfallkarte")  # the guard answers it, so that it works for everybody
COMMON = (
    ("menue", "Übersicht"),
    ("beratung", "Freie Beratungstische"),
    ("meine", "Meine Termine"),
    ("gemerkt", "Gemerkte Angebote"),
    NOTFALL,
    ("hilfe", "So funktioniert es"),
    ("datenschutz", "Was gespeichert wird"),
    ("meinedaten", "Meine Daten als Datei"),
    ("loeschen", "Mein Konto löschen"),
    ("abbrechen", "Aktuellen Schritt beenden"),
)
MODERATING = (("leiten", "Tisch leiten"),)
COORDINATING = (
    *MODERATING,
    ("tische", "Tische anbieten"),
    ("team", "Team: einladen, Rollen, sperren"),
)
BEFORE_ARRIVAL = (("start", "Beginnen"), NOTFALL, ("hilfe", "So funktioniert es"))

COMMANDS: dict[Role, tuple[tuple[str, str], ...]] = {
    Role.PROFESSIONAL: COMMON,
    Role.MODERATOR: (*COMMON[:4], *MODERATING, *COMMON[4:]),
    Role.COORDINATOR: (*COMMON[:4], *COORDINATING, *COMMON[4:]),
}


async def show_own_commands(context: BotContext) -> None:
    """Set the member's command menu in their chat."""
    await context.work.post.show_commands(context.chat_id, COMMANDS[context.member.role])

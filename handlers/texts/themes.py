"""Names of themes that fit on a button."""

from __future__ import annotations

from handlers.texts.cutting import label
from knowledge.themes import Theme

SHORT = {
    "ankommen": "Ankommen, Asyl",
    "behinderung": "Behinderung, Teilhabe",
    "belastete-familie": "Krankheit, Trauer",
    "elternfragen": "Elternkurse, Fragen",
    "entwicklung": "Kleinkind-Entwicklung",
    "gesundheit": "Gesund bleiben, krank",
    "gewalt": "Gewalt in Beziehung",
    "jugend-freizeit": "Jugend, freie Zeit",
    "kinderschutz": "Kinderschutz",
    "kultur": "Musik, Kultur, Technik",
    "lernen": "Lernen, Hausaufgaben",
    "medien": "Handy, Internet",
    "nachbarschaft": "Nachbarn, Begegnung",
    "nachmittag": "Nachmittagsbetreuung",
    "schulden": "Schulden, Energie",
    "schullaufbahn": "Schullaufbahn",
    "seele-erwachsene": "Seele, Erwachsene",
    "seele-kind": "Seele, junge Menschen",
    "sorgentelefon": "Jemand zum Reden",
    "trennung": "Trennung, Umgang",
}


def theme_label(theme: Theme) -> str:
    """A short name for a button; of a theme that has none here, the beginning of its name."""
    return SHORT.get(theme.id) or label(theme.name)

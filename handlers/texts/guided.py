"""Texts of the guided search."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.texts.finding import RINGS
from handlers.texts.phases import WILL
from knowledge.offers import Ring

ASK_AGE = "<b>Für wen suchen Sie?</b>\nNur die Altersgruppe."
ALL_AGES = "Ganze Familie"
ASK_CATEGORY = "<b>Worum geht es?</b>"
ASK_THEME = "<b>Was davon am ehesten?</b>"
ASK_WILL = (
    "<b>Was will die Familie selbst erreichen?</b>\nEin Satz genügt, ohne Namen. „Weiß ich noch "
    "nicht“ geht auch. Ich nutze ihn nur für diese Suche und speichere ihn nicht."
)
NOT_KNOWN_YET = "Weiß ich noch nicht"
WILL_QUESTIONS = "\n".join(("<b>Fragen, die der Familie helfen können</b>", *WILL))
GO_ON = "Weiter"
ASK_THERE = "<b>Was ist schon da?</b>\nDas rückt in der Liste nach hinten."
THERE = {
    Ring.LIFEWORLD: "Umfeld, Nachbarn",
    Ring.MAINSTREAM: "Kita, Schule, Arzt",
    Ring.COUNSELLING: "Beratungsstelle",
    Ring.STATUTORY: "Hilfe vom Jugendamt",
}
SEARCH = "Suchen"
OLD_STEP = "Diese Taste gehört zu einem früheren Schritt. Hier geht es weiter:"


def put_last(rings: Sequence[Ring]) -> str:
    """What stands at the end of the list because the family has it already."""
    return "Schon da, deshalb weiter hinten: " + ", ".join(RINGS[ring] for ring in rings)

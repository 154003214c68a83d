"""What a question demands beside the need: age, cost, way in, anonymity, language, hour, place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.ages import ages_in
from language.words import content_words, fold


class Demand(StrEnum):
    """A kind of demand."""

    AGE = "age"
    SCHOOL = "school"
    FREE = "free"
    ANONYMOUS = "anonymous"
    NO_APPLICATION = "no_application"
    LANGUAGE = "language"
    EVENING = "evening"
    WEEKEND = "weekend"
    IN_TOWN = "in_town"


FREE = re.compile(
    r"\b(?:kostenlos\w*|kostenfrei\w*|umsonst|gratis|fuer lau|kost(?:et)? nix|kostet nichts"
    r"|(?:darf|soll|kann) (?:nix|nichts) kosten|ohne kosten|free of charge|ucretsiz)\b"
)
ANONYMOUS = re.compile(
    r"\b(?:anonym\w*|ohne (?:seinen |ihren |den )?namen|namen nicht (?:sagen|nennen))\b"
)
WITHOUT_FORM = re.compile(
    r"\bohne (?:langen |grossen |viel )?"
    r"(?:antrag|antraege|papierkram|buerokratie|(?:vor)?anmeldung)\b"
)
NO_APPLICATION = re.compile(
    rf"{WITHOUT_FORM.pattern}|\bohne (?:amt|jugendamt)\b"
    r"|\bnicht (?:gleich )?(?:aufs|ins|zum) (?:jugend)?amt\b"
    r"|\b(?:niedrigschwellig\w*|einfach (?:hin|vorbei)\w*|spontan)\b"
)
_NO_STORY = r"(?<!jeden )(?<!ganzen )(?<!letzten )(?<!ganze )(?<!jedes )(?<!letztes )"
EVENING = re.compile(
    rf"\b{_NO_STORY}(?:abends|am (?:fruehen |spaeten )?abend|abendtermin\w*"
    r"|nach feierabend|nach der arbeit|(?:nach|ab) (?:1[789]|2[0-2])(?:[.:]\d\d)? uhr"
    r"|auch nachts|rund um die uhr (?:erreichbar|offen|besetzt))\b"
)
WEEKEND = re.compile(
    rf"\b{_NO_STORY}(?:am (?:samstag|sonntag|wochenende)|samstags|sonntags|wochenends)\b"
)
IN_TOWN = re.compile(
    r"\b(?:taufkirchen|hier im ort|im ort|vor ort|zu fuss|in der naehe|ums eck)\b"
)
SCHOOLS = {
    "grundschule": re.compile(r"\bgrundschul\w*"),
    "mittelschule": re.compile(r"\b(?:mittelschul\w*|hauptschul\w*|quali)\b"),
    "realschule": re.compile(r"\b(?:realschul\w*|mittlere reife)\b"),
}
LANGUAGES = {
    "Türkisch": re.compile(r"\btuerkisch\w*"),
    "Arabisch": re.compile(r"\barabisch\w*"),
    "Ukrainisch": re.compile(r"\bukrainisch\w*"),
    "Englisch": re.compile(r"\b(?:auf englisch|spricht nur englisch|englischsprachig\w*)\b"),
    "Gebärdensprache": re.compile(r"\bgebaerden\w*"),
}


@dataclass(frozen=True, slots=True)
class Demands:
    """What one question demands; empty where it demands nothing."""

    ages: frozenset[int] = frozenset()
    school: str | None = None
    languages: tuple[str, ...] = ()
    plain: frozenset[Demand] = field(default_factory=frozenset)

    def __bool__(self) -> bool:
        return bool(self.ages or self.school or self.languages or self.plain)


PLAIN = {
    Demand.FREE: FREE,
    Demand.ANONYMOUS: ANONYMOUS,
    Demand.NO_APPLICATION: NO_APPLICATION,
    Demand.EVENING: EVENING,
    Demand.WEEKEND: WEEKEND,
    Demand.IN_TOWN: IN_TOWN,
}
# Said for its own sake. "Nachts" or "nicht zum Jugendamt" tell of the need, too, and stay in it.
LAW = re.compile(r"\bsgb (?:viii|8)\b")  # the law of the whole field tells as little as the town
BESIDE = re.compile(
    "|".join(one.pattern for one in (IN_TOWN, FREE, ANONYMOUS, WITHOUT_FORM, LAW)),
)


def demands_of(question: str) -> Demands:
    """Read a question."""
    text = fold(question)
    plain = {demand for demand, pattern in PLAIN.items() if pattern.search(text)}
    schools = [name for name, pattern in SCHOOLS.items() if pattern.search(text)]
    languages = tuple(name for name, pattern in LANGUAGES.items() if pattern.search(text))
    school = schools[0] if len(schools) == 1 else None
    return Demands(ages_in(question), school, languages, frozenset(plain))


def need_of(question: str) -> str:
    """The question without the words that only demand; as it was where nothing else is said.

    "Kita in Taufkirchen" asks for a Kita, not for all that is said of Taufkirchen.
    """
    text = fold(question)
    left, demanded = BESIDE.subn(" ", text)
    return left if demanded and content_words(left) else question

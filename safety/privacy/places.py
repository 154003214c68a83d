"""Home addresses: street and house number, rooms in homes."""

from __future__ import annotations

import re

from safety.privacy.hits import Found, SensitiveKind
from safety.privacy.known import KnownPublic
from safety.privacy.spoken import NUMBER

_PREPOSITION = r"(?:am|an der|an den|auf der|auf dem|im|in der|in den|zum|zur|beim|bei der)"
_HOUSE = (
    rf"(?:\d{{1,3}}\s?[a-h]?\b(?:\s?[/-]\s?\d{{1,3}}\b)?|(?!eine?\b)(?:hundert)?{NUMBER}(?:\s[a-h])?\b)"
    r"(?![.:]\d|\s?(?:uhr|euro|€|%|jahr|j\b|kind|mal\b|min|km|m\b|std|stunden|plätze|tage|leute|monat|"
    r"woche|familien|person|schüler|klasse|\.\s?klasse|sgb|bücher))"
)
_NUMBER = rf"[\s,]{{0,2}}(?:nr\.?\s?|nummer\s|hausnummer\s|hausnr\.?\s?|haus\s)?({_HOUSE})"
STREET = re.compile(
    rf"\b((?:{_PREPOSITION}\s)?[a-zäöüß.-]{{0,30}}(?:[a-zäöüß]|[- ])"
    r"(?:str(?:aße|asse|oße|\.|(?=\s?\d))?|stroß|weg|wegerl|platz|platzl|ring|gasse|gasserl|allee|steig|"
    r"anger|winkl?|bogen|damm|ufer|park|promenade|pfad|zeile|siedlung|chaussee))"
    rf"{_NUMBER}",
    re.IGNORECASE,
)
BARE = re.compile(
    r"(?:der|die|den|dem|ein|eine|am|an|im|in|zum|zur|auf|\s)*(?:\s|^)?(?:schwanger|weg|platz|park|ring|steig|pfad|siedlung|plätze)",
    re.IGNORECASE,
)
PREPOSITION = re.compile(rf"^(?:{_PREPOSITION})\s", re.IGNORECASE)
POSTCODE = re.compile(r",?\s?\d{5}\s[A-ZÄÖÜa-zäöü][a-zäöüß]+")
_LIVING = (
    r"wohnt|wohnen|wohnhaft|wohne|wohnd|wohna|gemeldet|adresse|anschrift|daheim|dahoam|lebt|leben|zuhause|"
    r"lives|living|address|untergebracht|hausbesuch|abholen|eingezogen|zieht|haust"
)
LIVING = re.compile(rf"\b(?:{_LIVING})\b", re.IGNORECASE)
LIVES = re.compile(
    rf"\b(?:{_LIVING})\b[\w\s,:]{{0,20}}?(?:\b(?:{_PREPOSITION}|in|an|unter|at)\b\s|:\s?)(?:der\s|dem\s)?"
    rf"([a-zäöüß][\w.-]{{2,}}(?:\s[a-zäöüß][\w-]{{2,}}){{0,2}}{_NUMBER})",
    re.IGNORECASE,
)
AT_THE = re.compile(
    r"\b((?:[Aa]m|[Aa]n der|[Aa]uf der|[Aa]uf dem|[Zz]um|[Zz]ur|[Ii]m)\s[A-ZÄÖÜ][a-zäöüß]+"
    r"(?:feld|berg|hang|graben|bach|bachl|rain|grund|wiese|wiesen|bichl|loh|holz|höhe|hain|garten|"
    r"gärten|leiten|leite|au|see|anger|mühle|tor|hof|brunnen|kirche|schmiede|moos|weiher)"
    rf"\s({_HOUSE}))"
)
ROOM = re.compile(
    r"\b(?:\w*unterkunft|heim|wohnheim|container|asylheim|camp|haus)\b[\w\s,.-]{0,30}\b(?:zimmer|zi\.?|"
    r"apartment|app\.?|whg\.?|wohnung|container)\s?(?:nr\.?\s?)?\d{1,4}\w?\b",
    re.IGNORECASE,
)
_HOUSES = (
    r"\w*(?:treff|treffpunkt|haus|zentrum|schule|kindergarten|kita|krippe|hort|stelle|amt|rathaus|praxis|"
    r"klinik|klinikum|center|café|cafe|bücherei|bibliothek|verein|heim|kirche|pfarrheim|halle|laden|büro|"
    r"caritas|awo|diakonie|stützpunkt|theater|museum|bad|sportplatz|spielplatz|hotel|markt|polizei|museum|"
    r"gymnasium|moschee|agentur|gericht|kasse|dienst|werkstatt|tafel|vhs|station)"
)
HOUSE_BEFORE = re.compile(
    rf"\b{_HOUSES}(?:\s[A-ZÄÖÜ][\wäöüß-]+)?[\s,:(–-]*(?:ist |liegt |is )?"
    r"(?:in der|an der|am|im|in|:|,|der)?\s*$",
    re.IGNORECASE,
)
HOUSE_AFTER = re.compile(
    rf"^[\s,:)(–-]*(?:beim |im |am |das |die |der |gegenüber )?{_HOUSES}\b", re.IGNORECASE
)


def places(text: str, known: KnownPublic) -> Found:
    """Where somebody lives; where an institution is, is public."""
    if not re.search(
        r"\d|zig|zehn|null|eins|zwei|drei|vier|f[uü]|sechs|sieben|acht|neun|elf|zw",
        text,
        re.IGNORECASE,
    ):
        return
    living = bool(LIVING.search(text))
    for match in STREET.finditer(text):
        if BARE.fullmatch(match[1].strip()) or _is_public(text, match, known, living):
            continue
        town = POSTCODE.match(text, match.end())
        yield SensitiveKind.ADDRESS, match.start(), town.end() if town else match.end()
    for pattern in (LIVES, AT_THE):
        for match in pattern.finditer(text):
            if not known.holds(match[1]) and not known.holds(PREPOSITION.sub("", match[1])):
                yield SensitiveKind.ADDRESS, *match.span(1)
    for match in ROOM.finditer(text):
        yield SensitiveKind.ADDRESS, *match.span()


def _is_public(text: str, match: re.Match[str], known: KnownPublic, living: bool) -> bool:
    value = match[0]
    if known.holds(value) or known.holds(PREPOSITION.sub("", value)):
        return True
    before = text[max(0, match.start() - 60) : match.start()]
    after = text[match.end() : match.end() + 40]
    return not living and bool(HOUSE_BEFORE.search(before) or HOUSE_AFTER.match(after))

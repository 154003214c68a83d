"""Addresses in the net: e-mail (also spoken), handles, profile links."""

from __future__ import annotations

import re

from safety.privacy.hits import Found, SensitiveKind
from safety.privacy.known import KnownPublic

AT = re.compile(
    r"\s?(?:@|[(\[{]\s?(?:at|ät)\s?[)\]}])\s?|\s(?:at|ät|ett|klammeraffe)\s", re.IGNORECASE
)
_DOT = r"(?:\s?\.\s?|\s?[(\[{]\s?(?:dot|punkt)\s?[)\]}]\s?|\s(?:punkt|dot)\s)"
_JOINT = rf"(?:{_DOT}|\s(?:minus|unterstrich|bindestrich)\s)"
DOMAIN = re.compile(
    rf"[\w-]{{1,63}}(?:{_JOINT}[\w-]{{1,63}}){{0,3}}?{_DOT}"
    r"(?:de|com|net|org|eu|info|at|ch|example|test|ua|tr|ru|pl|it|fr|uk|me|io|bayern)\b",
    re.IGNORECASE,
)
LOCAL = re.compile(rf"[\w+-]{{1,64}}(?:{_JOINT}[\w+-]{{1,64}}){{0,4}}$", re.IGNORECASE)

HANDLE = re.compile(r"(?<![\w.@])@[A-Za-z][\w.]{2,}")
UNDERSCORED = re.compile(
    r"(?<![\w/.@-])(?=\w{0,64}[A-Za-z])[A-Za-z0-9.]{1,64}_[\w.]{1,64}|(?<![\w/.@-])_[A-Za-z]\w{3,}"
)
_PLATFORMS = (
    r"insta(?:gram)?|snap(?:chat)?|tik\s?tok|discord|telegram|tele|facebook|fb|twitter|twitch|steam|roblox|"
    r"fortnite|minecraft|signal|whatsapp|youtube|bereal|threads|xbox|psn|reddit|kik|skype|tellonym|"
    r"username|user|nickname|nick|gamertag|benutzername|profil(?:name)?|account|acc|handle"
)
_LINKING = (
    r"heißt|heisst|hoaßt|ist|is|lautet|name|namen|account|acc|profil|handle|tag|user|nick|von|vom|ihr|"
    r"ihm|er|sie|sein|seine|ihre|mein|der|die|das|dort|da|unter|als|auf|dem|den|kind|mädel|bub|id"
)
PROFILE = re.compile(
    rf"\b(?:{_PLATFORMS})(?:[\s-]?(?:name|account|acc|profil|handle|id|tag))?\b[\s:=,\-–(\"„']*"
    rf"(?:(?:{_LINKING})\b[\s:=\"„']*){{0,4}}@?([\w.]{{0,64}}\w(?:\#\d{{4}})?)",
    re.IGNORECASE,
)
BEFORE_PLATFORM = re.compile(
    rf"(?<![\w/.])([A-Za-z][\w.]{{0,40}}?\d[\w.]{{0,40}})\s(?:auf|bei|in|im|on|\()\s?(?:{_PLATFORMS})\b",
    re.IGNORECASE,
)
TAGGED = re.compile(r"\b[A-Za-z]\w{2,}\#\d{4}\b")
DEVICES = re.compile(
    r"(?:ps|mp|gta|fifa|fc|covid|windows|win|u|ab|stand|iphone|ipad|g|v)\d+\w?", re.IGNORECASE
)
PROFILE_LINK = re.compile(
    r"\b(?:https?://)?(?:www\.|m\.|vm\.)?(?:instagram|tiktok|facebook|snapchat|t|fb|twitter|x|youtube|twitch|"
    r"discord|wa)\.(?:com|me|tv|gg)/[\w@./?=#-]+",
    re.IGNORECASE,
)


def net(text: str, known: KnownPublic) -> Found:
    """Where somebody is reached or seen in the net."""
    yield from _emails(text, known)
    for pattern in (HANDLE, UNDERSCORED, TAGGED, PROFILE_LINK):
        for match in pattern.finditer(text):
            if not known.holds(match[0]):
                yield SensitiveKind.HANDLE, *match.span()
    for pattern in (PROFILE, BEFORE_PLATFORM):
        for match in pattern.finditer(text):
            if _is_handle(match[1]) and not known.holds(match[1]):
                yield SensitiveKind.HANDLE, *match.span(1)


def _emails(text: str, known: KnownPublic) -> Found:
    for match in AT.finditer(text):
        domain = DOMAIN.match(text, match.end(), match.end() + 200)
        local = LOCAL.search(text[max(0, match.start() - 80) : match.start()])
        if domain and local:
            start = match.start() - len(local[0])
            if not known.holds(text[start : domain.end()]):
                yield SensitiveKind.EMAIL, start, domain.end()


def _is_handle(value: str) -> bool:
    """No word of a sentence: letters with digits, underscores, dots or a capital inside."""
    value = value.strip(".")
    if len(value) < 4 or not any(map(str.isalpha, value)) or DEVICES.fullmatch(value):
        return False
    marked = any(one.isdecimal() or one in "_.#" for one in value)
    starts_with_number = re.match(r"\d+(?:\.|\w{0,3}$|\w?-)", value)
    return (marked and not starts_with_number) or bool(re.search(r"[a-zäöü][A-ZÄÖÜ]", value))

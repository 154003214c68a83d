"""Privacy guard: finds what makes a client identifiable in a message.

Local patterns only. A hit says what kind it is and where it stands, never the value. What stands
in the knowledge base (an institution's number, a street it is in) is public and no hit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from phonenumbers import Leniency, PhoneNumberMatcher

from safety.cleaning import clean
from safety.names import NOT_A_NAME


class SensitiveKind(StrEnum):
    """What was found."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    BIRTH_DATE = "birth_date"
    IBAN = "iban"
    FILE_NUMBER = "file_number"
    HANDLE = "handle"
    SCHOOL_CLASS = "school_class"


@dataclass(frozen=True, slots=True)
class SensitiveHit:
    """Kind and place (code points, end exclusive); the value is not kept."""

    kind: SensitiveKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class KnownPublic:
    """Numbers, addresses and names that stand in the knowledge base."""

    digits: frozenset[str] = frozenset()
    words: str = ""

    @classmethod
    def from_texts(cls, texts: Iterable[str]) -> KnownPublic:
        """Collect what is public from the texts of all offers."""
        joined = " | ".join(texts)
        numbers = {_digits(found[0]) for found in re.finditer(r"[+\d][\d ()/.-]{2,}\d", joined)}
        return cls(frozenset(numbers), _squeezed(joined))

    def holds(self, value: str) -> bool:
        """Whether the value stands there."""
        return _squeezed(value) in self.words

    def holds_number(self, number: str) -> bool:
        """Whether the number stands there, with or without country code or extension."""
        wanted = re.sub(r"^(?:0049|49|0)", "", _digits(number))
        return len(wanted) >= 3 and any(
            re.sub(r"^(?:0049|49|0)", "", known) == wanted for known in self.digits
        )


NOTHING_PUBLIC = KnownPublic()

Finder = Callable[[str, KnownPublic], Iterator[tuple[SensitiveKind, int, int]]]


def find(text: str, *, known: KnownPublic = NOTHING_PUBLIC) -> tuple[SensitiveHit, ...]:
    """All hits in *text*, by place; overlapping ones of one kind appear once."""
    cleaned = clean(text)
    hits: list[SensitiveHit] = []
    for finder in FINDERS:
        for kind, start, end in finder(cleaned.text, known):
            if end > start:
                hits.append(SensitiveHit(kind, *cleaned.span(start, end)))
    return tuple(sorted(set(hits), key=lambda hit: (hit.start, hit.end, hit.kind)))


# --- numbers -----------------------------------------------------------------------------------

_PUBLIC_NUMBERS = (
    "110 112 115 116111 116117 116016 116006 116116 19240 08006553000 08001110550 08001110111 "
    "08001110222 08002255530 0800116016 08001921000 08000116016 08004040020 08001239900"
)
PUBLIC_NUMBERS = frozenset(_PUBLIC_NUMBERS.split())
FREE_CALL = re.compile(r"^(?:0|\+?49|0049)?(?:800|116)")
DISGUISED = re.compile(r"(?<![\d.,])(?:\+49|0049|0)(?:[\s./()-]{0,3}\d){8,12}(?![\d])")
DATE_LIKE = re.compile(r"\d{1,2}\.\s?\d{1,2}\.")
DIGIT_WORDS = r"(?:null|eins|zwo|zwei|drei|vier|f(?:ü|ue)nf|sechs|sieben|acht|neun)"
DICTATED = re.compile(rf"\b{DIGIT_WORDS}(?:[\s,-]+{DIGIT_WORDS}){{5,}}\b", re.IGNORECASE)


def _phones(text: str, known: KnownPublic) -> Iterator[tuple[SensitiveKind, int, int]]:
    spans = [
        (match.start, match.end)
        for match in PhoneNumberMatcher(text, "DE", leniency=Leniency.VALID)
    ]
    spans += [match.span() for match in DISGUISED.finditer(text)]
    for start, end in spans:
        value = text[start:end]
        digits = _digits(value)
        public = digits in PUBLIC_NUMBERS or FREE_CALL.match(digits)
        if len(digits) < 6 or public or DATE_LIKE.match(value) or known.holds_number(value):
            continue
        yield SensitiveKind.PHONE, start, end
    for match in DICTATED.finditer(text):
        yield SensitiveKind.PHONE, *match.span()


IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{2,4}){3,8}\b", re.IGNORECASE)


def _ibans(text: str, known: KnownPublic) -> Iterator[tuple[SensitiveKind, int, int]]:
    for match in IBAN.finditer(text):
        value = re.sub(r"\s", "", match[0]).upper()
        turned = value[4:] + value[:4]
        if 15 <= len(value) <= 34:
            number = int("".join(str(int(one, 36)) for one in turned))
            if number % 97 == 1 or value.startswith("DE"):
                yield SensitiveKind.IBAN, *match.span()


FILE_WORDS = re.compile(
    r"\b(?:az|aktenz(?:eichen|\.)?|akte|fallnr|fallnummer|geschäftszeichen|gz|bg-?nummer|"
    r"kundennummer|kd-?nr|versicherungs-?n(?:umme)?r|vers-?nr|kv-?nr|rv-?nr|steuer-?id|"
    r"steuernummer|idnr|ausweisnummer|passnummer|azr-?nummer|kindergeld-?nr|kindergeldnummer|"
    r"mitgliedsnummer|konto(?:nummer|nr)?)\b\.?[:\s#]*(?:nr\.?|lautet|ist)?[:\s]*"
    r"((?:[A-Z]{1,4}[\s/-]?)?\d[\w/.-]*(?:[\s/-]\d[\w/.-]*)*)",
    re.IGNORECASE,
)
PENSION = re.compile(r"\b\d{2}\s?\d{6}\s?[A-Z]\s?\d{3}\b")
HEALTH_CARD = re.compile(r"\b[A-Z]\d{9}\b")
PLATE = re.compile(r"\b[A-ZÄÖÜ]{1,3}-[A-Z]{1,2}\s?\d{2,4}[EH]?\b")


def _file_numbers(text: str, known: KnownPublic) -> Iterator[tuple[SensitiveKind, int, int]]:
    for match in FILE_WORDS.finditer(text):
        if len(_digits(match[1])) >= 3:
            yield SensitiveKind.FILE_NUMBER, *match.span(1)
    for pattern in (PENSION, HEALTH_CARD, PLATE):
        for match in pattern.finditer(text):
            yield SensitiveKind.FILE_NUMBER, *match.span()


# --- addresses in the net ----------------------------------------------------------------------

EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\]|\s(?:at|ät)\s)\s?[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}?\s?(?:\.|\s(?:punkt|dot)\s"
    r"|\(dot\)|\(punkt\))\s?(?:de|com|net|org|eu|info|at|ch|example|test)\b",
    re.IGNORECASE,
)
HANDLE = re.compile(r"(?<![\w.@])@[A-Za-z][\w.]{2,}")
PROFILE = re.compile(
    r"\b(?:insta(?:gram)?|snap(?:chat)?|tiktok|discord|telegram|facebook|fb|username|user)"
    r"(?:\s?(?:name|account|profil|handle))?\s?(?:heißt|ist|lautet|:|=)\s?"
    r"(?:er|sie)?\s?@?([\w.]*[\d_.][\w.]*)",
    re.IGNORECASE,
)
PROFILE_LINK = re.compile(
    r"\b(?:https?://)?(?:www\.)?(?:instagram|tiktok|facebook|snapchat|t)\.(?:com|me)/[\w@./-]+",
    re.IGNORECASE,
)


def _net(text: str, known: KnownPublic) -> Iterator[tuple[SensitiveKind, int, int]]:
    for match in EMAIL.finditer(text):
        if not known.holds(match[0]):
            yield SensitiveKind.EMAIL, *match.span()
    for match in HANDLE.finditer(text):
        if not known.holds(match[0]):
            yield SensitiveKind.HANDLE, *match.span()
    for match in PROFILE.finditer(text):
        yield SensitiveKind.HANDLE, *match.span(1)
    for match in PROFILE_LINK.finditer(text):
        if not known.holds(match[0]):
            yield SensitiveKind.HANDLE, *match.span()


# --- where and when ----------------------------------------------------------------------------

STREET = re.compile(
    r"\b((?:(?:am|an der|an den|auf der|im|in der|zum|zur)\s)?"
    r"[a-zäöüß.-]{0,30}(?:[a-zäöüß]|[- ])(?:str(?:aße|asse|\.)?|weg|platz|ring|gasse|allee|steig|"
    r"anger|winkl?|bogen|damm|ufer|leiten|park|promenade))"
    r"\s?(?:nr\.?\s?|hausnummer\s)?(\d{1,4}\s?[a-h]?\b(?:\s?/\s?\d+)?)(?!\s?(?:uhr|euro|%|jahre))",
    re.IGNORECASE,
)
PREPOSITION = re.compile(r"^(?:an der|an den|auf der|in der|am|im|zum|zur)\s", re.IGNORECASE)
POSTCODE = re.compile(r",?\s?\d{5}\s[A-ZÄÖÜ][a-zäöüß]+")
LIVES = re.compile(
    r"\b(?:wohnt|wohnen|wohnhaft|wohne|gemeldet)\b[\w\s,]{0,15}?\b(?:in|im|am|an|unter)\b\s"
    r"(?:der\s|dem\s)?([A-ZÄÖÜ][\wäöüß.-]+(?:\s[a-zäöüß]+)?\s\d{1,3}\s?[a-h]?)\b(?!\s?(?:Kinder|J))"
)
ROOM = re.compile(
    r"\b(?:unterkunft|heim|wohnheim|container)\b[\w\s,.-]{0,30}\b(?:zimmer|zi\.?|apartment|whg\.?)"
    r"\s?(?:nr\.?\s?)?\d{1,4}\w?",
    re.IGNORECASE,
)


def _addresses(text: str, known: KnownPublic) -> Iterator[tuple[SensitiveKind, int, int]]:
    for match in STREET.finditer(text):
        public = known.holds(match[0]) or known.holds(PREPOSITION.sub("", match[0]))
        if public or match[1].strip().lower() in ("weg", "platz", "park", "ring"):
            continue
        end = match.end()
        town = POSTCODE.match(text, end)
        yield SensitiveKind.ADDRESS, match.start(), town.end() if town else end
    for match in LIVES.finditer(text):
        if not known.holds(match[1]):
            yield SensitiveKind.ADDRESS, *match.span(1)
    for match in ROOM.finditer(text):
        yield SensitiveKind.ADDRESS, *match.span()


MONTHS = (
    r"(?:jan(?:uar)?|jänner|feb(?:ruar)?|märz|maerz|mär|apr(?:il)?|mai|juni?|juli?|aug(?:ust)?|"
    r"sep(?:t(?:ember)?)?|okt(?:ober)?|nov(?:ember)?|dez(?:ember)?)\.?"
)
ORDINAL = r"[a-zäöüß]{3,}(?:ten|sten|te|ste)"
A_DAY = (
    rf"(?:\d{{1,2}}[./-]\s?\d{{1,2}}[./-]\s?(?:\d{{4}}|\d{{2}})?"
    rf"|\d{{1,2}}\.?\s?{MONTHS}(?:\s?\d{{2,4}})?"
    rf"|{ORDINAL}\s(?:{MONTHS}|{ORDINAL})(?:\s[a-zäöüß\d]+)?|\d{{4}}-\d{{2}}-\d{{2}})"
)
BORN = re.compile(
    rf"(?:\bgeb(?:oren|urtsdatum|urtstag|\.|\b)|\bgeb\.?-?dat(?:um|\.)?|\*|\bbirthday\b|"
    rf"\bborn\b)[\s:.]*(?:(?:am|ist|is|on|war|der)\s)*({A_DAY})",
    re.IGNORECASE,
)
FULL_PAST_DATE = re.compile(r"\b\d{1,2}\.\s?\d{1,2}\.\s?((?:19|20)\d{2})\b")
BIRTH_YEARS = range(1930, 2024)


def _birth_dates(text: str, known: KnownPublic) -> Iterator[tuple[SensitiveKind, int, int]]:
    for match in BORN.finditer(text):
        yield SensitiveKind.BIRTH_DATE, *match.span(1)
    for match in FULL_PAST_DATE.finditer(text):
        # Nobody asks for an offer of 2014: a full date that long ago is somebody's birthday.
        if int(match[1]) in BIRTH_YEARS and not known.holds(match[0]):
            yield SensitiveKind.BIRTH_DATE, *match.span()


# --- names -------------------------------------------------------------------------------------

CAPITAL = r"[A-ZÄÖÜ][a-zäöüßàáâçéèêëíìîïñóòôšžćčğışł'’-]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?"
PREFIX = r"(?:(?:von|van|de|al|el|bin|di|da|del)\s|Al-|El-)?"
FAMILY = re.compile(
    rf"\b(?:[Ff]am(?:ilie|\.)|[Ee]hepaar|[Gg]eschwister)\s(?:von\s)?({PREFIX}{CAPITAL})"
)
FAMILY_SMALL = re.compile(r"\b(?:familie|fam\.|herr|frau|fr\.)\s([a-zäöüß-]{3,})\b")
TITLE = re.compile(rf"\b(?:[Ff]rau|[Hh]errn?|[Ff]r\.|[Hh]r\.)\s(?:Dr\.\s)?({PREFIX}{CAPITAL})")
CALLED = re.compile(
    rf"\b(?:heißt|heisst|namens|mein name ist|nennt sich|genannt)\s"
    rf"(?:er\s|sie\s|das kind\s|der\s|die\s)?({CAPITAL}(?:\s{CAPITAL})?)"
)
CALLED_SMALL = re.compile(
    r"\b(?:namens|er heißt|sie heißt|kind heißt|bub heißt|mädchen heißt|junge heißt|tochter heißt|"
    r"sohn heißt)\s([a-zäöüß]{3,})"
)
NAME_THEN_BIRTH = re.compile(rf"\b({CAPITAL}\s{CAPITAL}),?\s(?:geb\b|\*|\d{{1,2}}\s?J)")
NAMED_CHILD = re.compile(
    rf"\b(?:[Ss]ohn|[Tt]ochter|[Ss]chüler(?:in)?|[Kk]lient(?:in)?|[Bb]ub|[Mm]ädchen|[Mm]adl|"
    rf"[Kk]ind|Junge|[Bb]ruder|[Ss]chwester|[Mm]utter|[Vv]ater|[Mm]ama|[Pp]apa|[Oo]ma|[Oo]pa|"
    rf"[Ee]nkel(?:in)?)\s({CAPITAL}(?:\s{CAPITAL})?)(?=[\s,.;:!?)(]|$)"
)
DIALECT = re.compile(rf"\b(?:da|der|de|dem|vom)\s({CAPITAL}\s[A-ZÄÖÜ][a-zäöüß]+[il])\b")


def _names(text: str, known: KnownPublic) -> Iterator[tuple[SensitiveKind, int, int]]:
    for pattern in (FAMILY, TITLE, CALLED, NAME_THEN_BIRTH, NAMED_CHILD):
        for match in pattern.finditer(text):
            if _is_name(match[1], known):
                yield SensitiveKind.NAME, *match.span(1)
    for pattern in (FAMILY_SMALL, CALLED_SMALL):
        for match in pattern.finditer(text):
            if SURNAME_SHAPE.search(match[1]) and _is_name(match[1], known):
                yield SensitiveKind.NAME, *match.span(1)


# Small-letter words behind "familie" are mostly verbs; these endings are mostly surnames.
SURNAME_SHAPE = re.compile(
    r"(?:mann|meier|maier|mayer|huber|bauer|stetter|hofer|berger|inger|oglu|ović|ovic|ski|sch)$"
)


def _is_name(value: str, known: KnownPublic) -> bool:
    first = re.sub(r"['’]s?$", "", value.split()[0]).lower()
    return first not in NOT_A_NAME and not known.holds(value)


CLASS = re.compile(
    r"\b(?:[a-z]\.\s?(?:aus|in|,)|schüler(?:in)?|mädchen|bub|junge|kind|sohn|tochter|er|sie)\b"
    r"[^.!?]{0,20}?\b((?:\d{1,2}\s?[a-f])\b(?:\s?(?:klasse|kl\.?))?[^.!?]{0,12}?"
    r"\b(?:der|an der|gs|ms|rs|schule|grundschule|mittelschule|realschule|gym\w*)\b"
    r"[\wäöüß -]{0,30})",
    re.IGNORECASE,
)
INITIAL = re.compile(
    rf"\b([A-ZÄÖÜ]\.(?:\s?[A-ZÄÖÜ]\.)?\s?(?:,|aus|in|von)?\s?(?:der|die)?\s?\d{{1,2}}\.?\s?[a-f]?\b)"
    rf"(?=[\s,]*(?:klasse|kl\b|der\s|an\s|{CAPITAL}schule|gs\b|ms\b))",
)


def _classes(text: str, known: KnownPublic) -> Iterator[tuple[SensitiveKind, int, int]]:
    for pattern in (CLASS, INITIAL):
        for match in pattern.finditer(text):
            yield SensitiveKind.SCHOOL_CLASS, *match.span(1)


FINDERS: tuple[Finder, ...] = (
    _phones,
    _ibans,
    _file_numbers,
    _net,
    _addresses,
    _birth_dates,
    _names,
    _classes,
)


def _digits(value: str) -> str:
    return "".join(one for one in value if one.isdigit())


def _squeezed(value: str) -> str:
    return re.sub(r"\W+", " ", value).casefold().strip()

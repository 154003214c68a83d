"""Dates of birth: after a word that says so, or a full date so old that it can be nothing else."""

from __future__ import annotations

import re

from safety.privacy.hits import Found, SensitiveKind
from safety.privacy.known import KnownPublic
from safety.privacy.spoken import NUMBER, spelled_year

_MONTHS = (
    r"(?:jan(?:uary?|uar)?|jänner|feb(?:ruary?|ruar|er)?|märz|maerz|mär|march|mar|apr(?:il)?|mai|may|"
    r"june?|juni|july?|juli|aug(?:ust)?|sept?(?:ember)?|okt(?:ober)?|oct(?:ober)?|nov(?:ember)?|"
    r"dez(?:ember)?|dec(?:ember)?)\b\.?"
)
_ORDINAL = (
    rf"(?:(?:{NUMBER}|hundert)(?:s?te[nr]?|a)|erste[nr]?|erschtn|zweite[nr]?|dritte[nr]?|"
    r"siebte[nr]?|achte[nr]?|zwoaten?|zehnte[nr]?|neunte[nr]?)"
)
_SPELLED_YEAR = (
    rf"(?:zweitausend(?:und)?(?:{NUMBER})?|neunzehnhundert(?:und)?{NUMBER}|zwanzig\s?{NUMBER})"
)
_YEAR = rf"(?:(?:19|20)\d{{2}}|\d{{2}}|{_SPELLED_YEAR}|(?:null\s)?{NUMBER})"
_DAY = (
    rf"(?:\d{{1,2}}[./-]\s?\d{{1,2}}(?:[./-]\s?(?:\d{{4}}|\d{{2}})?)?(?!\d)"
    rf"|\d{{1,2}}(?:\.|st|nd|rd|th)?\s?(?:of\s)?{_MONTHS}(?:[\s,]{{1,2}}\d{{2,4}})?"
    rf"|{_MONTHS}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?"
    rf"|{_ORDINAL}\s(?:{_MONTHS}|{_ORDINAL})(?:\s{_YEAR})?"
    rf"|{NUMBER}\s{NUMBER}\s{_YEAR}\b"
    rf"|\d{{4}}[-.]\d{{2}}[-.]\d{{2}}|\d{{1,2}}\s\d{{1,2}}\s(?:19|20)\d{{2}})"
)
# Where one may begin; said first, since most words begin none.
_DAY_BEGINS = r"(?<![\d.])(?:(?=\d)|\b(?=[a-zäöü]))"
_BORN = (
    r"(?:\bgeb(?:oren|oan|urtsdatum|urtstag|urtsdat|\b)\.?|\bgeb\.?-?(?:dat(?:um|\.)?|tag)|\*|"
    r"\b(?:birthday|born|date of birth|gebdatum|doğum\w*|geburt|b-?day)\b|"
    r"\bauf\s(?:die|d'?|de)?\s?welt\b|\bzur\swelt\b|\bd\.?o\.?b\b\.?)"
)
BORN = re.compile(rf"{_BORN}[^\d.!?\n]{{0,30}}?(?<![\d./])({_DAY})", re.IGNORECASE)
THEN_BORN = re.compile(
    rf"{_DAY_BEGINS}({_DAY})[^.!?\n]{{0,30}}?\b(?:geburtstag|geb(?:oren|oan)?\b|auf\s?(?:die|d'?|de)?\s?welt|"
    rf"zur\s?welt|born\b|birthday)",
    re.IGNORECASE,
)
TURNS = re.compile(
    rf"\b(?:wird|wurde|werden)\s(?:sie\s|er\s)?am\s({_DAY})\s(?:schon\s|erst\s)?(?:\d{{1,2}}|{NUMBER})\b"
    rf"(?!\s?(?:uhr|h\b|:|euro|kinder))",
    re.IGNORECASE,
)
_AGE = rf"(?:\d{{1,2}}|{NUMBER})\b(?!\s?(?:uhr|h\b|:|euro|kinder|plätze|leute))"
_CHILD = (
    r"(?:er|sie|es|(?:(?:der|die|das|mein|meine|unser|unsere|ihr|ihre)\s)?(?:kleine[rn]?|große[rn]?|"
    r"kind|bub|bua|junge|mädchen|mädel|madl|sohn|tochter|schüler|schülerin))"
)
TURNS_THEN = re.compile(
    rf"{_DAY_BEGINS}({_DAY})\s(?:(?:wird|wurde)\s{_CHILD}\s(?:schon\s|erst\s)?{_AGE}"
    rf"|(?:schon\s|erst\s)?{_AGE}\s(?:jahre?\s(?:alt\s)?)?(?:geworden|wird)\b)",
    re.IGNORECASE,
)
# Only where the words that say so stand at all: the patterns begin with any date.
SAID = re.compile(r"geb|\*|b-?day|birth|born|do\.?b|d\.o|doğum|welt", re.IGNORECASE)
A_DAY = re.compile(
    r"\d|[a-zäöüß]te?n?\s|[a-z]a\s|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf",
    re.IGNORECASE,
)
BECOMES = re.compile(r"\b(?:wird|wurde|werden|geworden)\b", re.IGNORECASE)
PATTERNS = ((SAID, BORN), (SAID, THEN_BORN), (BECOMES, TURNS), (BECOMES, TURNS_THEN))
IN_WORDS = re.compile(r"zweitausend|neunzehnhundert", re.IGNORECASE)
SPELLED_DATE = re.compile(
    rf"\b(?:{_ORDINAL}|\d{{1,2}}\.)\s?(?:{_MONTHS}|{_ORDINAL})\s({_SPELLED_YEAR})\b",
    re.IGNORECASE,
)
FULL_DATE = re.compile(
    rf"(?<![\d.])(?:\d{{1,2}}[./-]\s?\d{{1,2}}[./-]\s?((?:19|20)\d{{2}})|((?:19|20)\d{{2}})-\d{{2}}-\d{{2}}"
    rf"|\d{{1,2}}\.?\s?{_MONTHS}\s((?:19|20)\d{{2}})|\d{{1,2}}\.\s?\d{{1,2}}\.(\d{{2}}))(?![\d])",
    re.IGNORECASE,
)
BIRTH_YEARS = range(1930, 2024)
NOT_A_BIRTH = re.compile(
    r"\b(?:einzug|eingezogen|stand|bescheid|seit|vom|urteil|gesetz|bgbl|fassung|version|antrag|hochzeit|"
    r"getrennt|einreise|trennung|termin|uhr)\b[^.!?]{0,25}$",
    re.IGNORECASE,
)


def births(text: str, known: KnownPublic) -> Found:
    """Days on which somebody was born."""
    for said, pattern in PATTERNS:
        if not said.search(text) or not A_DAY.search(text):
            continue
        for match in pattern.finditer(text):
            yield SensitiveKind.BIRTH_DATE, *match.span(match.lastindex or 1)
    if IN_WORDS.search(text):
        yield from _spelled(text)
    if not any(map(str.isdecimal, text)):
        return
    for match in FULL_DATE.finditer(text):
        # Nobody asks for an offer of 2014: a full date that long ago is somebody's birthday.
        year = next(one for one in match.groups() if one)
        full = int(year) if len(year) == 4 else 2000 + int(year)
        before = text[max(0, match.start() - 40) : match.start()]
        if full in BIRTH_YEARS and not known.holds(match[0]) and not NOT_A_BIRTH.search(before):
            yield SensitiveKind.BIRTH_DATE, *match.span()


def _spelled(text: str) -> Found:
    """Full dates in words: "dritter vierter zweitausendvierzehn"."""
    for match in SPELLED_DATE.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        if spelled_year(match[1].lower()) in BIRTH_YEARS and not NOT_A_BIRTH.search(before):
            yield SensitiveKind.BIRTH_DATE, *match.span()

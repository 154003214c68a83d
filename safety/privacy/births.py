"""Dates of birth: after a word that says so, or a full date so old that it can be nothing else."""

from __future__ import annotations

import re

from safety.privacy.hits import Found, SensitiveKind
from safety.privacy.known import KnownPublic
from safety.privacy.spoken import NUMBER

_MONTHS = (
    r"(?:jan(?:uary?|uar)?|jänner|feb(?:ruary?|ruar|er)?|märz|maerz|mär|march|mar|apr(?:il)?|mai|may|"
    r"june?|juni|july?|juli|aug(?:ust)?|sept?(?:ember)?|okt(?:ober)?|oct(?:ober)?|nov(?:ember)?|"
    r"dez(?:ember)?|dec(?:ember)?)\b\.?"
)
_ORDINAL = (
    rf"(?:(?:{NUMBER}|hundert)(?:s?ten|s?te|a)|ersten?|erschtn|zweiten?|dritten?|siebten?|achten?|"
    r"zwoaten?|zehnten?|neunten?)"
)
_YEAR = (
    rf"(?:(?:19|20)\d{{2}}|\d{{2}}|zweitausend(?:und)?(?:{NUMBER})?|neunzehnhundert{NUMBER}"
    rf"|{NUMBER})"
)
_DAY = (
    rf"(?:\d{{1,2}}[./-]\s?\d{{1,2}}(?:[./-]\s?(?:\d{{4}}|\d{{2}})?)?(?!\d)"
    rf"|\d{{1,2}}(?:\.|st|nd|rd|th)?\s?(?:of\s)?{_MONTHS}(?:[\s,]{{1,2}}\d{{2,4}})?"
    rf"|{_MONTHS}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?"
    rf"|{_ORDINAL}\s(?:{_MONTHS}|{_ORDINAL})(?:\s{_YEAR})?"
    rf"|\d{{4}}[-.]\d{{2}}[-.]\d{{2}}|\d{{1,2}}\s\d{{1,2}}\s(?:19|20)\d{{2}})"
)
_BORN = (
    r"(?:\bgeb(?:oren|oan|urtsdatum|urtstag|urtsdat|\b)\.?|\bgeb\.?-?(?:dat(?:um|\.)?|tag)|\*|"
    r"\b(?:birthday|born|date of birth|gebdatum|doğum\w*|geburt|b-?day)\b|\bd\.?o\.?b\b\.?)"
)
BORN = re.compile(rf"{_BORN}[^\d.!?\n]{{0,30}}?(?<![\d./])({_DAY})", re.IGNORECASE)
THEN_BORN = re.compile(
    rf"(?<![\d.])({_DAY})[^.!?\n]{{0,30}}?\b(?:geburtstag|geb(?:oren|oan)?\b|auf\s?(?:die|d'?|de)?\s?welt|"
    rf"zur\s?welt|born\b|birthday)",
    re.IGNORECASE,
)
TURNS = re.compile(
    rf"\b(?:wird|wurde|werden)\s(?:sie\s|er\s)?am\s({_DAY})\s(?:schon\s|erst\s)?(?:\d{{1,2}}|{NUMBER})\b"
    rf"(?!\s?(?:uhr|h\b|:|euro|kinder))",
    re.IGNORECASE,
)
# Only where the words that say so stand at all: the patterns begin with any date.
SAID = re.compile(r"geb|\*|b-?day|birth|born|do\.?b|d\.o|doğum|welt", re.IGNORECASE)
A_DAY = re.compile(r"\d|[a-zäöüß]te?n?\s|[a-z]a\s", re.IGNORECASE)
BECOMES = re.compile(r"\b(?:wird|wurde|werden)\b", re.IGNORECASE)
PATTERNS = ((SAID, BORN), (SAID, THEN_BORN), (BECOMES, TURNS))
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
            yield SensitiveKind.BIRTH_DATE, *match.span(1)
    if not any(map(str.isdecimal, text)):
        return
    for match in FULL_DATE.finditer(text):
        # Nobody asks for an offer of 2014: a full date that long ago is somebody's birthday.
        year = next(one for one in match.groups() if one)
        full = int(year) if len(year) == 4 else 2000 + int(year)
        before = text[max(0, match.start() - 40) : match.start()]
        if full in BIRTH_YEARS and not known.holds(match[0]) and not NOT_A_BIRTH.search(before):
            yield SensitiveKind.BIRTH_DATE, *match.span()

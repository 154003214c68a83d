"""Initials with class or school: together they tell whose child it is."""

from __future__ import annotations

import re

from safety.privacy.hits import Found, SensitiveKind
from safety.privacy.known import KnownPublic

_INITIALS = r"(?<![\w.])[A-ZÄÖÜa-zäöü]\.(?:[\s-]?[A-ZÄÖÜa-zäöü]\.){0,2}"
_BARE_INITIAL = (
    r"(?<=\bder )[A-ZÄÖÜ]\b|(?<=\bdie )[A-ZÄÖÜ]\b|(?<=\bvon )[A-ZÄÖÜ]\b|(?<=\bfür )[A-ZÄÖÜ]\b"
)
_GRADE = (
    r"(?:(?:kl(?:asse|\.)?|kla\.?)\s?\d{1,2}\s?[a-h]?\b|\d{1,2}\.?\s?[a-h]?[\s.-]?(?:klasse|kl\b\.?)(?:\s[a-h]\b)?"
    r"|\d{1,2}\s?[a-h]\b|[mv]\s?\d{1,2}[a-c]?\b|ü-?klasse|vorschul\w*|erste[nr]? klasse|"
    r"(?:zweite|dritte|vierte|fünfte|sechste|siebte|achte|neunte)[nr]? klasse)"
)
_SCHOOL = (
    r"(?:[\wäöüß-]*(?:schule|gymnasium|gymi|schui|kindergarten|kita|hort|krippe)|gs|ms|rs|fos|bos|sfz|gym|wkr|"
    r"jerusalemkirche|kiga)\b"
)
_NAMED = rf"[^.!?;]{{0,25}}?\b{_SCHOOL}(?:\s(?:am|an der|in)?\s?[A-ZÄÖÜ][\wäöüß-]+){{0,2}}"
_BETWEEN = (
    r"[\s,;:(]{0,3}(?:\(?\d{1,2}\s?j?\.?\)?[\s,]{0,2})?"
    r"(?:(?:aus|in|von|der|die|dem|besucht|geht|ist|schüler|schülerin|sch\.|jgst\.?|an)\s){0,4}"
)
INITIAL_THEN_CLASS = re.compile(
    rf"((?:{_INITIALS}|{_BARE_INITIAL}){_BETWEEN}{_GRADE}(?:{_NAMED})?)", re.IGNORECASE
)
INITIAL_THEN_SCHOOL = re.compile(
    rf"((?:{_INITIALS}|{_BARE_INITIAL})[\s,(]{{1,2}}[^.!?;]{{0,20}}?\b{_SCHOOL}(?:\s[A-ZÄÖÜ][\wäöüß-]+)?)"
)
CLASS_OF_SCHOOL = re.compile(
    rf"\b(?:schüler(?:in)?|mädchen|mädel|madl|bub|bua|junge|kind|sohn|tochter|er|sie)\b[^.!?]{{0,20}}?"
    rf"\b(\d{{1,2}}\s?[a-f]\b(?:\s?(?:klasse|kl\.?))?[\s,]{{1,2}}"
    rf"(?:(?:der|an der|von der|in der|an|am)\s)?{_SCHOOL}"
    r"[\wäöüß -]{0,30})",
    re.IGNORECASE,
)
ABBREVIATIONS = re.compile(
    r"^(?:z\.\s?b|u\.\s?a|d\.\s?h|i\.\s?d|e\.\s?v|o\.\s?[gäa]|u\.\s?u|z\.\s?t|a\.\s?d|s\.\s?o|i\.\s?[br]|m\.\s?e|"
    r"v\.\s?a|b\.\s?a|m\.\s?a|u\.\s?s|a\.\s?n)\b",
    re.IGNORECASE,
)


def classes(text: str, known: KnownPublic) -> Found:
    """An initial or a child, with class and school."""
    for pattern in (INITIAL_THEN_CLASS, INITIAL_THEN_SCHOOL, CLASS_OF_SCHOOL):
        for match in pattern.finditer(text):
            if not ABBREVIATIONS.match(match[1]):
                yield SensitiveKind.SCHOOL_CLASS, *match.span(1)

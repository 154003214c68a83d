"""Telephone numbers: written, spaced out, disguised with letters, dictated in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatcher

from safety.privacy.hits import Found, SensitiveKind
from safety.privacy.known import KnownPublic, digits_of
from safety.privacy.spoken import spoken_digits

_PUBLIC_NUMBERS = (
    "110 112 115 116111 116117 116016 116006 116116 19240 08919240 19222 "
    "08006553000 08001110550 08001110111 08001110222 08002255530 0800116016 08001921000 "
    "08000116016 08004040020 08001239900"
)
PUBLIC_NUMBERS = frozenset(_PUBLIC_NUMBERS.split())
FREE_CALL = re.compile(r"^(?:0|\+?49|0049)?(?:800|116)")
DISGUISED = re.compile(r"(?<![\d.,])(?:\+\s?49|0049|0)(?:[\s./()_-]{0,3}\d){8,12}(?!\d)")
NOT_STARTING_WITH_ZERO = re.compile(
    r"\b(?:tel|telefon|handy|mobil|mobilnr|handynr|telefonnummer|handynummer|nummer|whatsapp|"
    r"erreichbar unter|anrufen unter|rückruf)\b[\s.:]*(?:ist|lautet|unter|von ihr|von ihm)?\s*"
    r"((?:\+\s?)?\d(?:[\s./-]{0,2}\d){6,14})(?!\d)",
    re.IGNORECASE,
)
DATE_LIKE = re.compile(r"\d{1,2}\.\s?\d{1,2}\.")
MIXED = re.compile(r"(?<![^\W_])[0-9OoIl|]{2,}(?![^\W_])")
LETTERS_FOR_DIGITS = str.maketrans("OoIl|", "00111")
TRIES = 60  # digits that are no number, before the library stops looking
SHORTEST = 6  # digits of the shortest number that is somebody's

PIECE = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_FILLERS = (
    ", - / . : ; … + ( ) – und dann danach plus minus strich bindestrich schrägstrich slash pause "
    "leerzeichen komma punkt doppel doppelt zweimal dreimal mal die der noch nochmal einmal "
    "wieder gleich äh ähm öh also am ende hinten vorwahl weiter"
)
FILLERS = frozenset(_FILLERS.split())
SPELLED_OUT = 5  # digits of a number that begins with "null", each a word, though cut short
TELEPHONE = re.compile(r"\b(?:tel|telef|handy|mobil|nummer|nr\b|erreich|anruf|ruf)", re.IGNORECASE)


def phones(text: str, known: KnownPublic) -> Found:
    """Numbers at which a person, not the public, is reached."""
    written = MIXED.sub(_digits_for_letters, text)
    if sum(map(str.isdecimal, written)) >= SHORTEST:
        for start, end in _written(written):
            value = written[start:end]
            if not _is_public(digits_of(value), known) and not DATE_LIKE.match(value):
                yield SensitiveKind.PHONE, start, end
    for start, end, digits in _dictated(text):
        if not _is_published(digits, known):
            yield SensitiveKind.PHONE, start, end


def _digits_for_letters(match: re.Match[str]) -> str:
    value = match[0]
    return value.translate(LETTERS_FOR_DIGITS) if any(map(str.isdecimal, value)) else value


def _written(text: str) -> Iterator[tuple[int, int]]:
    for found in PhoneNumberMatcher(text, "DE", leniency=Leniency.VALID, max_tries=TRIES):
        yield found.start, found.end
    for match in DISGUISED.finditer(text):
        yield match.span()
    for match in NOT_STARTING_WITH_ZERO.finditer(text):
        yield match.span(1)


def _is_public(digits: str, known: KnownPublic) -> bool:
    return len(digits) < SHORTEST or _is_published(digits, known)


def _is_published(digits: str, known: KnownPublic) -> bool:
    public = digits in PUBLIC_NUMBERS or known.holds_number(digits)
    return public or bool(FREE_CALL.match(digits))


def _dictated(text: str) -> Iterator[tuple[int, int, str]]:
    """Runs of numbers with at least some of them in words."""
    run: list[tuple[int, int, str]] = []
    spoken = 0
    for match in (*PIECE.finditer(text.lower()), None):
        word = match[0] if match else ""
        said = spoken_digits(word) if word.isalpha() else ""
        if match and (said or word.isdecimal()):
            run.append((*match.span(), said or word))
            spoken += bool(said)
        elif match and run and word in FILLERS:
            continue
        else:
            if run and spoken:
                yield from _as_number(text, run)
            run, spoken = [], 0


def _as_number(text: str, run: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    digits = "".join(one for _, _, one in run)
    dialled = digits.startswith(("0", "49")) or TELEPHONE.search(text[: run[0][0]][-40:])
    cut_short = digits.startswith("0") and len(run) >= SPELLED_OUT
    if cut_short or (len(digits) >= 7 and (dialled or len(run) >= 8)):
        yield run[0][0], run[-1][1], digits

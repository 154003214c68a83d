"""Account, file, insurance and tax numbers."""

from __future__ import annotations

import re

from safety.privacy.hits import Found, SensitiveKind
from safety.privacy.known import KnownPublic, digits_of
from safety.privacy.plates import plates

IBAN = re.compile(r"\b[A-Z]{2}\s?\d{2}(?:\s?[A-Z0-9]{2,4}){3,8}\b", re.IGNORECASE)
GERMAN_IBAN = re.compile(r"\bDE\s?\d{2}(?:[\s-]?\d){10,18}\b", re.IGNORECASE)

_FILES = (
    "az|aktenz|aktenzeichen|akte|aktennummer|aktennr|geschäftszeichen|gesch-?z|gz|fallnr|fallnummer|"
    "fall-?nr|fall|vorgang|vorgangsnummer|vorgangs-?nr|bg|bg-?nummer|bg-?nr|bedarfsgemeinschaft|"
    "kundennummer|kunden-?nr|kd-?nr|versicherungs-?n(?:umme)?r|versichertennummer|versicherten-?nr|"
    "vers-?nr|kv-?nr|rv-?nr|sv-?nr|sv-?nummer|sozialversicherungsnummer|rentenversicherungsnummer|"
    "rentennummer|krankenversichertennummer|kvnr|steuer-?id|steuer-?nr|steuernummer|"
    "steueridentifikationsnummer|tin|idnr|id-?nr|ausweisnummer|ausweis-?nr|personalausweis|perso|"
    "perso-?nr|passnummer|pass-?nr|reisepass|azr-?nummer|azr|kindergeld-?nr|kindergeldnummer|"
    "wohngeldnummer|wohngeld-?nr|mitgliedsnummer|mitglieds-?nr|konto|konto-?nr|kontonummer|kto|"
    "patientennummer|gesundheitskarte|krankenkassennummer|aok-?nr|aok|tk|barmer|schülernummer|"
    "hilfeplan-?nr|bescheidnummer|bescheid|referenz|ref"
)
FILE_WORDS = re.compile(
    rf"\b(?:{_FILES})\b\.?[\s:#(,]*"
    r"(?:(?:nr|nummer|no|lautet|ist|von ihr|von ihm|mit der)\b\.?[\s:]*){0,2}"
    r"((?:[A-Z]{1,4}[\s/-]?)?\d[\w/.-]*(?:[\s/-]{1,2}[A-Z]?\d[\w/.-]*)*)",
    re.IGNORECASE,
)
FILE_SHAPE = re.compile(
    r"\b(?!SGB|BGB|DIN|ISO|EN-|ISBN)[A-Z]{1,5}[-/.\s]?\d{2,}[-/.]\d{2,}(?:[-/.]\d+)*\b"
)
SMALL_FILE_SHAPE = re.compile(r"\b(?!sgb)[a-z]{2,3}-\d{3,}/\d{2,4}\b")
SLASHED = re.compile(r"\b\d{3,6}\s?//\s?\d{4,}\b|\b\d{4,6}/\d{5,}\b|\b\d{3}[-/]\d{3,}[-/]\d{3,}\b")
PENSION = re.compile(r"\b\d{2}\s?\d{6}\s?[A-Z]\s?\d{3}\b", re.IGNORECASE)
HEALTH_CARD = re.compile(r"\b[A-Z]\s?\d{3}\s?\d{3}\s?\d{3}\b", re.IGNORECASE)
TAX = re.compile(r"(?<![\d+/.-])[1-9]\d\s?\d{3}\s?\d{3}\s?\d{3}(?![\d/-])")
LONG = re.compile(r"(?<![\w+/.,-])[1-9]\d{8,}(?![\w/-])")


def accounts(text: str, known: KnownPublic) -> Found:
    """Numbers under which an office, an insurance or a bank knows somebody."""
    if not any(map(str.isdecimal, text)):
        return
    yield from _ibans(text)
    for match in FILE_WORDS.finditer(text):
        if len(digits_of(match[1])) >= 4 and not known.holds_number(match[1]):
            yield SensitiveKind.FILE_NUMBER, *match.span(1)
    for pattern in (FILE_SHAPE, SMALL_FILE_SHAPE, SLASHED, PENSION, HEALTH_CARD, TAX, LONG):
        for match in pattern.finditer(text):
            value = match[0]
            if len(digits_of(value)) >= 4 and not known.ends_number(text, *match.span()):
                yield SensitiveKind.FILE_NUMBER, *match.span()
    yield from plates(text)


def _ibans(text: str) -> Found:
    for match in IBAN.finditer(text):
        value = re.sub(r"\s", "", match[0]).upper()
        if 15 <= len(value) <= 34:
            turned = value[4:] + value[:4]
            number = int("".join(str(int(one, 36)) for one in turned))
            if number % 97 == 1:
                yield SensitiveKind.IBAN, *match.span()
    for match in GERMAN_IBAN.finditer(text):
        yield SensitiveKind.IBAN, *match.span()

"""Telephone numbers of offers, written so that a phone can dial them."""

from __future__ import annotations

from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher, format_number

REGION = "DE"
SHORTEST_DIALLED = 7  # digits; short numbers such as 116 111 work only as they are


def dialable(phone: str) -> str:
    """Rewrite each number in *phone* as +49 text, keeping the words around it.

    Short numbers (116 111, 112) and anything the library does not take for a number stay.
    """
    written, at = [], 0
    for match in PhoneNumberMatcher(phone, REGION, leniency=Leniency.POSSIBLE):
        digits = sum(character.isdigit() for character in match.raw_string)
        if digits < SHORTEST_DIALLED:
            continue
        number = format_number(match.number, PhoneNumberFormat.INTERNATIONAL)
        written += [phone[at : match.start], number]
        at = match.end
    return "".join([*written, phone[at:]])

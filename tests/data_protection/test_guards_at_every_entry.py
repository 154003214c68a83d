"""Rules 2, 3 and 22 at every way in; and each way in really depends on its guard."""

from __future__ import annotations

import pytest

from tests.chat import Town
from tests.data_protection.entries import ENTRIES, Entry, check_card, check_refused, type_in

SECRET = "Mustermann"
SENSITIVE = f"Familie {SECRET} hat Schulden"
EMERGENCY = "sie sagt sie will nicht mehr leben"
BOTH = f"Kevin {SECRET}, geb. 3.4.2014, sagt er will nicht mehr leben"

EVERY_ENTRY = pytest.mark.parametrize("entry", ENTRIES, ids=str)


@EVERY_ENTRY
async def test_rule_02_typed_words_pass_the_detector_before_any_search(
    town: Town, entry: Entry
) -> None:
    """And rule 3: refused without a search or an echo, deleted, other words asked for."""
    check_refused(entry, await type_in(town, entry, SENSITIVE), SECRET)


@EVERY_ENTRY
async def test_rule_22_an_emergency_comes_before_everything_else(town: Town, entry: Entry) -> None:
    """Before the journeys."""
    check_card(entry, await type_in(town, entry, EMERGENCY))


@EVERY_ENTRY
async def test_rule_22_an_emergency_comes_before_the_refusal(town: Town, entry: Entry) -> None:
    """The card holds no word of the message, and the message is deleted."""
    result = await type_in(town, entry, BOTH)

    check_card(entry, result)
    assert not {"Kevin", SECRET} & set(result.answer.replace(",", " ").split())
    assert not any(SECRET in words for words in result.left_in_chat)


@EVERY_ENTRY
async def test_no_entry_is_safe_without_its_guard(
    town: Town, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Take the guard away from this way in alone: the tests above fail."""
    entry.unguarded(monkeypatch)

    sensitive = await type_in(town, entry, SENSITIVE)
    emergency = await type_in(town, entry, EMERGENCY)

    with pytest.raises(AssertionError):
        check_refused(entry, sensitive, SECRET)
    with pytest.raises(AssertionError):
        check_card(entry, emergency)

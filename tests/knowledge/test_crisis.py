"""Emergency numbers that stand in the knowledge base."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from knowledge.crisis import current_numbers
from knowledge.offers import Offer
from safety.card import all_numbers, card_for
from safety.kinds import EmergencyKind
from tests import shipped

OFFERS = {offer.id: offer for offer in shipped.OFFERS}


def changed(offer_id: str, **fields: object) -> dict[str, Offer]:
    """The shipped offers with one changed."""
    return OFFERS | {offer_id: replace(OFFERS[offer_id], **fields)}  # type: ignore[arg-type]


def test_the_file_and_the_offers_say_the_same() -> None:
    """Every number with an offer is found there, and equal."""
    current = current_numbers(OFFERS.get)

    assert {name for name, one in all_numbers().items() if not one.by_law} == set(current)
    for name, one in current.items():
        assert (name, one.number) == (name, all_numbers()[name].number)


def test_what_coordinators_change_and_check_in_an_offer_stands_on_the_card() -> None:
    """Number, check date and source of the offer."""
    offers = changed("giftnotruf", phone="089 99998123", verified_on=date(2026, 11, 2))

    card = card_for(EmergencyKind.POISONING, date(2026, 11, 25), current_numbers(offers.get))

    shown = card.numbers[1]
    assert (shown.number, shown.checked_on) == ("089 99998123", date(2026, 11, 2))
    assert shown.source == OFFERS["giftnotruf"].sources[0].url


def test_a_check_of_another_number_does_not_count_for_the_new_one() -> None:
    """An offer with another number than the file's was not checked by the file's date."""
    current = current_numbers(changed("giftnotruf", phone="089 99998123").get)

    assert current["giftnotruf"].checked_on is None


def test_an_offer_without_number_or_source_leaves_the_file_as_it_is() -> None:
    """Never a number without a source."""
    assert "giftnotruf" not in current_numbers(changed("giftnotruf", phone=None).get)
    assert "giftnotruf" not in current_numbers(changed("giftnotruf", sources=()).get)
    assert current_numbers(lambda _: None) == {}

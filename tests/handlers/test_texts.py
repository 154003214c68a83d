"""German as people speak it: one and many, and nothing that sounds like a machine."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from consultations.publishing import Plan
from consultations.series import Days, days_of, weekly
from consultations.series_words import parse_series
from consultations.slots import AgeBand, Slot
from handlers.texts import booking, finding, general, guided, needs, publishing, series, team
from handlers.texts.cutting import cut
from handlers.texts.reasons import in_a_list
from handlers.texts.themes import SHORT, theme_label
from knowledge.constraints import Demand
from knowledge.findings import Finding, Reason, ReasonKind
from knowledge.offers import CATEGORIES, Offer, Ring
from knowledge.themes import shipped_themes
from needs.signals import Lack, NeedSignal
from tests.fakes import member

OFFER = Offer("a", "A", "B")
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SLOT = Slot(1, NOW + timedelta(days=7), NOW + timedelta(days=7, minutes=90), "Raum", 1, 1, 3)


def offers(*rings: Ring | None) -> list[Offer]:
    """Offers of these rings."""
    return [Offer(str(at), "A", "B", ring=ring) for at, ring in enumerate(rings)]


@pytest.mark.parametrize(
    ("rings", "text"),
    [
        ([], ""),
        ([Ring.LIFEWORLD], "1 weiteres Angebot: aus dem Umfeld"),
        ([Ring.STATUTORY], "1 weiteres Angebot: Jugendamt"),
        ([None], "1 weiteres Angebot"),
        ([None, None], "2 weitere Angebote"),
        (
            [Ring.STATUTORY, Ring.LIFEWORLD, Ring.COUNSELLING, Ring.LIFEWORLD],
            "4 weitere, darunter Angebote aus dem Umfeld, Beratung, Jugendamt",
        ),
        ([Ring.MAINSTREAM] * 2, "2 weitere, darunter Regelangebote"),
    ],
)
def test_what_is_behind_weitere(rings: list[Ring | None], text: str) -> None:
    """How many there are, and of which rings."""
    assert finding.behind(offers(*rings)) == text


@pytest.mark.parametrize(
    ("left", "text"),
    [(0, "Es bleibt keines."), (1, "Es bleibt 1 Angebot."), (7, "Es bleiben 7 Angebote.")],
)
def test_what_filters_leave(left: int, text: str) -> None:
    """None, one or many."""
    assert finding.narrow(left, left, "Musterort").endswith(text)


def test_filters_say_when_more_is_left_than_shown() -> None:
    """A filter that takes something away must be seen to do so."""
    said = finding.narrow(23, 12, "Musterort")

    assert said.endswith("Es bleiben 23 Angebote. Ich zeige die 12, die am besten passen.")


@pytest.mark.parametrize(
    ("ages", "said"),
    [
        ({8}, "Alter 8"),
        ({8, 9}, "Alter 8 bis 9"),
        (set(range(18, 27)), "Alter 18 bis 26"),
        ({3, 6, 7, 8}, "Alter 3, 6 bis 8"),
    ],
)
def test_ages_are_said_as_people_say_them(ages: set[int], said: str) -> None:
    """A band is no list of nine numbers."""
    asked = Finding(OFFER, 1.0, (Reason(ReasonKind.THEME, "Ferien"),), (Demand.AGE,))

    assert in_a_list(asked, frozenset(ages)) == (said, "Ferien")


def test_what_was_asked_for_comes_first_in_a_list() -> None:
    """Age and cost before the theme, the theme before single words; and the unknown is said."""
    reasons = (Reason(ReasonKind.WORD, "Lesen"), Reason(ReasonKind.THEME, "Lernen"))
    asked = Finding(OFFER, 1.0, reasons, (Demand.AGE, Demand.FREE))
    told = in_a_list(asked, frozenset({8}))

    assert told == ("Alter 8", "kostenlos", "Lernen", "Lesen")
    free = finding.line(1, OFFER, told, (), NOW.date(), cost_asked=True)
    assert "Passt: Alter 8, kostenlos, Lernen, Lesen." in free
    assert "Kosten" not in free
    unknown = finding.line(1, OFFER, ("Alter 8",), (), NOW.date(), cost_asked=True)
    assert "Kosten: nicht bekannt." in unknown


@pytest.mark.parametrize(
    ("theme", "band", "said"),
    [
        ("Schulden", AgeBand.TEEN, "Thema: Schulden. Alter: 14 bis 17. Grund: Gibt es nicht."),
        ("Schulden", AgeBand.MIXED, "Thema: Schulden. Alter: verschieden. Grund: Gibt es nicht."),
        (None, None, "Thema: nicht erkannt. Grund: Gibt es nicht."),
    ],
)
def test_what_was_counted(theme: str | None, band: AgeBand | None, said: str) -> None:
    """In full, and in German."""
    signal = NeedSignal("x", band, Lack.NO_OFFER, "2026-11")

    assert said in needs.counted(theme, signal, "Musterort")
    assert "in Musterort" in needs.counted(theme, signal, "Musterort")


def test_labels_fit_on_a_phone() -> None:
    """At most 22 characters, none twice, none cut inside a word."""
    themes = [theme_label(theme) for theme in shipped_themes() if not theme.elsewhere]
    labels = [*themes, *CATEGORIES.values(), *general.EXAMPLES, *needs.LACKS.values()]
    labels += [*guided.THERE.values(), *finding.filters("Taufkirchen").values()]

    assert [one for one in labels if len(one) > 22] == []
    assert len(set(themes)) == len(themes)
    assert {one.id for one in shipped_themes()} >= SHORT.keys()


@given(words=some.text(max_size=80), most=some.integers(5, 60))
def test_what_is_cut_fits_and_says_so(words: str, most: int) -> None:
    """At a word where there is one."""
    said = cut(words, most)

    assert len(said) <= most
    assert said == words or said.endswith("…")
    assert cut("eins zwei drei", 10) == "eins …"
    assert cut("Lernhilfen (Grundschulen in Musterort)", 30) == "Lernhilfen …"


def test_one_offer_of_a_theme() -> None:
    """Where there is one, nothing comes first."""
    assert finding.theme_heading("Sucht", 1) == "<b>Sucht</b> – 1 Angebot"
    assert finding.theme_heading("Sucht", 2).endswith("2 Angebote, das nähere Umfeld zuerst")


@pytest.mark.parametrize(
    ("seated", "told", "text"),
    [
        (0, False, "Gebucht hat noch niemand."),
        (0, True, "Gebucht hat noch niemand; die Moderation erfährt es sofort."),
        (1, False, "1 gebuchte Person erfährt es sofort."),
        (3, False, "3 gebuchte Personen erfahren es sofort."),
        (1, True, "1 gebuchte Person und die Moderation erfahren es sofort."),
    ],
)
def test_who_hears_of_a_withdrawal(seated: int, told: bool, text: str) -> None:
    """Said before it happens."""
    shown = publishing.confirm_withdrawal(SLOT, seated, NOW, moderator_told=told)

    assert shown.endswith(f"\n{text}")


@pytest.mark.parametrize(("days", "text"), [(0, "heute"), (1, "vor 1 Tag"), (3, "vor 3 Tagen")])
def test_when_a_member_was_here(days: int, text: str) -> None:
    """Days, or today."""
    known = member(last_seen_on=date(2026, 11, 24) - timedelta(days=days))

    assert team.member_card(known, date(2026, 11, 24)).endswith(f"zuletzt hier {text}")


@pytest.mark.parametrize(
    ("seats", "tables", "said"),
    [
        (0, 0, []),
        (1, 1, ["1 gebuchter Platz wird frei", "1 Tisch, den sie moderiert, bleibt bestehen"]),
        (2, 3, ["2 gebuchte Plätze werden frei", "3 Tische, die sie moderiert, bleiben bestehen"]),
    ],
)
def test_what_a_block_does(seats: int, tables: int, said: list[str]) -> None:
    """Nothing is promised that no screen offers."""
    text = team.confirm_block(member(), seats, tables)

    assert all(words in text for words in said)
    assert "Buchungen bleiben" not in text


def test_lists_that_go_on() -> None:
    """One more, or several."""
    day = date(2026, 12, 1)
    plan = Plan(weekly(day, time(14), 1, 13), "Raum", 1, 3)
    many = Days(tuple(day + timedelta(weeks=week) for week in range(13)), ())

    assert booking.slots([], 1).endswith("1 weiterer Termin")
    assert booking.slots([], 2).endswith("2 weitere Termine")
    assert publishing.tables([], 1).endswith("1 weiterer Tisch")
    assert team.members([], 1).startswith("<b>Team</b> – 1 Person\n")
    summary = publishing.summary(plan, many, "Raum", "M", day)
    assert "\nDezember: 1., 8., 15., 22., 29.\nJanuar 2027: 5., 12., 19., 26.\n" in summary


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("werktags 9-10 Uhr bis 31.1.", "Montag bis Freitag, 09:00–10:00 Uhr, "
         "ab Mi 25.11. (morgen), bis 31.01.2027"),
        ("dienstags, donnerstags 9 Uhr 5 mal", "jeden Dienstag und Donnerstag, 09:00 Uhr, "
         "ab Do 26.11. (übermorgen), 5 mal"),
        ("alle 2 Wochen Di 9 Uhr auch an Feiertagen", "alle 2 Wochen am Dienstag, 09:00 Uhr, "
         "ab Di 01.12., auch an Feiertagen"),
        ("am 2. und 4. Montag im Monat 13 Uhr", "am 2. und 4. Montag im Monat, 13:00 Uhr, "
         "ab Mo 14.12."),
        ("alle 2 Monate am letzten Freitag 9 Uhr, nicht in den Ferien", "am letzten Freitag "
         "alle 2 Monate, 09:00 Uhr, ab Fr 27.11., nicht in den Ferien"),
        ("am 1., 15. im Monat 9 Uhr", "am 1. und 15. im Monat, 09:00 Uhr, ab Di 01.12."),
        ("täglich 9 Uhr", "täglich, 09:00 Uhr, ab Mi 25.11. (morgen)"),
    ],
)  # fmt: skip
def test_a_rule_in_words(typed: str, words: str) -> None:
    """What was read is told as people say it."""
    today = NOW.date()

    assert series.in_words(parse_series(typed, today), today) == words


def test_a_long_stretch_that_falls_out_is_told_by_its_ends() -> None:
    """Six weeks of summer are one line; the reason stands beside."""
    today = NOW.date()
    typed = parse_series("dienstags 9 Uhr bis Oktober, nicht in den Ferien", today)
    skipped = days_of(typed, today, catholic_majority=True).skipped

    lines = series.fallen(skipped, today)

    assert "Entfällt: Di 29.12., Di 05.01.2027 (Weihnachtsferien)" in lines
    assert lines[-1] == "Entfällt: Di 03.08.2027 bis Di 07.09.2027 (Sommerferien, 6 Termine)"


def test_an_end_of_the_school_calendar_is_told() -> None:
    """So that somebody looks up what the bot cannot know."""
    plan = Plan(weekly(date(2029, 9, 18), time(14), 1, 1), "Raum", 1, 3)
    days = Days((date(2029, 9, 18),), (), date(2029, 9, 10))

    text = publishing.summary(plan, days, "Raum", "M", date(2029, 9, 1))

    assert "Ferien nach dem 10.09.2029 kenne ich noch nicht" in text

"""Rules 13 to 22 of data protection, named by their numbers: who sees what, and where it runs.

Rule 22 at each way in stands in `test_guards_at_every_entry`, 15 and 16 in `test_papers`.
"""

from __future__ import annotations

import re
import socket
import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from consultations.changing import mark_of
from consultations.relaying import News
from consultations.slots import Slot
from handlers._screen import length
from handlers.texts import asking as asking_texts
from handlers.texts import booking as booking_texts
from handlers.texts import emergency as emergency_texts
from handlers.texts import own_data as own_texts
from handlers.texts import privacy, team
from handlers.texts import proxies as proxy_texts
from handlers.texts import relaying as relaying_texts
from needs.signals import NeedSignals
from safety import card
from safety.card import NUMBERS, card_for
from safety.kinds import EmergencyKind
from storage.tables import AuditRow
from team.members import FieldOfAction, Role
from tests.bot.houses import house
from tests.chat import Town
from tests.data_protection.entries import invitation
from tests.data_protection.sources import PACKAGES, ROOT, imports_of, sources
from tests.fakes import member

HOURS = timedelta(hours=1)


def test_rule_13_no_counted_need_leaves_the_house_yet() -> None:
    """The k-rule comes with need reports; until then signals can be added and nothing else."""
    ways = {name for name in vars(NeedSignals) if not name.startswith("_")}

    assert ways == {"add"}


@pytest.mark.parametrize(
    "data", ["team:home", "team:list:0", "team:invite:coordinator", "pub:new", "pub:list:0"]
)
@pytest.mark.parametrize("role", [Role.PROFESSIONAL, Role.MODERATOR])
async def test_rule_14_roles_deny_by_default(town: Town, role: Role, data: str) -> None:
    """A forged button of the coordination opens nothing."""
    chat = await town.member(role)
    await chat.say("/menue")
    before = chat.last_text

    await chat.press(data)

    assert chat.last_text == before


async def test_rule_14_each_act_of_a_coordinator_is_audited(town: Town) -> None:
    """Who, when, what, on whom."""
    chat, other = await town.member(Role.COORDINATOR), await town.member()
    slot = await town.slot(chat)
    actor, subject = await town.known(chat), await town.known(other)
    await chat.say("/team")
    for data in (
        f"team:role!:{subject.id}:moderator",
        f"team:block!:{subject.id}",
        f"team:unblock:{subject.id}",
        "team:invite:professional",
        f"ch!:{slot.id}:free:1:one:{mark_of([slot])}",
        f"pub:no:{slot.id}:one:{mark_of([replace(slot, revision=1)])}",
    ):
        await chat.press(data)

    async with town.lotse.database.read() as session:
        acts = list(await session.scalars(select(AuditRow).where(AuditRow.member_id == actor.id)))
    done = {one.action for one in acts}
    team = {"role_changed", "blocked", "unblocked", "invited"}
    assert done == {"published", "changed", "turned"} | team
    assert all(one.at is not None and one.subject for one in acts)


NETWORK = {"aiohttp", "httpx", "requests", "urllib3", "socket", "telegram", "http", "openai"}


def test_rule_17_only_bot_and_webchat_can_reach_the_net() -> None:
    """Search, guards and language models run on this machine alone."""
    inside = [one for one in PACKAGES if one not in ("bot", "webchat", "handlers")]
    reaching = {
        str(file): names
        for file, module in sources(*inside)
        if (names := imports_of(module) & NETWORK)
    }

    assert reaching == {}


async def test_rule_17_a_question_reaches_nobody_but_telegram(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one is answered, only the Bot API that the settings name is called."""
    called: list[Any] = []
    connect = socket.socket.connect

    def noting(self: socket.socket, address: Any) -> None:
        called.append(address)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", noting)
    chat = await town.member()
    for words in ("schulden", "Familie Mustermann hat Schulden", "sie will nicht mehr leben"):
        await chat.say(words)

    assert {address[0] for address in called if isinstance(address, tuple)} <= {"127.0.0.1"}


def test_rule_18_the_core_knows_no_channel() -> None:
    """Another way in (web, phone) can stand on the same core; CI checks the contract too."""
    core = ("knowledge", "consultations", "needs", "team", "safety", "language", "storage")
    speaking = [str(file) for file, module in sources(*core) if "telegram" in imports_of(module)]
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]

    assert speaking == []
    assert "Telegram stops at the handlers" in [one["name"] for one in contracts["contracts"]]


def test_rule_18_the_notice_says_that_use_is_voluntary() -> None:
    """The second channel itself is still to come."""
    assert "freiwillig" in privacy.notice("x")


async def test_rule_19_notice_and_controller_come_before_any_input(town: Town) -> None:
    """What is typed before the agreement is not looked at; nobody is stored."""
    chat = await town.stranger()
    await chat.say(f"/start {await invitation(town)}")
    assert "Verantwortlich: Beispielstelle" in chat.last_text

    await chat.say("schulden")

    assert chat.last_text.startswith(team.FIRST_AGREE)
    assert "Verantwortlich: Beispielstelle" in chat.last_text


def test_rule_20_what_arrives_by_itself_reveals_nothing() -> None:
    """Day, time and place of a table; no theme, age, seat or family on a locked screen."""
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    slot = Slot(1, now + 24 * HOURS, now + 26 * HOURS, "Musterraum", 1, 1, 2)
    worker = member(field=FieldOfAction.YOUTH_OFFICE)
    pushed = (
        own_texts.seat_is_free(slot, now),
        booking_texts.table_cancelled(slot, now),
        proxy_texts.given(slot, now),
        proxy_texts.another(slot, now),
        own_texts.STILL_THERE,
        own_texts.ERASED_AFTER_YEAR,
        asking_texts.asked(slot, list(FieldOfAction), now),
        *(
            relaying_texts.told(news, worker, slot, now, moderates=led)
            for news in News
            for led in (True, False)
        ),
    )
    shown = [re.sub("<tg-spoiler>.*</tg-spoiler>", "", text) for text in pushed]
    telling = ("familie", "kind", "thema", "alter", "jugendamt", "einbringend", "beratung ")

    assert [(text, word) for text in shown for word in telling if word in text.lower()] == []


async def test_rule_21_an_expired_check_date_falls_back_and_alarms(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """112, 110 and the Krisendienst alone; the coordinators are told once a day."""
    long_ago = date(2020, 1, 1)
    old = {
        name: replace(one, checked_on=None if one.by_law else long_ago)
        for name, one in card.all_numbers().items()
    }
    monkeypatch.setattr(card, "all_numbers", lambda: old)
    coordinator = await town.member(Role.COORDINATOR)
    town.lotse.memory.forget(0, "job numbers")

    for _ in range(2):
        await town.lotse.jobs.run("numbers")
        await town.settled()

    for kind in NUMBERS:
        shown = card_for(kind, town.lotse.now().date())
        assert [one.number for one in shown.numbers] == ["112", "110", "0800 655 3000"]
    told = [one for one in coordinator.answers if "Notfallnummern prüfen" in one["text"]]
    assert len(told) == 1
    assert emergency_texts.OUTDATED.split("\n")[1] in told[0]["text"]


async def test_rule_21_a_number_nobody_has_checked_is_asked_for_once_a_month(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stays on the card; the coordinators read which ones, and where the date belongs."""
    coordinator, professional = await town.member(Role.COORDINATOR), await town.member()
    start = town.lotse.now()
    town.lotse.memory.forget(0, "job first checks")

    for days in (0, 1, 29, 31):
        later = start + days * 24 * HOURS
        monkeypatch.setattr(town.lotse.memory, "_now", lambda now=later: now)
        await town.lotse.jobs.run("first checks")
        await town.settled()

    told = [one["text"] for one in coordinator.answers if "Noch nie geprüft" in one["text"]]
    assert len(told) == 2
    for name in ("Krisendienst", "Giftnotruf", "geprueft_am", "safety/numbers.yaml", "checked_on"):
        assert name in told[0]
    assert professional.answers == []
    assert not card_for(EmergencyKind.POISONING, start.date()).expired


async def test_rule_21_who_checks_every_number_hears_no_more(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until a year has gone; a day to come is no check."""
    coordinator = await town.member(Role.COORDINATOR)
    today = town.lotse.now().date()
    town.lotse.memory.forget(0, "job first checks")
    for day in (today, today + timedelta(days=400)):
        checked = {
            name: replace(one, checked_on=None if one.by_law else day, offer=None)
            for name, one in card.all_numbers().items()
        }
        monkeypatch.setattr(card, "all_numbers", lambda numbers=checked: numbers)
        await town.lotse.jobs.run("first checks")
        await town.settled()
        told = [one for one in coordinator.answers if "Noch nie geprüft" in one["text"]]
        assert len(told) == (day != today)


async def test_rule_21_where_nobody_was_there_nobody_was_told(tmp_path: Path) -> None:
    """The first coordinator hears of it although the bot ran before they came."""
    async with house(tmp_path) as town:
        await town.lotse.jobs.run("first checks")
        coordinator = await town.member(Role.COORDINATOR)

        await town.lotse.jobs.run("first checks")
        await town.settled()

        assert any("Noch nie geprüft" in one["text"] for one in coordinator.answers)


def test_rule_21_the_request_fits_a_screen() -> None:
    """500 characters, however many numbers wait."""
    numbers = card.never_checked(date(2026, 11, 24))

    assert length(emergency_texts.not_yet_checked(numbers)) <= 500
    assert length(emergency_texts.OUTDATED) <= 500

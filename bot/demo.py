"""`lotse demo`: local Bot API server, the bot, the web chat, sample people and slots; no token.

Everything listens on this machine only. The people are invented; the offers are the real ones.
"""

from __future__ import annotations

import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

from bot.application import Lotse, until_stopped
from bot.opening import check_folder
from bot.refusal import StartRefused
from bot.settings import LAST_PORT, Settings, read_settings
from consultations.publishing import LOCAL, Plan, publish
from consultations.series import days_of, weekly
from consultations.terms import USUAL
from storage.audit import SqlAudit
from storage.database import Database
from storage.diary import SqlDiary
from storage.members import SqlMembers
from storage.series import SqlSeries
from storage.unit_of_work import UnitOfWork
from team.members import FieldOfAction, Function, Member, Role
from webchat.keeping import DamagedFile
from webchat.people import BotAccount, Person
from webchat.server import Server

TOKEN = "4200:demo-only-on-this-machine"  # noqa: S105 - opens nothing but the local server

PEOPLE = (
    Person(1001, "Anna Muster", "Schulsozialarbeit"),
    Person(1002, "Boris Beispiel", "Kita-Leitung"),
    Person(1003, "Carla Probe", "Koordination"),
)
MEMBERS = {
    1001: (
        Role.PROFESSIONAL,
        "Musterschule",
        FieldOfAction.SCHOOL_SOCIAL_WORK,
        Function.SOCIAL_WORKER,
    ),
    1002: (Role.PROFESSIONAL, "Beispielkita", FieldOfAction.KITA, Function.LEAD),
    1003: (
        Role.COORDINATOR,
        "Sozialraummanagement (Beispiel)",
        FieldOfAction.MUNICIPALITY,
        Function.MANAGEMENT,
    ),
}
TERMS = replace(USUAL, step_free=True, childrens_corner=True)
PLACES = ("Besprechungsraum Beispiel", "Gruppenraum Muster")


async def run_demo(port: int, folder: Path, *, open_browser: bool) -> None:
    """Run the demo until it is stopped; its data stay in *folder*.

    Raises:
        StartRefused: the port is none or taken, or the folder cannot be used.
    """
    if not 0 <= port <= LAST_PORT:
        raise StartRefused(
            "--port", f"{port} is no port", f"choose 1 to {LAST_PORT}, or 0 for any"
        )
    server = _server(folder)
    try:
        url = await server.start(port)
    except OSError:
        raise StartRefused("--port", f"{port} is in use", "choose another, or 0 for any") from None
    try:
        with _naming_the_folder():
            await _serve(Lotse(_settings(url, folder)), url, open_browser=open_browser)
    finally:
        await server.stop()
    print("Beendet. Die Daten bleiben erhalten.", flush=True)


async def _serve(lotse: Lotse, url: str, *, open_browser: bool) -> None:
    async with lotse.running():
        await add_samples(lotse.database, lotse.now())
        print(f"Lotse läuft: {url}\nBeenden mit Strg+C.", flush=True)
        if open_browser:
            webbrowser.open(url)
        await until_stopped()


def _server(folder: Path) -> Server:
    check_folder(folder, "--data")
    kept = folder / "webchat"
    check_folder(kept, "--data")
    try:
        return Server([BotAccount(TOKEN)], PEOPLE, folder=kept)
    except DamagedFile as damaged:
        # Not set aside: with new counters, what the bot takes for known would go unanswered.
        raise StartRefused(
            "--data", str(damaged), "give another folder, or bring a copy of the file back"
        ) from None


@contextmanager
def _naming_the_folder() -> Iterator[None]:
    """Let refusals name what was typed: the demo takes neither of these settings."""
    try:
        yield
    except StartRefused as refusal:
        if refusal.setting not in ("LOTSE_DATA_DIR", "LOTSE_DATABASE_URL"):
            raise
        raise StartRefused("--data", refusal.value, "give another folder") from None


def _settings(url: str, folder: Path) -> Settings:
    return read_settings(
        telegram_token=TOKEN,
        telegram_api=url,
        data_dir=folder,
        database_url=None,
        webhook_url=None,
        http_listen=None,
        public_url=None,
        send_per_second=0,  # the local server has no limits
        send_per_chat=0,
        controller="Beispielstelle Musterstadt (erfunden; hier steht, wer verantwortlich ist)",
    )


async def add_samples(database: Database, now: datetime) -> None:
    """Add the sample people once, and tables where none is to come any more."""
    async with UnitOfWork(database) as work:
        members = SqlMembers(work)
        for number, (role, institution, field, function) in MEMBERS.items():
            if await members.by_telegram(number) is None:
                member = await members.join(number, role, now)
                await members.describe(
                    member.id, institution=institution, field=field, function=function
                )
        coordinator = await members.by_telegram(1003)
        diary = SqlDiary(work)
        if coordinator is not None and not await diary.upcoming(now):
            await _publish_samples(work, diary, coordinator, now)
        await work.commit()


async def _publish_samples(
    work: UnitOfWork, diary: SqlDiary, coordinator: Member, now: datetime
) -> None:
    today = now.astimezone(LOCAL).date()
    for place, weekday, hour in zip(PLACES, (1, 3), (14, 9), strict=True):
        ahead = (weekday - today.weekday()) % 7 or 7
        series = weekly(today + timedelta(days=ahead), time(hour, 0), 2, 3)
        plan = Plan(series, place, coordinator.id, advisers=3, terms=TERMS)
        days = days_of(series, today, catholic_majority=True)
        await publish(
            diary,
            SqlMembers(work),
            SqlAudit(work),
            coordinator,
            plan,
            days,
            series=place,
            now=now,
        )
        await SqlSeries(work).keep(place, series, plan.length, now)

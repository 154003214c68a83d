"""`lotse demo` as people see it: the two journeys in Chromium, on a phone of 390 x 844.

With `LOTSE_SCREENSHOTS=docs/screenshots` it also keeps the pictures of the documentation.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect

from consultations.publishing import LOCAL
from handlers.texts import booking, publishing
from tests.bot.processes import ending
from tests.chat import workday

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PHONE: ViewportSize = {"width": 390, "height": 844}
PICTURES = os.environ.get("LOTSE_SCREENSHOTS")
ANNA, BORIS, CARLA = 1001, 1002, 1003

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian: chromium)"),
]


@asynccontextmanager
async def demo(folder: Path) -> AsyncIterator[str]:
    """The demo as a process of its own; gives its address, and ends it as Ctrl-C does."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--port", "0", "--no-browser", "--data", str(folder),
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    async with ending(process):
        line = (await process.stdout.readline()).decode()
        yield line.split()[-1]
        process.terminate()
        assert await process.wait() == 0


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Debian's Chromium without a window."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        await browser.close()


@dataclass
class Phone:
    """One person's page."""

    page: Page

    @classmethod
    async def of(cls, browser: Browser, url: str, person: int) -> Phone:
        """Open the chat as this person and greet the bot."""
        page = await browser.new_page(viewport=PHONE, locale="de-DE", reduced_motion="reduce")
        await page.goto(f"{url}/#{person}")
        await page.get_by_role("button", name="Starten").click()
        phone = cls(page)
        await phone.reads("Was brauchen Sie?")
        return phone

    async def says(self, words: str) -> None:
        """Type and send."""
        await self.page.locator("#text").fill(words)
        await self.page.get_by_role("button", name="Senden", exact=True).click()

    async def taps(self, label: str) -> None:
        """Tap the newest button of this label."""
        await self.page.locator("#log .row button").get_by_text(label, exact=True).last.click()

    async def reads(self, words: str) -> None:
        """Wait until the bot has said this."""
        bubble = self.page.locator("#log article:not(.mine)").last
        await expect(bubble).to_contain_text(words, timeout=20_000)

    async def picture(self, name: str) -> None:
        """Keep what is on the screen, where asked to."""
        if PICTURES:
            await self.page.evaluate("log.scrollTop = log.scrollHeight")
            await self.page.screenshot(path=Path(PICTURES) / f"{name}.png")


async def asks_and_opens_a_card(phone: Phone) -> None:
    """The first journey: a need in own words, three cards, details."""
    await phone.says("Familie neu hier, spricht kaum Deutsch")
    await phone.reads("das nähere Umfeld zuerst")
    await phone.picture("finden")
    await phone.taps("1")
    await phone.reads("Kontakt:")
    await phone.picture("angebot")


async def publishes_a_table(phone: Phone) -> None:
    """The coordinator offers a table early on the next working day."""
    day = workday(datetime.now(LOCAL).date() + timedelta(days=1))
    await phone.says("/tische")
    await phone.taps("Neuer Tisch")
    await phone.reads("wann?")
    await phone.says(f"{day:%d.%m.%Y} 07:00")
    await phone.reads("Einmal oder als Reihe?")
    await phone.taps("Einmal")
    await phone.reads("Moderation: Koordination (Sozialraummanagement (Beispiel))")
    await phone.taps("Ort")
    await phone.reads("Wo?")
    await phone.says("Musterraum")
    await phone.reads("Ort: Musterraum")
    await phone.picture("veroeffentlichen")
    await phone.taps(publishing.PUBLISH)
    await phone.reads("Sie moderieren: für den Kalender")


async def goes_as_far_as_booking(phone: Phone) -> None:
    """The second journey up to the last tap."""
    await phone.says("/beratung")
    await phone.reads("Freie Beratungstische")
    await phone.taps("1")
    await phone.reads("Musterraum")
    for label in (booking.PRESENT, booking.FAMILY_YES, "Schule", "6 bis 9", "Deutsch"):
        await phone.taps(label)
    await phone.reads("Stimmt das so?")


async def test_two_journeys_and_a_taken_seat(tmp_path: Path) -> None:
    """Ask, open a card, publish a table, book it; the second person is refused the taken seat."""
    async with demo(tmp_path) as url, chromium() as browser:
        anna, boris, carla = [await Phone.of(browser, url, one) for one in (ANNA, BORIS, CARLA)]
        await asks_and_opens_a_card(anna)
        await publishes_a_table(carla)
        await goes_as_far_as_booking(anna)
        await goes_as_far_as_booking(boris)

        await anna.picture("buchen")
        await anna.taps(booking.BOOK)
        await expect(anna.page.locator("#log")).to_contain_text("Gebucht.")
        await expect(anna.page.locator("#log a.file")).to_contain_text(".ics")
        await anna.picture("gebucht")

        await boris.taps(booking.BOOK)
        await boris.reads("Der Platz ist gerade vergeben.")
        await boris.reads("Nächster freier:")
        await boris.picture("vergeben")

"""The month as a picture for the phone: weeks as rows, each table with its state in words.

Drawn so wide that it is sharp on a screen of 390 points; no letter is then under 11 points high.
Nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from consultations.overview import Month, TableView, Week
from consultations.states import SlotState
from handlers.texts import overview as texts
from handlers.texts.when import WEEKDAYS

WIDTH = 780  # two dots a point of 390; Telegram shrinks no picture up to 2560 high
MARGIN, PADDING, GAP, STEP = 24, 18, 16, 8
TITLE, HEADING, BODY, SMALL = 34, 28, 26, 22  # sizes in dots
LEADING = 1.3
PAPER, CARD, INK, FAINT, EDGE = "#ffffff", "#f4f4f1", "#1b1b1b", "#6a6a6a", "#b9b9b4"
MARKS = {  # the state's word says it; the ground only helps
    SlotState.OPEN: ("#ffffff", "#1b1b1b"),
    SlotState.REQUESTED: ("#ffe9b8", "#1b1b1b"),
    SlotState.CONFIRMED: ("#1d5f3a", "#ffffff"),
    SlotState.HELD: ("#2f4b7c", "#ffffff"),
    SlotState.CANCELLED: ("#e3e3e0", "#1b1b1b"),
    SlotState.FOLLOWED_UP: ("#20304d", "#ffffff"),
}
Font = ImageFont.FreeTypeFont


@cache
def font(size: int, *, bold: bool = False) -> Font:
    """Bitstream Vera, which comes with reportlab."""
    name = "VeraBd.ttf" if bold else "Vera.ttf"
    content = files("reportlab").joinpath("fonts", name).read_bytes()
    return ImageFont.truetype(BytesIO(content), size)


def month_picture(month: Month, now: datetime) -> bytes:
    """The PNG."""
    height = _draw(month, now, None)
    image = Image.new("RGB", (WIDTH, height), PAPER)
    _draw(month, now, ImageDraw.Draw(image))
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def _draw(month: Month, now: datetime, on: ImageDraw.ImageDraw | None) -> int:
    """Draw, or with None only measure; returns the height."""
    pen = _Pen(on)
    pen.words(texts.title(month.first), TITLE, bold=True)
    pen.words(texts.stand(now), SMALL, ink=FAINT)
    for week in month.weeks:
        pen.y += GAP
        pen.words(texts.week(week), HEADING, bold=True)
        _days(pen, week, month.first)
        for table in week.tables:
            _table(pen, table)
    return pen.y + MARGIN


def _days(pen: _Pen, week: Week, first: date) -> None:
    """Seven cells; a day with a table is framed and says so."""
    width, height = (WIDTH - 2 * MARGIN + STEP) // 7, 2 * SMALL + 3 * STEP
    for at, day in enumerate(week.days):
        left, tables = MARGIN + at * width, sum(one.day == day for one in week.tables)
        box = (left, pen.y, left + width - STEP, pen.y + height)
        ground, ink = (INK, PAPER) if tables else (PAPER, INK)
        if day.month != first.month:
            ink = FAINT
        pen.box(box, ground, INK if tables else EDGE)
        middle = left + (width - STEP) // 2
        pen.centred(f"{WEEKDAYS[at]} {day.day}.", middle, pen.y + STEP, ink, bold=bool(tables))
        said = ("1 Tisch" if tables == 1 else f"{tables} Tische") if tables else "–"
        pen.centred(said, middle, pen.y + 2 * STEP + SMALL, ink)
    pen.y += height + STEP + 2


def _table(pen: _Pen, table: TableView) -> None:
    """One card: when and state, place, then the details."""
    lines = [line for said in (table.place, *texts.details(table)) for line in pen.wrapped(said)]
    height = int(2 * PADDING + BODY * LEADING * (len(lines) + 1)) + STEP
    pen.box((MARGIN, pen.y, WIDTH - MARGIN, pen.y + height), CARD, EDGE)
    top, pen.y = pen.y, pen.y + PADDING
    pen.label(texts.STATES[table.state], *MARKS[table.state])
    pen.words(texts.when(table), BODY, bold=True, left=MARGIN + PADDING)
    pen.y += STEP
    for line in lines:
        pen.words(line, BODY, left=MARGIN + PADDING)
    pen.y = top + height + STEP + 2


class _Pen:
    """Where the next line goes; draws nothing where there is nothing to draw on."""

    def __init__(self, on: ImageDraw.ImageDraw | None) -> None:
        self._on = on
        self.y = MARGIN

    def words(
        self, text: str, size: int, *, bold: bool = False, ink: str = INK, left: int = MARGIN
    ) -> None:
        """A line of words; the next one comes below it."""
        if self._on is not None:
            self._on.text((left, self.y), text, ink, font(size, bold=bold))
        self.y += int(size * LEADING)

    def centred(self, text: str, middle: int, top: int, ink: str, *, bold: bool = False) -> None:
        """Small words around a middle."""
        if self._on is not None:
            self._on.text((middle, top), text, ink, font(SMALL, bold=bold), anchor="ma")

    def box(self, box: tuple[int, int, int, int], ground: str, edge: str) -> None:
        """A framed ground."""
        if self._on is not None:
            self._on.rounded_rectangle(box, STEP, ground, edge, 2)

    def label(self, text: str, ground: str, ink: str) -> None:
        """The state, at the right of the line that comes next."""
        width = int(font(SMALL, bold=True).getlength(text)) + 24
        right = WIDTH - MARGIN - PADDING
        self.box((right - width, self.y - 4, right, self.y + int(SMALL * 1.45)), ground, INK)
        self.centred(text, right - width // 2, self.y + 1, ink, bold=True)

    def wrapped(self, text: str) -> Iterator[str]:
        """The lines a text takes in a card."""
        room, line = WIDTH - 2 * (MARGIN + PADDING), ""
        for word in text.split():
            longer = f"{line} {word}" if line else word
            if line and font(BODY).getlength(longer) > room:
                yield line
                longer = f"    {word}"
            line = longer
        if line:
            yield line

"""The month for coordinators: words, picture, spreadsheet."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image

from consultations.overview import Month, TableView, later
from consultations.slots import Seat
from consultations.states import SlotState
from handlers._month_picture import WIDTH, font, month_picture
from handlers._month_sheet import month_sheet
from handlers._screen import length
from handlers.overview import PAGE, TALLEST
from handlers.texts import overview as texts
from handlers.texts.team import FIELDS
from handlers.texts.when import LOCAL
from team.members import FieldOfAction, Role
from tests.chat import Town
from tests.handlers.test_leading import begun, change

NOW = datetime(2026, 11, 12, 10, tzinfo=LOCAL)
LONG = "Mehrzweckraum der Grundschule, Eingang Hofseite, zweiter Stock"


def view(day: int, state: SlotState = SlotState.OPEN, place: str = "Raum") -> TableView:
    """A table of November."""
    starts_at = datetime(2026, 11, day, 14, tzinfo=LOCAL)
    return TableView(
        starts_at, starts_at + timedelta(minutes=90), place, state,
        {Seat.PRESENTER: 0, Seat.ADVISER: 2}, {Seat.PRESENTER: 1, Seat.ADVISER: 1},
        (FieldOfAction.SCHOOL, FieldOfAction.HEALTH),
        tuple(one for one in FieldOfAction if one not in ("school", "health")),
    )  # fmt: skip


def november(*tables: TableView) -> Month:
    """A month with these tables."""
    return Month(date(2026, 11, 1), tables)


async def test_it_stands_under_tische_anbieten_and_turns_by_months(town: Town) -> None:
    """From this month to the one before and after, in one message."""
    chat = await town.member(Role.COORDINATOR)
    first = town.lotse.now().astimezone(LOCAL).date().replace(day=1)
    await chat.say("/menue")
    await chat.tap("Tische anbieten")
    place = chat.shown["message_id"]

    await chat.tap(texts.OPEN)
    assert chat.last_text.startswith(texts.title(first))
    await chat.tap(texts.following(later(first, 1)))
    assert chat.last_text.startswith(texts.title(later(first, 1)))
    await chat.tap(texts.before(first))
    assert chat.last_text.startswith(texts.title(first))
    assert chat.shown["message_id"] == place
    await chat.press("ov:m:999913:0")
    assert chat.last_text.startswith(texts.title(first))


async def test_the_picture_turns_in_place(town: Town) -> None:
    """A photo with its own buttons; the next month takes its place."""
    chat = await town.member(Role.COORDINATOR)
    first = town.lotse.now().astimezone(LOCAL).date().replace(day=1)
    await chat.say("/tische")
    await chat.tap(texts.OPEN)

    await chat.tap(texts.PICTURE)
    picture = chat.shown
    assert picture["caption"].startswith(texts.title(first))
    with Image.open(BytesIO(chat.files[-1])) as image:
        assert (image.format, image.width) == ("PNG", WIDTH)
    await chat.tap(texts.following(later(first, 1)))

    assert chat.shown["message_id"] == picture["message_id"]
    assert chat.shown["caption"].startswith(texts.title(later(first, 1)))
    await chat.tap(texts.TEXT)
    assert chat.last_text.startswith(texts.title(later(first, 1)))
    assert chat.shown["message_id"] != picture["message_id"]


async def test_no_form_tells_a_theme_or_who_sits_there(town: Town) -> None:
    """Words and spreadsheet of a table with a presenter and an adviser."""
    chat, moderator = await town.member(Role.COORDINATOR), await town.member(Role.MODERATOR)
    slot = await begun(town, moderator)
    month = later(town.lotse.now().astimezone(LOCAL).date().replace(day=1), 240)
    starts_at = datetime(month.year, month.month, 20, 14, tzinfo=LOCAL)
    await change(town, slot, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=90))
    await chat.say("/tische")

    await chat.press(f"ov:m:{month:%Y%m}:0")
    said = chat.last_text
    await chat.press(f"ov:x:{month:%Y%m}")

    rows = sheet_of(chat.files[-1])
    assert len(rows) == 2
    assert "angefragt; belegt: 2 · frei: 1 beratend; am Tisch: Schule" in said
    for words in (said, str(rows[1])):
        assert "6 bis 9" not in words
        assert "Musterschule" not in words
        assert "Lehrkraft" not in words


def sheet_of(content: bytes) -> list[tuple[object, ...]]:
    """The rows of a spreadsheet."""
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return list(sheet.iter_rows(values_only=True))


def test_a_sheet_has_a_row_a_table() -> None:
    """Dates are dates; a place that looks like a formula stays words."""
    content = month_sheet(november(view(3, SlotState.HELD), view(17, place="=1+1")))

    head, held, other = sheet_of(content)
    assert head == texts.COLUMNS
    assert held[0] == datetime(2026, 11, 3)  # noqa: DTZ001 - spreadsheets know no zones
    assert held[4:] == ("durchgeführt", 0, 1, 2, 1, "Schule · Gesundheit",
                        "alle anderen Felder")  # fmt: skip
    assert other[3] == "=1+1"
    assert load_workbook(BytesIO(content)).worksheets[0]["D3"].data_type == "s"


def test_a_picture_fits_the_phone() -> None:
    """Wide enough to be sharp, letters of 11 points and more, and no line runs out of it."""
    tables = [view(day, place=LONG) for day in (3, 10, 17, 24)]
    with Image.open(BytesIO(month_picture(november(*tables), NOW))) as image:
        assert image.height <= TALLEST
        edge = image.convert("L").crop((WIDTH - 20, 0, WIDTH, image.height))
        assert edge.getextrema() == (255, 255)


def test_its_letters_are_there() -> None:
    """German ones, and those of the texts, are drawn and not replaced by boxes."""
    texts_drawn = "".join((*FIELDS.values(), *texts.STATES.values(), *texts.MONTHS, "–·„“ß"))
    missing = font(26).getmask("\uffff").getbbox(), bytes(font(26).getmask("\uffff"))

    for letter in set(texts_drawn) - {" "}:
        mask = font(26).getmask(letter)
        assert (mask.getbbox(), bytes(mask)) != missing, letter


def test_a_screen_is_read_on_the_phone() -> None:
    """At most 500 characters of usual tables, each with its state in words."""
    tables = [view(day, state) for day, state in enumerate(SlotState, 3)]
    found = november(*tables)

    said = texts.screen(found, found.tables[:PAGE], len(tables) - PAGE)

    assert length(said) <= 500
    assert said.endswith("3 weitere Tische")
    for table in tables:
        assert texts.STATES[table.state] in texts.screen(found, [table], 0)

"""The month as a spreadsheet: one row a table, no names and no themes."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from consultations.overview import Month, TableView
from consultations.slots import Seat
from handlers.texts import overview as texts
from handlers.texts.when import LOCAL

WIDTHS = (12, 8, 8, 28, 14, 12, 12, 12, 12, 34, 40)  # characters
WRAPPED = Alignment(wrap_text=True, vertical="top")


def month_sheet(month: Month) -> bytes:
    """The .xlsx file."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet: Worksheet = book.create_sheet(f"{month.first:%Y-%m}")
    sheet.append(texts.COLUMNS)
    for one in month.tables:
        _add(sheet, one)
    _lay_out(sheet)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _add(sheet: Worksheet, one: TableView) -> None:
    start, end = one.starts_at.astimezone(LOCAL), one.ends_at.astimezone(LOCAL)
    seats = [count for seat in Seat for count in (one.taken[seat], one.free[seat])]
    fields, wanted = texts.at_table(one), texts.looked_for(one)
    day, times = start.date(), [start.time(), end.time()]
    sheet.append([day, *times, one.place, texts.STATES[one.state], *seats, fields, wanted])
    row = sheet.max_row
    sheet.cell(row, 1).number_format = "DD.MM.YYYY"
    for column in (2, 3):
        sheet.cell(row, column).number_format = "HH:MM"
    sheet.cell(row, 4).data_type = "s"  # a place is typed by people: never a formula


def _lay_out(sheet: Worksheet) -> None:
    for at, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.alignment = WRAPPED
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)

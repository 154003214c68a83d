"""The guide to print: the eight phases on one page of A4, and the rules."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from itertools import accumulate
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, black, white
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from consultations.phases import STAGES, Stage
from handlers.texts import guide as texts
from handlers.texts.phases import QUESTIONS, RULES, TITLES, VOICES

PLAIN, BOLD = "Vera", "VeraBd"  # Bitstream Vera, free to embed; it comes with reportlab
GREY = Color(0.93, 0.93, 0.93)
LINE = Color(0.6, 0.6, 0.6)
COLUMNS = (10 * mm, 21 * mm, 47 * mm, 100 * mm)
MARGIN = 14 * mm

BODY = ParagraphStyle("body", fontName=PLAIN, fontSize=8.8, leading=11.8)
QUESTION = ParagraphStyle("question", BODY, leftIndent=4 * mm, bulletIndent=0)
PHASE = ParagraphStyle("phase", BODY, fontName=BOLD, fontSize=10, leading=13)
VOICE = ParagraphStyle("voice", BODY, fontSize=8.4, leading=11.2)
NUMBER = ParagraphStyle("number", PHASE, fontSize=15, leading=18, alignment=TA_CENTER)
MINUTES = ParagraphStyle("minutes", PHASE, alignment=TA_CENTER)
UNTIL = ParagraphStyle("until", VOICE, alignment=TA_CENTER)
HEAD = ParagraphStyle("head", BODY, fontName=BOLD, textColor=white)
HEAD_CENTRED = ParagraphStyle("head-centred", HEAD, alignment=TA_CENTER)
TITLE = ParagraphStyle("title", fontName=BOLD, fontSize=17, leading=21)
SECTION = ParagraphStyle("section", PHASE, fontSize=12, leading=15, spaceBefore=4 * mm)
SMALL = ParagraphStyle("small", BODY, fontSize=8, leading=10.8)


@cache
def guide() -> bytes:
    """The PDF; the same bytes every time."""
    for name in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
    written = BytesIO()
    page = SimpleDocTemplate(
        written,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN - 2 * mm,
        bottomMargin=MARGIN - 4 * mm,
        title=texts.TITLE,
        author=texts.AUTHOR,
        lang="de",
        invariant=1,
    )
    page.build(
        [
            Paragraph(escape(texts.TITLE), TITLE),
            Paragraph(escape(texts.SUBTITLE), BODY),
            Spacer(0, 2.5 * mm),
            _phases(),
            Paragraph(escape(texts.RULES), SECTION),
            Spacer(0, 1 * mm),
            *(Paragraph(escape(rule), QUESTION, bulletText="•") for rule in RULES),
            Spacer(0, 2 * mm),
            Paragraph(escape(texts.FOOT), SMALL),
        ]
    )
    return written.getvalue()


def _phases() -> Table:
    head = [
        Paragraph("", HEAD),
        Paragraph(escape(texts.MINUTES), HEAD_CENTRED),
        Paragraph(escape(texts.PHASE), HEAD),
        Paragraph(escape(texts.QUESTIONS), HEAD),
    ]
    ends = accumulate(stage.minutes for stage in STAGES)
    rows = [_row(at, stage, end) for at, (stage, end) in enumerate(zip(STAGES, ends, strict=True))]
    table = Table([head, *rows], colWidths=COLUMNS, repeatRows=1)
    table.setStyle(
        [
            ("BACKGROUND", (0, 0), (-1, 0), black),
            ("BACKGROUND", (0, 1), (1, -1), GREY),
            ("LINEBELOW", (0, 1), (-1, -1), 0.6, LINE),
            ("BOX", (0, 0), (-1, -1), 0.6, LINE),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("TOPPADDING", (0, 0), (-1, -1), 4.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 6.5),
        ]
    )
    return table


def _row(at: int, stage: Stage, end: int) -> list[object]:
    questions = QUESTIONS[stage.phase]
    return [
        Paragraph(str(at + 1), NUMBER),
        [Paragraph(str(stage.minutes), MINUTES), Paragraph(texts.until(end), UNTIL)],
        [
            Paragraph(escape(TITLES[stage.phase]), PHASE),
            Paragraph(escape(texts.speaks(VOICES[stage.voice])), VOICE),
        ],
        [Paragraph(escape(one), QUESTION, bulletText="•") for one in questions],
    ]

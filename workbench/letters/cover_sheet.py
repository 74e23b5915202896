"""The sheet that lies on top of a batch of letters: what is in it, without a name."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from workbench import paths
from workbench.i18n import N_, _

_PLAIN, _STRONG = "Cover", "CoverStrong"
_FILES = {_PLAIN: "NotoSansSC-Regular.ttf", _STRONG: "NotoSansSC-Bold.ttf"}
_INK, _MUTE, _LINE = HexColor("#16191f"), HexColor("#555d6b"), HexColor("#c5cbd5")
_HEADS = (N_("No."), N_("Letter"), N_("What it tells"), N_("Pages"), N_("Sheets"), N_("Due"))
_PADDING = 12  # of a cell, both sides together
_WIDTHS = (12 * mm, 62 * mm, 46 * mm, 16 * mm, 16 * mm, 24 * mm)


@dataclass(frozen=True, slots=True)
class CoverLine:
    """One letter of the batch: its number, what it tells, pages, sheets, and its due day."""

    number: str
    kind: str
    pages: int
    sheets: int
    due_on: str


def cover_sheet(title: str, told: Sequence[str], lines: Sequence[CoverLine], size: str) -> bytes:
    """A PDF listing a batch; `told` are lines under its title, `size` is "a4" or "letter".

    The same batch gives the same bytes.
    """
    _register_faces()
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=LETTER if size == "letter" else A4,
        leftMargin=17 * mm,
        rightMargin=17 * mm,
        topMargin=18 * mm,
        bottomMargin=16 * mm,
        title=title,
        invariant=1,
        initialFontName=_PLAIN,
    )
    document.build(_story(title, told, lines), onFirstPage=_foot, onLaterPages=_foot)
    return out.getvalue()


def _foot(canvas: Canvas, document: SimpleDocTemplate) -> None:
    """The number of a page, so that a long list keeps its order in a pile of paper."""
    canvas.setFont(_PLAIN, 8)
    canvas.setFillColor(_MUTE)
    right = document.pagesize[0] - document.rightMargin
    canvas.drawRightString(right, 9 * mm, str(canvas.getPageNumber()))


def _story(title: str, told: Sequence[str], lines: Sequence[CoverLine]) -> list[Flowable]:
    head = ParagraphStyle("head", fontName=_STRONG, fontSize=15, leading=21, textColor=_INK)
    small = ParagraphStyle("small", fontName=_PLAIN, fontSize=9.5, leading=15, textColor=_MUTE)
    cell = ParagraphStyle("cell", fontName=_PLAIN, fontSize=8.8, leading=12, wordWrap="CJK")
    rows: list[list[str | Paragraph]] = [[_(name) for name in _HEADS]]
    rows += [
        [
            str(at),
            _cell(line.number, _WIDTHS[1], cell),
            _cell(line.kind, _WIDTHS[2], cell),
            str(line.pages),
            str(line.sheets),
            line.due_on,
        ]
        for at, line in enumerate(lines, 1)
    ]
    table = Table(rows, colWidths=_WIDTHS, repeatRows=1, style=_table_style())
    words = [Paragraph(text, small) for text in told]
    return [Paragraph(title, head), Spacer(0, 4), *words, Spacer(0, 10), table]


def _cell(text: str, width: float, style: ParagraphStyle) -> str | Paragraph:
    """A text that fits its column as it is, which takes far less room; a longer one is broken."""
    fits = pdfmetrics.stringWidth(text, style.fontName, style.fontSize) < width - _PADDING
    return text if fits else Paragraph(text, style)


def _table_style() -> TableStyle:
    return TableStyle(
        [
            ("FONT", (0, 0), (-1, 0), _STRONG, 8.8),
            ("FONT", (0, 1), (-1, -1), _PLAIN, 8.8),
            ("TEXTCOLOR", (0, 0), (-1, 0), _MUTE),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, _LINE),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("ALIGN", (3, 0), (4, -1), "RIGHT"),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ]
    )


@cache
def _register_faces() -> None:
    folder = paths.resources() / "fonts" / "noto-sans-sc"
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(folder / file)))

"""The fixed parts of a written workbook: content types, relations, styles, comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from xml.sax.saxutils import escape, quoteattr

from workbench.spreadsheets.sheet import index_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Style(IntEnum):
    """How a cell looks; the number is its place in the style sheet."""

    PLAIN = 0
    TEXT = 1
    HEADER = 2
    WHOLE = 3
    MONEY = 4
    PERCENT = 5
    DATE = 6
    MOMENT = 7
    TITLE = 8
    NUMBER = 9
    ERROR = 10
    WARNING = 11
    GOOD = 12


_FORMATS = {
    Style.TEXT: 49,
    Style.WHOLE: 3,
    Style.MONEY: 4,
    Style.PERCENT: 10,
    Style.DATE: 164,
    Style.MOMENT: 165,
    Style.NUMBER: 166,
}


def content_types(sheets: int, commented: Sequence[int], charted: Sequence[int]) -> str:
    """The types of all parts."""
    office = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{i + 1}.xml" '
        f'ContentType="{office}.worksheet+xml"/>'
        for i in range(sheets)
    ) + "".join(
        f'<Override PartName="/xl/comments{i}.xml" ContentType="{office}.comments+xml"/>'
        for i in commented
    )
    drawing = "application/vnd.openxmlformats-officedocument.drawing"
    chart = "application/vnd.openxmlformats-officedocument.drawingml.chart"
    parts += "".join(
        f'<Override PartName="/xl/drawings/drawing{i}.xml" ContentType="{drawing}+xml"/>'
        f'<Override PartName="/xl/charts/chart{i}.xml" ContentType="{chart}+xml"/>'
        for i in charted
    )
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="vml" '
        'ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{office}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{office}.styles+xml"/>{parts}</Types>'
    )


def relations(targets: Sequence[tuple[str, str]]) -> str:
    """Relations rId1, rId2, ... to parts of these kinds."""
    lines = "".join(
        f'<Relationship Id="rId{i}" Type="{RELATED}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def workbook(sheets: Sequence[str]) -> str:
    """The list of sheets."""
    names = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{i}" r:id="rId{i}"/>'
        for i, name in enumerate(sheets, 1)
    )
    return f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets>{names}</sheets></workbook>'


TINTS = (Style.GOOD, Style.WARNING, Style.ERROR)
_TINT_COLOURS = {Style.GOOD: "FFDDF3E4", Style.WARNING: "FFFDF0D0", Style.ERROR: "FFFBE3DF"}


def _tint_fills() -> str:
    return "".join(
        f'<dxf><fill><patternFill><bgColor rgb="{_TINT_COLOURS[style]}"/></patternFill></fill>'
        "</dxf>"
        for style in TINTS
    )


def styles() -> str:
    """The style sheet: one cell format per Style, in its order."""
    looks = []
    for style in Style:
        number = _FORMATS.get(style, 0)
        font = {Style.HEADER: 1, Style.TITLE: 2}.get(style, 0)
        fill = {Style.HEADER: 2, Style.ERROR: 3, Style.WARNING: 4, Style.GOOD: 5}.get(style, 0)
        wrap = '<alignment vertical="center" wrapText="1"/>' if style is Style.HEADER else ""
        looks.append(
            f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="0" xfId="0" '
            f'applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1">{wrap}</xf>'
        )
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="3">'
        '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
        '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/>'
        '<numFmt numFmtId="166" formatCode="0.######"/></numFmts>'
        '<fonts count="3"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="14"/><name val="Calibri"/></font></fonts>'
        '<fills count="6"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
        '<fgColor rgb="FFE4ECF7"/><bgColor indexed="64"/></patternFill></fill>'
        '<fill><patternFill patternType="solid"><fgColor rgb="FFFBE3DF"/></patternFill></fill>'
        '<fill><patternFill patternType="solid"><fgColor rgb="FFFDF0D0"/></patternFill></fill>'
        '<fill><patternFill patternType="solid"><fgColor rgb="FFDDF3E4"/></patternFill></fill>'
        "</fills>"
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="{len(looks)}">{"".join(looks)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        f'<dxfs count="{len(TINTS)}">{_tint_fills()}</dxfs>'
        "</styleSheet>"
    )


def comment_parts(number: int, comments: Mapping[str, str]) -> dict[str, str]:
    """The parts that carry the comments of sheet `number`, by their place in the archive."""
    notes, boxes = [], []
    for i, (cell, text) in enumerate(comments.items()):
        letters = cell.rstrip("0123456789")
        row, column = int(cell[len(letters) :]) - 1, index_of(letters)
        notes.append(
            f'<comment ref="{cell}" authorId="0"><text><t>{escape(text)}</t></text></comment>'
        )
        boxes.append(
            f'<v:shape id="_x0000_s{1025 + i}" type="#_x0000_t202" style="position:absolute;'
            'visibility:hidden;width:240px;height:80px" fillcolor="#ffffe1" o:insetmode="auto">'
            '<v:fill color2="#ffffe1"/><v:path o:connecttype="none"/><x:ClientData '
            'ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>'
            f"<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
        )
    return {
        f"xl/comments{number}.xml": (
            f'{HEAD}<comments xmlns="{MAIN}"><authors><author>Credit Workbench</author></authors>'
            f"<commentList>{''.join(notes)}</commentList></comments>"
        ),
        f"xl/drawings/vmlDrawing{number}.vml": (
            '<xml xmlns:v="urn:schemas-microsoft-com:vml" '
            'xmlns:o="urn:schemas-microsoft-com:office:office" '
            'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
            '<o:idmap v:ext="edit" data="1"/></o:shapelayout><v:shapetype id="_x0000_t202" '
            'coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke '
            'joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
            f"{''.join(boxes)}</xml>"
        ),
        f"xl/worksheets/_rels/sheet{number}.xml.rels": relations(
            [
                ("vmlDrawing", f"../drawings/vmlDrawing{number}.vml"),
                ("comments", f"../comments{number}.xml"),
            ]
        ),
    }

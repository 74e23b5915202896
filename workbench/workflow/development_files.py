"""A development report as a workbook with charts, and as a PDF set like the lender's letters."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from workbench.files import replacing, write_whole
from workbench.i18n import _, current, day
from workbench.letters.content import (
    Bar,
    Bars,
    Block,
    Closing,
    Content,
    Heading,
    Measure,
    Paragraph,
    Row,
    Table,
    said,
)
from workbench.letters.pack import load_pack
from workbench.letters.record import Kind
from workbench.letters.typeset import typeset
from workbench.scoring.develop.report_parts import ReportPart, Shown, cell_text
from workbench.spreadsheets.workbook_writer import BarChart, OutColumn, Style, WorkbookWriter
from workbench.workflow.desk import now

_STYLES = {
    Shown.WORDS: Style.TEXT,
    Shown.COUNT: Style.WHOLE,
    Shown.SHARE: Style.PERCENT,
    Shown.FIGURE: Style.NUMBER,
}
_MEASURES = {Shown.WORDS: Measure.WORDS}
_MOST_COLUMNS = 9


def write_workbook(parts: Sequence[ReportPart], out: Path) -> None:
    """One sheet a part, a native chart where bars help. Raises FileNotWritable."""
    with replacing(out) as draft, WorkbookWriter(draft) as book:
        for part in parts:
            order = _bars_first(part)
            titles = (part.title, *part.sentences)
            first = len(titles) + 2
            chart = None
            if part.bars is not None and part.rows:
                name = part.columns[part.bars][0]
                last = first + len(part.rows) - 1
                chart = BarChart(f"{part.title}: {name}", first, last)
            book.table(
                part.title,
                [OutColumn(part.columns[n][0], _STYLES[part.columns[n][1]], 18) for n in order],
                [tuple(row[n] for n in order) for row in part.rows],
                titles=titles,
                chart=chart,
            )


def _bars_first(part: ReportPart) -> list[int]:
    """The order of columns; the one drawn as bars stands second, where charts look for it."""
    order = list(range(len(part.columns)))
    if part.bars is not None:
        order.remove(part.bars)
        order.insert(1, part.bars)
    return order


def write_pdf(parts: Sequence[ReportPart], out: Path) -> None:
    """The report as a tagged PDF in the language spoken now. Raises FileNotWritable."""
    language = current()
    pack = load_pack("us" if language.value == "en" else "cn")
    moment = now()
    title = _("Scorecard development")
    content = Content(
        kind=Kind.REVIEW_RESULT,
        language=language,
        title=title,
        subject=title,
        author=pack.lender.name[language],
        issued_at=moment,
        identifier=title,
        letterhead=(pack.lender.name[language],),
        addressee=(),
        particulars=((_("Date"), day(moment.date(), long=True)),),
        salutation="",
        blocks=tuple(block for part in parts for block in _blocks(part)),
        closing=Closing("", (), "", (), "", ""),
        enclosures=(),
        foot=title,
        page_of=pack.says("page_of", language),
    )
    write_whole(out, typeset(content, pack))


def _blocks(part: ReportPart) -> list[Block]:
    blocks: list[Block] = [Heading(part.title)]
    blocks += [Paragraph(said(sentence)) for sentence in part.sentences]
    if part.rows and part.bars is not None:
        most = max(float(row[part.bars] or 0.0) for row in part.rows) or 1.0
        shown = part.columns[part.bars][1]
        bars = (
            Bar(
                str(row[0]),
                cell_text(row[part.bars], shown),
                Decimal(str(round(float(row[part.bars] or 0.0) / most, 4))),
            )
            for row in part.rows
        )
        blocks.append(Bars(tuple(bars)))
    if part.rows:
        for first in range(1, max(len(part.columns), 2), _MOST_COLUMNS - 1):
            numbers = [0, *range(first, min(first + _MOST_COLUMNS - 1, len(part.columns)))]
            blocks.append(_table(part, numbers))
    return blocks


def _table(part: ReportPart, numbers: Sequence[int]) -> Table:
    heads = tuple(
        (part.columns[n][0], _MEASURES.get(part.columns[n][1], Measure.COUNT)) for n in numbers
    )
    rows = tuple(
        Row(tuple(said(cell_text(row[n], part.columns[n][1])) for n in numbers))
        for row in part.rows
    )
    return Table(heads, rows, part.title, dense=True)

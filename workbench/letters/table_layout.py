"""Laying out tables: rows that are never split, a header that is repeated on every page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from workbench.letters.content import Row, Table, Text, said
from workbench.letters.flow import Draw, Piece, baseline, strengthened
from workbench.letters.line_breaking import Line, break_lines
from workbench.letters.look import Look, Type
from workbench.letters.page_sheet import Sheet
from workbench.letters.table_columns import PAD, RIGHT, column_widths, covered, lead
from workbench.letters.tags import Element

_AFTER = 6.0
_TITLE_ROOM = 72.0
_CLOSEST = 9.1
_HEADER_ROWS = 1.5
_LONGEST = 8
"""Pages of a table, which is more than 400 instalments take."""
_AT_THE_END = 3
"""So many of a table's last rows never stand without the next."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's element (None: furniture), its lines, its column's place, how it aligns."""

    element: Element | None
    lines: tuple[Line, ...]
    x: float
    width: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table with the widths of its columns."""

    table: Table
    widths: list[float]
    look: Look

    def cells(self, row: Row, element: Element, kind: Type, *, head: bool = False) -> list[Cell]:
        """The laid-out cells of one row, tagged under its element."""
        cells, x = [], self.look.left
        for at, text in enumerate(row.cells):
            if text is not None:
                width = sum(self.widths[at : at + covered(row, at)])
                tag = element.add("TH" if head or (row.strong and at == 0) else "TD")
                tag.columns = covered(row, at)
                tag.scope = "" if tag.role == "TD" else "Column" if head else "Row"
                inset = lead(self.table, at)
                shown = strengthened(text, strong=row.strong)
                lines = cell_lines(shown, width - inset, self.look, kind)
                right = self.table.columns[at][1] in RIGHT
                cells.append(Cell(tag, lines, x + inset, width - inset, right))
                x += width
        return cells


def table_pieces(table: Table, parent: Element, look: Look) -> Iterator[Piece]:
    """The rows of a table as pieces."""
    kind = _on_few_pages(len(table.rows), look) if table.dense else look.cell
    grid = _Grid(table, column_widths(table, look, kind), look)
    element = parent.add("Table")
    head, again = _head_pieces(grid, element, kind)
    yield head
    last = len(table.rows) - 1
    for at, row in enumerate(table.rows):
        cells = grid.cells(row, element.add("TR"), kind)
        height = cells_height(cells, kind) + kind.before + kind.after
        yield Piece(
            height + (_AFTER if at == last else 0),
            _row_drawer(cells, kind, look, (height, row.strong, at == last)),
            keep=at != last and (at == 0 or at >= last - _AT_THE_END),
            again=again,
        )


def _on_few_pages(rows: int, look: Look) -> Type:
    """The dense type, a little closer where that saves a long table a page for a few rows."""
    page = look.height - look.top - look.bottom
    usual = look.dense.leading + look.dense.before + look.dense.after
    for pages in range(1, _LONGEST + 1):
        whole = rows + _HEADER_ROWS * pages + pages - 1  # a page's last row may leave a gap
        room = (pages * page - _TITLE_ROOM) / whole
        if room >= usual:
            break
        if room >= _CLOSEST:
            return replace(look.dense, leading=room - 0.4, before=0.2, after=0.2)
    return look.dense


def _head_pieces(grid: _Grid, element: Element, kind: Type) -> tuple[Piece, Piece]:
    """The header as it stands first, and as it is repeated: then it is furniture."""
    named = grid.look.small_caps
    heads = tuple(said(name) for name, _measure in grid.table.columns)
    cells = grid.cells(Row(heads), element.add("TR"), named, head=True)
    again = [Cell(None, cell.lines, cell.x, cell.width, cell.right) for cell in cells]
    height = cells_height(cells, named) + 2 * kind.before + 1
    return (
        Piece(height, _head_drawer(cells, named, grid.look, height), before=2, keep=True),
        Piece(height, _head_drawer(again, named, grid.look, height)),
    )


def cell_lines(text: Text, width: float, look: Look, kind: Type) -> tuple[Line, ...]:
    """The lines of a text in a cell of this width."""
    room = (width - 2 * PAD) / kind.size * 1000
    return break_lines(strengthened(text, strong=kind.strong), look.language, room)


def cells_height(cells: list[Cell], kind: Type) -> float:
    """The height of the highest cell."""
    return max(len(cell.lines) for cell in cells) * kind.leading


def draw_cells(sheet: Sheet, cells: list[Cell], top: float, kind: Type) -> None:
    """Draw cells side by side, their first lines at this height."""
    for cell in cells:
        for at, line in enumerate(cell.lines):
            spare = cell.width - PAD - line.width * kind.size / 1000
            place = (
                cell.x + (spare if cell.right else PAD),
                top + at * kind.leading + baseline(kind),
            )
            sheet.text(cell.element, line, place, kind.size, kind.colour)


def _head_drawer(cells: list[Cell], kind: Type, look: Look, height: float) -> Draw:
    inset = (height - cells_height(cells, kind)) / 2

    def draw(sheet: Sheet, top: float) -> None:
        sheet.fill(look.left, top, look.measure, height, look.tint)
        sheet.rule(look.left, top, look.measure, 0.9, look.brand)
        sheet.rule(look.left, top + height, look.measure, 0.4, look.line)
        draw_cells(sheet, cells, top + inset, kind)

    return draw


def _row_drawer(cells: list[Cell], kind: Type, look: Look, row: tuple[float, bool, bool]) -> Draw:
    height, strong, last = row

    def draw(sheet: Sheet, top: float) -> None:
        if strong:
            sheet.fill(look.left, top, look.measure, height, look.tint)
        thick, colour = (0.9, look.brand) if last else (0.4, look.line)
        sheet.rule(look.left, top + height, look.measure, thick, colour)
        draw_cells(sheet, cells, top + kind.before, kind)

    return draw

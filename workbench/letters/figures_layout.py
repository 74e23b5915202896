"""Laying out disclosed figures: boxes side by side, apart from everything else on the page."""

from __future__ import annotations

from workbench.letters.content import Figure, Figures, said
from workbench.letters.flow import Draw, Piece, one_line
from workbench.letters.look import Look, Type
from workbench.letters.page_sheet import Colour, Sheet
from workbench.letters.table_columns import PAD
from workbench.letters.table_layout import Cell, cell_lines, cells_height, draw_cells
from workbench.letters.tags import Element

_AFTER = 8.0
_Column = tuple[tuple[Cell, Type], ...]


def figures_piece(block: Figures, parent: Element, look: Look) -> Piece:
    """The figures as one table: a row of names, one of meanings, one of values."""
    table = parent.add("Table")
    rows = tuple(table.add("TR") for _row in range(3))
    width = look.measure / len(block.figures)
    size = _size_of(block.figures, width, look)
    columns = [
        _column(figure, rows, look, (look.left + at * width, width, size))
        for at, figure in enumerate(block.figures)
    ]
    heights = [max(cells_height([one[row][0]], one[row][1]) for one in columns) for row in range(3)]
    strong = sum(figure.strong for figure in block.figures) * width
    total = sum(heights) + 14
    return Piece(total + _AFTER, _drawer(columns, heights, look, (total, strong)))


def _size_of(figures: tuple[Figure, ...], width: float, look: Look) -> float:
    """The size in which every value stands on one line: a figure is never broken."""
    widest = max(one_line(one.value, look, strong=one.strong).width for one in figures)
    return min(look.figure.size, (width - 2 * PAD - 0.1) / widest * 1000)


def _column(
    figure: Figure, rows: tuple[Element, ...], look: Look, place: tuple[float, float, float]
) -> _Column:
    x, width, size = place
    quiet = look.quiet
    kinds = (
        Type(9.2, 11.4, 0, 0, look.ink, strong=figure.strong),
        Type(quiet.size - 0.4, quiet.leading - 1, 0, 0, look.mute),
        Type(size, look.figure.leading, 0, 0, look.ink, strong=figure.strong),
    )
    tags = (rows[0].add("TH"), rows[1].add("TD"), rows[2].add("TD"))
    tags[0].scope = "Column"
    texts = (figure.name, figure.meaning, figure.value)
    return tuple(
        (Cell(tag, cell_lines(said(text), width, look, kind), x, width), kind)
        for tag, text, kind in zip(tags, texts, kinds, strict=True)
    )


def _drawer(
    columns: list[_Column], heights: list[float], look: Look, box: tuple[float, float]
) -> Draw:
    total, strong = box

    def draw(sheet: Sheet, top: float) -> None:
        sheet.fill(look.left, top, strong, total, look.tint)
        _frame(sheet, (look.left + strong, top, look.measure - strong, total), 0.6, look.mute)
        for column in columns[1:]:
            sheet.fill(column[0][0].x - 0.2, top, 0.4, total, look.line)
        _frame(sheet, (look.left, top, strong, total), 1.3, look.ink)
        y = top + 4
        for row, height in enumerate(heights):
            for column in columns:
                cell, kind = column[row]
                draw_cells(sheet, [cell], y, kind)
            y += height + 3

    return draw


def _frame(
    sheet: Sheet, box: tuple[float, float, float, float], thick: float, colour: Colour
) -> None:
    x, y, width, height = box
    sheet.rule(x, y, width, thick, colour)
    sheet.rule(x, y + height, width, thick, colour)
    for side in (x, x + width):
        sheet.fill(side - thick / 2, y - thick / 2, thick, height + thick, colour)

"""Laying out tables: column widths from what the columns hold, rows, and disclosed figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.letters.content import Figures, Measure, Row, Table, Text, said
from workbench.letters.flow import Draw, Piece, baseline, strengthened
from workbench.letters.line_breaking import Line, break_lines, least_width, natural_width
from workbench.letters.look import Look, Type
from workbench.letters.sheet import Sheet
from workbench.letters.tags import Element

_PAD = 6.0
_RIGHT = frozenset({Measure.AMOUNT, Measure.CODE})


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell's element, its lines, where its column begins, how wide it is, how it aligns."""

    element: Element
    lines: tuple[Line, ...]
    x: float
    width: float
    right: bool


def table_pieces(table: Table, parent: Element, look: Look) -> Iterator[Piece]:
    """The rows of a table as pieces. The header is repeated on every further page."""
    kind = look.dense if table.dense else look.cell
    widths = _column_widths(table, look, kind)
    element = parent.add("Table")
    heads = tuple(said(name) for name, _measure in table.columns)
    head_type = look.small_caps
    header = _row_cells(Row(heads), element.add("TR"), table, widths, look, head_type, head=True)
    head_height = _height(header, head_type) + 2 * kind.before + 1
    head = Piece(head_height, _head_drawer(header, head_type, look, head_height), 0, keep=True)
    again_cells = [_Cell(element, cell.lines, cell.x, cell.width, cell.right) for cell in header]
    again = Piece(head_height, _again_drawer(again_cells, head_type, look, head_height))
    yield head
    last = len(table.rows) - 1
    for at, row in enumerate(table.rows):
        cells = _row_cells(row, element.add("TR"), table, widths, look, kind)
        height = _height(cells, kind) + kind.before + kind.after
        yield Piece(
            height + (7 if at == last else 0),
            _row_drawer(cells, kind, look, (height, row.strong, at == last)),
            keep=at == 0 or at == last - 1,
            again=again,
        )


def _column_widths(table: Table, look: Look, kind: Type) -> list[float]:
    """Natural widths where they fit, the spare shared out; else words shrink to what they need."""
    natural, least = [], []
    for at, (name, _measure) in enumerate(table.columns):
        head = natural_width(said(name, strong=True), look.language) * look.small_caps.size
        head_least = least_width(said(name, strong=True), look.language) * look.small_caps.size
        cells = list(_single_cells(table, at))
        wide = max((natural_width(cell, look.language) for cell in cells), default=0) * kind.size
        tight = max((least_width(cell, look.language) for cell in cells), default=0) * kind.size
        natural.append(max(head, wide) / 1000 + 2 * _PAD + 0.5)
        least.append(max(head_least, tight) / 1000 + 2 * _PAD + 0.5)
    _widen_for_spans(natural, table, look, kind)
    spare = look.measure - sum(natural)
    words = [at for at, (_n, one) in enumerate(table.columns) if one == Measure.WORDS]
    if spare >= 0:
        return _with_spare(natural, spare, table, words)
    return _narrowed(natural, least, look.measure, words)


def _widen_for_spans(natural: list[float], table: Table, look: Look, kind: Type) -> None:
    """Give the first of several covered columns what their common cell needs, if there is room."""
    for row in table.rows:
        for at, cell in enumerate(row.cells):
            covered = _covered(row, at)
            if not cell or covered == 1:
                continue
            text = strengthened(cell, strong=row.strong)
            wide = natural_width(text, look.language) * kind.size / 1000 + 2 * _PAD + 0.5
            more = wide - sum(natural[at : at + covered])
            if 0 < more <= look.measure - sum(natural):
                natural[at] += more


def _single_cells(table: Table, at: int) -> Iterator[Text]:
    """The cells of one column that cover no other column."""
    for row in table.rows:
        cell = row.cells[at]
        if cell and (at + 1 == len(row.cells) or row.cells[at + 1] is not None):
            yield strengthened(cell, strong=row.strong)


def _with_spare(
    natural: list[float], spare: float, table: Table, words: Sequence[int]
) -> list[float]:
    single = len(words) == 1 and not table.dense
    takers = words if single else range(len(natural))
    return [
        width + (spare / len(takers) if at in takers else 0) for at, width in enumerate(natural)
    ]


def _narrowed(
    natural: list[float], least: list[float], measure: float, words: Sequence[int]
) -> list[float]:
    widths = list(natural)
    for _round in range(len(words) + 1):
        over = sum(widths) - measure
        free = [at for at in words if widths[at] > least[at] + 0.01]
        if over <= 0.01 or not free:
            break
        weight = sum(widths[at] - least[at] for at in free)
        for at in free:
            widths[at] -= min(over, weight) * (widths[at] - least[at]) / weight
    over = sum(widths) - measure
    return [width - over * width / sum(widths) for width in widths] if over > 0.01 else widths


def _row_cells(
    row: Row,
    element: Element,
    table: Table,
    widths: list[float],
    look: Look,
    kind: Type,
    *,
    head: bool = False,
) -> list[_Cell]:
    cells, x = [], look.left
    for at, text in enumerate(row.cells):
        if text is None:
            continue
        covered = _covered(row, at)
        width = sum(widths[at : at + covered])
        named = head or (row.strong and at == 0)
        cell = element.add("TH" if named else "TD")
        cell.columns = covered
        if named:
            cell.scope = "Column" if head else "Row"
        cells.append(
            _Cell(
                cell,
                _cell_lines(text, row.strong or kind.strong, width, look, kind),
                x,
                width,
                table.columns[at][1] in _RIGHT,
            )
        )
        x += width
    return cells


def _covered(row: Row, at: int) -> int:
    """How many columns the cell at this place covers."""
    end = at + 1
    while end < len(row.cells) and row.cells[end] is None:
        end += 1
    return end - at


def _cell_lines(
    text: Text,
    strong: bool,
    width: float,
    look: Look,
    kind: Type,
) -> tuple[Line, ...]:
    room = (width - 2 * _PAD) / kind.size * 1000
    return break_lines(strengthened(text, strong=strong), look.language, room)


def _height(cells: list[_Cell], kind: Type) -> float:
    return max(len(cell.lines) for cell in cells) * kind.leading


def _draw_cells(
    sheet: Sheet, cells: list[_Cell], top: float, kind: Type, *, tagged: bool = True
) -> None:
    for cell in cells:
        for at, line in enumerate(cell.lines):
            spare = cell.width - _PAD - line.width * kind.size / 1000
            x = cell.x + (spare if cell.right else _PAD)
            y = top + at * kind.leading + baseline(kind)
            sheet.text(cell.element if tagged else None, line, (x, y), kind.size, kind.colour)


def _head_drawer(cells: list[_Cell], kind: Type, look: Look, height: float) -> Draw:
    def draw(sheet: Sheet, top: float) -> None:
        _head_ground(sheet, look, top, height)
        _draw_cells(sheet, cells, top + (height - _height(cells, kind)) / 2, kind)

    return draw


def _again_drawer(cells: list[_Cell], kind: Type, look: Look, height: float) -> Draw:
    def draw(sheet: Sheet, top: float) -> None:
        _head_ground(sheet, look, top, height)
        inner = top + (height - _height(cells, kind)) / 2
        _draw_cells(sheet, cells, inner, kind, tagged=False)

    return draw


def _head_ground(sheet: Sheet, look: Look, top: float, height: float) -> None:
    sheet.fill(look.left, top, look.measure, height, look.tint)
    sheet.rule(look.left, top, look.measure, 0.9, look.brand)
    sheet.rule(look.left, top + height, look.measure, 0.4, look.line)


def _row_drawer(cells: list[_Cell], kind: Type, look: Look, row: tuple[float, bool, bool]) -> Draw:
    height, strong, last = row

    def draw(sheet: Sheet, top: float) -> None:
        if strong:
            sheet.fill(look.left, top, look.measure, height, look.tint)
        thick, colour = (0.9, look.brand) if last else (0.4, look.line)
        sheet.rule(look.left, top + height, look.measure, thick, colour)
        _draw_cells(sheet, cells, top + kind.before, kind)

    return draw


def figures_piece(block: Figures, parent: Element, look: Look) -> Piece:
    """Disclosed figures side by side in boxes of their own, as one table of one row of figures."""
    width = look.measure / len(block.figures)
    element = parent.add("Table")
    named = Type(9.2, 11.4, 0, 0, look.ink, strong=True)
    meant = Type(look.quiet.size - 0.4, look.quiet.leading - 1, 0, 0, look.mute)
    rows = (element.add("TR"), element.add("TR"), element.add("TR"))
    columns = []
    for at, figure in enumerate(block.figures):
        name, meaning, value = rows[0].add("TH"), rows[1].add("TD"), rows[2].add("TD")
        name.scope = "Column"
        plain_name = Type(named.size, named.leading, 0, 0, look.ink, strong=figure.strong)
        shown = Type(look.figure.size, look.figure.leading, 0, 0, look.ink, strong=figure.strong)
        columns.append(
            tuple(
                (_figure_cell(cell, text, kind, look, (at, width)), kind)
                for cell, text, kind in (
                    (name, figure.name, plain_name),
                    (meaning, figure.meaning, meant),
                    (value, figure.value, shown),
                )
            )
        )
    heights = [max(_height([one[row][0]], one[row][1]) for one in columns) for row in range(3)]
    strong = sum(figure.strong for figure in block.figures) * width
    total = sum(heights) + 14
    return Piece(total + 8, _figures_drawer(columns, heights, look, (total, width, strong)))


def _figure_cell(
    element: Element, text: str, kind: Type, look: Look, place: tuple[int, float]
) -> _Cell:
    at, width = place
    lines = _cell_lines(said(text), kind.strong, width, look, kind)
    return _Cell(element, lines, look.left + at * width, width, right=False)


def _figures_drawer(
    columns: list[tuple[tuple[_Cell, Type], ...]],
    heights: list[float],
    look: Look,
    box: tuple[float, float, float],
) -> Draw:
    total, width, strong = box

    def draw(sheet: Sheet, top: float) -> None:
        sheet.fill(look.left, top, strong, total, look.tint)
        _frame(sheet, (look.left + strong, top, look.measure - strong, total), 0.6, look.mute)
        for at in range(1, len(columns)):
            sheet.fill(look.left + at * width - 0.2, top, 0.4, total, look.line)
        _frame(sheet, (look.left, top, strong, total), 1.3, look.ink)
        y = top + 4
        for row, height in enumerate(heights):
            for column in columns:
                cell, kind = column[row]
                _draw_cells(sheet, [cell], y, kind)
            y += height + 3

    return draw


def _frame(
    sheet: Sheet, box: tuple[float, float, float, float], thick: float, colour: tuple[float, ...]
) -> None:
    x, y, width, height = box
    red, green, blue = colour
    ink = (red, green, blue)
    sheet.rule(x, y, width, thick, ink)
    sheet.rule(x, y + height, width, thick, ink)
    for side in (x, x + width):
        sheet.fill(side - thick / 2, y - thick / 2, thick, height + thick, ink)

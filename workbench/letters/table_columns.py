"""How wide the columns of a table are, from what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.letters.content import Measure, Row, Table, Text, said
from workbench.letters.flow import strengthened
from workbench.letters.line_breaking import least_width, natural_width
from workbench.letters.look import Look, Type

PAD = 6.0
"""The space left and right within a cell, in points."""
RIGHT = frozenset({Measure.AMOUNT, Measure.CODE})
"""What stands flush right in its column."""
_LEAD = 14.0
_NARROW = 48.0


def column_widths(table: Table, look: Look, kind: Type) -> list[float]:
    """Natural widths where they fit, the spare shared out; else words shrink to what they need."""
    natural, least = [], []
    for at, (name, _measure) in enumerate(table.columns):
        cells = [(said(name, strong=True), look.small_caps.size)]
        cells += [(cell, kind.size) for cell in _single_cells(table, at)]
        room = 2 * PAD + lead(table, at) + 0.5
        wide = max(natural_width(cell, look.language) * size for cell, size in cells)
        need = max(least_width(cell, look.language) * size for cell, size in cells)
        natural.append(wide / 1000 + room)
        least.append(need / 1000 + room)
    _widen_for_spans(natural, table, look, kind)
    words = [at for at, (_n, one) in enumerate(table.columns) if one == Measure.WORDS]
    spare = look.measure - sum(natural)
    if spare < 0:
        return _narrowed(natural, least, look.measure, words)
    takers = words if len(words) == 1 and not table.dense else _takers(table, natural)
    return [
        width + (spare / len(takers) if at in takers else 0) for at, width in enumerate(natural)
    ]


def lead(table: Table, at: int) -> float:
    """The extra space before a column of words that follows one set flush right."""
    after_figures = at > 0 and table.columns[at - 1][1] in RIGHT
    return _LEAD if after_figures and table.columns[at][1] not in RIGHT else 0.0


def _takers(table: Table, natural: Sequence[float]) -> list[int]:
    """The columns that share the spare: all but those that only number the rows."""
    counts = {at for at, (_name, one) in enumerate(table.columns) if one is Measure.COUNT}
    return [at for at, width in enumerate(natural) if at not in counts or width > _NARROW]


def covered(row: Row, at: int) -> int:
    """How many columns the cell at this place covers."""
    end = at + 1
    while end < len(row.cells) and row.cells[end] is None:
        end += 1
    return end - at


def _single_cells(table: Table, at: int) -> Iterator[Text]:
    """The cells of one column that cover no other column."""
    for row in table.rows:
        cell = row.cells[at]
        if cell and covered(row, at) == 1:
            yield strengthened(cell, strong=row.strong)


def _widen_for_spans(natural: list[float], table: Table, look: Look, kind: Type) -> None:
    """Give the first of several covered columns what their common cell needs, if there is room."""
    for row in table.rows:
        for at, cell in enumerate(row.cells):
            count = covered(row, at)
            if not cell or count == 1:
                continue
            text = strengthened(cell, strong=row.strong)
            wide = natural_width(text, look.language) * kind.size / 1000 + 2 * PAD + 0.5
            more = wide - sum(natural[at : at + count])
            if 0 < more <= look.measure - sum(natural):
                natural[at] += more


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

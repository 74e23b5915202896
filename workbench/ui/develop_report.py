"""A development's report on the page: each part as a card with a chart, a table, or both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from workbench.i18n import N_, _, percent
from workbench.ui import theme
from workbench.ui.chart_axes import width_of
from workbench.ui.chart_card import ChartCard
from workbench.ui.labels import label, shown
from workbench.ui.layouts import card, clear, column, scrolled
from workbench.ui.line_charts import Lines, Series
from workbench.ui.strategy_charts import PointsTable
from workbench.ui.table import ROW_HEIGHTS, Column, TableModel, TableView

if TYPE_CHECKING:
    from workbench.scoring.develop.report_parts import Cell, ReportPart, Shown

    Row = tuple[Cell, ...]

SIDES = (
    ("book", N_("The book"), ("book", "columns")),
    ("quality", N_("How good it is"), ("ranking", "gains", "calibration", "rejects")),
    ("card", N_("Points"), ("card", "bins ")),
    ("time", N_("Stability"), ("stability",)),
    ("fairness", N_("Fairness"), ("fairness",)),
)
_MOST_ROWS = 14
_DENSITY = "compact"
_FEW, _WORDS, _ROOMY, _TIGHT = 6, 330, 116, 74


class ReportSide(QWidget):
    """One side of the report, from top to bottom."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[QWidget] = []
        self._list = column(gap=12)
        whole = scrolled(column(self._list, None, margins=(18, 8, 18, 16)))
        self.setLayout(column(whole))

    def show_parts(self, parts: Sequence[ReportPart]) -> None:
        """Show these instead; without any, say what would be here."""
        clear(self._list)
        most = max((abs(_points(row)) for part in parts for row in _bins(part)), default=1)
        self.cards = [_part_card(part, most) for part in parts]
        for each in self.cards:
            self._list.addWidget(each)
        if not self.cards:
            self._list.addWidget(label(_absent, ink="text2", wrap=True))


def parts_of(side: str, parts: Sequence[ReportPart]) -> list[ReportPart]:
    """The parts that a side shows, in the order of the report."""
    keys = next(keys for word, _title, keys in SIDES if word == side)
    return [part for part in parts if part.key.startswith(keys)]


def _absent() -> str:
    return _("Nothing was asked that belongs here: name a column of dates for stability; the "
             "fairness screen needs a protected column in the file.")  # fmt: skip


def _part_card(part: ReportPart, most: int) -> QWidget:
    if part.key.startswith("bins "):
        return _bins_card(part, most)
    inside: list[QWidget] = [label(lambda: part.title, weight=theme.SEMIBOLD)]
    inside += [shown(sentence, ink="text2", wrap=True) for sentence in part.sentences]
    drawn = _CHARTS.get(part.key)
    if drawn is not None and part.rows:
        inside.append(drawn(part))
    if part.rows:
        inside.append(_table(part))
    return card(column(*inside, gap=8, margins=(16, 12, 16, 14)))


def _bins_card(part: ReportPart, most: int) -> QWidget:
    """Every class of a characteristic with its points, share and bad rate."""
    chart = PointsTable(part.title)
    rows = [
        (
            _("{value} · {share} of rows, {rate} bad", value=row[0], share=_rate(row[2]),
              rate=_rate(row[3])),
            _points(row),
        )
        for row in part.rows
    ]  # fmt: skip
    chart.show_points(rows, most)
    made = ChartCard(lambda: part.title, chart)
    made.setFixedHeight(chart.height() + 58)
    return made


def _bins(part: ReportPart) -> Sequence[Row]:
    return part.rows if part.key.startswith("bins ") else ()


def _points(row: Row) -> int:
    return int(row[1]) if isinstance(row[1], int | float) else 0


def _rate(value: Cell) -> str:
    return percent(value) if isinstance(value, int | float) else "–"


def _height(value: Cell) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _lines(part: ReportPart, columns: Sequence[int], first: tuple[float, ...] = ()) -> Lines:
    """The named columns of a part over its rows."""
    chart = Lines(part.title)
    chart.setFixedHeight(210)
    names = [str(row[0]) for row in part.rows]
    start = [(0.0, at) for at in first[:1]]
    series = [
        Series(
            part.columns[n][0],
            (*start, *((float(at), _height(row[n])) for at, row in enumerate(part.rows, start=1))),
            ink,
            dots=True,
        )
        for n, ink in zip(columns, ("accent", "override"), strict=False)
    ]
    every = max(1, -(-len(names) // 8))
    chart.show_series(
        series,
        say_x=lambda x: names[round(x) - 1].partition(" (")[0] if x >= 1 else "0",
        say_y=lambda y: percent(y, places=0),
        x_ticks=[float(at) for at in range(1, len(names) + 1, every)],
    )
    return chart


def _gains(part: ReportPart) -> QWidget:
    return _lines(part, (4,), (0.0,))


def _calibration(part: ReportPart) -> QWidget:
    return _lines(part, (2, 3))


def _stability(part: ReportPart) -> QWidget:
    return _lines(part, (2,))


_CHARTS: dict[str, Callable[[ReportPart], QWidget]] = {
    "gains": _gains,
    "calibration": _calibration,
    "stability": _stability,
}


def _table(part: ReportPart) -> TableView:
    room = _ROOMY if len(part.columns) <= _FEW else _TIGHT
    columns = [_column(at, title, how, room) for at, (title, how) in enumerate(part.columns)]
    model: TableModel[Row] = TableModel(columns)
    model.show_rows(list(part.rows))
    view = TableView(model, lambda: part.title, density=_DENSITY)
    rows = min(len(part.rows), _MOST_ROWS)
    view.setFixedHeight(rows * ROW_HEIGHTS[_DENSITY] + 36)
    return view


def _column(at: int, title: str, how: Shown, room: int) -> Column[Row]:
    from workbench.scoring.develop.report_parts import Shown, cell_text

    wide = _WORDS if at and how is Shown.WORDS and room == _ROOMY else room
    return Column(
        f"column_{at}",
        lambda: title,
        lambda row: cell_text(row[at], how) or "–",
        width=max(wide, _heading_room(title)),
        right=how is not Shown.WORDS,
        stretch=at == 0,
        spare=at,
    )


def _heading_room(title: str) -> int:
    """What a heading needs to be read whole, in pixels of type of the usual size."""
    return round(100 * (width_of([title], 1.0) + 20) / theme.grown(100))

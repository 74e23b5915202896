"""Any list of things, shown as a table: columns are declared as data.

    COLUMNS = (
        Column("number", N_("Application"), lambda r: r.number, width=96, ink="text2"),
        Column("amount", N_("Amount"), lambda r: money(r.amount), right=True, sort="amount"),
        Column("advice", N_("Advice"), lambda r: word(r), width=110, paint=chip_cell(...)),
    )
    model = TableModel(COLUMNS)
    view = TableView(model, N_("Applications"))
    model.show_rows(rows, total=248); model.wanted.connect(self._fetch_more)
    view.picked.connect(self._on_row); view.sorted_by.connect(self._on_sort)

The model shows rows; it never fetches, computes or saves. When the reader comes near the end of
what is loaded and `total` says there is more, `wanted` asks for it, and `add_rows` brings it.
Ctrl+A takes what is loaded, and where there is more `all_wanted` asks for the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableView,
    QWidget,
)

from workbench.ui import theme
from workbench.ui.list_copying import of_table, take_along
from workbench.ui.strokes import LEFT, RIGHT
from workbench.ui.table_cells import Index, Tips, paint_rows
from workbench.ui.table_header import TableHeader
from workbench.ui.words import Text, again, say, spoken

Row = TypeVar("Row")
Role = Qt.ItemDataRole
Paint = Callable[[QPainter, QRectF, Any], None]
"""Paints one cell's content into the rectangle, for the row's object."""

ROW_HEIGHTS = {"compact": 28, "normal": 34, "roomy": 42}
_MOST_LEFT, _MANY = 360, 4
_AHEAD = 40  # rows before the end of what is loaded, more are asked for: a key held goes on


class Column(NamedTuple, Generic[Row]):
    """One column: its stored name, heading, what it says of a row, and how that looks.

    `ink` is a token or a function of the row; `paint` draws instead of the text, which then is
    what a screen reader says; `sort` is the word given to `sorted_by` ("" cannot be sorted);
    `tip` is the cell's tooltip; in a narrow table the columns with the highest `spare` give way.
    """

    name: str
    title: Text
    text: Callable[[Row], str]
    width: int = 100
    right: bool = False
    stretch: bool = False
    strong: bool | Callable[[Row], bool] = False
    ink: str | Callable[[Row], str] = "text"
    sort: str = ""
    paint: Paint | None = None
    tip: Callable[[Row], str] | None = None
    spare: int = 0


class TableModel(QAbstractTableModel, Generic[Row]):
    """Rows seen through columns."""

    wanted = Signal()

    def __init__(self, columns: Sequence[Column[Row]]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._rows: list[Row] = []
        self._total = 0
        self._asked = False
        again(self, self._on_language)

    def show_rows(self, rows: Sequence[Row], total: int | None = None) -> None:
        """Show these instead; `total` is how many there are in all."""
        self.beginResetModel()
        self._rows = list(rows)
        self._total = len(rows) if total is None else total
        self._asked = False
        self.endResetModel()

    def add_rows(self, rows: Sequence[Row]) -> None:
        """Show these after what is shown already."""
        self._asked = False
        if not rows:
            self._total = len(self._rows)
            return
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        self._rows.extend(rows)
        self.endInsertRows()

    def put_row(self, at: int, row: Row) -> None:
        """Show a changed row in its place."""
        self._rows[at] = row
        self.dataChanged.emit(self.index(at, 0), self.index(at, len(self.columns) - 1))

    def row(self, at: int) -> Row:
        """The object of a row."""
        return self._rows[at]

    def rows(self) -> tuple[Row, ...]:
        """All rows loaded so far."""
        return tuple(self._rows)

    def total(self) -> int:
        """How many rows there are, loaded or not."""
        return self._total

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._asked and len(self._rows) < self._total

    def fetchMore(self, _parent: Index) -> None:
        self._asked = True
        self.wanted.emit()

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        row = self._rows[index.row()]
        column = self.columns[index.column()]
        if role in {Role.DisplayRole, Role.AccessibleTextRole}:
            return column.text(row)
        if role == Role.ToolTipRole and column.tip is not None:
            return column.tip(row) or None
        if role == Role.TextAlignmentRole:
            return RIGHT if column.right else LEFT
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return str(section + 1) if role == Role.DisplayRole else None
        if role in {Role.DisplayRole, Role.AccessibleTextRole, Role.ToolTipRole}:
            return spoken(self.columns[section].title)
        if role == Role.TextAlignmentRole:
            return RIGHT if self.columns[section].right else LEFT
        return None

    def _on_language(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        if self._rows:
            last = self.index(len(self._rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)


class TableView(QTableView):
    """A table of whole rows, walked by J/K as well as by the arrows.

    `picked` carries the object of the row that became current, `opened` that of a row on which
    Enter or a double click fell, `sorted_by` the column's sort word and whether it falls.
    """

    picked = Signal(object)
    opened = Signal(object)
    sorted_by = Signal(str, bool)
    all_wanted = Signal()

    def __init__(self, model: TableModel[Any], name: Text, *, density: str = "normal") -> None:
        super().__init__()
        self._tips, self._lit, self._mouse = Tips(self), -1, 0
        self._header = TableHeader(self)
        self.setHorizontalHeader(self._header)
        model.setParent(self)  # else what its signals call would keep both for ever
        self.setModel(model)
        self._model, self._room, self._times = model, 0, 1.0
        self.setItemDelegate(self._tips)
        self._dress(density)
        self._lay_columns()
        self._put_away: set[str] = set()
        self._header.sectionClicked.connect(self._on_heading)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.activated.connect(lambda at: self.opened.emit(self._model.row(at.row())))
        say(self, self.setAccessibleName, name)
        rows = self.verticalHeader()
        say(rows, rows.setAccessibleName, lambda: spoken(name))
        say(self._header, self._header.setAccessibleName, lambda: spoken(name))
        take_along(of_table(self))
        theme.on_change(self, lambda: self.viewport().update())

    def _dress(self, density: str) -> None:
        port = QWidget()  # our own: to find out what Qt's is would load all kinds of widgets
        port.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setViewport(port)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.verticalHeader().hide()
        self.set_density(density)

    def set_density(self, density: str) -> None:
        """Row height by word: "compact", "normal" or "roomy"."""
        self.verticalHeader().setMinimumSectionSize(20)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHTS[density])

    def _lay_columns(self) -> None:
        for at, column in enumerate(self._model.columns):
            self.setColumnWidth(at, round(theme.grown(column.width) * self._times))
            if column.stretch:
                self._header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)

    def columns(self) -> tuple[Column[Any], ...]:
        """The columns as they were declared."""
        return tuple(self._model.columns)

    def columns_shown(self) -> dict[str, bool]:
        """By name, whether the reader wants a column."""
        return {column.name: column.name not in self._put_away for column in self._model.columns}

    def show_column(self, name: str, *, shown: bool) -> None:
        """Bring a column back, or put it away."""
        (self._put_away.discard if shown else self._put_away.add)(name)
        self._fit_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._room = event.size().width()
        self._fit_columns()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Everything is painted here, and nothing shines through: what was painted already is
        moved when the table is scrolled."""
        painter = QPainter(self.viewport())
        paint_rows(self, painter, event.region(), self._lit)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._mouse = event.position().toPoint().y()
        self._light(self.rowAt(self._mouse))

    def scrollContentsBy(self, across: int, down: int) -> None:
        super().scrollContentsBy(across, down)
        if self._lit >= 0:  # the mouse stays where it is, the rows do not
            self._light(self.rowAt(self._mouse))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._light(-1)

    def _light(self, at: int) -> None:
        """Mark the row under the mouse; -1 for none."""
        if at != self._lit:
            for one in (self._lit, at):
                top, high = self.rowViewportPosition(one), self.rowHeight(one)
                self.viewport().update(0, top, self.viewport().width(), high)
            self._lit = at

    def _fit_columns(self) -> None:
        """Hide what the reader put away, then what the width does not hold."""
        columns = self._model.columns
        wanted = [at for at, column in enumerate(columns) if column.name not in self._put_away]
        room = self._room - sum(theme.grown(columns[at].width) for at in wanted)
        for at in sorted(wanted, key=lambda at: -columns[at].spare):
            if room < 0 and columns[at].spare:
                wanted.remove(at)
                room += theme.grown(columns[at].width)
        for at in range(len(columns)):
            self.setColumnHidden(at, at not in wanted)
        self._share_out(wanted, room)

    def _share_out(self, shown: list[int], room: int) -> None:
        """Where much is left over, widen every column, that a name stays near its figures."""
        columns = self._model.columns
        fixed = sum(theme.grown(columns[at].width) for at in shown if not columns[at].stretch)
        left = max(0, room - theme.grown(_MOST_LEFT))
        times = 1 + left / fixed if len(shown) >= _MANY else 1.0
        if times != self._times:
            self._times = times
            self._lay_columns()

    def show_arrow(self, sort: str, *, descending: bool) -> None:
        """Mark the column by which the rows are sorted."""
        found = [at for at, column in enumerate(self._model.columns) if column.sort == sort]
        self._header.arrow = (found[0], descending) if found and sort else None
        if self._header.isVisible():  # asking for a viewport is dear before the first painting
            self._header.viewport().update()

    def select_row(self, at: int) -> None:
        """Make a row current and selected, and bring it into sight."""
        if 0 <= at < self._model.rowCount():
            index = self._model.index(at, 0)
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.scrollTo(index)

    def current_row(self) -> int:
        """The current row, or -1."""
        return self.currentIndex().row()

    def selected(self) -> list[Any]:
        """The objects of all selected rows, in the order shown."""
        chosen: QItemSelection = self.selectionModel().selection()
        parts = [chosen.at(at) for at in range(chosen.size())]
        rows = {at for part in parts for at in range(part.top(), part.bottom() + 1)}
        return [self._model.row(at) for at in sorted(rows)]

    def selectAll(self) -> None:
        super().selectAll()
        if self._model.rowCount() < self._model.total():
            self.all_wanted.emit()

    def step(self, by: int) -> None:
        """Go `by` rows down (or up, when negative)."""
        last = self._model.rowCount() - 1
        self.select_row(min(last, max(0, self.current_row() + by)))

    def extend(self, by: int) -> None:
        """Take the rows up to `by` rows further into the selection."""
        last, flags = self._model.rowCount() - 1, QItemSelectionModel.SelectionFlag
        at = min(last, max(0, self.current_row() + by))
        if at >= 0:
            index = self._model.index(at, 0)
            self.selectionModel().setCurrentIndex(index, flags.Select | flags.Rows)
            self.scrollTo(index)

    def _on_heading(self, section: int) -> None:
        column = self._model.columns[section]
        if column.sort:
            was = self._header.arrow
            descending = not was[1] if was is not None and was[0] == section else False
            self.show_arrow(column.sort, descending=descending)
            self.sorted_by.emit(column.sort, descending)

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if not current.isValid():
            return
        near_end, none = self._model.rowCount() - current.row() <= _AHEAD, QModelIndex()
        if near_end and self._model.canFetchMore(none):  # else the next key would go nowhere
            self._model.fetchMore(none)
        self.picked.emit(self._model.row(current.row()))

    def sizeHint(self) -> QSize:
        return QSize(640, 480)

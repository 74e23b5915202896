"""The check-and-fix grid: two-line headers, tinted cells, editing in place, blocks by keyboard."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import (
    QKeyCombination,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QBrush,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from workbench.i18n import N_, _
from workbench.ui import icons, theme
from workbench.ui.import_cells import Mark
from workbench.ui.import_fixes import Cell
from workbench.ui.import_grid_model import HEADER, MARK, NUMERIC, GridModel
from workbench.ui.list_copying import block_of, block_text
from workbench.ui.words import again, say

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 28
HEADER_HEIGHT = 46
_PAD = 9
_ICON = 14
_LOOK = {
    Mark.ERROR: ("decline", "decline"),
    Mark.WARNING: ("refer", "refer"),
    Mark.DUPLICATE: ("copy", "refer"),
    Mark.FIXED: ("check", "approve"),
}
"""The icon and the ink of each mark; the ground is the ink's own tint."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_FILL_DOWN = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_D)
_WIDEST, _NARROWEST, _LOOKED_AT = 260, 92, 120


class GridHeader(QHeaderView):
    """Our name for the column over the file's own, with a mark where something is wrong in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFixedHeight(HEADER_HEIGHT)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(56)
        say(self, self.setAccessibleName, N_("Columns"))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model = self.model()
        painter.save()
        painter.fillRect(rect, theme.colour("surface"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(theme.colour("grid"))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        self._paint_mark(painter, rect, model.headerData(section, self.orientation(), MARK))
        words = rect.adjusted(_PAD, 5, -_PAD - _ICON - 4, 0)
        self._paint_line(painter, words, self._words(section), strong=True)
        file = str(model.headerData(section, self.orientation(), HEADER) or "")
        self._paint_line(painter, words.translated(0, 18), file, strong=False)
        painter.restore()

    def _words(self, section: int) -> str:
        return str(self.model().headerData(section, self.orientation()) or "")

    def _paint_mark(self, painter: QPainter, rect: QRect, mark: Mark | None) -> None:
        name, ink = ("link", "gain") if mark is None else ("refer", "refer")
        picture = icons.pixmap(name, _ICON, ink, painter.device().devicePixelRatio())
        painter.drawPixmap(QPoint(rect.right() - _PAD - _ICON + 2, rect.top() + 8), picture)

    def _paint_line(self, painter: QPainter, rect: QRect, text: str, *, strong: bool) -> None:
        font = theme.font(0.94, theme.SEMIBOLD) if strong else theme.font(0.86)
        painter.setFont(font)
        painter.setPen(theme.colour("text" if strong else "text2"))
        room = rect if strong else rect.adjusted(0, 0, _ICON + 4, 0)
        short = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(QRect(room.topLeft(), QSize(room.width(), 18)), _LEFT, short)


class CellDelegate(QStyledItemDelegate):
    """One cell: its text, and where something is wrong or was put right a tint with an icon."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        rect: QRect = option.rect
        mark = index.data(MARK)
        ink = _LOOK[mark][1] if mark else "text"
        painter.fillRect(rect, self._ground(mark, option))
        painter.setPen(theme.colour("grid"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        numeric = bool(index.data(NUMERIC))
        words = rect.adjusted(_PAD, 0, -_PAD, 0)
        if mark:
            words = self._paint_mark(painter, words, mark, left=numeric)
        self._paint_text(painter, words, index, ink, numeric)
        view = self.parent()
        if isinstance(view, QAbstractItemView) and index == view.currentIndex():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        font = theme.font(1.0, tabular=True)
        words = QFontMetrics(font).horizontalAdvance(str(index.data() or ""))
        return QSize(words + 2 * _PAD + _ICON + 8, ROW_HEIGHT)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setProperty("role", "cell")
        editor.setAccessibleName(
            _(
                "Value of {cell}",
                cell=index.model().headerData(index.column(), Qt.Orientation.Horizontal),
            )
        )
        editor.setAlignment(_RIGHT if index.data(NUMERIC) else _LEFT)
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        rect: QRect = option.rect
        editor.setGeometry(rect.adjusted(0, -2, 0, 2))

    def _ground(self, mark: Mark | None, option: QStyleOptionViewItem) -> QBrush:
        if mark:
            return QBrush(theme.colour(f"{_LOOK[mark][1]}_bg"))
        view = self.parent()
        chosen = isinstance(view, QTableView) and view.selectionModel().isSelected(option.index)
        return QBrush(theme.colour("select" if chosen else "surface"))

    def _paint_mark(self, painter: QPainter, words: QRect, mark: Mark, *, left: bool) -> QRect:
        name, ink = _LOOK[mark]
        picture = icons.pixmap(name, _ICON, ink, painter.device().devicePixelRatio())
        top = words.top() + (words.height() - _ICON) // 2
        if left:
            painter.drawPixmap(QPoint(words.left(), top), picture)
            return words.adjusted(_ICON + 6, 0, 0, 0)
        painter.drawPixmap(QPoint(words.right() - _ICON + 1, top), picture)
        return words.adjusted(0, 0, -_ICON - 6, 0)

    def _paint_text(
        self, painter: QPainter, rect: QRect, index: Index, ink: str, numeric: bool
    ) -> None:
        marked = ink != "text"
        font = theme.font(1.0, theme.MEDIUM if marked else theme.REGULAR, tabular=True)
        painter.setFont(font)
        painter.setPen(theme.colour(ink))
        text = str(index.data() or "")
        short = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(QRectF(rect), _RIGHT if numeric else _LEFT, short)


class Grid(QTableView):
    """The sheet on the desk. F2 edits; Ctrl+C, Ctrl+V and Ctrl+D copy, paste and fill down."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = GridModel(self)
        self.setModel(self.cells)
        self.setItemDelegate(CellDelegate(self))
        self.setHorizontalHeader(GridHeader(self))
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        rows.setHighlightSections(False)
        rows.setMinimumWidth(46)
        say(rows, rows.setAccessibleName, N_("Rows of the spreadsheet"))
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        say(self, self.setAccessibleName, N_("Rows to check and fix"))
        again(self, self._relabel)
        theme.on_change(self, self.viewport().update)

    def fit_columns(self) -> None:
        """As wide as names and the first values ask for, within reason."""
        header = self.horizontalHeader()
        for section in range(self.cells.columnCount()):
            header.resizeSection(section, self._fitting(section))

    def go_to(self, cell: Cell) -> bool:
        """Make a cell current and bring it into view; False where this tab does not show it."""
        index = self.cells.index_of(cell)
        if not index.isValid():
            return False
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_block()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_block()
        elif event.keyCombination() == _FILL_DOWN:
            self.fill_down()
        elif event.matches(QKeySequence.StandardKey.Delete):
            self._put((index, "") for index in self._chosen())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.state() != QAbstractItemView.State.EditingState:
                self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def copy_block(self) -> None:
        """The chosen block to the clipboard, as spreadsheets take it."""
        lines: dict[int, list[str]] = {}
        for index in sorted(self._chosen(), key=lambda i: (i.row(), i.column())):
            lines.setdefault(index.row(), []).append(_said(index))
        QGuiApplication.clipboard().setText(block_text(lines.values()))

    def paste_block(self) -> None:
        """The clipboard's block from the current cell on; one value fills the whole choice."""
        block = block_of(QGuiApplication.clipboard().text())
        start, chosen = self.currentIndex(), self._chosen()
        if not block or not start.isValid():
            return
        if len(block) == 1 and len(block[0]) == 1 and len(chosen) > 1:
            self._put((index, block[0][0]) for index in chosen)
            return
        top = min((i.row() for i in chosen), default=start.row())
        left = min((i.column() for i in chosen), default=start.column())
        self._put(
            (self.cells.index(top + down, left + across), text)
            for down, line in enumerate(block)
            for across, text in enumerate(line)
        )

    def fill_down(self) -> None:
        """The top value of each chosen column into the cells below it."""
        chosen = sorted(self._chosen(), key=lambda i: i.row())
        tops: dict[int, str] = {}
        for index in chosen:
            tops.setdefault(index.column(), _said(index))
        self._put((index, tops[index.column()]) for index in chosen)

    def _chosen(self) -> list[QModelIndex]:
        return self.selectionModel().selectedIndexes()

    def _put(self, texts: Iterable[tuple[QModelIndex, str]]) -> None:
        changes: dict[Cell, str] = {
            self.cells.cell(index): text
            for index, text in texts
            if index.isValid() and _said(index) != text
        }
        if changes:
            self.cells.edited.emit(changes)

    def _fitting(self, section: int) -> int:
        model = self.cells
        strong, plain = theme.font(0.94, theme.SEMIBOLD), theme.font(0.86)
        header = QFontMetrics(strong).horizontalAdvance(
            str(model.headerData(section, Qt.Orientation.Horizontal))
        )
        file = QFontMetrics(plain).horizontalAdvance(
            str(model.headerData(section, Qt.Orientation.Horizontal, HEADER))
        )
        metrics = QFontMetrics(theme.font(1.0, tabular=True))
        values = max(
            (
                metrics.horizontalAdvance(str(model.index(row, section).data() or ""))
                for row in range(min(model.rowCount(), _LOOKED_AT))
            ),
            default=0,
        )
        asked = max(header + _ICON + 8, file + 6, values + _ICON + 8) + 2 * _PAD
        return min(_WIDEST, max(_NARROWEST, asked))

    def _relabel(self) -> None:
        self.horizontalHeader().viewport().update()
        self.viewport().update()


def _said(index: QModelIndex) -> str:
    """What a cell says, without the marks it is shown with."""
    return str(index.data(Qt.ItemDataRole.EditRole) or "")

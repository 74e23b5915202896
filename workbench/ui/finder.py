"""The search and command field: one place that finds cases, letters, accounts, pages, commands.

finder = Finder(field, commands, find, window)
finder.chosen.connect(...)        # a Found; its `go` is called by the finder itself
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from workbench.i18n import N_, _
from workbench.ui import icons, theme
from workbench.ui.labels import label
from workbench.ui.layouts import column
from workbench.ui.strokes import LEFT, RIGHT, write
from workbench.ui.top_bar import SearchField
from workbench.ui.words import say

Index = QModelIndex | QPersistentModelIndex
_ROW, _MOST, _WIDTH = 40, 12, 460


@dataclass(frozen=True, slots=True)
class Found:
    """One thing to go to or do: what it is called, a quiet remark, its icon and what it does."""

    title: str
    remark: str
    icon: str
    go: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Command:
    """A page or an action, found by its name in the language spoken, or in English."""

    title: str
    keys: Callable[[], str]
    icon: str
    go: Callable[[], object]

    def fits(self, wanted: str) -> bool:
        """Whether every word typed begins a word of the title."""
        names = f"{_(self.title)} {self.title}".casefold()
        return all(word in names for word in wanted.casefold().split())

    def found(self) -> Found:
        """The command as a line of the list."""
        return Found(_(self.title), self.keys(), self.icon, self.go)


class _Lines(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Found] = []

    def show_lines(self, lines: Sequence[Found]) -> None:
        """Show these."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line.title}, {line.remark}"
        return line if role == Qt.ItemDataRole.UserRole else None


class _Painted(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Found = index.data(Qt.ItemDataRole.UserRole)
        state, rect = _state_and_rect(option)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("select"))
            painter.drawRoundedRect(QRectF(rect).adjusted(0, 1, 0, -1), 6, 6)
        ratio = painter.device().devicePixelRatio()
        picture = icons.pixmap(line.icon, 17, "text2", ratio)
        painter.drawPixmap(rect.x() + 10, rect.center().y() - 8, picture)
        words = QRectF(rect).adjusted(38, 0, -12, 0)
        write(painter, words, line.title, ink="text", scale=1.0, weight=theme.MEDIUM, align=LEFT)
        write(painter, words, line.remark, ink="text3", scale=0.92, align=RIGHT)
        painter.restore()


def _state_and_rect(option: Any) -> tuple[QStyle.StateFlag, QRect]:
    return option.state, option.rect


class Finder(QFrame):
    """The list below the search field. Up and Down walk it, Enter goes, Esc leaves: `left`."""

    left = Signal()

    def __init__(
        self,
        field: SearchField,
        commands: Sequence[Command],
        find: Callable[[str, Callable[[list[Found]], None]], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self.setProperty("role", "popup")
        self._field, self._commands, self._find = field, commands, find
        self._model = _Lines()
        self.list = QListView()
        self.list.setModel(self._model)
        self._painted = _Painted(self.list)
        self.list.setItemDelegate(self._painted)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        for policy in (
            self.list.setHorizontalScrollBarPolicy,
            self.list.setVerticalScrollBarPolicy,
        ):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(lambda at: self._go(at.row()))
        say(self.list, self.list.setAccessibleName, N_("Found"))
        self._nothing = label(N_("Nothing found. Try a name, a number or a page."), ink="text2")
        self._nothing.setContentsMargins(12, 10, 12, 10)
        self.setLayout(column(self.list, self._nothing, margins=(6, 6, 6, 6), gap=0))
        self._later = QTimer(self, singleShot=True, interval=120)
        self._later.timeout.connect(self._ask)
        field.textEdited.connect(lambda _text: self.open())
        field.entered.connect(self.open)
        field.installEventFilter(self)
        theme.dress(self)
        self.hide()

    def open(self) -> None:
        """Show what fits what is typed: commands at once, the rest as it is found."""
        self._show(self._fitting())
        self._later.start()

    def lines(self) -> list[Found]:
        """What is listed now."""
        return list(self._model.lines)

    def leave(self) -> None:
        """Close the list and clear the field."""
        self._later.stop()
        self.hide()
        self._field.clear()

    def _fitting(self) -> list[Found]:
        wanted = self._field.text().strip()
        return [command.found() for command in self._commands if command.fits(wanted)]

    def _ask(self) -> None:
        wanted = self._field.text().strip()
        if wanted:
            self._find(wanted, lambda found: self._on_found(wanted, found))

    def _on_found(self, wanted: str, found: list[Found]) -> None:
        if wanted == self._field.text().strip() and self.isVisible():
            self._show([*found, *self._fitting()])

    def _show(self, lines: list[Found]) -> None:
        self._model.show_lines(lines[:_MOST])
        self.list.setVisible(bool(lines))
        self._nothing.setVisible(not lines)
        rows = min(_MOST, len(lines))
        height = rows * _ROW + 16 if rows else 52
        corner = self._field.mapTo(self.window(), self._field.rect().bottomLeft())
        width = max(_WIDTH, self._field.width())
        left = min(corner.x(), self.window().width() - width - 12)
        self.setGeometry(left, corner.y() + 4, width, height)
        if lines:
            self.list.setCurrentIndex(self._model.index(0, 0))
        self.show()
        self.raise_()

    def _go(self, at: int) -> None:
        if 0 <= at < len(self._model.lines):
            line = self._model.lines[at]
            self.leave()
            line.go()

    def _step(self, by: int) -> None:
        rows = self._model.rowCount()
        if rows:
            at = (self.list.currentIndex().row() + by) % rows
            self.list.setCurrentIndex(self._model.index(at, 0))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keys of the field that move in the list; leaving the field closes it."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._on_key(Qt.Key(event.key()))
        left = isinstance(event, QFocusEvent) and event.type() is QEvent.Type.FocusOut
        if left and QApplication.focusWidget() is not self._field:
            self.hide()
        return False

    def _on_key(self, key: Qt.Key) -> bool:
        if key is Qt.Key.Key_Escape:
            self.leave()
            self.left.emit()
        elif key is Qt.Key.Key_Down:
            self._step(1)
        elif key is Qt.Key.Key_Up:
            self._step(-1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.isVisible():
            self._go(self.list.currentIndex().row())
        else:
            return False
        return True

"""The list of letters: whose, which number, in which language, and what it tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from workbench.credit.status import Outcome, outcome_word
from workbench.i18n import N_, _
from workbench.letters.record import KIND_WORDS, Kind
from workbench.ui import theme
from workbench.ui.chips import OUTCOME_STATUS, chip_width, paint_chip
from workbench.ui.list_copying import Listing, take_along
from workbench.ui.words import again, say

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROW_HEIGHT = 56
_FIRST_LINE = 36  # of a row, which the chip shares; what follows below has the whole width
LANGUAGE_WORDS = {"en": "English", "zh": "简体中文"}
_OUTCOMES = {
    **{outcome.value: outcome for outcome in Outcome},
    "approval": Outcome.APPROVE,
    "decline_by_rule": Outcome.DECLINE,
}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter in the list: due (no `letter_id`), written, or held back with its `findings`.

    `reference` is the letter's number, or the application's before it has one; `kind` is the
    stored word of the letter's kind, or of the decision's outcome before it is written.
    """

    application_id: int
    name: str
    reference: str
    kind: str
    letter_id: int | None = None
    language: str = ""
    pages: int = 0
    findings: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    mailed: bool = False
    sent_by: str = ""
    due_on: str = ""

    @property
    def key(self) -> tuple[int, int]:
        """Tells this letter from all others, also after the list was read again."""
        return self.application_id, self.letter_id or 0

    @property
    def status(self) -> str:
        """The status whose icon and colour show what the letter tells."""
        outcome = _OUTCOMES.get(self.kind)
        return OUTCOME_STATUS[outcome] if outcome else "letter"

    def word(self) -> str:
        """What the letter tells, in one word."""
        outcome = _OUTCOMES.get(self.kind)
        if outcome is not None:
            return outcome_word(outcome)
        return _(KIND_WORDS[Kind(self.kind)]) if self.kind in set(Kind) else _("Letter")

    def state(self) -> str:
        """Where the letter is: held back, handed over, mailed, or due by a day."""
        if self.mailed:
            return _("handed over") if self.sent_by == "handed_over" else _("mailed")
        if self.findings:
            return _("held back")
        return _("by {day}", day=self.due_on) if self.due_on else ""

    def detail(self) -> str:
        """The quiet second line."""
        reference = self.reference if self.name != self.reference else ""
        language = "" if self.findings else LANGUAGE_WORDS.get(self.language, "")
        due = self.due_on and not self.mailed
        parts = [reference, "" if due else language, self.state()]
        return " · ".join(part for part in parts if part)

    def cells(self) -> tuple[str, ...]:
        """The letter as a row of a list that is taken along."""
        language = LANGUAGE_WORDS.get(self.language, "")
        return self.name, self.reference, self.word(), language, self.state()


class _Lines(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: Sequence[LetterLine] = ()

    def show_lines(self, lines: Sequence[LetterLine]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == Role.DisplayRole:
            return line.name
        if role in (Role.AccessibleTextRole, Role.ToolTipRole):
            return f"{line.name}, {line.detail()}, {line.word()}"
        return None


class _Line(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(option.rect.width(), ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, _Lines)
        line, rect = model.lines[index.row()], option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, theme.colour("select" if chosen else "surface"))
        painter.setPen(theme.colour("grid"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if chosen:
            painter.fillRect(QRect(rect.topLeft(), QSize(3, rect.height())), theme.colour("accent"))
        word = line.word()
        width = chip_width(word)
        chip = QRectF(rect.right() - 12 - width, rect.top(), width, _FIRST_LINE)
        paint_chip(painter, chip, line.status, word)
        room = rect.adjusted(16, 9, -width - 24, -8)
        _write(painter, room, line.name, theme.font(1.0, theme.MEDIUM), "text")
        font = theme.font(0.92, tabular=True)
        ink = "decline" if line.findings else "text2"
        _write(painter, rect.adjusted(16, 31, -12, 0), line.detail(), font, ink)
        painter.restore()


def _headings() -> list[str]:
    return [_("Applicant"), _("Number"), _("Letter"), _("Language"), _("State")]


def _write(painter: QPainter, room: QRect, text: str, font: Any, ink: str) -> None:
    painter.setFont(font)
    painter.setPen(theme.colour(ink))
    short = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(QRect(room.left(), room.top(), room.width(), 19), _LEFT, short)


class LettersList(QListView):
    """Letters, one under another; J and K walk, Shift and Ctrl choose several."""

    reached = Signal(object)
    """LetterLine: the letter that became current."""
    chosen_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = _Lines(self)
        self.setModel(self._lines)
        self.setItemDelegate(_Line(self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.selectionModel().selectionChanged.connect(lambda _a, _b: self.chosen_changed.emit())
        say(self, self.setAccessibleName, N_("Letters"))
        take_along(Listing(self, _headings, self._said))
        again(self, self.viewport().update)
        theme.on_change(self, self.viewport().update)

    def show_lines(self, lines: Sequence[LetterLine]) -> None:
        """Show these letters; the current one stays current if it is among them."""
        before, row = self.current(), max(0, self.currentIndex().row())
        self._lines.show_lines(lines)
        keys = [line.key for line in lines]
        if before is not None and before.key in keys:
            row = keys.index(before.key)
        if lines:
            self.go_to(min(row, len(lines) - 1))
        else:
            self.chosen_changed.emit()

    def lines(self) -> Sequence[LetterLine]:
        """The letters shown."""
        return self._lines.lines

    def current(self) -> LetterLine | None:
        """The letter that is looked at."""
        row = self.currentIndex().row()
        return self._lines.lines[row] if 0 <= row < len(self._lines.lines) else None

    def chosen(self) -> list[LetterLine]:
        """The letters chosen, from the top."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self._lines.lines[row] for row in rows]

    def go_to(self, row: int) -> None:
        """Make a letter the one that is looked at."""
        flags = QItemSelectionModel.SelectionFlag
        index = self._lines.index(row)
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect)
        self.scrollTo(index)

    def step(self, by: int) -> None:
        """Go down (or with a negative number up) the list."""
        if self._lines.lines:
            last = len(self._lines.lines) - 1
            self.go_to(max(0, min(self.currentIndex().row() + by, last)))

    def keyboardSearch(self, search: str) -> None:
        steps = {"j": 1, "k": -1}
        if search.lower() in steps:
            self.step(steps[search.lower()])

    def _said(self, rows: Iterable[int]) -> Iterator[Sequence[str]]:
        lines = self._lines.lines
        return (lines[row].cells() for row in rows)

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.reached.emit(self._lines.lines[current.row()])

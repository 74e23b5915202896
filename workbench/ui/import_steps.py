"""The four steps of an import in one line: what is done, where one is, what comes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from workbench.i18n import N_, _
from workbench.ui import icons, theme
from workbench.ui.layouts import row
from workbench.ui.words import Text, again, say, spoken

_ROUND = 22
_LINE = 36


class StepMark(QAbstractButton):
    """One step: a number in a circle that becomes a tick, and its name."""

    def __init__(self, number: int, title: Text) -> None:
        super().__init__()
        self._number, self._title = number, title
        self._state = "next"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        again(self, self._relabel)
        self.show_state("next")

    def show_state(self, state: str) -> None:
        """Show the step as "done", "now" or "next"; only a step that is done can be pressed."""
        self._state = state
        self.setEnabled(state == "done")
        self._relabel()

    def sizeHint(self) -> QSize:
        words = QFontMetrics(theme.font(1.0, theme.SEMIBOLD)).horizontalAdvance(self.text())
        return QSize(_ROUND + 8 + words + 10, 32)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        circle = QRectF(2, (self.height() - _ROUND) / 2, _ROUND, _ROUND)
        self._paint_circle(painter, circle)
        painter.setFont(theme.font(1.0, theme.SEMIBOLD if self._state == "now" else theme.MEDIUM))
        painter.setPen(theme.colour("text" if self._state == "now" else "text2"))
        words = QRectF(circle.right() + 8, 0, self.width(), self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _paint_circle(self, painter: QPainter, circle: QRectF) -> None:
        fills = {"done": "gain", "now": "accent"}
        if self._state in fills:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(fills[self._state]))
            painter.drawEllipse(circle)
        else:
            painter.setPen(QPen(theme.colour("line_input"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(circle.adjusted(0.75, 0.75, -0.75, -0.75))
        if self._state == "done":
            picture = icons.pixmap("check", 14, "on_accent", self.devicePixelRatioF())
            painter.drawPixmap(QPointF(circle.x() + 4, circle.y() + 4), picture)
            return
        painter.setFont(theme.font(0.88, theme.SEMIBOLD, tabular=True))
        painter.setPen(theme.colour("on_accent" if self._state == "now" else "text2"))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(self._number))

    def _relabel(self) -> None:
        self.setText(spoken(self._title))
        states = {"done": N_("done"), "now": N_("current step"), "next": N_("to come")}
        self.setAccessibleName(
            _(
                "Step {n}: {title}, {state}",
                n=self._number,
                title=self.text(),
                state=_(states[self._state]),
            )
        )
        self.setToolTip(_("Back to “{step}”", step=self.text()) if self.isEnabled() else "")
        self.setFixedSize(self.sizeHint())
        self.update()


class _Line(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(_LINE, 32)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(theme.colour("line_strong"), 1))
        middle = self.height() // 2
        painter.drawLine(2, middle, self.width() - 4, middle)
        painter.end()


class Stepper(QWidget):
    """The steps in a line. `chosen` carries the number (from 0) of a finished step pressed."""

    chosen = Signal(int)

    def __init__(self, titles: Sequence[Text]) -> None:
        super().__init__()
        self.marks = [StepMark(at + 1, title) for at, title in enumerate(titles)]
        parts: list[QWidget] = []
        for at, mark in enumerate(self.marks):
            mark.clicked.connect(lambda _checked=False, step=at: self.chosen.emit(step))
            parts += [_Line(), mark] if at else [mark]
        self.setLayout(row(*parts, gap=8))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        say(self, self.setAccessibleName, N_("Steps of the import"))
        self.show_step(0)

    def show_step(self, step: int, *, closed: bool = False) -> None:
        """Show which step one is at; `closed` when the steps before cannot be gone back to."""
        for at, mark in enumerate(self.marks):
            mark.show_state("done" if at < step else "now" if at == step else "next")
            if closed:
                mark.setEnabled(False)

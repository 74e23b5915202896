"""Text on a page: labels by ink and size, headings, name-and-value lines, elided names."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from workbench.ui import icons, theme
from workbench.ui.layouts import row
from workbench.ui.words import Text, say


def label(
    text: Text = "",
    *,
    ink: str = "text",
    scale: float = 1.0,
    weight: QFont.Weight = theme.REGULAR,
    tabular: bool = False,
    wrap: bool = False,
) -> QLabel:
    """A label whose words follow the language and whose colour follows the theme.

    `text` is a catalogue sentence or a function; give data with `setText` afterwards.
    """
    made = QLabel()
    made.setProperty("ink", ink)
    made.setFont(theme.font(scale, weight, tabular=tabular))
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if text:
        say(made, made.setText, text)
    return made


def shown(text: str, **looks: object) -> QLabel:
    """A label for data: taken as it is, never looked up in the catalogue."""
    made = label(**looks)  # type: ignore[arg-type]
    made.setText(text)
    return made


def set_ink(widget: QWidget, ink: str) -> None:
    """Colour a label by another token."""
    if widget.property("ink") != ink:
        widget.setProperty("ink", ink)
        repolish(widget)


def repolish(widget: QWidget) -> None:
    """Let the style sheet look at the widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def heading(text: Text, hint: Text = "") -> QHBoxLayout:
    """A card's heading with a quiet remark beside it."""
    title = label(text, weight=theme.SEMIBOLD)
    remark = label(hint, ink="text3", scale=0.9)
    return row(title, remark, None, gap=8)


class NamedValue(QHBoxLayout):
    """A line "name ........ value" with the number at the right edge."""

    def __init__(self, name: Text, *, strong: bool = False) -> None:
        super().__init__()
        weight = theme.SEMIBOLD if strong else theme.MEDIUM
        self._value = label(scale=0.96, weight=weight, tabular=True)
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._name = Elided("", ink="text2", scale=0.96)
        say(self._name, self._name.show_text, name)
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(6)
        self.addWidget(self._name, 1)
        self.addWidget(self._value)

    def show_value(self, value: str, ink: str = "text") -> None:
        """Show another value, in an ink."""
        self._value.setText(value)
        set_ink(self._value, ink)

    def set_visible(self, visible: bool) -> None:
        """Let the line stand there, or not."""
        self._name.setVisible(visible)
        self._value.setVisible(visible)


def named_value(name: Text, value: str, *, ink: str = "text", strong: bool = False) -> QHBoxLayout:
    """A line "name ........ value" whose value stays."""
    line = NamedValue(name, strong=strong)
    line.show_value(value, ink)
    return line


class Picture(QWidget):
    """An icon standing alone, redrawn in the theme's colour."""

    def __init__(self, name: str, size: int = 16, ink: str = "text2") -> None:
        super().__init__()
        self._name, self._size, self._ink = name, size, ink
        self.setFixedSize(size, size)

    def show_icon(self, name: str, ink: str) -> None:
        """Show another icon in another ink."""
        self._name, self._ink = name, ink
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        painter.drawPixmap(0, 0, icons.pixmap(self._name, self._size, self._ink, ratio))
        painter.end()


class Elided(QLabel):
    """A name that may be too long for its place: shortened with "…", whole in the tooltip.

    Where shorter wordings are given, the first that fits stands instead of a cut one.
    """

    def __init__(self, text: str = "", *, ink: str = "text", scale: float = 1.0) -> None:
        super().__init__()
        self.setProperty("ink", ink)
        self.setFont(theme.font(scale))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._shorter: tuple[str, ...] = ()
        self.show_text(text)

    def show_text(self, text: str, *shorter: str) -> None:
        """Show this text, or the first of the shorter wordings that fits, longest first."""
        self._shorter = shorter
        self.setText(text)
        self.setAccessibleName(text)
        self._tell()

    def wanted_width(self) -> int:
        """How wide the whole text is."""
        return QFontMetrics(self.font()).horizontalAdvance(self.text()) + 2

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._tell()

    def _fits(self) -> bool:
        return self.wanted_width() - 2 <= self.width()

    def _tell(self) -> None:
        self.setToolTip("" if self._fits() else self.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._fits():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        metrics = QFontMetrics(self.font())
        fitting = (s for s in self._shorter if metrics.horizontalAdvance(s) <= self.width())
        said = next(fitting, self._shorter[-1] if self._shorter else self.text())
        short = metrics.elidedText(said, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), self.alignment() | Qt.AlignmentFlag.AlignVCenter, short)
        painter.end()

"""Small marks: the status pill (icon + word + colour), key caps, counts, reason codes.

Chip("refer", N_("Refer"))            a widget
paint_chip(painter, rect, "refer", _("Refer"))      the same inside a table cell
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from workbench.credit.status import Outcome
from workbench.ui import icons, theme
from workbench.ui.strokes import advance, write
from workbench.ui.words import Text, again, spoken

STATUS_INKS = {
    "approve": "approve",
    "counter": "approve",
    "refer": "refer",
    "decline": "decline",
    "override": "override",
    "pending": "neutral",
    "withdrawn": "neutral",
    "letter": "neutral",
    "info": "neutral",
}
"""The ink of each status; the status is also the name of its icon."""

OUTCOME_STATUS = {
    Outcome.APPROVE: "approve",
    Outcome.COUNTER_OFFER: "counter",
    Outcome.REFER: "refer",
    Outcome.DECLINE: "decline",
    Outcome.WITHDRAWN: "withdrawn",
    Outcome.INCOMPLETE: "pending",
}
"""The status under which an outcome is shown."""

_HEIGHT, _ICON, _BEFORE, _BETWEEN, _AFTER = 22, 14, 7, 5, 9
_SCALE = 0.92


def chip_width(text: str) -> int:
    """How wide the pill for this word is."""
    return _BEFORE + _ICON + _BETWEEN + advance(text, _SCALE, theme.MEDIUM) + _AFTER


def paint_chip(painter: QPainter, rect: QRectF, status: str, text: str) -> None:
    """Paint the pill at the left of `rect`, in its middle; the word shortens if it must."""
    ink = STATUS_INKS[status]
    width = min(rect.width(), chip_width(text))
    box = QRectF(rect.x(), rect.y() + (rect.height() - _HEIGHT) / 2, width, _HEIGHT)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(f"{ink}_bg"))
    painter.drawRoundedRect(box, 6, 6)
    ratio = painter.device().devicePixelRatio()
    at = QPointF(box.x() + _BEFORE, box.y() + (_HEIGHT - _ICON) / 2)
    painter.drawPixmap(at, icons.pixmap(status, _ICON, ink, ratio))
    words = box.adjusted(_BEFORE + _ICON + _BETWEEN, 0, -4, 0)
    write(painter, words, text, ink=ink, scale=_SCALE, weight=theme.MEDIUM)


class Chip(QWidget):
    """A status pill."""

    def __init__(self, status: str = "pending", text: Text = "") -> None:
        super().__init__()
        self._status, self._text = status, text
        self.show_status(status, text)
        again(self, lambda: self.show_status(self._status, self._text))

    def show_status(self, status: str, text: Text) -> None:
        """Show another status and word."""
        self._status, self._text = status, text
        self.setAccessibleName(spoken(text))
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(chip_width(spoken(self._text)), _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_chip(painter, QRectF(self.rect()), self._status, spoken(self._text))
        painter.end()


def key_cap(keys: str) -> QLabel:
    """A key as it stands on the keyboard."""
    made = QLabel(keys)
    made.setProperty("role", "keycap")
    made.setFont(theme.font(0.82, theme.MEDIUM))
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setFixedHeight(18)
    made.setMinimumWidth(max(18, made.fontMetrics().horizontalAdvance(keys) + 10))
    return made


def live_cap(keys: Callable[[], str]) -> QLabel:
    """A key as the user has it now; hidden while it has none."""
    from workbench.ui import key_map

    made = key_cap(keys())

    def put() -> None:
        made.setText(keys())
        made.setMinimumWidth(max(18, made.fontMetrics().horizontalAdvance(keys()) + 10))
        made.setVisible(bool(keys()))

    key_map.on_change(made, put)
    return made


def badge(*, strong: bool = False) -> QLabel:
    """A small count in a round field."""
    made = QLabel()
    made.setProperty("role", "badge-strong" if strong else "badge")
    made.setFont(theme.font(0.85, theme.SEMIBOLD, tabular=True))
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setFixedHeight(18)
    made.setMinimumWidth(20)
    return made


def code(text: str) -> QLabel:
    """A reason code or rule name, quietly boxed."""
    made = QLabel(text)
    made.setProperty("role", "code")
    made.setFont(theme.font(0.85, theme.MEDIUM, tabular=True))
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setFixedHeight(19)
    return made

"""Buttons: plain, primary, flat, icon only, and with their key drawn as a cap.

    button(N_("Continue"), self._go_on, role="primary", icon="arrow_right")
    tool("undo", N_("Undo"), self._undo, keys="Ctrl+Z")
    KeyButton(N_("Approve"), "A", "approve", ink="approve")

Roles of the style sheet: "primary", "flat", "chip", "chip-on", "row", "link", "" (plain).
"""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakKeyDictionary

from PySide6 import QtWidgets  # QStyle is dear to load, and the first window needs none
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from workbench.ui import icons, theme
from workbench.ui.words import Text, say, spoken

Press = Callable[[], object]
Keys = str | Callable[[], str]
"""Keys that stay as they are, or a function that says them as the user has them now."""
_LEAST = {"": 32, "primary": 32, "flat": 30}
"""By role, the height below which the style sheet lets no button go: it would hang too low."""
_moved_on: WeakKeyDictionary[QAbstractButton, QWidget | None] = WeakKeyDictionary()
"""Where Qt put the keyboard when a button that had it was switched off."""


def rest(press: QAbstractButton) -> None:
    """Switch a button off while what it began is under way."""
    held = press.window().focusWidget() is press
    press.setEnabled(False)
    if held:
        _moved_on[press] = press.window().focusWidget()


def wake(press: QAbstractButton) -> None:
    """Switch a button on again; whoever pressed it by keyboard and stayed is on it again."""
    press.setEnabled(True)
    if press in _moved_on and _moved_on.pop(press) is press.window().focusWidget():
        press.setFocus(Qt.FocusReason.OtherFocusReason)


def button(
    text: Text,
    press: Press | None = None,
    *,
    role: str = "",
    icon: str = "",
    tip: Text = "",
    height: int = 32,
) -> QPushButton:
    """A push button; `press` is called without arguments."""
    made = QPushButton()
    made.setProperty("role", role)
    made.setFixedHeight(max(height, _LEAST.get(role, 0)))
    if icon:
        made.setIcon(icons.icon(icon, "on_accent" if role == "primary" else "text2"))
        made.setIconSize(QSize(16, 16))
    say(made, made.setText, text)
    if tip:
        say(made, made.setToolTip, tip)
    if press is not None:
        made.clicked.connect(lambda _checked=False: press())
    return made


def tool(
    icon: str,
    text: Text,
    press: Press | None = None,
    *,
    keys: Keys = "",
    checkable: bool = False,
    size: int = 32,
) -> QToolButton:
    """A button that shows only an icon; its words are the tooltip and the spoken name."""
    made = QToolButton()
    made.setIcon(icons.icon(icon, "text2", "accent_text"))
    made.setIconSize(QSize(18, 18) if size >= 28 else QSize(14, 14))
    made.setFixedSize(size, size)
    made.setCheckable(checkable)
    if size < 28:
        made.setProperty("role", "mini")
    say(made, made.setAccessibleName, text)
    say(made, made.setToolTip, lambda: _with_keys(spoken(text), keys))
    if press is not None:
        made.clicked.connect(lambda _checked=False: press())
    return made


def _with_keys(text: str, keys: Keys) -> str:
    now = keys() if callable(keys) else keys
    return f"{text}  ({now})" if now else text


class KeyButton(QPushButton):
    """A push button that shows its key: what the hand does all day stands where the eye is."""

    def __init__(
        self, text: Text, keys: Keys, icon: str, *, ink: str = "text", primary: bool = False
    ) -> None:
        super().__init__()
        self._keys, self._icon, self._ink = keys, icon, "on_accent" if primary else ink
        self.setProperty("role", "primary" if primary else "")
        self.setFixedHeight(34)
        policy = QSizePolicy.Policy.Maximum if primary else QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)
        self._text = text
        say(self, self._put, text)
        if callable(keys):
            from workbench.ui import key_map

            key_map.on_change(self, lambda: self._put(""))

    def cap(self) -> str:
        """The key as it is drawn; "" where the user gave it none."""
        return self._keys() if callable(self._keys) else self._keys

    def set_text(self, text: Text) -> None:
        """Say something else."""
        self._text = text
        say(self, self._put, text)

    def _put(self, _said: str) -> None:
        text = spoken(self._text)
        self.setText(text)
        self.setAccessibleName(", ".join(filter(None, (text, self.cap()))))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        words = QFontMetrics(theme.font(1.0, theme.SEMIBOLD)).horizontalAdvance(self.text())
        return QSize(16 + 7 + words + 10 + self._cap_width() + 30, 34)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width() - 20, 34)

    def _cap_width(self) -> int:
        metrics = QFontMetrics(theme.font(0.82, theme.MEDIUM))
        keys = self.cap()
        return max(18, metrics.horizontalAdvance(keys) + 9) if keys else 0

    def _painted_ink(self) -> QColor:
        return theme.colour(self._ink if self.isEnabled() else "text3")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        option = QtWidgets.QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        option.icon = QIcon()
        kind = QtWidgets.QStyle.ControlElement.CE_PushButton
        self.style().drawControl(kind, option, painter, self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_words(painter)
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        type_ = theme.font(1.0, theme.SEMIBOLD)
        words = QFontMetrics(type_).horizontalAdvance(self.text())
        cap = self._cap_width()
        x = (self.width() - (23 + words + 10 + cap)) / 2
        middle = self.height() / 2
        ink = self._ink if self.isEnabled() else "text3"
        picture = icons.pixmap(self._icon, 16, ink, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(x, middle - 8), picture)
        painter.setFont(type_)
        painter.setPen(self._painted_ink())
        painter.drawText(
            QRectF(x + 23, 0, words + 4, self.height()), Qt.AlignmentFlag.AlignVCenter, self.text()
        )
        if cap:
            self._paint_cap(painter, QRectF(x + 33 + words, middle - 9, cap, 18))

    def _paint_cap(self, painter: QPainter, box: QRectF) -> None:
        ink = self._painted_ink()
        edge = QColor(ink)
        edge.setAlphaF(0.55)
        painter.setPen(QPen(edge, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(ink)
        painter.setFont(theme.font(0.82, theme.MEDIUM))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.cap())

"""The icon set: one style, drawn for this program, coloured by token.

    icons.icon("approve")                 an icon for buttons; follows the theme by itself
    icons.pixmap("approve", 14, "refer", ratio)   a picture for painting, crisp at any ratio

Files are `resources/icons/<name>.svg` on a 20-unit grid with a 1.5-unit round stroke in
`currentColor`.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from workbench import paths
from workbench.ui import theme

_engines: list[QIconEngine] = []  # Qt owns them, but Python must keep its half alive


@cache
def _folder() -> Path:
    return paths.resources() / "icons"


@cache
def _source(name: str) -> str:
    return (_folder() / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _renderer(name: str, code: str, stroke: float) -> QSvgRenderer:
    text = _source(name).replace("currentColor", code)
    if stroke:
        text = text.replace('stroke-width="1.5"', f'stroke-width="{stroke}"')
    return QSvgRenderer(QByteArray(text.encode()))


def pixmap(name: str, size: int, ink: str = "text2", ratio: float = 1.0) -> QPixmap:
    """The icon as a picture of `size` points in the ink's colour; small ones get a bolder line."""
    return _pixmap(name, size, theme.value(ink), ratio)


@lru_cache(maxsize=1024)
def _pixmap(name: str, size: int, code: str, ratio: float) -> QPixmap:
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    _renderer(name, code, _stroke(size)).render(painter, QRectF(made.rect()))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def _stroke(size: int) -> float:
    """About 1.35 px of line at every size from 12 to 40."""
    return max(1.1, min(2.0, 1.35 * 20 / size))


class _Recoloured(QIconEngine):
    """Draws the icon in the colour its token has now, so a theme switch needs no reload."""

    def __init__(self, name: str, ink: str, on: str) -> None:
        super().__init__()
        self._name, self._ink, self._on = name, ink, on

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        code = theme.value(self._token(mode, state))
        _renderer(self._name, code, _stroke(rect.height())).render(painter, QRectF(rect))

    def _token(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        if mode is QIcon.Mode.Disabled:
            return "text3"
        lit = state is QIcon.State.On or mode is QIcon.Mode.Selected
        return self._on if lit else self._ink

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        made = QPixmap(size * scale)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.scale(scale, scale)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        made.setDevicePixelRatio(scale)
        return made

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def clone(self) -> QIconEngine:
        copy = _Recoloured(self._name, self._ink, self._on)
        _engines.append(copy)
        return copy


@cache
def icon(name: str, ink: str = "text2", on: str = "") -> QIcon:
    """The icon for a button; `on` is its ink when the button is checked."""
    engine = _Recoloured(name, ink, on or ink)
    _engines.append(engine)
    return QIcon(engine)

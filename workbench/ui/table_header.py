"""The headings of a table, beside the arrow of the column it is sorted by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QItemSelection, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from workbench.ui import theme
from workbench.ui.strokes import LEFT, RIGHT
from workbench.ui.words import Text, spoken

GAP = 8


class Heading(Protocol):
    """What a heading says, and at which side."""

    @property
    def title(self) -> Text: ...
    @property
    def right(self) -> bool: ...


class TableHeader(QHeaderView):
    """Headings that stay readable beside their sort arrow."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.arrow: tuple[int, bool] | None = None
        self.setFixedHeight(32)
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(False)
        self.setMinimumSectionSize(44)

    def selectionChanged(self, _chosen: QItemSelection, _left: QItemSelection) -> None:
        """Headings look the same whatever is selected below them: Qt would paint them again."""

    def paintSection(self, painter: QPainter, rect: Any, section: int) -> None:
        model: Any = self.model()
        columns: Sequence[Heading] = model.columns
        painter.save()
        painter.fillRect(rect, theme.colour("surface"))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        box = rect.adjusted(GAP + (6 if section == 0 else 0), 0, -GAP, 0)
        lit = self.arrow is not None and self.arrow[0] == section
        mark = (" ↓" if self.arrow[1] else " ↑") if lit and self.arrow else ""
        type_ = theme.font(0.93, theme.SEMIBOLD)
        painter.setFont(type_)
        painter.setPen(theme.colour("text" if lit else "text2"))
        title = spoken(columns[section].title) + mark
        short = QFontMetrics(type_).elidedText(title, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, RIGHT if columns[section].right else LEFT, short)
        painter.restore()

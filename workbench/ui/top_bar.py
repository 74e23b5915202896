"""The bar above every page: where one is, the search field, and what is always at hand."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from workbench.i18n import N_
from workbench.ui import icons, theme
from workbench.ui.buttons import button, tool
from workbench.ui.chips import key_cap
from workbench.ui.fields import LONGEST_SEARCH
from workbench.ui.labels import Elided, Picture, label
from workbench.ui.layouts import column, row
from workbench.ui.words import say


class SearchField(QLineEdit):
    """The field that finds applicants, cases and commands; it carries its own key cap."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "search")
        self.setFixedHeight(32)
        self.setMaxLength(LONGEST_SEARCH)
        self.setMaximumWidth(theme.grown(340))
        self.setMinimumWidth(160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTextMargins(24, 0, 56, 0)
        self._glass = Picture("search", 16, "text3")
        self._glass.setParent(self)
        self._glass.move(10, 8)
        self._cap = key_cap("Ctrl K")
        self._cap.setParent(self)
        say(self, self.setPlaceholderText, N_("Search name, number or command"))
        say(self, self.setAccessibleName, N_("Search name, number or command"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cap.adjustSize()
        self._cap.move(self.width() - self._cap.width() - 8, 7)

    def mousePressEvent(self, event: object) -> None:
        super().mousePressEvent(event)  # type: ignore[arg-type]
        self.entered.emit()


class TopBar(QWidget):
    """Title, search field, export, import, theme and language."""

    exported = Signal()
    imported = Signal()
    theme_asked = Signal()
    language_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "topbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(54)
        self._title = label(scale=1.22, weight=theme.SEMIBOLD)
        self._subtitle = Elided("", ink="text2", scale=0.92)
        self.search = SearchField()
        self.export = button(N_("Export…"), self.exported.emit, icon="export")
        self.import_ = button(N_("Import…"), self.imported.emit, role="primary", icon="import")
        self.theme = tool("moon", N_("Switch between light and dark"), self.theme_asked.emit)
        self.language = tool(
            "language", N_("Switch between English and Chinese"), self.language_asked.emit
        )
        words = column(None, self._title, self._subtitle, None, gap=0)
        layout = row(
            words,
            self.search,
            8,
            self.export,
            self.import_,
            2,
            self.theme,
            self.language,
            margins=(18, 0, 12, 0),
            gap=8,
        )
        layout.setStretch(0, 3)
        layout.setStretch(1, 4)
        self.setLayout(layout)
        self._dress()
        theme.on_change(self, self._dress)

    def show_page(self, title: str, subtitle: str) -> None:
        """Say where one is."""
        self._title.setText(title)
        self._subtitle.show_text(subtitle)
        self._subtitle.setVisible(bool(subtitle))

    def _dress(self) -> None:
        self.theme.setIcon(icons.icon("sun" if theme.is_dark() else "moon"))

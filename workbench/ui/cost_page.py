"""True cost: what a fee sentence costs a year, and what paying only the minimum costs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget

from workbench.i18n import N_, _
from workbench.ui.cost_minimum import CostMinimum
from workbench.ui.cost_sentence import CostSentence
from workbench.ui.layouts import column, row
from workbench.ui.page import Page
from workbench.ui.tabs import Tabs
from workbench.ui.words import again

SIDES = (("sentence", N_("Fee sentence")), ("minimum", N_("Only the minimum")))


class CostPage(Page):
    """Two questions customers ask, each answered as it is typed. Nothing is stored."""

    def __init__(self) -> None:
        super().__init__()
        self.sentence, self.minimum = CostSentence(), CostMinimum()
        self.tabs = Tabs(SIDES, N_("What the cost is asked of"))
        self.tabs.chosen.connect(self._show_side)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.sentence)
        self._stack.addWidget(self.minimum)
        layout = column(row(self.tabs, None, margins=(14, 12, 14, 0)), self._stack, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        again(self, self.described.emit)

    def title(self) -> str:
        return _("True cost")

    def subtitle(self) -> str:
        return _("What credit really costs, however it is advertised")

    def take_focus(self) -> None:
        self.sentence.sentence.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_at(self, place: str) -> None:
        """ "minimum", or a fee sentence to look at."""
        side = "minimum" if place == "minimum" else "sentence"
        self.tabs.show_tab(side)
        self._show_side(side)
        if side == "sentence" and place:
            self.sentence.ask(place)

    def _show_side(self, side: str) -> None:
        self._stack.setCurrentWidget(self.sentence if side == "sentence" else self.minimum)

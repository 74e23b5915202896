"""The line below an import: what will happen next, and the button that does it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from workbench.i18n import N_
from workbench.ui.buttons import KeyButton, button
from workbench.ui.import_sentences import Foot
from workbench.ui.labels import Picture, label
from workbench.ui.layouts import row
from workbench.ui.words import Text, again, spoken


class Footer(QWidget):
    """A sentence at the left; Save error report, Back and the step's own button at the right."""

    def __init__(
        self,
        go_on: Callable[[], object],
        back: Callable[[], object],
        report: Callable[[], object],
    ) -> None:
        super().__init__()
        self.setProperty("role", "footer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._sentence: Text = ""
        self.icon = Picture("info", 16, "text2")
        self.said = label(ink="text2", wrap=True)
        self.report = button(N_("Save error report…"), report, icon="export", height=34)
        self.back = button(N_("Back"), back, height=34)
        self.next = KeyButton(N_("Continue"), "Ctrl ⏎", "arrow_right", primary=True)
        self.next.clicked.connect(lambda _checked=False: go_on())
        layout = row(
            self.icon,
            self.said,
            self.report,
            self.back,
            self.next,
            margins=(18, 10, 14, 10),
            gap=8,
        )
        layout.setStretch(1, 1)
        self.setLayout(layout)
        again(self, self._say)

    def show_foot(self, now: Foot, *, report: bool) -> None:
        """Say what will happen or what is still missing; the step's own button, and whether a
        report can be saved."""
        self._sentence = now.sentence
        self.icon.show_icon(now.icon, now.ink)
        self._say()
        self.next.set_text(now.button)
        self.next.setEnabled(now.ready)
        self.report.setVisible(report)

    def _say(self) -> None:
        words = spoken(self._sentence)
        self.said.setText(words)
        self.icon.setVisible(bool(words))

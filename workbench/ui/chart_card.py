"""A card around a chart: its heading, what can be copied, and a sentence where figures lack."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QSizePolicy, QStackedWidget, QVBoxLayout

from workbench.i18n import N_
from workbench.ui import theme
from workbench.ui.buttons import tool
from workbench.ui.charts import Chart
from workbench.ui.labels import label
from workbench.ui.layouts import column, pane, row
from workbench.ui.words import Text, again, say, spoken


class ChartCard(QFrame):
    """Heading, chart, and a small button with what can be copied.

    `show_words` puts a sentence in the chart's place ("Too few for a rate."), `show_chart`
    brings the chart back.
    """

    def __init__(self, title: Text, chart: Chart, hint: Text = "", *, side: int = 16) -> None:
        super().__init__()
        self.chart = chart
        self.setProperty("role", "card")
        self.more = tool("copy", N_("Copy this chart"), self._open_menu, size=24)
        kept = self.more.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # so that headings side by side stand on one line
        self.more.setSizePolicy(kept)
        say(self.more, lambda _said: self._name_copying(title), N_("Copy this chart"))
        self.hint = label(hint, ink="text3", scale=0.9)
        self.words = label("", ink="text2", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text: Text = ""
        again(self, lambda: self.words.setText(spoken(self._text)))
        drawn = column(chart, None, gap=0)
        drawn.setStretch(0, 1)
        drawn.setStretch(1, 0)
        self._stack = QStackedWidget()
        self._stack.addWidget(pane(drawn))
        self._stack.addWidget(self.words)
        grows = QSizePolicy.Policy.Expanding
        chart.setSizePolicy(grows, grows)
        head = row(label(title, weight=theme.SEMIBOLD), self.hint, None, self.more, gap=8)
        self._layout: QVBoxLayout = column(
            head, self._stack, gap=6, margins=(side, 10, side - 4, 12)
        )
        self._layout.setStretch(1, 1)
        self.setLayout(self._layout)

    def show_words(self, text: Text) -> None:
        """Say why there is no chart."""
        self._text = text
        self.words.setText(spoken(text))
        self._stack.setCurrentIndex(1)
        self.more.hide()

    def show_chart(self) -> None:
        """Show the chart again."""
        self._stack.setCurrentIndex(0)
        self.more.show()

    def _name_copying(self, title: Text) -> None:
        self.more.setAccessibleName(f"{spoken(N_('Copy this chart'))}: {spoken(title)}")

    def _open_menu(self) -> None:
        menu = self.chart.copy_menu()
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

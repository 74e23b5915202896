"""A figure on a card: its name, the number large, and one remark with its status."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QSizePolicy

from workbench.ui import theme
from workbench.ui.labels import Elided, Picture, label, set_ink
from workbench.ui.layouts import column, row
from workbench.ui.words import Text


class Tile(QFrame):
    """One figure. `remark` tells how it stands against its target, with icon and colour."""

    def __init__(self, name: Text) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.name = label(name, ink="text2", scale=0.92)
        self.figure = label(scale=1.75, weight=theme.SEMIBOLD, tabular=True)
        self.remark = Elided(ink="text2", scale=0.92)
        for part, height in ((self.name, 18), (self.figure, 32), (self.remark, 18)):
            part.setFixedHeight(
                theme.grown(height)
            )  # figures and Hanzi alike, so that tiles stand in a row
        self._mark = Picture("check", 14, "text2")
        said = row(self._mark, self.remark, gap=5)
        said.setStretch(1, 1)
        self.setLayout(column(self.name, self.figure, said, gap=1, margins=(14, 10, 10, 10)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.show_figure("–")

    def show_figure(
        self, figure: str, remark: str = "", *, icon: str = "", ink: str = "text2"
    ) -> None:
        """Show a number as words, and a remark with an icon and an ink ("approve", "refer")."""
        self.figure.setText(figure)
        self.remark.show_text(remark)
        set_ink(self.remark, ink)
        self._mark.setVisible(bool(icon))
        if icon:
            self._mark.show_icon(icon, ink)
        self.setAccessibleName(f"{self.name.text()}: {figure}. {remark}".rstrip(". "))

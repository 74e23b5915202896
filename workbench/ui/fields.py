"""Fields to type into, dressed alike: whole numbers with their unit."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractSpinBox, QSpinBox

from workbench.ui.words import Text, say

HEIGHT = 32


def number_field(name: Text, least: int, most: int, *, unit: Text = "") -> QSpinBox:
    """A field for a whole number; `unit` is written behind it, such as " months"."""
    made = QSpinBox()
    made.setRange(least, most)
    made.setFixedSize(112, HEIGHT)
    made.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
    made.lineEdit().setTextMargins(8, 0, 8, 0)
    say(made, made.setAccessibleName, name)
    if unit:
        say(made, made.setSuffix, unit)
    return made

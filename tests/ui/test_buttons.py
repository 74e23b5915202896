"""Buttons stand on the line of the words beside them."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from workbench.ui import theme
from workbench.ui.buttons import button
from workbench.ui.layouts import pane, row


@pytest.mark.parametrize("role", ["", "primary", "flat", "chip"])
@pytest.mark.parametrize("height", [26, 28, 30, 32, 36])
def test_a_button_is_in_the_middle_of_its_line(qtbot, role, height):
    words, made = QLabel("Said beside it"), button("Go to cell", role=role, height=height)
    line = pane(row(words, made, margins=(12, 8, 8, 8)))
    theme.dress(line)
    line.resize(300, line.sizeHint().height())
    qtbot.addWidget(line)
    line.show()
    assert made.geometry().center().y() - words.geometry().center().y() in (0, 1)

"""Cells of a table: figures are read whole, and shortened words are told whole."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QFontMetrics, QHelpEvent
from PySide6.QtWidgets import QToolTip

from workbench.ui import theme
from workbench.ui.cell_words import fitting, tell_whole
from workbench.ui.strokes import advance, cut_to


@pytest.mark.parametrize("figure", ["9,300", "1,234,567", "9,999,999,999"])
def test_a_figure_is_made_smaller_before_a_digit_is_lost(qapp, figure):
    room = QFontMetrics(fitting("0", 999)).horizontalAdvance("1,234,567")
    assert QFontMetrics(fitting(figure, room)).horizontalAdvance(figure) <= room


def test_a_figure_that_fits_keeps_its_size(qapp):
    assert fitting("9,300", 200) == fitting("9", 200)


def test_only_a_shortened_text_is_told_whole(qtbot, qapp, monkeypatch):
    told = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _view: told.append(text))
    event = QHelpEvent(QHelpEvent.Type.ToolTip, QPoint(), QPoint())
    name = "Maximiliana Alexandrovna Featherstonehaugh"
    assert tell_whole(event, None, name, 90)
    assert not tell_whole(event, None, name, 900)
    assert told == [name]


def test_a_text_is_measured_and_cut_anew_in_larger_type(qapp):
    plain = advance("Revolving utilisation", 1.0)
    room = plain + 2
    assert cut_to("Revolving utilisation", 1.0, theme.REGULAR, room) == "Revolving utilisation"
    theme.follow_type(14)
    try:
        assert advance("Revolving utilisation", 1.0) > plain
        assert cut_to("Revolving utilisation", 1.0, theme.REGULAR, room).endswith("…")
    finally:
        theme.follow_type(9.75)
    assert advance("Revolving utilisation", 1.0) == plain

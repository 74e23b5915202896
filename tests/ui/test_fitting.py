"""Every word on every page has room, in both languages. `python -m tests.ui.fitting` walks a
full store, at any scale: QT_SCALE_FACTOR=1.5, or 2."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from tests.ui.fitting import misfits, sides
from workbench.ui import words
from workbench.ui.places import PLACES


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("word", [place.word for place in PLACES])
def test_every_word_has_room_in_the_smallest_window(window, settled, qapp, word, language):
    words.speak(qapp, language)
    window.resize(1180, 720)
    window.go(word)
    settled()
    found = set()
    for _side in sides(window.current_page()):
        settled()
        found.update(misfits(window))
    assert not found


def test_the_walker_finds_what_is_cut(qtbot):
    label, press = QLabel("A sentence that needs room"), QPushButton("Record the decision")
    for widget in (label, press):
        qtbot.addWidget(widget)
        widget.resize(60, 32)
        widget.show()
        assert len(misfits(widget)) == 1
        widget.resize(400, 32)
        assert misfits(widget) == []

"""Every word on every page has room, in both languages. `python -m tests.ui.fitting` walks a
full store, at any scale and size of type: QT_SCALE_FACTOR=1.5 or 2, FITTING_POINTS=14."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from tests.ui.fitting import misfits, sides
from workbench.ui import theme, words
from workbench.ui.places import PLACES


@pytest.fixture
def fourteen_points(qapp):
    """Type as large as a desktop asks for whose owner sees badly."""
    theme.follow_type(14)
    theme.apply(qapp, "light")
    yield
    theme.follow_type(0)


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


@pytest.mark.parametrize("word", [place.word for place in PLACES])
def test_every_word_has_room_in_type_of_14_points(fourteen_points, window, settled, word):
    window.resize(1440, 900)
    window.go(word)
    settled()
    assert not misfits(window)

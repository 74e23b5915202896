"""Every word on every page has room, in both languages; and every control is named."""

from __future__ import annotations

import os
import subprocess
import sys

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


@pytest.mark.slow
@pytest.mark.parametrize("scale", ["1.5", "2"])
def test_every_word_has_room_when_everything_is_larger(scale):
    walked = subprocess.run(
        [sys.executable, "-m", "tests.ui.fitting"],
        env=os.environ | {"QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert walked.returncode == 0, walked.stdout

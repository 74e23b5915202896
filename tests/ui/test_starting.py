"""The start: nothing slow before the window is seen, and the usual order after it."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest
from PySide6.QtWidgets import QWidget

from workbench import app
from workbench.ui.first_sight import FirstSight


def test_a_module_of_the_window_is_loaded_without_its_source_being_read():
    code = (
        "import linecache; from workbench.ui import starting; starting.begin();"
        "import workbench.ui.table;"
        "assert not [file for file in linecache.cache if 'workbench/ui' in file]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("locked", [True, False])
def test_rubbish_is_looked_for_again_once_the_window_is_closed(monkeypatch, locked):
    monkeypatch.setattr(app, "is_locked_store", lambda _place: locked)
    for way in ("_open_signed_in", "_open_ahead"):
        monkeypatch.setattr(app, way, lambda _place, _settings: int(gc.isenabled()))
    monkeypatch.setattr(app, "refuse_without_window", lambda: None)
    gc.disable()
    assert app.open_desk(None) == 0
    assert gc.isenabled()


def test_the_first_sight_of_a_window_is_told_once_and_after_its_painting(qtbot):
    told = []

    class Window(QWidget):
        def paintEvent(self, event):
            told.append("painted")

    window = Window()
    qtbot.addWidget(window)
    window.show()
    FirstSight(window, lambda: told.append("seen"))
    qtbot.waitUntil(lambda: "seen" in told, timeout=20_000)
    window.repaint()
    assert told[0] == "painted"
    assert told.count("seen") == 1


def test_a_window_seen_already_is_told_too(qtbot):
    window, told = QWidget(), []
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    FirstSight(window, lambda: told.append("seen"))
    qtbot.waitUntil(lambda: told == ["seen"], timeout=20_000)

"""The program: seen before the store is open, honest when it cannot be opened, tidy at the end."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import QTimer

from workbench.errors import StoreUnreadable
from workbench.ui import program
from workbench.ui.curtain import Curtain
from workbench.ui.window_memory import keep_words, words_kept


def _curtains(qapp):
    return [w for w in qapp.topLevelWidgets() if isinstance(w, Curtain) and w.isVisible()]


def _leave_when_shown(qapp):
    windows = [w for w in qapp.topLevelWidgets() if type(w).__name__ == "MainWindow"]
    if any(w.isVisible() and not w.jobs.running() for w in windows):
        qapp.closeAllWindows()
    else:
        QTimer.singleShot(20, lambda: _leave_when_shown(qapp))


def test_the_outline_is_shown_before_the_store_is_opened(day, qapp):
    shown = threading.Event()

    def look():
        if _curtains(qapp):
            shown.set()
            _leave_when_shown(qapp)
        else:
            QTimer.singleShot(10, look)

    def open_desk():
        assert shown.wait(20)
        return day

    QTimer.singleShot(0, look)
    assert program.open_window_on(open_desk) == 0
    assert not _curtains(qapp)


def test_a_store_that_cannot_be_opened_is_told_and_leaves_no_window(qapp):
    def refuse():
        raise StoreUnreadable(file="day.db", why="it is damaged.")

    with pytest.raises(StoreUnreadable):
        program.open_window_on(refuse)
    assert not _curtains(qapp)


def test_no_thread_is_left_when_the_window_is_closed(day, qapp):
    QTimer.singleShot(0, lambda: _leave_when_shown(qapp))
    program.open_window(day)
    names = [thread.name for thread in threading.enumerate()]
    assert not [name for name in names if name.startswith(("writer", "reader", "opening"))]


def test_the_window_remembers_words(day):
    keep_words("queue/filters", ["advice=refer", "amount_from=5000"])
    assert words_kept("queue/filters") == ["advice=refer", "amount_from=5000"]
    keep_words("queue/filters", ["advice=refer"])
    assert words_kept("queue/filters") == ["advice=refer"]
    assert words_kept("nothing/of-the-kind") == []


def test_the_window_is_seen_without_loading_store_or_engine():
    code = (
        "import sys; from workbench.ui.program import first_window_then_quit;"
        "first_window_then_quit();"
        "assert not {'sqlalchemy', 'polars', 'reportlab'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)

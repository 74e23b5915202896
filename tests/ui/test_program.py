"""The program: seen before the store is open, honest when it cannot be opened, tidy at the end."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import QTimer

from workbench import app
from workbench.errors import StoreUnreadable
from workbench.storage import keys
from workbench.storage.first_look import first_look
from workbench.ui import program
from workbench.ui.curtain import Curtain
from workbench.ui.shell import MainWindow
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


@pytest.mark.parametrize(
    ("left_on", "first"), [("letters", "letters"), ("help", "review"), ("portfolio", "portfolio")]
)
def test_the_page_last_worked_on_comes_first(day, qapp, left_on, first):
    seen: list[str] = []

    def look():
        shown = [w for w in qapp.topLevelWidgets() if isinstance(w, MainWindow)]
        windows = [w for w in shown if w.isVisible()]
        if windows and hasattr(windows[0], "keeper") and not windows[0].jobs.running():
            seen.append(windows[0].place().partition(":")[0])
            windows[0].go(left_on)
            _leave_when_shown(qapp)
        else:
            QTimer.singleShot(20, look)

    for _time in range(2):
        QTimer.singleShot(0, look)
        assert app.open_desk(day.store.label) == 0
    assert seen == ["review", first]


def test_a_page_that_this_version_does_not_know_is_not_looked_for(window, settled):
    window.begin("fortune")
    settled()
    assert window.place().startswith("review")


def test_the_window_is_seen_without_loading_store_or_engine():
    code = (
        "import sys; from workbench.settings import Settings;"
        "from workbench.ui.program import _draw_curtain; _draw_curtain(Settings()).close();"
        "assert not {'sqlalchemy', 'polars', 'reportlab'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_first_rows_are_seen_and_clicked_before_the_store_is_open(day, qapp, settled_look):
    opened = threading.Event()
    seen: list[int] = []

    def look_at_rows():
        windows = [w for w in qapp.topLevelWidgets() if hasattr(w, "begin") and w.isVisible()]
        if windows:
            page = windows[0].page("review")
            seen.append(page.queue.model.rowCount())
            page.queue.table.select_row(1)
            opened.set()
            _leave_when_shown(qapp)
        else:
            QTimer.singleShot(5, look_at_rows)

    def open_desk():
        assert opened.wait(20)
        return day

    QTimer.singleShot(0, look_at_rows)
    assert program.open_window_on(open_desk, settings=day.settings, look=settled_look) == 0
    assert seen == [len(settled_look.page.rows)]


def test_a_store_that_does_not_open_after_its_first_rows_is_told(day, qapp, settled_look):
    def refuse():
        raise StoreUnreadable(file="day.db", why="it is damaged.")

    with pytest.raises(StoreUnreadable):
        program.open_window_on(refuse, settings=day.settings, look=settled_look)


def test_the_first_rows_are_seen_and_answer_a_key_without_loading_store_or_engine(day):
    told = subprocess.run(
        [sys.executable, "-m", "tests.first_window", day.store.label],
        check=True,
        capture_output=True,
        text=True,
    )
    seen, answered = map(float, told.stdout.split())
    assert seen <= answered


@pytest.fixture
def settled_look(day, monkeypatch):
    """The first look at the made-up day; it tries two keys, and none that a test's password gave
    to this process before."""
    monkeypatch.setattr(keys, "_known", [])
    found = first_look(day.store.label)
    assert found is not None
    return found

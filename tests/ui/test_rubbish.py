"""What only holds itself is ended on the window's thread, never beside it."""

from __future__ import annotations

import gc
import threading

import pytest
from PySide6.QtCore import Qt, QTimer

from workbench.ui.rubbish import Rubbish, look


@pytest.fixture
def looking(qapp):
    made = Rubbish(qapp)
    yield made
    made.end()
    gc.disable()  # as the test began


def thrown_away(ended):
    """A timer that only it itself holds; where it ends is told to `ended`."""
    timer = QTimer()
    here = Qt.ConnectionType.DirectConnection
    timer.destroyed.connect(lambda: ended.append(threading.current_thread()), here)
    timer.held = timer


def much():
    """As much as makes Python look through what there is, all of it held."""
    return [[n] for n in range(20 * gc.get_threshold()[0])]


def on_a_thread(work):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_work_on_a_thread_ends_nothing_of_the_windows(looking, qtbot):
    ended, kept = [], []
    looking.begin()
    thrown_away(ended)
    on_a_thread(lambda: kept.append(much()))
    assert ended == []
    qtbot.waitUntil(lambda: ended != [], timeout=20_000)
    assert ended == [threading.main_thread()]


def test_left_to_python_it_would_end_there(qapp):
    ended, kept = [], []
    look()
    thrown_away(ended)
    gc.enable()
    on_a_thread(lambda: kept.append(much()))
    gc.disable()
    assert ended != []
    assert ended != [threading.main_thread()]


def test_nothing_is_looked_through_where_little_was_made():
    gc.collect()
    assert look() is None


def test_once_ended_python_looks_by_itself_again(qapp):
    made = Rubbish(qapp)
    assert not gc.isenabled()
    made.end()
    assert gc.isenabled()
    gc.disable()

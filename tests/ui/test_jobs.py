"""Slow work: off the GUI thread, answered on it, one writer at a time, stopped when asked."""

from __future__ import annotations

import threading

import pytest
import shiboken6
from PySide6.QtCore import QObject

from workbench.errors import Cancelled, StoreLocked
from workbench.ui.jobs import Jobs


@pytest.fixture
def owner(qapp):
    return QObject()


def test_work_runs_elsewhere_and_answers_here(jobs, owner, qtbot):
    seen = {}
    jobs.start(
        owner,
        lambda step: threading.get_ident(),
        lambda thread: seen.update(worked=thread, answered=threading.get_ident()),
    )
    qtbot.waitUntil(lambda: "worked" in seen, timeout=20_000)
    assert seen["answered"] == threading.get_ident() != seen["worked"]


def test_progress_is_told_seldom_but_to_the_end(jobs, owner, qtbot):
    told, ended = [], []

    def work(step):
        for at in range(100_001):
            step(at, 100_000)

    jobs.start(owner, work, ended.append, None, lambda at, total: told.append(at))
    qtbot.waitUntil(lambda: bool(ended), timeout=20_000)
    assert told[-1] == 100_000
    assert len(told) < 60


def test_writers_never_meet(jobs, owner, qtbot):
    inside, most, ended = [], [], []

    def work(_step):
        inside.append(1)
        most.append(len(inside))
        inside.pop()

    for _turn in range(30):
        jobs.start(owner, work, ended.append)
    qtbot.waitUntil(lambda: len(ended) == 30, timeout=20_000)
    assert max(most) == 1


def test_a_stopped_job_says_so_to_its_asker(jobs, owner, qtbot):
    begun, ended = threading.Event(), []

    def work(step):
        begun.set()
        while True:
            step(0, 0)

    job = jobs.start(owner, work, ended.append, ended.append)
    begun.wait(5)
    job.cancel()
    qtbot.waitUntil(lambda: bool(ended), timeout=20_000)
    assert isinstance(ended[0], Cancelled)


def test_an_answer_nobody_waits_for_is_dropped(jobs, qtbot):
    gone, called = QObject(), []
    held = threading.Event()
    jobs.start(gone, lambda _step: held.wait(5), called.append)
    shiboken6.delete(gone)
    held.set()
    qtbot.waitUntil(lambda: not jobs.running(), timeout=20_000)
    assert called == []


def test_an_error_without_an_asker_for_it_is_told_to_the_window(jobs, owner, qtbot):
    def work(_step):
        raise StoreLocked(file="day.db")

    with qtbot.waitSignal(jobs.troubled) as told:
        jobs.start(owner, work, lambda _done: None)
    assert "day.db" in told.args[0].text()


def test_nothing_is_answered_or_begun_once_closed(qapp, owner):
    jobs, called = Jobs(), []
    jobs.start(owner, lambda _step: 1, called.append)
    jobs.close()
    late = jobs.start(owner, lambda _step: 2, called.append)
    qapp.processEvents()
    assert called == []
    assert late.stop.is_set()

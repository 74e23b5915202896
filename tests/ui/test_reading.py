"""What waits does not look like what is empty; what cannot be read says so and asks again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QLabel

from workbench.errors import StoreLocked
from workbench.ui.jobs import Job, Jobs
from workbench.ui.notices import Blank
from workbench.ui.reading import BusyLine, Reading

READ = ("letters", "people", "strategy", "audit:journal", "audit:backups", "audit:retention")
PLACES = (*READ, "accounts", "accounts:calendar", "accounts:campaign", "portfolio")


def shown(window, kind=QLabel):
    return [each for each in window.current_page().findChildren(kind) if each.isVisible()]


def said(window):
    return [label.text() for label in shown(window)]


def offers(window):
    return [each for each in shown(window, QAbstractButton) if each.text() == "Try again"]


def _covers(reading, blank):
    return reading.parent().isAncestorOf(blank) and not reading.isAncestorOf(blank)


@pytest.fixture
def unanswered(window, settled, monkeypatch):
    """From now on nothing that is asked is answered."""
    settled()
    monkeypatch.setattr(
        Jobs, "start", lambda self, owner, _work, done, *_, **__: Job(owner, done, None, None)
    )
    return window


@pytest.mark.parametrize("place", PLACES)
def test_a_page_that_waits_says_so_after_a_while_and_claims_nothing(unanswered, qtbot, place):
    unanswered.go(place)
    doing = ("Reading ", "Looking ", "Reviewing ")
    qtbot.waitUntil(lambda: any(text.startswith(doing) for text in said(unanswered)), timeout=20000)
    over = shown(unanswered, Reading)
    seen = [each for each in shown(unanswered, Blank) if not any(_covers(o, each) for o in over)]
    assert not [each for each in seen if each.title.text().startswith(("No", "Nothing"))]
    assert not offers(unanswered)


@pytest.mark.parametrize("place", PLACES)
def test_a_page_that_cannot_be_read_says_why_and_asks_again(
    window, settled, qtbot, monkeypatch, place
):
    settled()
    start = Jobs.start

    def refuse(_self, owner, _work, _done, failed=None, _progress=None, **_how):
        if failed is not None:
            QTimer.singleShot(0, owner, lambda: failed(StoreLocked(file="store.db")))

    monkeypatch.setattr(Jobs, "start", refuse)
    window.go(place)
    qtbot.waitUntil(lambda: bool(offers(window)), timeout=20_000)
    assert any("store.db" in text for text in said(window))
    monkeypatch.setattr(Jobs, "start", start)
    for offer in offers(window):
        offer.click()
    settled()
    qtbot.waitUntil(lambda: not offers(window), timeout=20_000)
    assert not any("store.db" in text for text in said(window))


def test_what_was_read_once_stays_in_sight_while_it_is_read_again(window, settled, qtbot):
    window.go("letters")
    settled()
    pane = window.page("letters").findChild(Reading)
    assert pane.is_read() and not pane.isVisible()
    window.page("letters").refresh()
    qtbot.wait(1)
    assert not pane.isVisible()
    settled()


def test_rows_read_before_stay_under_a_thin_line_while_they_are_read_anew(unanswered, qtbot):
    unanswered.go("review:all")
    queue = unanswered.page("review").queue
    rows = queue.model.rowCount()
    queue.load()
    qtbot.waitUntil(lambda: len(shown(unanswered, BusyLine)) == 1, timeout=20_000)
    assert queue.table.isVisible() and queue.model.rowCount() == rows > 0
    queue._on_error(StoreLocked(file="store.db"))
    assert not shown(unanswered, BusyLine)

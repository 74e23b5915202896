"""Work on widgets done a little at a time, or the moment what hides them is shown.

A switch of language reaches every page ever opened, but only one of them is seen. What
is seen is changed at once by whoever switches; the rest is put here, and the window stays awake.
So does it while a long document is built part by part.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

Task = tuple[QWidget, Callable[[], object]]
"""A hidden widget, and what is to be done before it is seen."""

_SLICE = 0.008  # seconds of work between two looks at what the person does


class Backlog(QObject):
    """The work of one kind that waits, by the page, pane or menu that hides it."""

    def __init__(self, owner: QObject, kind: str) -> None:
        super().__init__(owner, objectName=kind)
        self._app = QCoreApplication.instance() or owner
        self._waiting: dict[QWidget, deque[Task]] = {}
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)

    def begin(self, tasks: Iterable[Task]) -> None:
        """Take these in the place of whatever waits still; within a page their order is kept."""
        self._waiting = {}
        known: dict[QWidget, QWidget] = {}
        for widget, call in tasks:
            self._waiting.setdefault(_hiding(widget, known), deque()).append((widget, call))
        if self._waiting:
            self._app.installEventFilter(self)
            self._timer.start()

    def finish(self) -> None:
        """Do at once whatever waits still."""
        for hiding in tuple(self._waiting):
            self._finish(hiding)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and watched in self._waiting:
            assert isinstance(watched, QWidget)
            self._finish(watched)
        return False

    def _finish(self, hiding: QWidget) -> None:
        tasks = self._waiting.get(hiding, ())
        while tasks:
            _do(*tasks.popleft())

    def _go_on(self) -> None:
        end = time.perf_counter() + _SLICE
        while self._waiting and time.perf_counter() < end:
            hiding, tasks = next(iter(self._waiting.items()))
            if tasks:
                _do(*tasks.popleft())
            else:
                del self._waiting[hiding]
        if not self._waiting:
            self._timer.stop()
            self._app.removeEventFilter(self)


def backlog_of(app: QCoreApplication, kind: str) -> Backlog:
    """The one backlog of this kind; made when first asked for."""
    return app.findChild(Backlog, kind) or Backlog(app, kind)


def _do(widget: QWidget, call: Callable[[], object]) -> None:
    if shiboken6.isValid(widget):
        call()


def _hiding(widget: QWidget, known: dict[QWidget, QWidget]) -> QWidget:
    """The outermost of the hidden widgets that this one is in; `known` holds those found."""
    if widget not in known:
        parent = None if widget.isWindow() else widget.parentWidget()
        if parent is None or parent.isVisible():
            known[widget] = widget
        else:
            known[widget] = _hiding(parent, known)
    return known[widget]

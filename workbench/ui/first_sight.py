"""The moment a window is seen: what is slow begins after it, not before."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


class FirstSight(QObject):
    """Calls once, `wait` milliseconds after a window that is shown has been painted for the first
    time."""

    def __init__(self, window: QWidget, call: Callable[[], object], *, wait: int = 0) -> None:
        super().__init__(window)
        self._call, self._wait = call, wait
        handle = window.windowHandle()
        if handle.isExposed():
            self._soon()
        else:
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Expose:
            watched.removeEventFilter(self)
            self._soon()
        return False

    def _soon(self) -> None:
        """The painting itself comes right after the event that was seen, and the wait after it."""
        QTimer.singleShot(0, self, self._painted)

    def _painted(self) -> None:
        if self._wait:
            QTimer.singleShot(self._wait, self, self._tell)
        else:
            self._tell()

    def _tell(self) -> None:
        self._call()

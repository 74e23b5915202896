"""Where the window kept the person waiting: the GUI thread is watched from beside.

A timer of the event loop ticks; where it stays away while the GUI thread has computed for more
than `LONG`, the place in the program where it is standing is noted, with how long it took there.
Processor time counts the same on a busy machine. A thread that is blocked computes nothing: it
is noted once it has not ticked for `BLOCKED`.
"""

from __future__ import annotations

import faulthandler
import re
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QTimer

LONG, BLOCKED = 0.05, 2.0  # seconds
_LOOK_EVERY = 0.005
_STANDING = re.compile(r'File ".*/workbench/.*?(\w+)\.py", line (\d+) in (\S+)')


class Waits:
    """The worst waits by place; begin it on the GUI thread."""

    def __init__(self) -> None:
        self.worst: dict[str, float] = {}
        self.count = 0
        self._gui = threading.get_ident()
        self._clock = time.pthread_getcpuclockid(self._gui)
        self._looks_away = False
        self._stop = threading.Event()
        self._timer = QTimer(interval=2)
        self._timer.timeout.connect(self._tick)
        self._thread = threading.Thread(target=self._watch, name="waits", daemon=True)
        self._tick()

    def begin(self) -> None:
        """Watch from now on."""
        self._tick()
        self._timer.start()
        self._thread.start()

    def end(self) -> None:
        """Watch no more."""
        self._timer.stop()
        self._stop.set()
        self._thread.join()

    @contextmanager
    def looking_away(self) -> Iterator[None]:
        """What the watcher itself does with the window is nobody's wait."""
        self._looks_away = True
        try:
            yield
        finally:
            self._tick()
            self._looks_away = False

    def told(self, most: int = 12) -> list[str]:
        """The worst places, the longest first: "  183 ms  review_page._on_opened < ..."."""
        ranked = sorted(self.worst.items(), key=lambda each: -each[1])[:most]
        return [f"{spent * 1000:6.0f} ms  {place}" for place, spent in ranked]

    def _tick(self) -> None:
        self._ticked, self._spent = time.monotonic(), time.clock_gettime(self._clock)

    def _watch(self) -> None:
        noted = 0.0
        while not self._stop.wait(_LOOK_EVERY):
            ticked = self._ticked
            spent = time.clock_gettime(self._clock) - self._spent
            gone = time.monotonic() - ticked
            if self._looks_away or (spent < LONG and gone < BLOCKED):
                continue
            place = _place(self._gui)
            if ticked == self._ticked:
                self.worst[place] = max(self.worst.get(place, 0.0), spent)
                self.count += ticked != noted
                noted = ticked


def _place(thread: int) -> str:
    """The innermost places of the program in a thread's stack, the deepest first.

    Python writes them down while nothing moves. Whoever holds the frames themselves may be the
    last to, and then ends what stands in them, of Qt too, on the wrong thread.
    """
    with tempfile.TemporaryFile() as file:
        faulthandler.dump_traceback(file)
        file.seek(0)
        told = file.read().decode("utf-8", "replace")
    _others, _head, mine = told.partition(f"0x{thread:016x} (most recent call first):\n")
    found = _STANDING.findall(mine.partition("\n\n")[0])
    return " < ".join(f"{room}:{line} {name}" for room, line, name in found[:4]) or "Qt itself"

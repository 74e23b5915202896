"""Looking for rubbish on the GUI thread alone.

Python looks for objects that only hold each other whenever many were made, on whatever thread
that happens, and ends them there. A timer, a model or a document of Qt that is ended beside the
thread it lives on takes the program down sooner or later. While a window is open Python
therefore does not look by itself; a timer of the window's thread does.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_EVERY = 500  # milliseconds


class Rubbish:
    """Looks about as often as Python would, by its own thresholds; not at all until it begins."""

    def __init__(self, parent: QObject) -> None:
        gc.disable()
        self._timer = QTimer(parent, interval=LOOK_EVERY)
        self._timer.timeout.connect(look)

    def begin(self) -> None:
        """From now on; what has been loaded by now stays and is never looked through again."""
        gc.freeze()
        self._timer.start()

    def end(self) -> None:
        """Python looks by itself again, through all there is."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()


def look() -> int | None:
    """Look where enough was made since the last time; gives the generation looked through, None
    for none. To be called on the thread that Qt lives on."""
    due = None
    for generation, (made, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)):
        if made <= most:
            break
        due = generation
    if due is not None:
        gc.collect(due)
    return due

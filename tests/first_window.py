"""`python -m tests.first_window STORE`: the real program, until its first row answers a key.

Opens the window as `workbench --store STORE` does, waits until the first rows have been painted,
presses Down, waits until the row is chosen and painted, and prints both moments as Unix times.
Nothing of store or engine may be loaded when the rows are seen.
"""

from __future__ import annotations

import os
import sys
import time
from typing import Any

HEAVY = {"sqlalchemy", "polars", "pydantic", "babel", "reportlab"}


def main(store: str) -> int:
    """Run the program on a store; the process ends by itself once the key was answered."""
    from workbench.ui import starting

    starting.begin()  # what measures comes after what the program does first
    from workbench import app
    from workbench.ui import program

    run = program._run

    def watched(application: Any, jobs: Any, window: Any) -> int:
        from workbench.ui.first_sight import FirstSight

        def seen() -> None:
            at = time.time()
            assert not HEAVY & set(sys.modules), HEAVY & set(sys.modules)
            _press_down(application, window)
            print(at, time.time(), flush=True)
            os._exit(0)

        FirstSight(window, seen)  # told before the program begins to open the store
        return int(run(application, jobs, window))

    program._run = watched
    return app.open_desk(store)


def _press_down(application: Any, window: Any) -> None:
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent

    table = window.page("review").queue.table
    assert table.model().rowCount() > 1
    none = Qt.KeyboardModifier.NoModifier
    application.postEvent(table, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Down, none))
    while table.current_row() != 0:
        application.processEvents()
    application.processEvents()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

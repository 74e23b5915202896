"""Start of the program to its first window, against a bare PySide6 window."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_BARE = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1440, 900)
window.show()
QTimer.singleShot(0, app.quit)
app.exec()
"""
_OUTLINE = """
from workbench.ui.program import first_window_then_quit
first_window_then_quit()
"""
_OURS = """
from workbench.ui.program import first_window_then_quit
from workbench.workflow.desk import Desk
with Desk.open({store!r}) as desk:
    first_window_then_quit(desk)
"""


def run(quick: bool) -> list[tuple[str, float, str]]:
    """The ratio of the two medians, each a fresh process."""
    times = 3 if quick else 7
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "store.db")
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "HOME": folder,
            "XDG_CONFIG_HOME": folder,
            "XDG_DATA_HOME": folder,
        }
        _once(_OURS.format(store=store), environment)
        programs = {"bare": _BARE, "outline": _OUTLINE, "usable": _OURS.format(store=store)}
        took: dict[str, list[float]] = {name: [] for name in programs}
        for _n in range(times):
            for name, code in programs.items():
                took[name].append(_once(code, environment))
    median = {name: sorted(each)[times // 2] for name, each in took.items()}
    bare = median["bare"]
    return [
        (
            f"start to {what} / bare window",
            median[name] / bare,
            f"{median[name]:.2f} s against {bare:.2f} s, median of {times} fresh processes",
        )
        for name, what in (("outline", "first window (outline)"), ("usable", "usable window"))
    ]


def _once(code: str, environment: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    return time.perf_counter() - began

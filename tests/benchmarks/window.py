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
        bare, ours = [], []
        for _n in range(times):
            bare.append(_once(_BARE, environment))
            ours.append(_once(_OURS.format(store=store), environment))
    bare_s, ours_s = sorted(bare)[times // 2], sorted(ours)[times // 2]
    return [
        (
            "start to first window / bare window",
            ours_s / bare_s,
            f"{ours_s:.2f} s against {bare_s:.2f} s, median of {times} fresh processes",
        )
    ]


def _once(code: str, environment: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    return time.perf_counter() - began

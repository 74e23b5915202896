"""Start of the program to its first window, against a bare PySide6 window, both painted.

Without QT_QPA_PLATFORM no screen is needed; with `xcb` it is measured on the X screen there is.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_BARE = """
import os, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow


class Window(QMainWindow):
    def paintEvent(self, event):
        QTimer.singleShot(0, seen)


def seen():
    print(time.time(), flush=True)
    os._exit(0)

app = QApplication([])
window = Window()
window.resize(1440, 900)
window.show()
app.exec()
"""
_USABLE = """
from tests import first_window
first_window.main({store!r})
"""
_WHOLE = """
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from workbench import app


def leave_when_ready():
    window = next((w for w in QApplication.topLevelWidgets() if hasattr(w, "begin")), None)
    case = window and window.page("review")._case
    if case is not None and case.file is not None:
        print(time.time())
        window.close()
    else:
        QTimer.singleShot(5, leave_when_ready)

QTimer.singleShot(0, leave_when_ready)
app.open_desk({store!r})
"""


def run(quick: bool) -> list[tuple[str, float, str]]:
    """Medians of ratios, each of two fresh processes one right after the other, so that both met
    the machine in the same mood; byte code is there, as once installed."""
    times = 9 if quick else 25
    with tempfile.TemporaryDirectory() as folder:
        environment = _environment(folder)
        store = _store(Path(folder), environment)
        usable, whole = (code.format(store=store) for code in (_USABLE, _WHOLE))
        for code in (_BARE, usable, whole):
            _once(code, environment)
        seen, answered = _against_bare(usable, times, environment)
        (opened,) = _against_bare(whole, times // 3, environment)
    return [
        (f"start to {what} / bare window", *found)
        for what, found in (
            ("the queue's first rows painted", seen),
            ("a key answered on the first row", answered),
            ("the first case open, store and engine loaded", opened),
        )
    ]


def _against_bare(
    code: str, times: int, environment: dict[str, str]
) -> tuple[tuple[float, str], ...]:
    """For each moment a program prints: its median ratio to a bare window, and a note."""
    pairs = [(_once(_BARE, environment)[0], _once(code, environment)) for _n in range(times)]
    bare = statistics.median(one for one, _moments in pairs)
    found = []
    for at in range(len(pairs[0][1])):
        ratio = statistics.median(moments[at] / one for one, moments in pairs)
        took = statistics.median(moments[at] for _one, moments in pairs)
        note = f"{took:.2f} s against {bare:.2f} s, medians of {times} pairs of fresh processes"
        found.append((ratio, note))
    return tuple(found)


def _environment(folder: str) -> dict[str, str]:
    made = {
        **os.environ,
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "PYTHONPYCACHEPREFIX": f"{folder}/bytecode",
        **dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), folder),
    }
    made.pop("PYTHONDONTWRITEBYTECODE", None)
    return made


def _store(folder: Path, environment: dict[str, str]) -> str:
    code = (
        "import sys; from pathlib import Path; from workbench.workflow.samples import sample_store;"
        "sample_store(Path(sys.argv[1]))"
    )
    file = str(folder / "store.db")
    subprocess.run([sys.executable, "-c", code, file], check=True, env=environment)
    return file


def _once(code: str, environment: dict[str, str]) -> list[float]:
    """Seconds from the start of a process to each moment that it prints."""
    began = time.time()
    ran = subprocess.run(
        [sys.executable, "-c", code], check=True, env=environment, capture_output=True, text=True
    )
    return [float(moment) - began for moment in ran.stdout.split()]

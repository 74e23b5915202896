"""The program opened and closed, often in the middle of its work: it ends well every time."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

from tests.trust.figures import Figure, a_folder
from tests.trust.workers import spread

PROGRAM = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from workbench.ui.program import open_window_on
from workbench.workflow.desk import Desk
from workbench.workflow import intake

busy = sys.argv[2] == "busy"
if sys.argv[2] == "torn":
    QTimer.singleShot(0, lambda: os.abort())

def leave():
    app = QApplication.instance()
    window = next((w for w in app.topLevelWidgets() if hasattr(w, "begin")), None)
    if window is None:
        QTimer.singleShot(50, leave)
        return
    if busy:
        window.open_sample()
    window.close()
    app.quit()

QTimer.singleShot(0, leave)
sys.exit(open_window_on(lambda: Desk.open(Path(sys.argv[1]) / "store.db")))
"""


def run(share: float, seed: int) -> Figure | None:
    """200 launches and quits (a share of them), three in ten in the middle of an import."""
    try:
        import PySide6  # noqa: F401
    except ImportError:
        return None
    dice = random.Random(seed)
    times = max(6, int(200 * share))
    with a_folder() as folder:
        ends = spread(
            lambda how: _ends(folder / str(os.getpid()), how),
            ["busy" if dice.random() < 0.3 else "idle" for _n in range(times)],
        )
        torn = _ends(folder / "torn", "torn")
    for said in {said for good, said in ends if not good}:
        print(f"        {said}", file=sys.stderr)
    return Figure(
        "T10 launches and quits",
        times,
        sum(good for good, _said in ends),
        "status 0, nothing said",
        not torn[0],
        "three in ten while it works",
        seed,
    )


def _ends(folder: Path, how: str) -> tuple[bool, str]:
    """Whether the program ended with status 0 and without a word of trouble."""
    folder.mkdir(exist_ok=True)
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_DATA_HOME": str(folder / "data"),
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder), how],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        timeout=120,
    )
    return (
        done.returncode == 0 and not done.stderr.strip(),
        f"{done.returncode} {done.stderr[-300:]}",
    )

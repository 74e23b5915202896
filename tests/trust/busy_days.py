"""The real program killed at any moment of a busy day: nothing acknowledged is lost, nothing half.

Half of the days are worked by the workflow (`python -m tests.trust.busy_days FOLDER whole`), half
in the window; each tells on standard output how many journal entries it has been promised.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.storage.conftest import Day
from tests.trust import operations
from tests.trust.figures import Figure, a_folder
from tests.trust.workers import CORES, spread
from tests.workflow.conftest import write_sheet
from workbench.errors import WorkbenchError
from workbench.storage.store import Store
from workbench.storage.verification import verify
from workbench.workflow import assess, decide, export, intake, notify
from workbench.workflow.desk import Desk

CONTROLS = 60  # tried only until one of them is found out
LINES = {"whole": (1, 12), "apart": (1, 12), "window": (40, 110)}
"""How many lines each tells before it is killed: at least, and at most."""
BY_HAND = [sys.executable, "-m", "tests.trust.busy_days"]
IN_THE_WINDOW = """
import os
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from tests.trust.operations import entries_of
from workbench.ui import crash_page
from workbench.ui.program import open_window_on
from workbench.workflow.desk import Desk

desk = Desk.open(Path(sys.argv[1]) / "store.db")
crash_page.CrashPage.exec = lambda _page: os._exit(70)

def press():
    window = next((w for w in QApplication.topLevelWidgets() if hasattr(w, "open_sample")), None)
    if window is None:
        return
    page = window.page("import")
    if window.place() != "import":
        window.open_sample()
    page.go_on()
    sys.stdout.write(f"{entries_of(desk.store)}\\n")
    sys.stdout.flush()

pressing = QTimer(interval=50)
pressing.timeout.connect(press)
QTimer.singleShot(0, pressing.start)
sys.exit(open_window_on(lambda: desk))
"""


def run(share: float, seed: int) -> Figure:
    """100 kills (a share of them) at random moments, every second one of the window."""
    times = max(4, int(100 * share))
    with a_folder() as base:

        def survives(day: tuple[str, int]) -> str:
            how, n = day
            return _fault_after(base / f"{how}-{n}", random.Random(f"{seed} {n}"), how)

        days = [("window" if n % 2 and _has_a_window() else "whole", n) for n in range(times)]
        faults = spread(survives, days)
        wrong = [("apart", n) for n in range(CONTROLS)]
        red = any(any(spread(survives, wrong[n : n + CORES])) for n in range(0, CONTROLS, CORES))
    for fault in [one for one in faults if one][:5]:
        print(f"        {fault}", file=sys.stderr)
    return Figure(
        "T2 kill -9 in a busy day",
        times,
        faults.count(""),
        "0 lost, 0 half",
        red,
        f"{sum(how == 'window' for how, _n in days)} in the window; control: journal apart",
        seed,
    )


def _has_a_window() -> bool:
    try:
        import PySide6  # noqa: F401
    except ImportError:
        return False
    return True


def _fault_after(folder: Path, dice: random.Random, how: str) -> str:
    """What is wrong after the kill; nothing when the store is whole and holds its promises."""
    folder.mkdir()
    command = [sys.executable, "-c", IN_THE_WINDOW] if how == "window" else BY_HAND
    places = {"XDG_CONFIG_HOME": str(folder / "config"), "XDG_DATA_HOME": str(folder / "data")}
    program = subprocess.Popen(
        [*command, str(folder), how],
        env={**os.environ, **places, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert program.stdout
    promised = [program.stdout.readline() for _n in range(dice.randint(*LINES[how]))]
    if not promised[-1]:
        return f"the program ended by itself with {program.wait()}"
    time.sleep(dice.uniform(0.0, 0.2))
    program.kill()
    promised += program.stdout.readlines()
    program.wait()
    return _fault(folder, max(int(line) for line in promised if line.endswith("\n")))


def _fault(folder: Path, promised: int) -> str:
    try:
        with Store.open(folder / "store.db", key_folder=_keys(folder)) as store:
            found = verify(store)
    except WorkbenchError as fault:
        return repr(fault)
    letters = [one for one in folder.glob("letters/*.pdf") if b"%%EOF" not in one.read_bytes()]
    if not found.ok or letters:
        return f"{found.faults} {letters}"
    return "" if found.events >= promised else f"{found.events} of {promised} entries"


def _keys(folder: Path) -> Path:
    private = folder / operations.PRIVATE
    return private if private.exists() else folder / "config" / "credit-workbench"


def main() -> None:
    """Import, assess, decide, write letters and export without end."""
    folder, how = Path(sys.argv[1]), sys.argv[2]
    steps = _steps_apart(folder) if how == "apart" else _steps(folder)
    for seq in steps:
        sys.stdout.write(f"{seq}\n")
        sys.stdout.flush()


def _steps(folder: Path) -> Iterator[int]:
    with Desk.open(folder / "store.db") as desk:
        day = 0
        while True:
            day += 1
            rows = [{"Name": f"Ana Example {day} {n}"} for n in range(12)]
            file = write_sheet(folder / f"day-{day}.csv", rows)
            for work in (
                lambda file=file: intake.import_file(desk, file, product="personal-loan"),
                lambda: assess.assess_ready(desk),
                lambda: decide.accept_advice(desk),
                lambda: notify.write_letters(desk, out=folder / "letters"),
                lambda: export.export_decisions(desk, folder / "out.xlsx"),
            ):
                work()
                yield operations.entries_of(desk.store)


def _steps_apart(folder: Path) -> Iterator[int]:
    """The wrong build: the journal entry of a decision in a transaction of its own."""
    with operations.opened(folder) as store:
        day, first = Day(store, folder), 1
        while True:
            day.add(12, first=first)
            day.assess(first=first, count=12)
            for application in range(first, first + 12):
                operations.apart(day, application)
                yield operations.entries_of(store)
            first += 12


if __name__ == "__main__":
    main()

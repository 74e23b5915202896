"""The review queue at scale: opening, sorting, filtering, searching, scrolling, a case, memory.

Milliseconds of processor time, so that a busy machine counts the same: of the store the slowest
of several asks, of the window all that its process does. The bars: 150 ms to open, sort and
filter, 50 ms a frame and a case, 300 MiB with 100,000 cases.
"""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.large_store import large_store

Figure = tuple[str, float, str]


_FINGERPRINT = "CAST(printf('%032d', application_id + {by}) AS BLOB)"


def run(quick: bool) -> list[Figure]:
    """Figures at 20,000 cases (quick), or at 100,000 and, of the store alone, a million."""
    count = 20_000 if quick else 100_000
    with tempfile.TemporaryDirectory() as folder:
        before = {name: os.environ.get(name) for name in ("HOME", "XDG_CONFIG_HOME")}
        os.environ.update(dict.fromkeys(before, folder))
        try:
            file = large_store(Path(folder) / "queue.db", count)
            found = [*_of_store(file, count), *_of_window(file, count, folder)]
            if not quick:
                million = _stretched(file, Path(folder) / "million.db", 1_000_000)
                found += _of_store(million, 1_000_000)
        finally:
            for name, value in before.items():
                os.environ.pop(name) if value is None else os.environ.__setitem__(name, value)
    return found


def _of_store(file: Path, count: int) -> list[Figure]:
    from workbench.storage import queue
    from workbench.workflow import decide
    from workbench.workflow.desk import Desk

    with Desk.open(file) as desk:
        asks: dict[str, Callable[[], Any]] = {
            "first page": lambda: decide.queue(desk, "needs_review"),
            "counts": lambda: decide.counts(desk),
            **{f"sort by {s}": lambda s=s: decide.queue(desk, "all", sort=s) for s in queue.SORTS},
            "filter by amount": lambda: decide.queue(
                desk, "needs_review", filters=[("amount_from", 20_000)]
            ),
            "filter by advice": lambda: decide.queue(
                desk, "needs_review", filters=[("advice", "refer")]
            ),
            "search a name": lambda: decide.queue(desk, "all", search="hart 12", size=6),
            "search a name of many": lambda: decide.queue(desk, "all", search="hart"),
            "search what is not there": lambda: decide.queue(desk, "all", search="zzzz", size=6),
        }
        note = f"ms, {count:,} cases"
        first = ("queue: the first search, all names read", _took(asks["search a name"]), note)
        return [first, *((f"queue: {name}", _slowest(ask), note) for name, ask in asks.items())]


def _slowest(ask: Callable[[], Any], times: int = 5) -> float:
    ask()
    return max(_took(ask) for _n in range(times))


def _took(ask: Callable[[], Any]) -> float:
    gc.collect()
    gc.disable()  # as in the program, which looks through its memory between the asks
    began = time.process_time()
    ask()
    took = (time.process_time() - began) * 1000
    gc.enable()
    return took


def _of_window(file: Path, count: int, folder: str) -> list[Figure]:
    """Taken in a process of its own, so that memory is the window's alone."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": folder}
    code = "from tests.benchmarks.queue import in_window; in_window()"
    said = subprocess.run(
        [sys.executable, "-c", code, str(file)],
        check=True,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    note = f"{count:,} cases"
    lines = (line.rsplit(" ", 1) for line in said.stdout.splitlines())
    return [(name, float(value), note) for name, value in lines]


def in_window() -> None:
    """Walk the queue in a window on the store named first; print a figure a line."""
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    from workbench.settings import Settings
    from workbench.ui.jobs import Jobs
    from workbench.ui.program import make_application
    from workbench.ui.rubbish import Rubbish
    from workbench.ui.shell import MainWindow
    from workbench.workflow.desk import Desk

    app = make_application(Settings())
    jobs, rubbish = Jobs(), Rubbish(app)
    with Desk.open(sys.argv[1]) as desk:
        window = MainWindow(desk, jobs)
        window.resize(1440, 900)
        window.show()
        window.begin("review")
        page: Any = window.page("review")

        def settle(done: Callable[[], bool] = lambda: True) -> float:
            began = time.process_time()
            while jobs.running() or not done():
                app.processEvents()
                time.sleep(0.0005)
            app.processEvents()
            return (time.process_time() - began) * 1000

        def asked(act: Callable[[], Any]) -> float:
            began = time.process_time()
            act()
            settle()
            return (time.process_time() - began) * 1000

        settle(lambda: page.case.file is not None)
        rubbish.begin()  # as in the program, once all is loaded
        print(
            "window: sort by name, shown, ms", asked(lambda: page.queue._on_sorted("name", False))
        )
        frames = [_frame(app, page, asked=settle) for _n in range(300)]
        print("window: longest frame of 300 pages scrolled, ms", max(frames))
        opened = [asked(lambda: page.queue.table.step(1)) for _n in range(12)]
        print("window: next case open, median, ms", sorted(opened)[6])
        typed = [_key(app, page, letter) for letter in "hart 12"]
        print("window: longest wait for a key typed in the filter, ms", max(typed))
        settle()
        print("window: memory at its highest, MiB", _highest())
        window.close()
    rubbish.end()
    jobs.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _highest() -> float:
    """Of this process alone: what getrusage says begins with what its parent held."""
    told = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    line = next(line for line in told if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def _frame(app: Any, page: Any, asked: Callable[[], float]) -> float:
    bar = page.queue.table.verticalScrollBar()
    began = time.process_time()
    bar.setValue(bar.value() + bar.pageStep())
    app.processEvents()
    took = (time.process_time() - began) * 1000
    asked()
    return took


def _key(app: Any, page: Any, letter: str) -> float:
    began = time.process_time()
    page.queue.filter.setText(page.queue.filter.text() + letter)
    app.processEvents()
    return (time.process_time() - began) * 1000


def _stretched(file: Path, out: Path, count: int) -> Path:
    """A copy whose queue alone is longer: cases without applications behind them, as only the
    list needs them."""
    import sqlcipher3.dbapi2 as cipher

    from workbench import paths
    from workbench.storage.keys import key_for_new_store

    shutil.copyfile(file, out)
    folder = paths.settings_folder() / "keys"
    key = key_for_new_store(file, folder)
    opened = cipher.connect(str(out))
    opened.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for wish in ("foreign_keys = OFF", "journal_mode = OFF", "synchronous = OFF"):
        opened.execute(f"PRAGMA {wish}")  # a copy that is thrown away
    opened.execute("PRAGMA cache_size = -400000")
    indices = opened.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'cases' "
        "AND sql IS NOT NULL"
    ).fetchall()
    for name, _sql in indices:
        opened.execute(f"DROP INDEX {name}")
    names = [row[1] for row in opened.execute("PRAGMA table_info(cases)")]
    taken = {"application_id": "application_id + {by}", "fingerprint": _FINGERPRINT}
    had = opened.execute("SELECT count(*) FROM cases").fetchone()[0]
    columns = ", ".join(names)
    for by in range(had, count, had):
        chosen = ", ".join(taken.get(name, name).format(by=by) for name in names)
        opened.execute(
            f"INSERT INTO cases ({columns}) SELECT {chosen} FROM cases "
            f"WHERE application_id <= {min(had, count - by)}"
        )
    for _name, sql in indices:
        opened.execute(sql)
    opened.commit()
    opened.execute("ANALYZE")
    opened.close()
    return out

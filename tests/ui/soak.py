"""`python -m tests.ui.soak --seconds 600 --seed 1`: a monkey on the real window, for hours.

It works on the sample store, on every page and in every dialog, or with `--store FILE` on
another, with `--people` among people who sign in. Exit status 1 when anything was raised, when
Qt warned, when memory or the number of living widgets kept growing, or when a thread is left at
the end; what happened is printed with the seed that repeats it, and where the window kept the
person waiting for more than 50 ms.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from tests.screens import stage

_MARKS = 16
_STEADY = 60.0
"""MiB that may come on top once everything was seen: caches, and the journal that grows."""
_WIDGETS = 300

Mark = tuple[int, float, int]
"""Actions done, MiB held, widgets alive."""


def held(done: int) -> Mark:
    """What this process holds now, after everything that can go has gone."""
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    if sys.platform == "linux":
        ctypes.CDLL("libc.so.6").malloc_trim(0)  # what is free but kept for later is no growth
    told = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    line = next(line for line in told if line.startswith("VmRSS:"))
    return done, int(line.split()[1]) / 1024, len(QApplication.allWidgets())


def growth(marks: list[Mark]) -> list[str]:
    """What kept growing in the second half of the time: the least of the last quarter against
    the most of the third, so that a single high mark counts for nothing."""
    quarter = len(marks) // 4
    if not quarter:
        return []
    third, last = marks[2 * quarter : 3 * quarter], marks[3 * quarter :]
    found = []
    if min(m for _d, m, _w in last) - max(m for _d, m, _w in third) > _STEADY:
        found.append(f"memory grew: {[round(mib) for _d, mib, _w in marks]} MiB")
    if min(w for _d, _m, w in last) - max(w for _d, _m, w in third) > _WIDGETS:
        found.append(f"widgets grew: {[alive for _d, _m, alive in marks]}")
    return found


def main() -> int:
    """Let the monkey work for a while; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--store", default=None, help="another store than the sample's")
    parser.add_argument("--people", action="store_true", help="people sign in and out")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, stage(asked.store) as stage_:
        from tests.screen_people import some_people
        from tests.ui.monkey import Monkey
        from tests.ui.waits import Waits

        if asked.people:
            some_people(stage_.desk)
        monkey, waits = Monkey(stage_, asked.seed, Path(folder)), Waits()
        monkey.watch()
        monkey.see_all()
        waits.begin()
        marks = _work(monkey, waits, asked.seconds)
        waits.end()
        monkey.come_back()
    monkey.wrong += growth(marks)
    left = [t.name for t in threading.enumerate() if t.name.startswith(("writer", "reader"))]
    print(f"seed {asked.seed}: {monkey.done} actions, {len(monkey.wrong)} faults, {left} left")
    print("\n".join(monkey.wrong[:3]))
    print(f"{waits.count} waits of more than 50 ms; the worst:")
    print("\n".join(waits.told()))
    return 1 if monkey.wrong or left else 0


def _work(monkey: Any, waits: Any, seconds: float) -> list[Mark]:
    marks: list[Mark] = []
    begun = time.monotonic()
    while time.monotonic() - begun < seconds and not monkey.wrong:
        monkey.act()
        if (time.monotonic() - begun) / seconds > (len(marks) + 1) / (_MARKS + 1):
            monkey.come_back()
            with waits.looking_away():
                marks.append(held(monkey.done))
            print(f"  {marks[-1][0]} actions: {marks[-1][1]:.0f} MiB, {marks[-1][2]} widgets")
            sys.stdout.flush()
    return marks


if __name__ == "__main__":
    sys.exit(main())

"""The program killed at any moment of a busy day: nothing acknowledged is lost, nothing is half.

As a program (`python -m tests.trust.busy_days FOLDER [apart]`) it works and tells on standard
output how many journal entries it has been promised.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.storage.conftest import Day
from tests.trust import operations
from tests.trust.figures import Figure, a_folder
from workbench.errors import WorkbenchError
from workbench.storage import history
from workbench.storage.verification import verify


def run(share: float, seed: int) -> Figure:
    """100 kills (a share of them) at random moments."""
    dice = random.Random(seed)
    times = max(6, int(100 * share))
    with a_folder() as base:
        held = sum(_survives(base / f"day-{n}", dice, "whole") for n in range(times))
        red = any(not _survives(base / f"apart-{n}", dice, "apart") for n in range(12))
    return Figure(
        "T2 kill -9 in a busy day", times, held, "0 lost, 0 half", red, "journal apart", seed
    )


def _survives(folder: Path, dice: random.Random, how: str) -> bool:
    folder.mkdir()
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.trust.busy_days", str(folder), how],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdout
    promised = [program.stdout.readline()]
    time.sleep(dice.uniform(0.0, 1.0))
    program.kill()
    promised += program.stdout.readlines()
    program.wait()
    whole = [int(line) for line in promised if line.endswith("\n")]
    try:
        with operations.opened(folder) as store:
            found = verify(store)
    except WorkbenchError:
        return False
    return found.ok and found.events >= max(whole)


def main() -> None:
    """Import, assess, decide and notify without end."""
    folder, how = Path(sys.argv[1]), sys.argv[2]
    with operations.opened(folder) as store:
        day = Day(store, folder)
        first = 1
        while True:
            for step in (_work_apart if how == "apart" else _work)(day, first):
                del step
                sys.stdout.write(f"{history.events(store, size=1)[0].seq}\n")
                sys.stdout.flush()
            first += 12


def _work(day: Day, first: int) -> Iterator[object]:
    yield day.add(12, first=first)
    yield day.assess(first=first, count=12)
    yield [day.decide(n) for n in range(first, first + 12)]
    yield day.notify()


def _work_apart(day: Day, first: int) -> Iterator[object]:
    yield day.add(12, first=first)
    yield day.assess(first=first, count=12)
    for application in range(first, first + 12):
        yield operations.apart(day, application)


if __name__ == "__main__":
    main()

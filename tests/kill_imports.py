"""`python -m tests.kill_imports [--moments 50]`: an import is killed (kill -9) at random moments.

Each time the store must hold the whole batch or nothing of it, the next start must say which,
the record must prove itself, and importing the same file again must bring in what is missing
and nothing twice. Prints what was met; exit status 1 when anything else was seen.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.workflow.conftest import GOOD
from workbench.settings import Settings
from workbench.storage import applications, verification
from workbench.workflow import intake, under_way
from workbench.workflow.desk import Desk

ROWS = 4_000
PRODUCT = "personal-loan"
_IMPORT = """
import sys
from pathlib import Path
from workbench.settings import Settings
from workbench.workflow import intake
from workbench.workflow.desk import Desk

folder = Path(sys.argv[1])
with Desk.open(folder / "store.db", settings=Settings(folder / "settings.toml")) as desk:
    print("begun", flush=True)
    intake.import_file(desk, Path(sys.argv[2]), product="personal-loan")
"""


def opened(folder: Path) -> Desk:
    """The next start of the program over the same store."""
    return Desk.open(folder / "store.db", settings=Settings(folder / "settings.toml"))


def applicants(folder: Path, rows: int) -> Path:
    """A file of made-up applicants."""
    lines = [list(GOOD)]
    lines += [list({**GOOD, "Name": f"Applicant {n:06}"}.values()) for n in range(rows)]
    file = folder / "applicants.csv"
    text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    file.write_text(text + "\n", encoding="utf-8")
    return file


def started(folder: Path, file: Path) -> subprocess.Popen[bytes]:
    """An import in a process of its own, just begun."""
    made = subprocess.Popen(
        [sys.executable, "-c", _IMPORT, str(folder), str(file)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)},
    )
    assert made.stdout is not None
    assert made.stdout.readline() == b"begun\n"
    return made


def kill_after(folder: Path, file: Path, seconds: float) -> bool:
    """Whether the import was still at it when it was killed."""
    process = started(folder, file)
    try:
        process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return True
    return False


def seen_at_the_next_start(folder: Path, file: Path, rows: int) -> str:
    """What the next start finds. Raises AssertionError for anything but whole or nothing."""
    with opened(folder) as desk:
        told = under_way.cut_off(desk)
        held = applications.fact_frame(desk.store).height
        assert held in (0, rows), f"{held} of {rows} rows"
        for one in told:
            assert (one.batch_id is not None) is (held == rows), one.text()
        assert verification.verify(desk.store).ok
        again, _found = intake.import_file(desk, file, product=PRODUCT)
        assert (again.ready, again.duplicates) == (rows - held, held)
        whole = "whole" if held else "nothing"
        return f"{whole}, {'and says so' if told else 'not yet or no longer storing'}"


def kill_all(folder: Path, moments: int, rows: int, seed: int = 20261122) -> Counter[str]:
    """Kill as many imports as that, at moments spread over one import's time."""
    chance, file = random.Random(seed), applicants(folder, rows)
    began = time.perf_counter()
    started(folder / "whole", file).communicate()
    takes = time.perf_counter() - began
    seen: Counter[str] = Counter()
    for moment in range(moments):
        place = folder / str(moment)
        was_at_it = kill_after(place, file, chance.uniform(0, takes))
        found = seen_at_the_next_start(place, file, rows)
        seen[found if was_at_it else f"finished before; {found}"] += 1
    return seen


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--moments", type=int, default=50)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--seed", type=int, default=20261122)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_CONFIG_HOME"] = name
        try:
            seen = kill_all(Path(name), asked.moments, asked.rows, asked.seed)
        except AssertionError as fault:
            print(f"neither whole nor nothing: {fault}")
            return 1
    for what, times in seen.most_common():
        print(f"{times:4}  {what}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

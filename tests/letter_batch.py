"""`python -m tests.letter_batch [--letters 10000]`: one large batch of letters, killed midway.

The first run is killed (kill -9, its workers with it) once part of the letters is kept; the
second goes on from there. Tells letters a second, the cores that were busy and the memory over
time, and checks that no number is missing or given twice, that each case has one letter, and
that the record proves itself. Exit status 1 when anything is not as it should be. With `--folder`
the store stays there, and a later call goes on with what is left.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.kill_imports import opened
from tests.workflow.conftest import GOOD
from workbench.storage import verification
from workbench.workflow import assess, decide, intake, notify

_WRITE = """
import sys
from pathlib import Path
from workbench.settings import Settings
from workbench.workflow import notify
from workbench.workflow.desk import Desk

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    with Desk.open(folder / "store.db", settings=Settings(folder / "settings.toml")) as desk:
        notify.write_letters(desk, step=lambda done, total: print(done, flush=True))
"""
_ROWS = 2_000
_GROWTH = 1.1
"""Memory in the last quarter of the run over that of the second quarter, at most."""


@dataclass
class Watched:
    """One run: seconds, processor seconds, and its memory over time (MiB, workers apart)."""

    seconds: float = 0.0
    busy: float = 0.0
    memory: list[tuple[float, float, float]] = field(default_factory=list)

    def grown(self) -> float:
        """The last quarter's highest memory over the second quarter's, of all processes."""
        quarter = max(1, len(self.memory) // 4)
        whole = [mib + workers for _at, mib, workers in self.memory]
        return max(whole[-quarter:]) / max(whole[quarter : 2 * quarter] or whole)


def prepare(folder: Path, letters: int) -> None:
    """A store with that many decided cases; a quarter of them declined."""
    with opened(folder) as desk:
        for begin in range(0, letters, _ROWS):
            file = applicants(folder, range(begin, min(begin + _ROWS, letters)))
            intake.import_file(desk, file, product="personal-loan")
            assess.assess_ready(desk)
        decide.accept_advice(desk)


def applicants(folder: Path, numbers: range) -> Path:
    """A file of made-up applicants, each at an address of their own."""
    file = folder / f"applicants{numbers.start}.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [*GOOD, "Address", "City", "Postcode"])
        writer.writeheader()
        for at in numbers:
            place = {"Address": f"{at} Maple Hollow Road", "City": "Dayton", "Postcode": "45402"}
            bad = {"Bankruptcies": "2"} if at % 4 == 0 else {}
            writer.writerow(GOOD | place | bad | {"Name": f"Sample Person {at:06}"})
    return file


def family(pid: int) -> Iterator[int]:
    """A process and all that it started, by their ids."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from family(int(child))


def measured(pid: int) -> tuple[float, float, float]:
    """Memory of a process and of all that it started (MiB), and the processor seconds of all."""
    memory, busy = [0.0, 0.0], 0.0
    for one in family(pid):
        try:
            status = Path(f"/proc/{one}/status").read_text()
            times = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        held = sum(int(li.split()[1]) for li in status.splitlines() if li.startswith("VmRSS"))
        memory[one != pid] += held / 1024
        busy += sum(map(int, times[11:13])) / os.sysconf("SC_CLK_TCK")
    return memory[0], memory[1], busy


def run(folder: Path, kill_at: int | None = None) -> Watched:
    """Write the letters in a process of its own, killed once that many were begun."""
    seen, begun = Watched(), time.perf_counter()
    script = folder / "write.py"
    script.write_text(_WRITE)
    process = subprocess.Popen(
        [sys.executable, str(script), str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)},
    )
    assert process.stdout is not None
    for line in process.stdout:
        at = time.perf_counter() - begun
        if not seen.memory or at - seen.memory[-1][0] > 0.5:
            own, workers, seen.busy = measured(process.pid)
            seen.memory.append((at, own, workers))
        if kill_at is not None and int(line) >= kill_at:
            process.kill()
            break
    process.communicate()
    seen.seconds = time.perf_counter() - begun
    return seen


def faults(folder: Path, letters: int) -> Iterator[str]:
    """What is not as it should be when all is done."""
    with opened(folder) as desk:
        kept = notify.letters_written(desk)
        serials = sorted(int(one.number.rsplit("-", 1)[1]) for one in kept)
        if serials != list(range(1, len(kept) + 1)):
            yield "the numbers have a gap, or one was given twice"
        if len({one.application_id for one in kept}) != len(kept) or len(kept) != letters:
            yield f"{len(kept)} letters for {letters} cases"
        if not verification.verify(desk.store).ok:
            yield "the record does not prove itself"


def measure(folder: Path, letters: int) -> list[str]:
    """Write what is due and tell how it went; gives what is not as it should be."""
    if not (folder / "store.db").exists():
        prepare(folder, letters)
        print(f"{letters} cases decided", flush=True)
        run(folder, kill_at=letters // 3)
    with opened(folder) as desk:
        done = len(notify.letters_written(desk))
    print(f"killed: {done} letters kept", flush=True)
    seen = run(folder)
    left = letters - done
    print(f"resumed: {left} letters in {seen.seconds:.0f} s ({left / seen.seconds:.0f} a second)")
    cores, each = seen.busy / seen.seconds, 1000 * seen.busy / left
    print(f"{cores:.2f} cores busy, {each:.0f} ms of a core each")
    tenth = max(1, len(seen.memory) // 12)
    for name, at in (("program", 1), ("workers", 2)):
        over = ", ".join(f"{one[at]:.0f}" for one in seen.memory[::tenth])
        print(f"MiB of the {name} over time: {over}")
    found = list(faults(folder, letters))
    if len(seen.memory) > 20 and seen.grown() > _GROWTH:
        found.append(f"memory grew by {seen.grown() - 1:.0%}")
    return found


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--letters", type=int, default=10_000)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = asked.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        os.environ["XDG_CONFIG_HOME"] = str(folder)  # the store's key stays with the store
        found = measure(folder, asked.letters)
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

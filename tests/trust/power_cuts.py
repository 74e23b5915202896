"""The power goes at any moment: disks are rebuilt from a trace, with what was not synced lost.

Between two syncs a disk may have written everything, nothing, some of the writes or parts of
them; names of files go in order, and are safe with the next sync (a journalled file system).
Every such disk is opened: it must be sound, and hold whatever was acknowledged before the cut. As
a program (`python -m tests.trust.power_cuts FOLDER TRACE PRAGMA…`, under the shim) it does the
day's work that is traced; the pragmas weaken the store: those are the wrong builds.
"""

from __future__ import annotations

import ctypes
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.storage.conftest import Day
from tests.trust import operations
from tests.trust.every_call import compiler, preloaded
from tests.trust.figures import Figure, a_folder
from tests.trust.workers import CORES, spread
from workbench.errors import WorkbenchError
from workbench.storage import engines
from workbench.storage.verification import verify

SECTOR = 512
HOW = ("nothing", "everything", "some", "torn")
WRONG = {
    "WAL+NORMAL": ("synchronous=NORMAL",),
    "WAL+OFF": ("synchronous=OFF",),
    "DELETE+FULL": ("journal_mode=DELETE",),
    "DELETE+NORMAL": ("journal_mode=DELETE", "synchronous=NORMAL"),
}


@dataclass
class Inode:
    """A file's bytes: those that are safe, and the writes that may still be lost."""

    safe: bytearray = field(default_factory=bytearray)
    pending: list[tuple[str, int, bytes]] = field(default_factory=list)

    def change(self, kind: str, at: int, content: bytes) -> None:
        """A write or a cut that is not synced yet."""
        self.pending.append((kind, at, content))

    def sync(self) -> None:
        """All that is pending is safe now."""
        self.safe = self.after("everything", random.Random())
        self.pending = []

    def after(self, how: str, dice: random.Random) -> bytearray:
        """The bytes that a power cut leaves."""
        left = bytearray(self.safe)
        for kind, at, content in self.pending if how != "nothing" else []:
            if how == "some" and dice.random() < 0.5:
                continue
            if kind == "T":
                left[at:] = bytes(max(0, at - len(left)))
                continue
            for start in range(0, len(content), SECTOR):
                if how != "torn" or dice.random() < 0.5:
                    _put(left, at + start, content[start : start + SECTOR])
        return left


def _put(left: bytearray, at: int, content: bytes) -> None:
    if len(left) < at:
        left.extend(bytes(at - len(left)))
    left[at : at + len(content)] = content


class Disk:
    """Files by name, as the program sees them and as they are safe."""

    def __init__(self, folder: Path) -> None:
        self.files = {
            f"/{file.relative_to(folder)}": Inode(bytearray(file.read_bytes()))
            for file in folder.rglob("*")
            if file.is_file()
        }
        self.safe = dict(self.files)
        self.renamed: list[tuple[str, Inode | None]] = []

    def apply(self, op: str, name: str, at: int, content: bytes) -> None:
        """One call of the trace."""
        if op == "S":
            if name in self.files:
                self.files[name].sync()
            self.safe, self.renamed = dict(self.files), []
        elif op == "U":
            self._name(name, None)
        elif op == "R":
            moved = self.files[name]
            self._name(name, None)
            self._name(content.decode(), moved)
        else:
            if name not in self.files:
                self._name(name, Inode())
            self.files[name].change(op, at, content)

    def _name(self, name: str, inode: Inode | None) -> None:
        self.renamed.append((name, inode))
        _rename(self.files, name, inode)

    def rebuild(self, folder: Path, how: str, dice: random.Random) -> None:
        """Write the disk that a power cut now would leave."""
        shutil.rmtree(folder, ignore_errors=True)
        last = {"nothing": 0, "everything": len(self.renamed)}
        left = dict(self.safe)
        for name, inode in self.renamed[: last.get(how, dice.randint(0, len(self.renamed)))]:
            _rename(left, name, inode)
        for name, inode in left.items():
            file = folder / name.lstrip("/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(inode.after(how, dice))


def _rename(files: dict[str, Inode], name: str, inode: Inode | None) -> None:
    if inode is None:
        files.pop(name, None)
    else:
        files[name] = inode


def run(share: float, seed: int) -> Figure | None:
    """10,000 states (a share of them). None without a compiler."""
    if compiler() is None:
        return None
    states = max(120, int(10_000 * share))
    tried, bad = _cuts(states, seed)
    for fault in bad[:3]:
        print(f"        {fault}", file=sys.stderr)
    red = {name: bool(_cuts(states, seed, *pragmas)[1]) for name, pragmas in WRONG.items()}
    return Figure(
        "T3 power cuts",
        tried,
        tried - len(bad),
        "sound, nothing lost",
        all(red.values()),
        ", ".join(f"{name} {'red' if found else 'NOT RED'}" for name, found in red.items()),
        seed,
    )


def _cuts(states: int, seed: int, *pragmas: str) -> tuple[int, list[str]]:
    """How many disks were rebuilt, and those that were not sound or had lost something.

    With pragmas, the wrong builds, a walk ends with its first fault.
    """
    with a_folder() as folder:
        base, disk, trace = folder / "base", folder / "disk", folder / "trace"
        base.mkdir()
        subprocess.run([sys.executable, "-m", "tests.trust.operations", str(base)], check=True)
        shutil.copytree(base, disk)
        preloaded(folder, "tests.trust.power_cuts", str(disk), str(trace), *pragmas)
        calls = list(_calls(trace.read_bytes()))
        each = -(-states // sum(op != "M" for op, *_call in calls))

        def part(worker: int) -> tuple[int, list[str]]:
            mine = range(worker, each, CORES)
            walk = _Walk(base, folder / f"disk-{worker}", seed, only_first=bool(pragmas))
            return walk.along(calls, mine)

        parts = spread(part, range(min(CORES, each)))
    return sum(tried for tried, _bad in parts), [one for _tried, bad in parts for one in bad]


@dataclass
class _Walk:
    """One worker's walk along the trace: some of the disks of each call."""

    base: Path
    disk: Path
    seed: int
    only_first: bool

    def along(self, calls: list[tuple[str, str, int, bytes]], mine: range) -> tuple[int, list[str]]:
        """How many disks were rebuilt, and those that were bad."""
        model, promised, tried = Disk(self.base), 0, 0
        bad: list[str] = []
        for number, (op, name, at, content) in enumerate(calls):
            if op == "M":
                promised = int(content)
                continue
            model.apply(op, name, at, content)
            for n in mine:
                dice = random.Random(f"{self.seed} {number} {n}")
                how = dice.choice(HOW)
                model.rebuild(self.disk, how, dice)
                tried += 1
                fault = _fault(self.disk, promised)
                if fault:
                    bad.append(f"call {number} {op} {name}, {how}: {fault}")
                if bad and self.only_first:
                    return tried, bad
        return tried, bad


def _fault(disk: Path, promised: int) -> str:
    """What is wrong with a rebuilt disk; nothing when it is sound and holds its promises."""
    try:
        with operations.opened(disk) as store:
            found = verify(store)
    except WorkbenchError as fault:
        return repr(fault)
    if not found.ok:
        return str(found.faults)
    return "" if found.events >= promised else f"{found.events} of {promised} entries"


def _calls(trace: bytes) -> Iterator[tuple[str, str, int, bytes]]:
    start = 0
    while start < len(trace):
        end = trace.index(b"\n", start)
        op, name, at, size = trace[start:end].decode().split("\t")
        content = b""
        start = end + 1
        if op in "WMR":
            content = trace[start : start + int(size)]
            start += int(size)
        yield op, name, int(at), content


def main() -> None:
    """Import, assess, decide, write letters; each acknowledged step is marked in the trace."""
    folder, trace, *pragmas = sys.argv[1:]
    weakened = {pragma.partition("=")[0] for pragma in pragmas}
    kept = [one for one in engines.PRAGMAS if one.partition("=")[0] not in weakened]
    engines.PRAGMAS = (*pragmas, *kept)  # type: ignore[assignment]
    shim = ctypes.CDLL(None)
    shim.shim_watch(folder.encode())
    with operations.opened(Path(folder)) as store:
        shim.shim_trace(trace.encode())
        day = Day(store, Path(folder))
        for work in (
            lambda: day.add(8, first=100),
            lambda: day.assess(first=24, count=8),
            *(lambda n=n: day.decide(n) for n in range(24, 32)),
            day.notify,
        ):
            work()
            shim.shim_mark(str(operations.entries_of(store)).encode())


if __name__ == "__main__":
    main()

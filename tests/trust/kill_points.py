"""Every write, sync, cut and removal of every operation: killed there, torn there, failing there.

Run by `tests.trust` in a process of its own, under the preloaded shim: prints one JSON line.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import random
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import alembic.command  # noqa: F401 -- once here, not in every child
from sqlalchemy.exc import SQLAlchemyError

from tests.storage import pieces
from tests.trust import operations, people_operations
from tests.trust.figures import a_folder
from tests.trust.operations import State
from tests.trust.workers import in_a_child, spread
from workbench.errors import WorkbenchError

WAYS = {
    "killed before": (0, 0),
    "killed half-way": (1, 0),
    "one EIO": (2, errno.EIO),
    "one ENOSPC": (2, errno.ENOSPC),
    "EIO from then on": (3, errno.EIO),
    "ENOSPC from then on": (3, errno.ENOSPC),
}
DEADLY = ("killed before", "killed half-way")
DONE, REFUSED, BROKEN = 0, 3, 4
Run = Callable[[Path], None]


@dataclass(frozen=True)
class Ended:
    """How an attempt ended, how many calls it made, and whether it left a thread behind."""

    how: int
    calls: int = 0
    threads: int = 1


class Points:
    """One folder, watched by the shim."""

    def __init__(self, base: Path, folder: Path) -> None:
        self.base, self.folder = base, folder
        self.shim = ctypes.CDLL(None)
        self.shim.shim_watch.argtypes = [ctypes.c_char_p]
        self.shim.shim_arm.argtypes = [ctypes.c_long, ctypes.c_int, ctypes.c_int]
        self.shim.shim_calls.restype = ctypes.c_long

    def of_this_worker(self) -> Points:
        """The same in a folder that no other worker uses."""
        return Points(self.base, self.folder / str(os.getpid()))

    def attempt(self, run: Run, at: int, way: tuple[int, int]) -> Ended:
        """Run once in a forked child."""
        operations.on_a_copy(self.base, self.folder)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            os._exit(self._in_child(run, at, way, writing))
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            told = pipe.read()
        _pid, status = os.waitpid(child, 0)
        how = os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)
        return Ended(how, *map(int, told.split()))

    def _in_child(self, run: Run, at: int, way: tuple[int, int], writing: int) -> int:
        how = self._run(run, at, way)
        threads = len(os.listdir("/proc/self/task"))
        os.write(writing, f"{self.shim.shim_calls()} {threads}".encode())
        return how

    def _run(self, run: Run, at: int, way: tuple[int, int]) -> int:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        self.shim.shim_watch(str(self.folder).encode())
        self.shim.shim_arm(at, *way)
        try:
            run(self.folder)
        except WorkbenchError:
            return REFUSED
        except BaseException:  # noqa: BLE001 -- whatever else comes out is what is looked for
            return BROKEN
        return DONE

    def attempt_here(self, run: Run, at: int, way: tuple[int, int]) -> Ended:
        """Run once in this very worker, which the failing call does not end."""
        operations.on_a_copy(self.base, self.folder)
        try:
            return Ended(self._run(run, at, way))
        finally:
            self.shim.shim_arm(-1, 0, 0)

    def found(self) -> State | str:
        """The state found afterwards, or what is wrong with it, told by a child of its own."""
        try:
            return operations.state(self.folder)
        except (AssertionError, WorkbenchError, SQLAlchemyError) as fault:
            return repr(fault)


def try_operation(
    points: Points, operation: tuple[str, Run], share: float, dice: random.Random, ways: list[str]
) -> dict[str, object]:
    """Every point (or a share of them) of one operation, in each of the ways."""
    name, run = operation
    operations.on_a_copy(points.base, points.folder)
    before = points.found()
    once = points.attempt(run, -1, (0, 0))
    after = points.found()
    assert once.how == DONE, name
    if alone := once.threads == 1:  # its statements are then compiled here, not in every child
        operations.on_a_copy(points.base, points.folder)
        run(points.folder)

    def at_point(point: tuple[str, int]) -> tuple[int, State | str]:
        way, at = point
        mine = points.of_this_worker()
        attempt = mine.attempt_here if alone and way not in DEADLY else mine.attempt
        return attempt(run, at, WAYS[way]).how, mine.found()

    chosen = [(way, at) for way in ways for at in range(1, once.calls + 1) if dice.random() < share]
    bad = [
        [name, *point, ended, str(found)[:300]]
        for point, (ended, found) in zip(chosen, spread(at_point, chosen), strict=True)
        if not _sound(ended, found, before, after)
    ]
    return {"name": name, "calls": once.calls, "tried": len(chosen), "bad": bad}


def _sound(ended: int, found: State | str, before: State | str, after: State | str) -> bool:
    """Whole or absent, part by part; whole when it was acknowledged; never our own fault."""
    if isinstance(found, str) or ended == BROKEN:
        return False
    if ended == DONE:
        return found == after
    parts = zip(found, before, after, strict=True)
    return all(part in (was, will) or _between(part, was, will) for part, was, will in parts)


def _between(part: object, was: object, will: object) -> bool:
    """A restore first makes a backup of what it replaces, whose entry may stand alone."""
    if not (isinstance(part, tuple) and isinstance(was, tuple) and will is not None):
        return False
    return bool(part[0] == was[0] + 1 and part[1:] == was[1:])


@dataclass(frozen=True)
class Field:
    """What is tried: how its folder is prepared, its operations, and the wrong build."""

    prepare: Callable[[Path], None]
    operations: Mapping[str, Run]
    wrong: tuple[str, Run]
    wrong_share: float = 0.3  # of the wrong build's points: one bad state is enough


FIELDS = {
    "day": Field(
        operations.prepare, operations.OPERATIONS, ("journal apart", operations.journal_apart)
    ),
    "people": Field(
        people_operations.prepare,
        people_operations.OPERATIONS,
        ("proposed apart", people_operations.apart),
    ),
    **{
        piece: Field(
            partial(operations.prepare_piece, piece),
            {"upgrade": operations.upgrade},
            ("statement by statement", operations.upgrade_piecemeal),
            0.05,
        )
        for piece in pieces.PIECES
    },
}


def main() -> int:
    """Arguments: the field, the share of points to try, and the seed."""
    field, share, seed = FIELDS[sys.argv[1]], float(sys.argv[2]), int(sys.argv[3])
    dice = random.Random(seed)
    with a_folder() as base, a_folder() as folder:
        in_a_child(lambda: field.prepare(base))
        points = Points(base, folder)
        results = [
            try_operation(points, operation, share, dice, list(WAYS))
            for operation in field.operations.items()
        ]
        wrong = try_operation(points, field.wrong, field.wrong_share, dice, ["killed before"])
    control = bool(wrong["bad"])
    print(json.dumps({"operations": results, "control": control}))
    return 0


if __name__ == "__main__":
    sys.exit(main())

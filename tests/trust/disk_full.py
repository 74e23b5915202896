"""A disk without room: the step is undone whole, said in words, and the work goes on after."""

from __future__ import annotations

import random
import resource
from collections.abc import Callable
from pathlib import Path

from tests.storage.conftest import Day
from tests.trust import operations
from tests.trust.figures import Figure, a_folder
from workbench.errors import WorkbenchError
from workbench.storage import queue
from workbench.storage.backup import backup
from workbench.storage.verification import verify

Write = Callable[[Day, Path], None]


def run(share: float, seed: int) -> Figure:
    """Stores that may not grow past a page count, and backups past a file size."""
    dice = random.Random(seed)
    times = max(8, int(40 * share))
    held = 0
    with a_folder() as base, a_folder() as folder:
        operations.prepare(base)
        for _n in range(times):
            held += _store_is_full(base, folder, dice)
            held += _backup_is_cut(base, folder, dice)
        red = not _backup_is_cut(base, folder, dice, write=_carelessly)
    return Figure(
        "T4 disk full", 2 * times, held, "whole, told, goes on", red, "a plain copy stays cut", seed
    )


def _store_is_full(base: Path, folder: Path, dice: random.Random) -> bool:
    operations.on_a_copy(base, folder)
    with operations.opened(folder) as store:
        day = Day(store, folder)
        with store.writing("x") as step:
            pages = step.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            most = pages + dice.randint(0, 20)
            step.connection.exec_driver_sql(f"PRAGMA max_page_count = {most}")
        before = queue.counts(store)
        try:
            day.add(1_500, first=100)
        except WorkbenchError as told:
            sound = type(told).__name__ == "StoreFull" and queue.counts(store) == before
        else:
            return False
        with store.writing("x") as step:
            step.connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        return sound and day.add(1_500, first=100).added == 1_500 and verify(store).ok


def _carelessly(day: Day, file: Path) -> None:
    """The wrong build: the copy is written under its own name, byte after byte."""
    file.write_bytes((day.folder / operations.STORE).read_bytes())


def _safely(day: Day, file: Path) -> None:
    backup(day.store, file, actor="Lin Mei")


def _backup_is_cut(base: Path, folder: Path, dice: random.Random, write: Write = _safely) -> bool:
    """Whether the earlier backup is still there, whole, after one that found no room."""
    operations.on_a_copy(base, folder)
    with operations.opened(folder) as store:
        day = Day(store, folder)
        backup(store, folder / operations.COPY, actor="Lin Mei")
        good = (folder / operations.COPY).read_bytes()
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        most = dice.randint(50_000, len(good) - 4096)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
        try:
            write(day, folder / operations.COPY)
        except (WorkbenchError, OSError):
            told = True
        else:
            told = False
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        return told and (folder / operations.COPY).read_bytes() == good

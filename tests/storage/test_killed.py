from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.storage.conftest import Day
from workbench.storage import queue
from workbench.storage.store import Store
from workbench.storage.verification import verify

PAGE = 4096
PROGRAM = """
import os, signal, sys
from pathlib import Path
from tests.storage.conftest import Day
from workbench.storage import many
from workbench.storage.store import Store

folder, fatal = Path(sys.argv[1]), sys.argv[2]
honest = many.insert
def insert(connection, table, rows):
    honest(connection, table, rows)
    if table.name == fatal:
        os.kill(os.getpid(), signal.SIGKILL)
many.insert, many._MANY = insert, 100
with Store.open(folder / "store.db", key_folder=folder / "private") as store:
    Day(store, folder).add(500, first=100, held=5)
"""


@pytest.mark.parametrize("table", ["applications", "waiting_rows"])
def test_an_import_that_is_killed_leaves_nothing_behind(day: Day, table: str) -> None:
    """Killed after each of its inserts, also while the indexes are away."""
    day.whole()
    day.store.close()
    died = subprocess.run([sys.executable, "-c", PROGRAM, str(day.folder), table], cwd=Path.cwd())
    assert died.returncode == -9
    with Store.open(day.folder / "store.db", key_folder=day.folder / "private") as store:
        assert queue.counts(store)["all"] == 12
        assert verify(store).ok
        assert Day(store, day.folder).add(500, first=100, held=5).added == 500


def test_a_page_torn_by_a_crash_and_whole_in_the_log_is_not_called_damaged(day: Day) -> None:
    day.whole()
    copy = day.folder / "crashed"
    copy.mkdir()
    for name in ("store.db", "store.db-wal"):
        shutil.copy(day.folder / name, copy)
    pages = bytearray((copy / "store.db").read_bytes())
    logged = int.from_bytes((copy / "store.db-wal").read_bytes()[32:36], "big")
    half = (logged - 1) * PAGE + PAGE // 2
    pages[half : half + PAGE // 2] = bytes(PAGE // 2)
    (copy / "store.db").write_bytes(pages)
    with Store.open(copy / "store.db", key_folder=day.folder / "private") as store:
        assert store.damaged_pages() == ()

"""Backups: each one restored and compared; a cut-off one refused, though it calls itself sound."""

from __future__ import annotations

import random
from pathlib import Path

import sqlcipher3.dbapi2 as cipher

from tests.storage.conftest import Day
from tests.trust import operations
from tests.trust.figures import Figure, a_folder
from tests.trust.workers import in_a_child, spread
from workbench.errors import WorkbenchError
from workbench.storage import applications, history, queue
from workbench.storage.backup import backup, restore
from workbench.storage.verification import verify


def run(share: float, seed: int) -> Figure:
    """Backups at random moments of a day (a share of 60), restored and compared."""
    times = max(8, int(60 * share))
    with a_folder() as base:
        in_a_child(lambda: operations.prepare(base))
        held = spread(
            lambda dice: _holds(base, dice), [random.Random(f"{seed} {n}") for n in range(times)]
        )
    return Figure(
        "T9 backups restored",
        times,
        sum(held),
        "every one, the same",
        _an_empty_file_calls_itself_sound(),
        "integrity_check alone says ok to an empty copy",
        seed,
    )


def _holds(base: Path, dice: random.Random) -> bool:
    with a_folder() as folder:
        operations.on_a_copy(base, folder)
        return _comes_back(folder, dice) and _cut_off_is_refused(folder, dice)


def _comes_back(folder: Path, dice: random.Random) -> bool:
    with operations.opened(folder) as store:
        day = Day(store, folder)
        day.add(dice.randint(1, 30), first=200)
        backup(store, folder / operations.COPY, actor="Lin Mei")
        counted = queue.counts(store)
        facts = applications.fact_frame(store)
        told = history.events(store, size=10_000)
        day.add(dice.randint(1, 30), first=400)
    restore(
        folder / operations.COPY,
        folder / operations.STORE,
        actor="Lin Mei",
        key_folder=folder / operations.PRIVATE,
    )
    with operations.opened(folder) as store:
        return (
            verify(store).ok
            and queue.counts(store) == counted
            and applications.fact_frame(store).equals(facts)
            and history.events(store, size=10_000)[1:] == told
        )


def _cut_off_is_refused(folder: Path, dice: random.Random) -> bool:
    copy = folder / operations.COPY
    content = copy.read_bytes()
    copy.write_bytes(content[: dice.randint(1, len(content) - 1)])
    before = (folder / operations.STORE).read_bytes()
    try:
        restore(
            copy,
            folder / operations.STORE,
            actor="Lin Mei",
            key_folder=folder / operations.PRIVATE,
        )
    except WorkbenchError:
        return (folder / operations.STORE).read_bytes() == before
    return False


def _an_empty_file_calls_itself_sound() -> bool:
    """The wrong build: a copy that only asks the database whether it is sound."""
    with a_folder() as folder:
        (folder / "copy.db").touch()
        opened = cipher.connect(str(folder / "copy.db"))
        said = opened.execute("PRAGMA integrity_check").fetchone()[0]
        opened.close()
    return bool(said == "ok")
